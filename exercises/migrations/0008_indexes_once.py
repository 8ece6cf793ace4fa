"""No index is the beginning of another any more, nor is there one that nobody asks: each is a page to write with each act."""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('exercises', '0007_answers_told_once'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.AlterField(
            model_name='attempt',
            name='item',
            field=models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='attempts', to='exercises.item'),
        ),
        migrations.AlterField(
            model_name='attempt',
            name='learner',
            field=models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.CASCADE, related_name='attempts', to=settings.AUTH_USER_MODEL),
        ),
        migrations.AlterField(
            model_name='attempt',
            name='revision',
            field=models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='attempts', to='exercises.itemrevision'),
        ),
        migrations.AlterField(
            model_name='checkresult',
            name='submission',
            field=models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.CASCADE, related_name='checks', to='exercises.submission'),
        ),
        migrations.AlterField(
            model_name='draft',
            name='learner',
            field=models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.CASCADE, related_name='drafts', to=settings.AUTH_USER_MODEL),
        ),
        migrations.AlterField(
            model_name='exerciserevision',
            name='exercise',
            field=models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.CASCADE, related_name='revisions', to='exercises.exercise'),
        ),
        migrations.AlterField(
            model_name='hinttaken',
            name='learner',
            field=models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.CASCADE, related_name='hints_taken', to=settings.AUTH_USER_MODEL),
        ),
        migrations.AlterField(
            model_name='itemrevision',
            name='item',
            field=models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.CASCADE, related_name='revisions', to='exercises.item'),
        ),
        migrations.AlterField(
            model_name='solutionshown',
            name='learner',
            field=models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.CASCADE, related_name='solutions_shown', to=settings.AUTH_USER_MODEL),
        ),
        migrations.AlterField(
            model_name='submission',
            name='learner',
            field=models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.CASCADE, related_name='submissions', to=settings.AUTH_USER_MODEL),
        ),
        migrations.AlterField(
            model_name='submission',
            name='regraded_from',
            field=models.ForeignKey(blank=True, db_index=False, help_text='What the learner handed in, where this row grades it again by another revision.', null=True, on_delete=django.db.models.deletion.CASCADE, related_name='regradings', to='exercises.submission'),
        ),
    ]
