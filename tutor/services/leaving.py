"""Leaving for good."""

from __future__ import annotations

from django.db import transaction

from tutor.models import User
from tutor.services.learning import lock


def delete_learner(*, learner: User) -> None:
    """Removes a learner, guest or account, with everything that is kept of them. A verdict still on its way is dropped."""
    with transaction.atomic():
        lock(learner).delete()
