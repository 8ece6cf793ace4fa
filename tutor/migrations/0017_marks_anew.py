"""Marks that were folded while a pause could leave somebody a freeze in debt are forgotten: the next look reads the days anew."""

from django.db import migrations


def forget(apps, schema_editor):
    apps.get_model("tutor", "RewardMark").objects.using(schema_editor.connection.alias).all().delete()


class Migration(migrations.Migration):

    dependencies = [
        ('tutor', '0016_devices'),
    ]

    operations = [
        migrations.RunPython(forget, migrations.RunPython.noop),
    ]
