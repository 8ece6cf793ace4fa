"""No index is the beginning of another any more, nor is there one that nobody asks: each is a page to write with each act."""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('exercises', '0008_indexes_once'),
        ('lessons', '0003_indexes_once'),
        ('tutor', '0017_marks_anew'),
    ]

    operations = [
        migrations.AlterField(
            model_name='achievement',
            name='learner',
            field=models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.CASCADE, related_name='achievements', to=settings.AUTH_USER_MODEL),
        ),
        migrations.AlterField(
            model_name='break',
            name='learner',
            field=models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.CASCADE, related_name='breaks', to=settings.AUTH_USER_MODEL),
        ),
        migrations.AlterField(
            model_name='certificate',
            name='learner',
            field=models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.CASCADE, related_name='certificates', to=settings.AUTH_USER_MODEL),
        ),
        migrations.AlterField(
            model_name='codetime',
            name='learner',
            field=models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.CASCADE, related_name='code_times', to=settings.AUTH_USER_MODEL),
        ),
        migrations.AlterField(
            model_name='conceptmemory',
            name='learner',
            field=models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.CASCADE, related_name='concept_memories', to=settings.AUTH_USER_MODEL),
        ),
        migrations.AlterField(
            model_name='dailyquest',
            name='learner',
            field=models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.CASCADE, related_name='daily_quests', to=settings.AUTH_USER_MODEL),
        ),
        migrations.AlterField(
            model_name='dayplan',
            name='learner',
            field=models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.CASCADE, related_name='day_plans', to=settings.AUTH_USER_MODEL),
        ),
        migrations.AlterField(
            model_name='enrolment',
            name='learner',
            field=models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.CASCADE, related_name='enrolments', to=settings.AUTH_USER_MODEL),
        ),
        migrations.AlterField(
            model_name='event',
            name='concept',
            field=models.ForeignKey(blank=True, db_index=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='events', to='lessons.concept'),
        ),
        migrations.AlterField(
            model_name='event',
            name='item_revision',
            field=models.ForeignKey(blank=True, db_index=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='events', to='exercises.itemrevision'),
        ),
        migrations.AlterField(
            model_name='event',
            name='learner',
            field=models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.CASCADE, related_name='events', to=settings.AUTH_USER_MODEL),
        ),
        migrations.AlterField(
            model_name='fittedparameters',
            name='learner',
            field=models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.CASCADE, related_name='fits', to=settings.AUTH_USER_MODEL),
        ),
        migrations.AlterField(
            model_name='itemreport',
            name='learner',
            field=models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.CASCADE, related_name='item_reports', to=settings.AUTH_USER_MODEL),
        ),
        migrations.AlterField(
            model_name='itemreport',
            name='revision',
            field=models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='reports', to='exercises.itemrevision'),
        ),
        migrations.AlterField(
            model_name='itemstat',
            name='revision',
            field=models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.CASCADE, related_name='stats', to='exercises.itemrevision'),
        ),
        migrations.AlterField(
            model_name='knowncheck',
            name='learner',
            field=models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.CASCADE, related_name='known_checks', to=settings.AUTH_USER_MODEL),
        ),
        migrations.AlterField(
            model_name='leagueseat',
            name='group',
            field=models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.CASCADE, related_name='seats', to='tutor.leaguegroup'),
        ),
        migrations.AlterField(
            model_name='leagueseat',
            name='learner',
            field=models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.CASCADE, related_name='league_seats', to=settings.AUTH_USER_MODEL),
        ),
        migrations.AlterField(
            model_name='learnerday',
            name='learner',
            field=models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.CASCADE, related_name='finished_days', to=settings.AUTH_USER_MODEL),
        ),
        migrations.AlterField(
            model_name='learnerpace',
            name='learner',
            field=models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.CASCADE, related_name='paces', to=settings.AUTH_USER_MODEL),
        ),
        migrations.AlterField(
            model_name='leechflag',
            name='concept',
            field=models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='leeches', to='lessons.concept'),
        ),
        migrations.AlterField(
            model_name='lessonprogress',
            name='learner',
            field=models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.CASCADE, related_name='lessons_begun', to=settings.AUTH_USER_MODEL),
        ),
        migrations.AlterField(
            model_name='madeupday',
            name='learner',
            field=models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.CASCADE, related_name='made_up_days', to=settings.AUTH_USER_MODEL),
        ),
        migrations.AlterField(
            model_name='pathreminder',
            name='learner',
            field=models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.CASCADE, related_name='path_reminders', to=settings.AUTH_USER_MODEL),
        ),
        migrations.AlterField(
            model_name='pathtarget',
            name='learner',
            field=models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.CASCADE, related_name='targets', to=settings.AUTH_USER_MODEL),
        ),
        migrations.AlterField(
            model_name='reminder',
            name='learner',
            field=models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.CASCADE, related_name='reminders', to=settings.AUTH_USER_MODEL),
        ),
        migrations.AlterField(
            model_name='review',
            name='concept',
            field=models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='reviews', to='lessons.concept'),
        ),
        migrations.AlterField(
            model_name='review',
            name='learner',
            field=models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.CASCADE, related_name='reviews', to=settings.AUTH_USER_MODEL),
        ),
        migrations.AlterField(
            model_name='review',
            name='solution_shown',
            field=models.ForeignKey(blank=True, db_index=False, null=True, on_delete=django.db.models.deletion.RESTRICT, related_name='reviews', to='exercises.solutionshown'),
        ),
        migrations.AlterField(
            model_name='review',
            name='submission',
            field=models.ForeignKey(blank=True, db_index=False, null=True, on_delete=django.db.models.deletion.RESTRICT, related_name='reviews', to='exercises.submission'),
        ),
        migrations.AlterField(
            model_name='rewardmark',
            name='learner',
            field=models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.CASCADE, related_name='reward_marks', to=settings.AUTH_USER_MODEL),
        ),
        migrations.AlterField(
            model_name='stepdone',
            name='learner',
            field=models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.CASCADE, related_name='steps_done', to=settings.AUTH_USER_MODEL),
        ),
        migrations.AlterField(
            model_name='trial',
            name='learner',
            field=models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.CASCADE, related_name='trials', to=settings.AUTH_USER_MODEL),
        ),
        migrations.AlterField(
            model_name='weeklygoal',
            name='learner',
            field=models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.CASCADE, related_name='weekly_goals', to=settings.AUTH_USER_MODEL),
        ),
        migrations.AlterField(
            model_name='xpentry',
            name='learner',
            field=models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.CASCADE, related_name='xp_entries', to=settings.AUTH_USER_MODEL),
        ),
    ]
