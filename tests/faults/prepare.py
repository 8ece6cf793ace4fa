"""Makes an installation's database: the small course, with limits that no machine is too busy for, and an account."""

import django

django.setup()

from django.core.management import call_command  # noqa: E402

from exercises.models import ExerciseRevision  # noqa: E402
from tests import helpers  # noqa: E402

call_command("migrate", verbosity=0)
helpers.publish_course()
revision = ExerciseRevision.objects.get()
revision.document["limits"] = {"cpu_seconds": 20, "wall_seconds": 60, "memory_mib": 256}
revision.save()
helpers.learner("ada", password="a long secret")
