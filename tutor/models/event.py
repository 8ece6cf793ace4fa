"""What learners did, act by act. Everything else that is told of a learner can be made again from these rows."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.db import models
from django.db.models import Q


class Kind(models.TextChoices):
    """What an act was. The names of the keys in its `document` are told in docs/learning.md."""

    ANSWERED = "answered"
    STEP_DONE = "step_done"
    CODE_SETTLED = "code_settled"
    SOLUTION_SHOWN = "solution_shown"
    # What a verdict or a shown solution says of one concept: there may be several, and each is folded with its concept.
    EVIDENCE = "evidence"
    HINT_TAKEN = "hint_taken"
    LESSON_BEGUN = "lesson_begun"
    ENROLLED = "enrolled"
    DAY_OPENED = "day_opened"
    UNDONE = "undone"
    CONCEPT_SET = "concept_set"
    ZONE_SET = "zone_set"
    VACATION_SET = "vacation_set"
    PLACED = "placed"
    # Parameters of the learner's own came into force, or the defaults again.
    REFITTED = "refitted"
    FREEZE_APPLIED = "freeze_applied"
    MADE_UP = "made_up"


class Event(models.Model):
    """One act of a learner. Append-only: it is never edited, and deleted only together with the learner.

    `at` is when it was done and `received_at` when it was told, which is later for what was done without a connection. `day` is
    the learner's local day at `at`, in the zone where the device was.
    """

    learner = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="events", db_index=False)
    uuid = models.UUIDField(help_text="Made by the client, so that telling twice is one event.")
    kind = models.CharField(max_length=16, choices=Kind.choices)
    at = models.DateTimeField()
    received_at = models.DateTimeField()
    zone = models.CharField(max_length=64, help_text="IANA time zone of the device.")
    day = models.DateField()
    # Of both nobody asks but for a learner's, and an index of its own is a page more to write with each act.
    item_revision = models.ForeignKey(
        "exercises.ItemRevision", models.PROTECT, null=True, blank=True, related_name="events", db_index=False
    )
    concept = models.ForeignKey("lessons.Concept", models.PROTECT, null=True, blank=True, related_name="events", db_index=False)
    document = models.JSONField(default=dict, blank=True)

    class Meta:
        ordering = ["-at"]
        constraints = [
            models.UniqueConstraint(fields=["learner", "uuid"], name="an_event_is_told_once"),
            models.CheckConstraint(
                condition=~Q(kind="answered") | Q(item_revision__isnull=False, concept__isnull=False),
                name="an_answer_names_its_question_and_concept",
            ),
            models.CheckConstraint(
                condition=~Q(kind="evidence") | Q(concept__isnull=False), name="evidence_names_its_concept"
            ),
        ]
        indexes = [
            models.Index(fields=["learner", "concept", "at"], name="events_of_a_concept"),
            models.Index(fields=["learner", "day"], name="events_of_a_day"),
            models.Index(fields=["learner", "kind", "at"], name="events_of_a_kind"),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.uuid}"

    def save(self, *args: Any, **kwargs: Any) -> None:
        if not self._state.adding:
            raise TypeError("An event is never edited: what was done stays done, and an `undone` event takes it back.")
        super().save(*args, **kwargs)
