"""Makes the log of installations from before it: an event for each row that tells of an act, named after the row.

Moments and days are those of the rows, so that folding the log gives what is stored. The zone of an act was not kept; it is
taken to be that of its day if that was finished, else the learner's.
"""

import uuid
from datetime import timedelta

from django.db import migrations
from django.db.models import F

from tutor.rules.day import UnknownZone, learner_day, zone

# Also that of exercises.migrations.0007: the same answer is the same event.
OF_BEFORE = uuid.UUID("0e0b7d52-7b25-5a0e-9d2b-7a1d4a2f6c11")
AT_ONCE = 1000


def make_events(apps, schema_editor):
    def rows(app, model, *related):
        """Every row with its learner's zone, a thousand at a time."""
        manager = apps.get_model(app, model).objects.using(schema_editor.connection.alias)
        last = 0
        while found := list(manager.filter(pk__gt=last).select_related("learner", *related).order_by("pk")[:AT_ONCE]):
            yield found
            last = found[-1].pk

    Event = apps.get_model("tutor", "Event")
    Review = apps.get_model("tutor", "Review")
    events = Event.objects.using(schema_editor.connection.alias)
    # Where a finished day was spent is the one thing that is known of zones, and only of travellers it is not the learner's.
    travelled = apps.get_model("tutor", "LearnerDay").objects.using(schema_editor.connection.alias)
    travelled = travelled.exclude(zone=F("learner__zone")).values_list("learner", "day", "zone")
    zones = {(learner, day): name for learner, day, name in travelled}

    def named(model, row):
        return uuid.uuid5(OF_BEFORE, f"{model}:{row.pk}")

    def event(row, name, kind, at, day, document, **more):
        return Event(
            learner_id=row.learner_id,
            uuid=name,
            kind=kind,
            at=at,
            received_at=at,
            zone=zones.get((row.learner_id, day), row.learner.zone),
            day=day,
            document=document,
            **more,
        )

    def day_of(row, at):
        try:
            where = zone(row.learner.zone)
        except UnknownZone:
            where = zone("UTC")
        return learner_day(at, where, row.learner.day_turns_at)

    def earned(found, causes):
        """Effort of these causes, by learner and cause, with the moment at which it was paid."""
        learners = {row.learner_id for row in found}
        entries = apps.get_model("tutor", "XpEntry").objects.using(schema_editor.connection.alias)
        paid = entries.filter(learner__in=learners, cause__in=causes)
        return {(entry.learner_id, entry.cause): entry for entry in paid}

    for found in rows("tutor", "Enrolment", "path"):
        events.bulk_create(
            event(row, named("enrolment", row), "enrolled", row.at, day_of(row, row.at), {"path": row.path.slug})
            for row in found
        )
    for found in rows("tutor", "LessonProgress", "lesson", "revision"):
        events.bulk_create(
            event(
                row,
                named("lesson", row),
                "lesson_begun",
                row.started_at,
                day_of(row, row.started_at),
                {"lesson": row.lesson.slug, "revision": row.revision.digest},
            )
            for row in found
        )
    for found in rows("tutor", "DayPlan"):
        days = {"learner__in": {row.learner_id for row in found}, "day__in": {row.day for row in found}}
        finished = {
            (one.learner_id, one.day): one
            for one in apps.get_model("tutor", "LearnerDay").objects.using(schema_editor.connection.alias).filter(**days)
        }
        told = []
        for row in found:
            picks = [_pick(pick) for pick in row.document["picks"]]
            finish = finished.get((row.learner_id, row.day))
            # A plan that grew after it was finished was a shorter one then: what had been done of it.
            first = _done_at(apps, schema_editor, row, picks, finish.finished_at) if finish else picks
            document = {"minutes": row.minutes, "picks": first}
            told.append(event(row, named("plan", row), "day_opened", row.composed_at, row.day, document))
            if len(first) < len(picks):
                at = finish.finished_at + timedelta(microseconds=1)
                grown = {"minutes": row.minutes, "picks": picks}
                told.append(event(row, named("grown-plan", row), "day_opened", at, row.day, grown))
        events.bulk_create(told)
    for found in rows("exercises", "Attempt", "item", "revision"):
        events.bulk_create(
            event(
                row,
                row.client_id,
                "answered",
                row.at,
                row.day,
                {
                    "item": row.item.slug,
                    "number": row.number,
                    "seed": row.seed,
                    "response": row.response,
                    "score": row.score,
                    "seconds": row.seconds,
                    "hints_used": row.hints_used,
                    "steps": [],
                },
                item_revision=row.revision,
                concept_id=row.item.concept_id,
            )
            for row in found
        )
    for found in rows("tutor", "StepDone", "lesson"):
        causes = {row.pk: f"step:{row.lesson_id}:{row.step_key}" for row in found}
        paid = earned(found, causes.values())
        events.bulk_create(
            event(
                row,
                named("step", row),
                "step_done",
                row.at,
                row.day,
                {
                    "steps": [[row.lesson.slug, row.step_key]],
                    "effort": _seconds(paid.get((row.learner_id, causes[row.pk]))),
                },
            )
            for row in found
        )
    for found in rows("exercises", "HintTaken", "exercise"):
        events.bulk_create(
            event(
                row,
                named("hint", row),
                "hint_taken",
                row.at,
                day_of(row, row.at),
                {"exercise": row.exercise.slug, "number": row.number},
            )
            for row in found
        )
    for found in rows("exercises", "SolutionShown", "exercise"):
        events.bulk_create(
            event(
                row,
                named("solution", row),
                "solution_shown",
                row.at,
                day_of(row, row.at),
                {"exercise": row.exercise.slug, "gave_up": row.gave_up, "steps": []},
            )
            for row in found
        )
    for found in rows("exercises", "Submission", "exercise", "revision"):
        done = [row for row in found if row.state == "done" and row.verdict != "internal"]
        paid = earned(done, {f"exercise:{row.exercise_id}" for row in done})
        events.bulk_create(
            event(
                row,
                row.public_id,
                "code_settled",
                row.settled_at,
                row.day,
                {
                    "exercise": row.exercise.slug,
                    "revision": row.revision.digest,
                    "mode": row.mode,
                    "verdict": row.verdict,
                    "score": row.score,
                    "effort": _seconds(paid.get((row.learner_id, f"exercise:{row.exercise_id}")), row.settled_at),
                    "steps": [],
                },
            )
            for row in done
        )
    for found in rows("tutor", "Review", "attempt", "submission", "solution_shown", "concept"):
        others = [row for row in found if row.attempt_id is None]
        causes = {
            row.pk: row.submission.public_id if row.submission_id else named("solution", row.solution_shown) for row in others
        }
        events.bulk_create(
            event(
                row,
                uuid.uuid5(causes[row.pk], row.concept.slug),
                "evidence",
                row.at,
                row.day,
                {"of": str(causes[row.pk]), "rating": row.rating},
                concept_id=row.concept_id,
            )
            for row in others
        )
        names = {row.pk: row.attempt.client_id if row.attempt_id else uuid.uuid5(causes[row.pk], row.concept.slug) for row in found}
        keys = dict(events.filter(uuid__in=names.values()).values_list("uuid", "pk"))
        for row in found:
            row.event_id = keys[names[row.pk]]
        Review.objects.using(schema_editor.connection.alias).bulk_update(found, ["event"], batch_size=200)


def _pick(pick):
    return ["review", pick["item"]] if pick["kind"] == "review" else ["step", pick["lesson"], pick["key"]]


def _done_at(apps, schema_editor, plan, picks, at):
    """The picks of a plan that were done at a moment."""
    database = schema_editor.connection.alias
    own = {"learner_id": plan.learner_id, "at__lte": at}
    attempts = apps.get_model("exercises", "Attempt").objects.using(database).filter(**own, day=plan.day)
    steps = apps.get_model("tutor", "StepDone").objects.using(database).filter(**own)
    done = {("review", item) for item in attempts.values_list("item__slug", flat=True)}
    done |= {("step", *step) for step in steps.values_list("lesson__slug", "step_key")}
    return [pick for pick in picks if tuple(pick) in done]


def _seconds(entry, at=None):
    """The effort of an entry; 0 without one, or if it was paid at another moment than this."""
    return entry.effort_seconds if entry and at in {None, entry.at} else 0


class Migration(migrations.Migration):
    dependencies = [("exercises", "0007_answers_told_once"), ("tutor", "0009_events")]

    operations = [migrations.RunPython(make_events, migrations.RunPython.noop)]
