"""No index is the beginning of another any more, nor is there one that nobody asks: each is a page to write with each act."""

import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('lessons', '0002_guide_of_a_path'),
    ]

    operations = [
        migrations.AlterField(
            model_name='lessonrevision',
            name='lesson',
            field=models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.CASCADE, related_name='revisions', to='lessons.lesson'),
        ),
        migrations.AlterField(
            model_name='phase',
            name='path',
            field=models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.CASCADE, related_name='phases', to='lessons.path'),
        ),
    ]
