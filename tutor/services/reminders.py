"""Being told when a planned path is published: on the page of the day, and by mail where there is an address."""

from __future__ import annotations

from datetime import datetime

from django.conf import settings
from django.core.mail import send_mail
from django.db import transaction
from django.template.loader import render_to_string

from lessons.models import Path
from tutor.errors import NotFound
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

    A reminder is locked while its mail is sent and noted as mailed in the same transaction, so that two workers never send it
    twice; what the server refuses is tried again.
    """
    if not settings.EMAIL_HOST:
        return 0
    published = {path.slug: path for path in Path.objects.filter(retired_at=None)}
    due = PathReminder.objects.filter(mailed_at=None, path_slug__in=published).exclude(learner__email="")
    mailed = 0
    for key in due.values_list("pk", flat=True):
        with transaction.atomic():
            row = due.select_for_update(of=("self",), skip_locked=True).filter(pk=key).select_related("learner").first()
            if row is None:
                continue
            path = published[row.path_slug]
            text = render_to_string("tutor/mail/path_published.txt", {"path": path})
            send_mail(f"Published: {path.title}", text, None, [row.learner.email])
            row.mailed_at = now
            row.save(update_fields=["mailed_at"])
            mailed += 1
    return mailed
