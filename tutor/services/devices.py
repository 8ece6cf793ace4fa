"""The browsers that show a learner's reminders."""

from __future__ import annotations

import uuid
from collections.abc import Iterable
from datetime import datetime

from django.db import transaction
from django.urls import reverse

from tutor.errors import BadInput, NotFound
from tutor.messages import Undelivered, push
from tutor.models import PushDevice, User
from tutor.services.learning import lock
from tutor.services.reminding import want_notifications

MOST_DEVICES = 10
LONGEST_ENDPOINT, LONGEST_LABEL = 1000, 60


def add_device(*, learner: User, endpoint: str, p256dh: str, auth: str, label: str, now: datetime) -> PushDevice:
    """Notes a browser's subscription. Where another learner had allowed it in the same browser, it is this one's from now on.

    Whoever adds a first device wants to be reminded on it.

    Raises:
        BadInput: it is none that can be pushed to, or the learner has too many.
    """
    _check(endpoint, p256dh, auth)
    with transaction.atomic():
        learner = lock(learner)
        others = PushDevice.objects.filter(learner=learner).exclude(endpoint=endpoint)
        if others.count() >= MOST_DEVICES:
            raise BadInput(f"You have {MOST_DEVICES} devices.", "Remove one of them first.", field="devices")
        named = " ".join(label.split())[:LONGEST_LABEL] or "A browser"
        keys = {"learner": learner, "p256dh": p256dh, "auth": auth, "label": named, "problem": ""}
        device, _ = PushDevice.objects.update_or_create(
            endpoint=endpoint, defaults=keys, create_defaults={**keys, "created_at": now}
        )
        if not others.exists():
            want_notifications(learner=learner, now=now)
    return device


def renew_device(*, old: str, endpoint: str, p256dh: str, auth: str) -> None:
    """Puts a subscription in the place of one that its push service has ended. Who knows the old address, a secret of the
    browser, may do so without being signed in; so whether there is such a device is not told. Doing it again changes nothing.

    Raises:
        BadInput: it is none that can be pushed to.
    """
    _check(endpoint, p256dh, auth)
    device = PushDevice.objects.filter(endpoint=old).select_related("learner").first()
    if device is None or old == endpoint:
        return
    with transaction.atomic():
        lock(device.learner)
        if PushDevice.objects.filter(endpoint=endpoint).exists():
            PushDevice.objects.filter(endpoint=old).delete()
        else:
            PushDevice.objects.filter(endpoint=old).update(endpoint=endpoint, p256dh=p256dh, auth=auth, problem="")


def _check(endpoint: str, p256dh: str, auth: str) -> None:
    if len(endpoint) > LONGEST_ENDPOINT:
        raise BadInput("The address of the push service is too long.", "Use another browser.", field="endpoint")
    try:
        push.check(push.Subscription(endpoint, p256dh, auth))
    except push.Refused as refused:
        raise BadInput(str(refused), "Allow notifications again, or use another browser.", field="endpoint") from None


def remove_device(*, learner: User, public_id: uuid.UUID) -> None:
    """Forgets a browser. Doing it again changes nothing."""
    PushDevice.objects.filter(learner=learner, public_id=public_id).delete()


def try_device(*, learner: User, public_id: uuid.UUID, now: datetime) -> Undelivered | None:
    """Shows a notification there; why not, where that failed. A device that has ended is removed.

    Raises:
        NotFound: the learner has no such device.
    """
    device = PushDevice.objects.filter(learner=learner, public_id=public_id).first()
    if device is None:
        raise NotFound("This device is not there any more.", "Allow notifications on it again.", field="device")
    message = {"title": "This is how Loci reminds you", "body": "Once a day at most, at your hour.", "url": reverse("settings")}
    problem = push.send(subscription(device), {**message, "tag": "try"}, topic="try")
    note_reached([(device, problem)], now)
    return problem


def subscription(device: PushDevice) -> push.Subscription:
    return push.Subscription(device.endpoint, device.p256dh, device.auth)


def note_reached(tried: Iterable[tuple[PushDevice, Undelivered | None]], now: datetime) -> None:
    """Writes down how devices were reached, and removes those that never will be again. Three statements at most."""
    tried = list(tried)
    gone = [device.pk for device, problem in tried if problem and problem.gone]
    reached = [device.pk for device, problem in tried if problem is None]
    failing = [device for device, problem in tried if problem and not problem.gone]
    if gone:
        PushDevice.objects.filter(pk__in=gone).delete()
    if reached:
        PushDevice.objects.filter(pk__in=reached).update(reached_at=now, problem="")
    if failing:
        why = {device.pk: problem.why for device, problem in tried if problem}
        for device in failing:
            device.problem = why[device.pk]
        PushDevice.objects.bulk_update(failing, ["problem"])
