"""A small path that has one of everything: each kind of step and of item. Quicker than the catalogue, and unchanging."""

from __future__ import annotations

from typing import Any

from django.utils import timezone

from exercises.models import Exercise, ExerciseRevision, Item, ItemRevision
from lessons.models import Concept, Lesson, LessonRevision, Path, Phase

PATH, LESSON, CONCEPT, EXERCISE = "sample", "arrows", "sample-dot-product", "count-arrows"
OPTIONS = [
    {"text": "It grows with both lengths", "why": "Each length is a factor of it.", "right": True},
    {"text": "It counts `words`", "why": "Nothing is counted here."},
    {"text": "It is always positive", "why": "Arrows that point apart make it negative."},
]
ITEMS: dict[str, dict[str, Any]] = {
    "choice": {
        "ask": "What is true of the dot product $a \\cdot b$?",
        "hint": "Think of $|a||b|\\cos\\theta$.",
        "options": OPTIONS,
    },
    "choices": {
        "ask": "Which of these hold?",
        "options": [*OPTIONS, {"text": "It is symmetric", "why": "Swapping the factors changes nothing.", "right": True}],
    },
    "number": {
        "ask": "How long is $(3, 4)$?",
        "answer": 5,
        "tolerance": {"absolute": 0.01},
        "unit": "cm",
        "units": {"mm": 0.1},
        "mistakes": [{"answer": 7, "why": "You have added the coordinates; squares are added, and the root is taken."}],
    },
    "order": {
        "ask": "Put the steps of a search in order.",
        "entries": ["Embed the texts", "Embed the question", "Compare", "Sort"],
    },
    "match": {
        "ask": "What belongs together?",
        "pairs": [
            {"left": "same direction", "right": "cosine 1", "why": "The angle is 0."},
            {"left": "right angle", "right": "cosine 0", "why": "Neither says anything of the other."},
            {"left": "opposite", "right": "cosine −1", "why": "The angle is 180°."},
        ],
        "decoys": ["cosine 2"],
    },
    "fill": {
        "ask": "Complete the cosine.",
        "language": "python",
        "text": "return {{top}} / ({{below}} * norm(b))",
        "blanks": {
            "top": {"accept": ["dot(a, b)"], "why": "The product comes first."},
            "below": {"accept": ["norm(a)"], "why": "It is divided by both lengths.", "options": ["norm(a)", "len(a)"]},
        },
    },
    "output": {
        "ask": "What does it print?",
        "code": "words = ['cat', 'dog']\nfor word in words:\n    print(len(word))\n",
        "answer": "3\n3",
        "mistakes": [{"answer": "2", "why": "That is the length of the list."}],
    },
    "point": {
        "ask": "Which point is nearest to **cat** by its direction?",
        "picture": {
            "x": "animal",
            "y": "size",
            "points": [
                {"id": "cat", "label": "cat", "at": [2, 1], "why": "That is where we begin."},
                {"id": "dog", "label": "dog", "at": [4, 2.4], "why": "Nearly the same direction."},
                {"id": "house", "label": "house", "at": [-0.6, 3], "why": "It points elsewhere."},
            ],
            "arrows": [{"from": "origin", "to": "cat"}],
        },
        "right": ["dog"],
    },
    "text": {
        "ask": "What is the angle's function called?",
        "accept": ["cosine", "cos"],
        "near": [{"text": "sine", "why": "Its sister."}],
    },
    "card": {"ask": "What does the dot product of unit vectors say?", "back": "The **cosine** of the angle between them."},
    "design": {
        "ask": "Design a sorter of spam.",
        "unit": "€",
        "costs": [
            {"id": "lost", "label": "A good letter lost", "unit": "€", "least": 1, "most": 20, "start": 10},
            {"id": "kept", "label": "Spam kept", "unit": "€", "least": 0.1, "most": 5, "start": 1, "step": 0.1},
        ],
        "decisions": [
            {
                "id": "bar",
                "ask": "From which score on is it spam?",
                "options": [
                    {"id": "low", "text": "0.5", "cost": "30 * lost + 20 * kept"},
                    {"id": "high", "text": "0.9", "cost": "2 * lost + 90 * kept"},
                ],
                "reasons": [
                    {"text": "Losing a letter is dear", "fits": ["high"], "why": "A high bar loses 2 letters instead of 30."},
                    {"text": "Spam is dear", "fits": ["low"], "why": "A low bar keeps 20 pieces of spam instead of 90."},
                ],
            }
        ],
    },
}

GUIDE = {
    "before_html": ["You can <strong>add</strong>."],
    "faq": [{"question": "What is an arrow?", "html": f'<p>See <a href="/learn/{PATH}/{LESSON}/">the lesson</a>.</p>'}],
    "related": [{"slug": "circles", "title": "Circles", "emoji": "⭕", "promise": "You see what a circle says."}],
}


def slug_of(kind: str) -> str:
    return f"sample-{kind}"


def publish_sample() -> Lesson:
    """One lesson: read, check, check, code, recap. All items are about its one concept."""
    now = timezone.now()
    path = Path.objects.create(
        slug=PATH, title="Arrows and angles", emoji="🏹", promise="You see what an arrow says.", guide=GUIDE
    )
    phase = Phase.objects.create(path=path, slug="first", title="First steps", summary="What arrows are.")
    lesson = Lesson.objects.create(path=path, phase=phase, slug=LESSON, number="1.1")
    concept = Concept.objects.create(slug=CONCEPT, title="The dot product", summary="It multiplies and adds.", lesson=lesson)
    for kind, document in ITEMS.items():
        item = Item.objects.create(slug=slug_of(kind), lesson=lesson, concept=concept)
        whole = {"kind": kind, "why": "Because lengths and angles make it up.", **document}
        item.current = ItemRevision.objects.create(item=item, digest=kind, kind=kind, document=whole, published_at=now)
        item.save(update_fields=["current"])
    _exercise(lesson, concept)
    lesson.current = LessonRevision.objects.create(
        lesson=lesson,
        digest="one",
        title="What an arrow says",
        summary="Length and direction.",
        minutes=4,
        document={"steps": _steps(), "concepts": [CONCEPT]},
        published_at=now,
    )
    lesson.save(update_fields=["current"])
    return lesson


def _exercise(lesson: Lesson, concept: Concept) -> None:
    exercise = Exercise.objects.create(slug=EXERCISE, lesson=lesson, concept=concept)
    exercise.current = ExerciseRevision.objects.create(
        exercise=exercise,
        digest="one",
        title="Count the arrows",
        seconds=90,
        prompt_html="<p>Write <code>count(arrows)</code>.</p>",
        starter="def count(arrows):\n    ...\n",
        solution="def count(arrows):\n    return len(arrows)\n",
        checks="",
        document={
            "entry": [{"name": "count", "signature": "count(arrows)"}],
            "limits": {"cpu_seconds": 2, "wall_seconds": 5, "memory_mib": 512},
            "hints_html": ["<p>Python counts for you.</p>", "<p><code>len</code></p>"],
            "checks": [{"name": "counts", "title": "counts arrows", "weight": 1, "concept": None, "sample": True}],
        },
        published_at=timezone.now(),
    )
    exercise.save(update_fields=["current"])


def _steps() -> list[dict[str, Any]]:
    def step(key: str, kind: str, title: str, html: str = "", **more: Any) -> dict[str, Any]:
        nothing = {"item": None, "exercise": None, "widget": None}
        text = {"html": html, "markdown": f"\n{title}.\n\n\n"}  # with the lines that a file has around it
        return {"key": key, "kind": kind, "title": title, "seconds": 30} | text | nothing | more

    return [
        step("sight", "read", "Two things in one", "<p>An arrow has a length and a direction.</p>"),
        step("which", "check", "What is true?", item=slug_of("choice")),
        step("where", "check", "Where is it?", item=slug_of("point")),
        step("count", "code", "Count them", "<p>Now you.</p>", exercise=EXERCISE),
        step("takeaways", "recap", "What you take along", "<p>Lengths multiply.</p>"),
    ]
