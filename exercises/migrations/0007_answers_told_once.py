"""Each answer gets the identity that its client gave it; those of before get one that a second run would give them, too."""

import uuid

from django.conf import settings
from django.db import migrations, models

# Also that of tutor.migrations.0010: the same answer is the same event.
OF_BEFORE = uuid.UUID("0e0b7d52-7b25-5a0e-9d2b-7a1d4a2f6c11")
AT_ONCE = 2000


def name_answers(apps, schema_editor):
    attempts = apps.get_model("exercises", "Attempt").objects.using(schema_editor.connection.alias)
    last = 0
    while rows := list(attempts.filter(pk__gt=last).order_by("pk").only("pk", "client_id")[:AT_ONCE]):
        for row in rows:
            row.client_id = uuid.uuid5(OF_BEFORE, f"attempt:{row.pk}")
        attempts.bulk_update(rows, ["client_id"], batch_size=200)
        last = rows[-1].pk


class Migration(migrations.Migration):
    dependencies = [
        ("exercises", "0006_regraded_submissions"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.AddField("attempt", "client_id", models.UUIDField(null=True)),
        migrations.RunPython(name_answers, migrations.RunPython.noop),
        migrations.AlterField(
            "attempt",
            "client_id",
            models.UUIDField(default=uuid.uuid4, help_text="Made by the client, so that a repeated POST is the same answer."),
        ),
        migrations.AddConstraint(
            "attempt",
            models.UniqueConstraint(fields=("learner", "client_id"), name="an_answer_is_told_once"),
        ),
    ]
