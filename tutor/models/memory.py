"""What a learner remembers now: folds over the Review ledger, kept so that due concepts are one index look-up away; and what
was learned of learners and items as they went along.
"""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import Q

from tutor.rules.leech import Watch
from tutor.rules.level import MOST, Level
from tutor.rules.memory import DEFAULT_PARAMETERS, Memory


class MemoryState(models.TextChoices):
    """Only what is active is asked for. The others are remembered and forgotten as before, and can be taken up again."""

    ACTIVE = "active", "asked when due"
    SUSPENDED = "suspended", "left out until you take it up again"
    KNOWN = "known", "known: left out because you have shown it"


class ConceptMemory(models.Model):
    learner = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="concept_memories", db_index=False)
    concept = models.ForeignKey("lessons.Concept", models.PROTECT, related_name="memories")
    stability = models.FloatField(help_text="Days after which recall has fallen to 90 %.")
    difficulty = models.FloatField(help_text="From 1 (easy) to 10 (hard).")
    reviewed_on = models.DateField(help_text="The local day of the last review that counted.")
    due_on = models.DateField()
    repetitions = models.PositiveIntegerField(default=0)
    lapses = models.PositiveIntegerField(default=0)
    credited_on = models.DateField(null=True, blank=True, help_text="When harder work last implied that it is still known.")
    state = models.CharField(max_length=9, choices=MemoryState.choices, default=MemoryState.ACTIVE)
    evidence = models.FloatField(default=0, help_text="That it is missed more than the model holds possible (rules.leech).")
    misses = models.PositiveIntegerField(default=0, help_text="Since that evidence was last nothing.")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["learner", "concept"], name="one_memory_per_learner_and_concept"),
            models.CheckConstraint(condition=Q(stability__gt=0), name="stability_is_positive"),
            models.CheckConstraint(condition=Q(difficulty__range=(1, 10)), name="difficulty_is_1_to_10"),
            models.CheckConstraint(condition=Q(state__in=MemoryState.values), name="a_memory_has_a_known_state"),
            models.CheckConstraint(condition=Q(evidence__gte=0), name="evidence_of_a_leech_is_not_negative"),
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

    @property
    def watch(self) -> Watch:
        return Watch(self.evidence, self.misses)


class FittedParameters(models.Model):
    """A candidate: FSRS parameters fitted to a learner's first `reviews` counted reviews, and how they did on those after."""

    learner = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="fits", db_index=False)
    reviews = models.PositiveIntegerField(help_text="Counted reviews that it was fitted to.")
    parameters = models.JSONField(help_text="The 21 of FSRS-6.")
    fitted_at = models.DateTimeField()
    default_loss = models.FloatField(null=True, blank=True, help_text="Mean log loss of the defaults on the window after.")
    fitted_loss = models.FloatField(null=True, blank=True, help_text="Mean log loss of these there.")
    error = models.FloatField(null=True, blank=True, help_text="Standard error of the difference.")
    in_use = models.BooleanField(default=False, help_text="Whether the gate let it through when it was fitted.")

    class Meta:
        verbose_name_plural = "fitted parameters"
        ordering = ["learner", "reviews"]
        constraints = [
            models.UniqueConstraint(fields=["learner", "reviews"], name="a_learner_is_fitted_once_at_a_mark"),
            models.CheckConstraint(
                condition=Q(default_loss__isnull=True, fitted_loss__isnull=True, error__isnull=True)
                | Q(default_loss__gte=0, fitted_loss__gte=0, error__gte=0),
                name="a_fit_is_judged_wholly_or_not_yet",
            ),
        ]


class LearnerLevel(models.Model):
    """How far a learner lies from the model in level, and the parameters that the gate has let through for them."""

    learner = models.OneToOneField(settings.AUTH_USER_MODEL, models.CASCADE, related_name="level")
    intercept = models.FloatField(default=0, help_text="In logits; above 0 more is remembered than the model says.")
    answers = models.PositiveIntegerField(default=0, help_text="Counted reviews that it was learned from.")
    fit = models.ForeignKey(FittedParameters, models.SET_NULL, null=True, blank=True, related_name="+")

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(intercept__range=(-MOST, MOST)), name="an_intercept_is_bounded"),
        ]

    def as_rule(self) -> Level:
        return Level(self.intercept, self.answers)

    @property
    def parameters(self) -> tuple[float, ...]:
        fit = self.fit
        return tuple(fit.parameters) if fit else DEFAULT_PARAMETERS


class ItemLevel(models.Model):
    """How much harder than its concept a version of a question is, pooled over all learners."""

    revision = models.OneToOneField("exercises.ItemRevision", models.CASCADE, related_name="level")
    difficulty = models.FloatField(default=0, help_text="In logits; above 0 it is missed more often than its concept.")
    answers = models.PositiveIntegerField(default=0, help_text="Counted answers that it was learned from.")

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(difficulty__range=(-MOST, MOST)), name="a_difficulty_is_bounded"),
        ]

    def as_rule(self) -> Level:
        return Level(self.difficulty, self.answers)


class LeechFlag(models.Model):
    """A concept that resists a learner: for them to be helped, and for its author to look at. Open until passes end it."""

    learner = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="leeches")
    concept = models.ForeignKey("lessons.Concept", models.PROTECT, related_name="leeches", db_index=False)
    revision = models.ForeignKey(
        "exercises.ItemRevision", models.SET_NULL, null=True, blank=True, related_name="leeches", help_text="Missed last."
    )
    misses = models.PositiveIntegerField()
    opened_at = models.DateTimeField()
    closed_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["-opened_at"]
        constraints = [
            models.UniqueConstraint(
                fields=["learner", "concept"], condition=Q(closed_at__isnull=True), name="a_leech_is_flagged_once_at_a_time"
            ),
        ]
        indexes = [models.Index(fields=["concept", "opened_at"], name="leeches_of_a_concept")]


class KnownCheck(models.Model):
    """The questions by which a learner shows that a concept is known: all right at the first try and without help."""

    learner = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="known_checks", db_index=False)
    concept = models.ForeignKey("lessons.Concept", models.PROTECT, related_name="known_checks")
    items = models.JSONField(help_text="Slugs of the questions, in their order.")
    done = models.PositiveSmallIntegerField(default=0, help_text="How many of them were answered rightly.")
    day = models.DateField(help_text="The learner's local day; there is one check of a concept a day.")
    begun_at = models.DateTimeField()
    passed = models.BooleanField(null=True, blank=True, help_text="None while questions are open.")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["learner", "concept", "day"], name="a_concept_is_checked_once_a_day"),
        ]
