"""Reviews tell what was known before them, and parameters that came into force are events; those of before get theirs here.

What was known before the reviews that are there is told at the first fold of their learner's levels.
"""

import uuid

from django.db import migrations, models

from tutor.rules.day import UnknownZone, learner_day, zone

# That of 0010, where the log begins.
OF_BEFORE = uuid.UUID("0e0b7d52-7b25-5a0e-9d2b-7a1d4a2f6c11")


def tell_of_fits(apps, schema_editor):
    using = schema_editor.connection.alias
    Event = apps.get_model("tutor", "Event")
    fits = apps.get_model("tutor", "FittedParameters").objects.using(using).select_related("learner")
    in_force = {}
    for fit in fits.order_by("learner", "reviews").iterator():
        parameters = fit.parameters if fit.in_use else None
        if parameters == in_force.get(fit.learner_id):
            continue
        in_force[fit.learner_id] = parameters
        try:
            where = zone(fit.learner.zone)
        except UnknownZone:
            where = zone("UTC")
        Event.objects.using(using).create(
            learner_id=fit.learner_id,
            uuid=uuid.uuid5(OF_BEFORE, f"fit:{fit.pk}"),
            kind="refitted",
            at=fit.fitted_at,
            received_at=fit.fitted_at,
            zone=fit.learner.zone,
            day=learner_day(fit.fitted_at, where, fit.learner.day_turns_at),
            document={"reviews": fit.reviews, "parameters": parameters},
        )


class Migration(migrations.Migration):

    dependencies = [
        ('exercises', '0007_answers_told_once'),
        ('lessons', '0002_guide_of_a_path'),
        ('tutor', '0014_memory'),
    ]

    operations = [
        migrations.AddField(
            model_name='review',
            name='answers',
            field=models.PositiveIntegerField(blank=True, help_text='Counted reviews that the intercept was learned from.', null=True),
        ),
        migrations.AddField(
            model_name='review',
            name='evidence',
            field=models.FloatField(blank=True, help_text='That the concept is a leech (rules.leech), before the answer.', null=True),
        ),
        migrations.AddField(
            model_name='review',
            name='misses',
            field=models.PositiveIntegerField(blank=True, help_text='Since that evidence was last nothing.', null=True),
        ),
        migrations.AlterField(
            model_name='event',
            name='kind',
            field=models.CharField(choices=[('answered', 'Answered'), ('step_done', 'Step Done'), ('code_settled', 'Code Settled'), ('solution_shown', 'Solution Shown'), ('evidence', 'Evidence'), ('hint_taken', 'Hint Taken'), ('lesson_begun', 'Lesson Begun'), ('enrolled', 'Enrolled'), ('day_opened', 'Day Opened'), ('undone', 'Undone'), ('concept_set', 'Concept Set'), ('zone_set', 'Zone Set'), ('vacation_set', 'Vacation Set'), ('placed', 'Placed'), ('refitted', 'Refitted'), ('freeze_applied', 'Freeze Applied'), ('made_up', 'Made Up')], max_length=16),
        ),
        migrations.AddIndex(
            model_name='review',
            index=models.Index(fields=['learner', 'at'], name='reviews_in_their_order'),
        ),
        migrations.RunPython(tell_of_fits, migrations.RunPython.noop),
    ]
