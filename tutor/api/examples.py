"""Examples for the specification, made of the serializers: each field by its name, so that a term looks the same everywhere."""

from __future__ import annotations

from typing import Any

from rest_framework import serializers

from tutor.api import fields

UUID = "0191f6a2-7c3e-4d7a-9b1e-3f0c5a8d2e41"
BY_NAME: dict[str, Any] = {
    "id": UUID,
    "answer": UUID,
    "at": "2026-03-02T09:00:00Z",
    "zone": "Europe/Berlin",
    "username": "ada",
    "login": "ada",
    "email": "ada@example.org",
    "password": "maps of quiet points",
    "old": "maps of quiet points",
    "new": "points of quiet maps",
    "key": "3-cz9k1v-5f8a0c7e2b",
    "access": "loci_access_xQ3…",
    "refresh": "loci_refresh_0191f6a27c3e4d7a9b1e3f0c5a8d2e41.1.kP9…",
    "code": "493021",
    "proof": "WzEsImE1…",
    "device_name": "Ada’s phone",
    "name": "Ada’s phone",
    "seen_by": "IPv6",
    "theme": "auto",
    "path": "embeddings",
    "lesson": "cosine",
    "phase": "geometry",
    "step": "try-it",
    "item": "cosine-same-direction",
    "concept": "cosine-similarity",
    "exercise": "write-cosine",
    "revision": "9f2c4e1ab07d",
    "slug": "cosine",
    "number": 1,
    "title": "Cosine similarity",
    "subtitle": "What an arrow says",
    "summary": "The angle between two arrows, whatever their lengths.",
    "why": "You are about to forget it.",
    "ask": "What is true of the dot product $a \\cdot b$?",
    "hint": "Think of the angle.",
    "response": {"choice": "a"},
    "public": {"options": [{"id": "a", "text": "It grows with both lengths"}]},
    "markdown": "Two arrows point the **same way**.",
    "html": "<p>Two arrows point the <strong>same way</strong>.</p>",
    "prompt_html": "<p>Write <code>cosine</code>.</p>",
    "source": "def cosine(a, b):\n    ...\n",
    "starter": "def cosine(a, b):\n    ...\n",
    "mode": "submit",
    "state": "done",
    "verdict": "passed",
    "kind": "choice",
    "recall": 0.93,
    "seconds": 30,
    "minutes": 6,
    "score": 1.0,
    "day": "2026-03-02",
    "due_on": "2026-03-09",
    "url": "/assets/9f2c4e1ab07d/arrows.json",
    "q": "dot product",
    "act": "suspend",
    "until": "tomorrow",
    "hour": 18,
    "next": None,
    "previous": None,
    "daily_minutes": 6,
    "day_turns_at": 4,
    "weekly_days": 5,
    "endpoint": "https://push.example/abc",
    "reason": "slip",
    "note": "A comma is missing.",
    "outcome": "up",
    "wait": 20,
    "scopes": ["learner"],
    "codes": ["48201937"],
    "secret": "JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP",
    "otpauth_url": "otpauth://totp/ada?secret=JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP&issuer=Loci",
    "setup": "WzcsIkpCU1c…",
    "points": [[0.0, 1.0], [1.0, 0.4]],
    "of": "samples",
    "before": "Europe/Berlin",
}
BY_TYPE: tuple[tuple[type, Any], ...] = (
    (serializers.UUIDField, UUID),
    (fields.Chance, 0.93),
    (serializers.DateTimeField, "2026-03-02T09:00:00Z"),
    (serializers.DateField, "2026-03-02"),
    (serializers.BooleanField, True),
    (serializers.IntegerField, 1),
    (serializers.FloatField, 1.5),
    (serializers.JSONField, {}),
    (serializers.DictField, {}),
    (serializers.URLField, "https://learn.example/"),
)


def example_of(serializer: Any) -> Any:
    """A value that a serializer, a field or a list of them could have."""
    if isinstance(serializer, type):
        serializer = serializer()
    if isinstance(serializer, serializers.ListSerializer):
        return [example_of(serializer.child)]
    if isinstance(serializer, serializers.Serializer):
        return {name: _field(name, field) for name, field in serializer.fields.items()}
    return _field("", serializer)


def _field(name: str, field: Any) -> Any:
    if isinstance(field, serializers.ListSerializer | serializers.Serializer):
        return example_of(field)
    if isinstance(field, serializers.ListField):
        return BY_NAME[name] if isinstance(BY_NAME.get(name), list) else [_field("", field.child)]
    if isinstance(field, serializers.SerializerMethodField):
        return _computed(name, field)
    if isinstance(field, serializers.ChoiceField):
        known = BY_NAME.get(name)
        return known if known in field.choices else next(iter(field.choices))
    if name in BY_NAME and _fits(field, BY_NAME[name]):
        return BY_NAME[name]
    return next((value for kind, value in BY_TYPE if isinstance(field, kind)), "Cosine similarity")


def _computed(name: str, field: serializers.SerializerMethodField) -> Any:
    """Of a computed field, by what its method says that it returns."""
    method = getattr(field.parent, field.method_name)
    told = getattr(method, "_spectacular_annotation", {}).get("field")
    if told is not None:
        return example_of(told)
    known = {"bool": True, "list[str]": ["geometry"]}.get(method.__annotations__["return"])
    return BY_NAME.get(name, "Cosine similarity") if known is None else known


def _fits(field: Any, value: Any) -> bool:
    """Whether the value is of the field's type: a term may be a text in one place and a number in another."""
    if isinstance(value, dict):
        return isinstance(field, serializers.JSONField | serializers.DictField)
    if value is None:
        return bool(field.allow_null)
    if isinstance(field, serializers.BooleanField | serializers.JSONField | serializers.DictField):
        return False
    if isinstance(value, list):
        return False
    numeric = isinstance(field, serializers.IntegerField | serializers.FloatField)
    if isinstance(field, serializers.UUIDField | serializers.DateField | serializers.DateTimeField):
        return next(kind_value for kind, kind_value in BY_TYPE if isinstance(field, kind)) == value or (
            isinstance(field, serializers.DateField) and isinstance(value, str) and len(value) == 10
        )
    return numeric == isinstance(value, int | float)
