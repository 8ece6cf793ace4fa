"""Settings, reminders, push subscriptions and search."""

from __future__ import annotations

import uuid
from dataclasses import asdict, fields
from typing import Any

from drf_spectacular.utils import OpenApiParameter
from rest_framework.permissions import AllowAny
from rest_framework.response import Response

from tutor import selectors, services
from tutor.api.describing import SEEN, operation
from tutor.api.resource import Resource
from tutor.api.serializers import own as shapes
from tutor.api.serializers.common import Empty
from tutor.errors import NotFound
from tutor.limits import allow_trying
from tutor.messages import push
from tutor.selectors.search import search as find

OWN = ("zone", "daily_minutes", "day_turns_at", "theme")
QUERY = (
    OpenApiParameter("q", str, required=True, description="A few words, or a question; 200 characters at most."),
    OpenApiParameter("limit", int, description="How many hits at most, from 1 to 50; 12 without it."),
)


class Settings(Resource):
    @operation("getSettings", "Get your settings", tag="Settings", gives=shapes.Settings, fetches=True)
    def get(self, request: Any) -> Response:
        """How your days are made."""
        return self.told(shapes.Settings, self._now())

    @operation(
        "changeSettings",
        "Change your settings",
        tag="Settings",
        takes=shapes.Settings,
        gives=shapes.Settings,
        codes=["precondition_failed"],
        parameters=[SEEN],
        partly=True,
    )
    def patch(self, request: Any) -> Response:
        """What is not sent stays. Today's plan follows new minutes unless some of it was done."""
        self.check_match(shapes.Settings, self._now)
        given = self.given(shapes.Settings, partly=True)
        days = given.pop("weekly_days", None)
        if given:
            whole = {name: getattr(self.learner, name) for name in OWN} | given
            self.request.user = services.change_settings(learner=self.learner, **whole, now=self.now)
        if days is not None:
            services.set_weekly_goal(learner=self.learner, days=days, now=self.now)
        return self.tagged(shapes.Settings, self._now())

    def _now(self) -> dict[str, Any]:
        chosen = {name: getattr(self.learner, name) for name in OWN}
        return chosen | {"weekly_days": selectors.weekly_days_of(self.learner, self.now)}


class OfReminders(Resource):
    def shown(self) -> Response:
        view = selectors.reminders_for(self.learner, self.now)
        told = {field.name: getattr(view, field.name) for field in fields(view)}
        return self.told(shapes.Reminders, told | {"push_key": push.public_key()})


class Reminders(OfReminders):
    @operation("getReminders", "Get your reminders", tag="Reminders", gives=shapes.Reminders, fetches=True)
    def get(self, request: Any) -> Response:
        """When and how you are reminded, and the devices that show it."""
        return self.shown()

    @operation("chooseReminders", "Choose your reminders", tag="Reminders", takes=shapes.ReminderChoice, gives=shapes.Reminders)
    def put(self, request: Any) -> Response:
        """All of them at once. The same again changes nothing."""
        services.choose_reminders(learner=self.learner, **self.given(shapes.ReminderChoice), now=self.now)
        return self.shown()


class Snooze(OfReminders):
    @operation("snoozeReminders", "Put reminders off", tag="Reminders", takes=shapes.Snooze, gives=shapes.Reminders)
    def post(self, request: Any) -> Response:
        """Until tomorrow or for a week; `now` has them come again."""
        services.snooze_reminders(learner=self.learner, **self.given(shapes.Snooze), now=self.now)
        return self.shown()


class PushSubscriptions(Resource):
    @operation(
        "listPushSubscriptions",
        "List your devices for reminders",
        tag="Reminders",
        gives=shapes.PushSubscription,
        form="list",
        fetches=True,
    )
    def get(self, request: Any) -> Response:
        """Those that show reminders."""
        return self.listed(shapes.PushSubscription, selectors.reminders_for(self.learner, self.now).devices)

    @operation(
        "addPushSubscription",
        "Be reminded on a device",
        tag="Reminders",
        takes=shapes.NewPushSubscription,
        gives=shapes.PushSubscription,
        status=201,
    )
    def post(self, request: Any) -> Response:
        """Web Push (RFC 8030), by the site's key of `GET /reminders/`. The same endpoint again is the same device."""
        device = services.add_device(learner=self.learner, **self.given(shapes.NewPushSubscription), now=self.now)
        return self.told(shapes.PushSubscription, device, status=201)


class PushRenewal(Resource):
    authentication_classes = ()
    permission_classes = (AllowAny,)

    @operation("renewPushSubscription", "Renew a subscription", tag="Reminders", takes=shapes.RenewedPushSubscription, status=204)
    def post(self, request: Any) -> Response:
        """For a device whose push service has ended its address, and which may be signed out by now: who knows the old one may
        put another in its place. Whether there was such a device is not told.
        """
        services.renew_device(**self.given(shapes.RenewedPushSubscription))
        return Response(status=204)


class PushSubscription(Resource):
    @operation("removePushSubscription", "Remove a device", tag="Reminders", status=204, codes=["not_found"])
    def delete(self, request: Any, subscription: uuid.UUID) -> Response:
        """It shows no reminders any more."""
        devices = selectors.reminders_for(self.learner, self.now).devices
        if subscription not in {device.public_id for device in devices}:
            raise NotFound("This device is not there any more.", field="subscription")
        services.remove_device(learner=self.learner, public_id=subscription)
        return Response(status=204)


class TryPushSubscription(Resource):
    @operation(
        "tryPushSubscription", "Try a device", tag="Reminders", takes=Empty, gives=shapes.Tried, codes=["not_found", "too_often"]
    )
    def post(self, request: Any, subscription: uuid.UUID) -> Response:
        """Shows a notification there, and says why where that failed."""
        allow_trying(self.learner.pk)
        problem = services.try_device(learner=self.learner, public_id=subscription, now=self.now)
        return self.told(shapes.Tried, {"sent": problem is None, "problem": problem.why if problem else ""})


class Search(Resource):
    @operation(
        "search", "Search what is taught", tag="Search", gives=shapes.Found, codes=["bad_input"], parameters=QUERY, fetches=True
    )
    def get(self, request: Any) -> Response:
        """By meaning; by words where the index does not answer in time."""
        asked = self.asked(shapes.Query)
        return self.told(shapes.Found, asdict(find(asked["q"], asked["limit"])))
