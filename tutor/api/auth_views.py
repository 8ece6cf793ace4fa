"""Signing in and out: guests, accounts, tokens, forgotten passwords."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from allauth.account.forms import LoginForm
from rest_framework.permissions import AllowAny
from rest_framework.response import Response

from tutor import services
from tutor.api import account as accounts
from tutor.api import auth_shapes as shapes
from tutor.api.auth import Bearer, seen_by
from tutor.api.describing import operation
from tutor.api.resource import SECRET, Resource
from tutor.api.serializers.common import Empty
from tutor.errors import WrongCredentials
from tutor.guessing import proof_for
from tutor.limits import allow_guest
from tutor.models import Device, User

TAG = "Signing in"


@dataclass(frozen=True, slots=True)
class Signed:
    """Tokens together with the proof that is given with them."""

    device: Device
    access: str
    refresh: str
    proof: str


class _Door(Resource):
    """Nobody has to be signed in, and no cookie counts, so no other site can act for anybody. A guest's token may come along."""

    authentication_classes = (Bearer,)
    permission_classes = (AllowAny,)

    @property
    def guest(self) -> User | None:
        user = self.request.user
        return user if user.is_authenticated and user.is_guest else None

    def signed(self, account: User, given: dict[str, Any], status: int, guest: User | None = None) -> Response:
        made = services.sign_in_device(
            learner=account,
            name=given["device_name"],
            scopes=given.get("scopes", ["learner"]),
            seen_by=seen_by(self.request),
            guest=guest,
            now=self.now,
        )
        signed = Signed(made.device, made.access, made.refresh, proof_for(account))
        return self.told(shapes.SignedIn, signed, status=status, **SECRET)


class Guests(_Door):
    @operation(
        "beginAsGuest",
        "Begin without an account",
        tag=TAG,
        takes=shapes.Guest,
        gives=shapes.SignedIn,
        status=201,
        codes=["too_often"],
    )
    def post(self, request: Any) -> Response:
        """A guest learns like anybody. Signing up with the guest's token keeps all of it; signing in brings it along."""
        given = self.given(shapes.Guest)
        allow_guest(request._request)
        return self.signed(services.begin_as_guest(zone=given["zone"], now=self.now), given, 201)


class Accounts(_Door):
    @operation(
        "signUp",
        "Make an account",
        tag=TAG,
        takes=shapes.SignUp,
        gives=shapes.SignedIn,
        status=201,
        codes=["too_often"],
    )
    def post(self, request: Any) -> Response:
        """With a guest's token, that guest becomes the account; the token ends. Whether an address has an account is not told."""
        given = self.given(shapes.SignUp)
        return self.signed(accounts.sign_up(request._request, self.guest, given, self.now), given, 201)


class Sessions(_Door):
    @operation(
        "signIn",
        "Sign in",
        tag=TAG,
        takes=shapes.SignIn,
        gives=shapes.SignedIn,
        status=201,
        codes=["wrong_credentials", "second_factor_needed", "too_often"],
    )
    def post(self, request: Any) -> Response:
        """Signs this device in. With a guest's token, what the guest learned becomes the account's."""
        given = self.given(shapes.SignIn)
        http = request._request
        http.device_proof = given["proof"]
        form = LoginForm({"login": given["login"], "password": given["password"]}, request=http)
        if not form.is_valid() or not form.user.is_active:
            raise WrongCredentials("That name and password do not fit.", "Type them again.")
        accounts.check_second_factor(form.user, given["code"])
        return self.signed(form.user, given, 201, guest=self.guest)


class Refreshed(_Door):
    authentication_classes = ()

    @operation(
        "refresh",
        "Get the next tokens",
        tag=TAG,
        takes=shapes.Refresh,
        gives=shapes.Tokens,
        codes=["signed_out"],
    )
    def post(self, request: Any) -> Response:
        """The old pair ends. A token that comes again ends its device, unless the answer to the first was lost."""
        given = self.given(shapes.Refresh)
        made = services.refresh_device(refresh=given["refresh"], seen_by=seen_by(request), now=self.now)
        return self.told(shapes.Tokens, made, **SECRET)


class SignOut(Resource):
    authentication_classes = (Bearer,)

    @operation("signOut", "Sign this device out", tag=TAG, takes=Empty, status=204)
    def post(self, request: Any) -> Response:
        """Ends all its tokens. A guest who has no other device cannot come back."""
        services.end_device(learner=self.learner, public_id=request.auth.public_id)
        return Response(status=204)


class PasswordResets(_Door):
    authentication_classes = ()

    @operation(
        "askForPasswordReset",
        "Ask for a mail that resets the password",
        tag=TAG,
        takes=shapes.ResetRequest,
        status=202,
        codes=["too_often"],
    )
    def post(self, request: Any) -> Response:
        """The answer is the same for every address. Its owner gets a mail in any case, with a link if there is an account."""
        accounts.ask_for_reset(request._request, self.given(shapes.ResetRequest)["email"])
        return Response(status=202)


class PasswordReset(_Door):
    authentication_classes = ()

    @operation(
        "resetPassword",
        "Set a new password by the mail's key",
        tag=TAG,
        takes=shapes.Reset,
        gives=shapes.Proof,
        codes=["too_often"],
    )
    def post(self, request: Any) -> Response:
        """All devices and browsers are signed out. The proof lets this device sign in even while others guess."""
        given = self.given(shapes.Reset)
        account = accounts.reset(request._request, given["key"], given["password"])
        return self.told(shapes.Proof, {"proof": proof_for(account)}, **SECRET)
