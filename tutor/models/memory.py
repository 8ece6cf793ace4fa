"""What a learner remembers now: a fold over the Review ledger, kept so that due concepts are one index look-up away."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import Q

from tutor.rules.memory import Memory


class ConceptMemory(models.Model):
    learner = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="concept_memories")
    concept = models.ForeignKey("lessons.Concept", models.PROTECT, related_name="memories")
    stability = models.FloatField(help_text="Days after which recall has fallen to 90 %.")
    difficulty = models.FloatField(help_text="From 1 (easy) to 10 (hard).")
    reviewed_on = models.DateField(help_text="The local day of the last review that counted.")
    due_on = models.DateField()
    repetitions = models.PositiveIntegerField(default=0)
    lapses = models.PositiveIntegerField(default=0)
    credited_on = models.DateField(null=True, blank=True, help_text="When harder work last implied that it is still known.")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["learner", "concept"], name="one_memory_per_learner_and_concept"),
            models.CheckConstraint(condition=Q(stability__gt=0), name="stability_is_positive"),
            models.CheckConstraint(condition=Q(difficulty__range=(1, 10)), name="difficulty_is_1_to_10"),
        ]
        indexes = [models.Index(fields=["learner", "due_on"], name="memories_by_due_day")]

    def as_rule(self) -> Memory:
        return Memory(
            self.stability,
            self.difficulty,
            self.reviewed_on,
            self.due_on,
            self.repetitions,
            self.lapses,
            self.credited_on,
        )
