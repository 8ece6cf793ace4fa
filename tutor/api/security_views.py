"""What guards an account: the second factor, and the addresses that mails go to. Changing them takes the password once more."""

from __future__ import annotations

from typing import Any

from rest_framework.response import Response

from tutor.api import addresses, factors
from tutor.api import security_shapes as shapes
from tutor.api.describing import operation
from tutor.api.resource import SECRET, Resource

TAG = "Account"


class SecondFactor(Resource):
    @operation("getSecondFactor", "See the second factor", tag=TAG, gives=shapes.SecondFactor, fetches=True)
    def get(self, request: Any) -> Response:
        """Whether it is on, and how many codes for a lost phone are left."""
        return self.told(shapes.SecondFactor, factors.state_of(self.learner))

    @operation(
        "turnSecondFactorOn",
        "Turn the second factor on",
        tag=TAG,
        takes=shapes.FirstCode,
        gives=shapes.Codes,
        codes=["too_often"],
    )
    def put(self, request: Any) -> Response:
        """By a first code of the app. Gives the codes for a lost phone; the same again gives the same."""
        given = self.given(shapes.FirstCode)
        codes = factors.turn_on(request._request, self.learner, given["setup"], given["code"])
        return self.told(shapes.Codes, {"codes": codes}, **SECRET)


class SecondFactorSetUp(Resource):
    @operation(
        "setSecondFactorUp",
        "Set a second factor up",
        tag=TAG,
        takes=shapes.Confirmed,
        gives=shapes.SetUp,
        codes=["too_often"],
    )
    def post(self, request: Any) -> Response:
        """Draws a secret for an authenticator app. Nothing changes until PUT sends a code of it."""
        made = factors.begin(request._request, self.learner, self.given(shapes.Confirmed)["password"])
        return self.told(shapes.SetUp, made, **SECRET)


class SecondFactorEnd(Resource):
    @operation(
        "turnSecondFactorOff",
        "Turn the second factor off",
        tag=TAG,
        takes=shapes.Confirmed,
        status=204,
        codes=["too_often"],
    )
    def post(self, request: Any) -> Response:
        """The password alone signs in again, and the codes for a lost phone end. Again changes nothing."""
        factors.turn_off(request._request, self.learner, self.given(shapes.Confirmed)["password"])
        return Response(status=204)


class _Codes(Resource):
    def codes(self, *, renew: bool) -> Response:
        password = self.given(shapes.Confirmed)["password"]
        found = factors.lost_phone_codes(self.request._request, self.learner, password, renew=renew)
        return self.told(shapes.Codes, {"codes": found}, **SECRET)


class Codes(_Codes):
    @operation(
        "showCodes",
        "See the codes for a lost phone",
        tag=TAG,
        takes=shapes.Confirmed,
        gives=shapes.Codes,
        codes=["not_found", "too_often"],
    )
    def post(self, request: Any) -> Response:
        """Those that were not used."""
        return self.codes(renew=False)


class NewCodes(_Codes):
    @operation(
        "renewCodes",
        "Make new codes for a lost phone",
        tag=TAG,
        takes=shapes.Confirmed,
        gives=shapes.Codes,
        codes=["not_found", "too_often"],
    )
    def post(self, request: Any) -> Response:
        """Ten; those from before end."""
        return self.codes(renew=True)


class _Addresses(Resource):
    def shown(self, status: int = 200) -> Response:
        return self.listed(shapes.Address, addresses.addresses_of(self.learner), status)

    def sent(self) -> tuple[str, str]:
        given = self.given(shapes.AddressAct)
        return given["email"], given["password"]


class Addresses(_Addresses):
    @operation("listAddresses", "List your e-mail addresses", tag=TAG, gives=shapes.Address, form="list", fetches=True)
    def get(self, request: Any) -> Response:
        """The one that mails go to first."""
        return self.shown()

    @operation(
        "addAddress",
        "Add an e-mail address",
        tag=TAG,
        takes=shapes.AddressAct,
        gives=shapes.Address,
        form="list",
        status=201,
        codes=["too_often"],
    )
    def post(self, request: Any) -> Response:
        """A mail to it has a link that confirms it. Five at most; the same again changes nothing."""
        addresses.add(request._request, self.learner, *self.sent())
        return self.shown(201)


class PrimaryAddress(_Addresses):
    @operation(
        "chooseAddress",
        "Choose the address that mails go to",
        tag=TAG,
        takes=shapes.AddressAct,
        gives=shapes.Address,
        form="list",
        codes=["not_found", "too_often"],
    )
    def put(self, request: Any) -> Response:
        """One that is confirmed, unless none is."""
        addresses.choose(request._request, self.learner, *self.sent())
        return self.shown()


class AddressEnd(_Addresses):
    @operation(
        "removeAddress",
        "Remove an e-mail address",
        tag=TAG,
        takes=shapes.AddressAct,
        gives=shapes.Address,
        form="list",
        codes=["not_found", "too_often"],
    )
    def post(self, request: Any) -> Response:
        """Not the one that mails go to, while there is another."""
        addresses.remove(request._request, self.learner, *self.sent())
        return self.shown()
