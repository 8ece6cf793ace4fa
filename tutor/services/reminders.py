"""Being told when a planned path is published: on the page of the day, and by mail where there is an address."""

from __future__ import annotations

from datetime import datetime

from django.conf import settings
from django.core.mail import EmailMultiAlternatives
from django.db import transaction

from lessons.models import Path
from tutor.errors import NotFound
from tutor.messages import mail
from tutor.messages.mail import About
from tutor.models import PathReminder, User
from tutor.services.learning import lock


def remind_of_path(*, learner: User, path_slug: str, wanted: bool, now: datetime) -> None:
    """Notes that the learner wants to be told when a path is published, or takes that back. Doing it again changes nothing.

    Raises:
        NotFound: no path has one of this slug among its planned ones.
    """
    with transaction.atomic():
        learner = lock(learner)
        if not wanted:
            PathReminder.objects.filter(learner=learner, path_slug=path_slug).delete()
            return
        guides = Path.objects.filter(retired_at=None).values_list("guide", flat=True)
        if path_slug not in {one["slug"] for guide in guides for one in guide.get("related", [])}:
            raise NotFound(f"No path “{path_slug}” is planned.", field="path")
        PathReminder.objects.get_or_create(learner=learner, path_slug=path_slug, defaults={"at": now})


def mail_reminders(*, now: datetime) -> int:
    """Mails everybody whose path is published and who has an address, each once. Without a mail server nobody is mailed.

    Each is noted as mailed before it is sent, so that neither two workers nor one that dies over it ever send it twice. What is
    known not to have arrived is sent by the next run.
    """
    if not settings.EMAIL_HOST:
        return 0
    published = {path.slug: path for path in Path.objects.filter(retired_at=None)}
    due = PathReminder.objects.filter(mailed_at=None, path_slug__in=published).exclude(learner__email="")
    connection, mailed = mail.Connection(), 0
    with connection:
        for key in due.values_list("pk", flat=True):
            row = _claim(key, now)
            if row is None:
                continue
            problem = connection.send(_mail(row, published[row.path_slug]))
            if problem is not None and problem.temporary:
                PathReminder.objects.filter(pk=key).update(mailed_at=None)
            mailed += problem is None
    return mailed


def _claim(key: int, now: datetime) -> PathReminder | None:
    """The reminder, if nobody else has it."""
    with transaction.atomic():
        rows = PathReminder.objects.select_for_update(of=("self",), skip_locked=True).filter(pk=key, mailed_at=None)
        row = rows.select_related("learner").first()
        if row is not None:
            row.mailed_at = now
            row.save(update_fields=["mailed_at"])
        return row


def _mail(row: PathReminder, path: Path) -> EmailMultiAlternatives:
    return mail.compose(
        "path_published",
        to=row.learner.email,
        learner_id=row.learner_id,
        about=About.PATHS,
        subject=f"Published: {path.title}",
        context={"path": path},
    )
