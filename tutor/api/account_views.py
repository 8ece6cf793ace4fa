"""The account that is signed in: its devices, its password, its end."""

from __future__ import annotations

import uuid
from dataclasses import asdict
from typing import Any

from allauth.account.models import EmailAddress
from django.contrib.auth import logout
from rest_framework.response import Response

from tutor import selectors, services
from tutor.api import account as accounts
from tutor.api import account_shapes as shapes
from tutor.api.describing import operation
from tutor.api.resource import Resource
from tutor.api.serializers.common import Empty
from tutor.errors import BadInput, NotFound
from tutor.models import Device, User
from tutor.services.tokens import ADMIN

TAG = "Account"


class Account(Resource):
    @operation("getAccount", "Get the account", tag=TAG, gives=shapes.Account, fetches=True)
    def get(self, request: Any) -> Response:
        """Who is signed in, and what they may do with this token."""
        device, learner = request.auth, self.learner
        own = services.scopes_of(learner)
        told = {name: getattr(learner, name) for name in ("username", "is_guest", "email", "date_joined")} | {
            "email_verified": EmailAddress.objects.filter(user=learner, email=learner.email, verified=True).exists(),
            "scopes": sorted(own & set(device.scopes.split()) if device else own),
            "device": device.public_id if device else None,
        }
        return self.told(shapes.Account, told)


class AccountEnd(Resource):
    @operation("deleteAccount", "Delete the account", tag=TAG, takes=shapes.Farewell, status=204, codes=["too_often"])
    def post(self, request: Any) -> Response:
        """Removes the learner, and everything that is kept of them, at once and for good. All devices end."""
        http = request._request
        accounts.check_own_password(http, self.learner, self.given(shapes.Farewell)["password"])
        services.delete_learner(learner=self.learner)
        if request.auth is None:
            logout(http)
        return Response(status=204)


class Password(Resource):
    @operation("changePassword", "Change the password", tag=TAG, takes=shapes.PasswordChange, status=204, codes=["too_often"])
    def post(self, request: Any) -> Response:
        """Signs out all other devices and browsers."""
        given = self.given(shapes.PasswordChange)
        if not self.learner.has_usable_password():
            raise BadInput("A guest has no password.", "Make an account.", field="old")
        accounts.change_password(request._request, self.learner, given["old"], given["new"], request.auth)
        return Response(status=204)


class Confirmation(Resource):
    @operation("confirmEmail", "Ask for the mail that confirms the address", tag=TAG, takes=Empty, status=202)
    def post(self, request: Any) -> Response:
        """Nothing is sent without an address, to one that is confirmed, twice in 3 minutes, or by a site that sends no mails."""
        accounts.confirm_address(request._request, self.learner)
        return Response(status=202)


class Devices(Resource):
    @operation("listDevices", "List the devices", tag=TAG, gives=shapes.DeviceRow, form="list", fetches=True)
    def get(self, request: Any) -> Response:
        """All that are signed in, the one used last first; 20 at most."""
        own = request.auth.public_id if isinstance(request.auth, Device) else None
        devices = selectors.devices_for(self.learner, self.now)
        return self.listed(shapes.DeviceRow, [{**asdict(one), "current": one.public_id == own} for one in devices])

    @operation("signOutOthers", "Sign all other devices out", tag=TAG, status=204)
    def delete(self, request: Any) -> Response:
        """All but the one that asks."""
        services.end_devices(learner=self.learner, but=request.auth if isinstance(request.auth, Device) else None)
        return Response(status=204)


class OneDevice(Resource):
    @operation("signOutDevice", "Sign a device out", tag=TAG, status=204, codes=["not_found"])
    def delete(self, request: Any, device: uuid.UUID) -> Response:
        """All its tokens end at once."""
        services.end_device(learner=self.learner, public_id=device)
        return Response(status=204)


class DevicesOfAnother(Resource):
    scope = ADMIN

    @operation("signOutAccount", "Sign all devices of an account out", tag="Administration", status=204, codes=["not_found"])
    def delete(self, request: Any, username: str) -> Response:
        """For an account whose phone was stolen, or whose tokens leaked. Needs the scope `admin`."""
        account = User.objects.filter(username=username).first()
        if account is None:
            raise NotFound("There is no such account.", "Look it up on the admin pages.", field="username")
        services.end_devices(learner=account)
        return Response(status=204)
