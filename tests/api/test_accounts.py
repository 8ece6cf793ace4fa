"""Signing in over the API: guests, accounts, tokens, devices, passwords; and what strangers are told, which is nothing."""

from __future__ import annotations

import re
from datetime import timedelta
from typing import Any

import pytest
from django.core import mail
from django.test import Client
from django.utils import timezone

from tests.api.caller import Api
from tests.sample import LESSON
from tests.web.statements import statements
from tutor import services
from tutor.models import Device, StepDone, User

WORD = "maps-of-points"
PASS = {"login": "ada", "password": WORD}


@pytest.fixture
def ada(lesson: object) -> User:
    return User.objects.create_user("ada", "ada@example.org", WORD)


class App(Api):
    """A client that keeps what it is given, and shows its access token."""

    def __init__(self) -> None:
        super().__init__(Client())
        self.tokens: dict[str, Any] = {}

    def call(self, method: str, path: str, body: Any, **headers: str) -> Any:
        if self.tokens:
            headers.setdefault("Authorization", f"Bearer {self.tokens['access']}")
        return super().call(method, path, body, **headers)

    def enter(self, where: str, status: int = 201, **body: Any) -> dict[str, Any]:
        """Signs in, and keeps the tokens."""
        answer = self.post(f"/auth/{where}/", body)
        assert answer.status_code == status, answer.content
        assert answer["Cache-Control"] == "no-store"
        self.tokens = self.tokens | answer.json()
        return self.tokens

    def refresh(self) -> Any:
        answer = self.call("post", "/auth/refresh/", {"refresh": self.tokens["refresh"]}, Authorization="")
        if answer.status_code == 200:
            self.tokens |= answer.json()
        return answer


def signed_in(**more: Any) -> App:
    app = App()
    app.enter("tokens", **PASS | more)
    return app


def code(answer: Any) -> tuple[int, str]:
    return answer.status_code, answer.json()["code"]


def test_a_guest_learns_and_becomes_an_account_with_all_of_it(lesson: object) -> None:
    app = App()
    old = dict(app.enter("guests", zone="Europe/Berlin", device_name="A phone"))
    assert app.post(f"/lessons/{LESSON}/steps/sight/done/", {}).status_code == 200
    assert app.get("/account/").json()["is_guest"]
    app.enter("accounts", username="ada", password=WORD)
    told = app.get("/account/").json()
    assert (told["username"], told["is_guest"], told["device"]) == ("ada", False, app.tokens["device"])
    assert StepDone.objects.get().learner.username == "ada" and User.objects.count() == 1
    app.tokens["access"] = old["access"]
    assert code(app.get("/account/")) == (401, "not_authenticated"), "who had the guest's tokens has not the account's"
    assert Device.objects.count() == 1


def test_what_a_guest_learned_comes_along_into_an_account_that_exists(ada: User) -> None:
    app = App()
    guest = dict(app.enter("guests"))
    app.post(f"/lessons/{LESSON}/steps/sight/done/", {})
    app.enter("tokens", **PASS)
    assert StepDone.objects.get().learner == ada and User.objects.count() == 1
    app.tokens["access"] = guest["access"]
    assert app.get("/account/").status_code == 401


def test_a_scope_that_is_refused_leaves_the_guest_as_they_were(ada: User) -> None:
    app = App()
    app.enter("guests")
    refused = app.post("/auth/tokens/", PASS | {"scopes": ["admin"]})
    assert code(refused) == (400, "bad_input") and refused.json()["errors"][0]["field"] == "scopes"
    assert app.get("/account/").json()["is_guest"]


def test_an_account_is_made_without_having_been_a_guest_and_begins_a_path(lesson: object) -> None:
    app = App()
    app.enter("accounts", username="ada", password=WORD, zone="Asia/Tokyo")
    ada = User.objects.get(username="ada")
    assert (ada.is_guest, ada.zone, ada.enrolments.count()) == (False, "Asia/Tokyo", 1)
    assert app.post("/today/", {}).status_code in {200, 201}


@pytest.mark.parametrize(
    "field, value",
    [
        ("username", ""),
        ("username", "ada"),
        ("username", "ADA"),
        ("username", "guest-1"),
        ("username", "<b>"),
        ("username", "a\x00"),
        ("username", "a" * 999),
        ("username", {"a": 1}),
        ("username", "\ud800"),
        ("password", "short"),
        ("password", "12345678"),
        ("password", "password"),
        ("password", None),
        ("password", "x" * 100_000),
        ("email", "nobody"),
        ("email", ["a@b.de"]),
        ("zone", "x" * 999),
        ("device_name", "x" * 999),
    ],
)
def test_an_account_that_cannot_be_is_refused_by_its_field(ada: User, field: str, value: Any) -> None:
    sent = {"username": "bob", "password": WORD} | {field: value}
    refused = App().post("/auth/accounts/", sent)
    assert code(refused) == (400, "bad_input") and refused.json()["errors"][0]["field"] == field
    assert User.objects.count() == 1, "and no guest is left over"


@pytest.mark.parametrize("login", ["ada", "ADA", "ada@example.org", " ada "])
def test_signing_in_takes_the_name_or_the_address(ada: User, login: str) -> None:
    assert signed_in(login=login).get("/account/").json()["username"] == "ada"


def test_who_is_unknown_barred_or_a_guest_is_told_the_same_as_who_is_wrong(ada: User) -> None:
    User.objects.create_user("barred", password=WORD, is_active=False)
    App().enter("guests")
    guest = User.objects.get(is_guest=True).username
    tried = [("ada", "x"), ("nobody", "x"), ("a@b.de", "x"), ("barred", WORD), ("barred", "x"), (guest, "x")]
    said = [App().post("/auth/tokens/", {"login": login, "password": word}) for login, word in tried]
    assert {code(one) for one in said} == {(401, "wrong_credentials")} and len({one.content for one in said}) == 1
    assert said[0]["WWW-Authenticate"] == "Bearer"


def test_unknown_accounts_cost_as_many_hashes_as_known_ones(ada: User, settings: Any) -> None:
    settings.PASSWORD_HASHERS = ["tests.api.hashing.Counting"]
    ada.set_password(WORD)
    ada.save()
    from tests.api.hashing import Counting

    counts = []
    for login in ("ada", "nobody", "ada@example.org", "nobody@example.org"):
        Counting.done = 0
        App().post("/auth/tokens/", {"login": login, "password": "wrong"})
        counts.append(Counting.done)
    assert counts[0] == counts[1] == counts[3] and counts[2] <= counts[1] + 1, counts


def test_wrong_passwords_wait_and_a_known_device_does_not_wait_for_others(ada: User) -> None:
    proof = signed_in().tokens["proof"]
    answers = [App().post("/auth/tokens/", PASS | {"password": "wrong"}) for _ in range(6)]
    assert [one.status_code for one in answers] == [401] * 5 + [429]
    assert answers[-1]["Retry-After"] == "300"
    assert App().post("/auth/tokens/", PASS).status_code == 429
    assert App().post("/auth/tokens/", PASS | {"proof": proof}).status_code == 201
    assert App().post("/auth/tokens/", PASS | {"proof": proof[:-2]}).status_code == 429


def test_tokens_are_renewed_and_an_old_one_ends_the_family(ada: User) -> None:
    app = signed_in()
    stolen = dict(app.tokens)
    assert app.refresh().status_code == 200 and app.tokens["refresh"] != stolen["refresh"]
    assert app.get("/account/").status_code == 200
    thief = App()
    thief.tokens = stolen
    assert code(thief.refresh()) == (401, "signed_out")
    assert code(app.get("/account/")) == (401, "not_authenticated") and code(app.refresh()) == (401, "signed_out")


def test_an_access_token_ends_after_a_quarter_of_an_hour(ada: User) -> None:
    app = signed_in()
    Device.objects.update(access_ends_at=timezone.now() - timedelta(seconds=1))
    refused = app.get("/account/")
    assert code(refused) == (401, "not_authenticated") and refused["WWW-Authenticate"] == 'Bearer error="invalid_token"'
    assert app.refresh().status_code == 200 and app.get("/account/").status_code == 200


STRANGE = ["Bearer", "Bearer ", "Bearer x", "bearer loci_access_", "Bearer " + "x" * 9000, "Bearer é", "Bearer a b"]


@pytest.mark.parametrize("header", STRANGE)
def test_what_is_no_token_signs_nobody_in(ada: User, header: str) -> None:
    assert code(App().get("/account/", Authorization=header)) == (401, "not_authenticated")


def test_a_session_beside_a_dead_token_does_not_speak_for_it(ada: User) -> None:
    app = App()
    app.client.force_login(ada)
    assert app.get("/account/").json()["device"] is None
    assert app.get("/account/", Authorization="Bearer loci_access_x").status_code == 401


def test_devices_are_listed_and_signed_out_one_by_one_or_all_others(ada: User) -> None:
    phone, laptop = signed_in(device_name="Phone"), signed_in(device_name="Laptop")
    rows = phone.get("/account/devices/").json()["results"]
    assert {(one["name"], one["current"], one["seen_by"]) for one in rows} == {("Phone", True, "IPv4"), ("Laptop", False, "IPv4")}
    assert phone.delete(f"/account/devices/{laptop.tokens['device']}/").status_code == 204
    assert laptop.get("/account/").status_code == 401
    assert phone.delete(f"/account/devices/{laptop.tokens['device']}/").status_code == 404
    tablet = signed_in()
    assert tablet.delete("/account/devices/").status_code == 204
    assert phone.get("/account/").status_code == 401 and tablet.get("/account/").status_code == 200
    assert tablet.post("/auth/sign-out/").status_code == 204 and tablet.get("/account/").status_code == 401


def test_nobody_sees_or_ends_the_devices_of_another(ada: User) -> None:
    User.objects.create_user("mallory", password=WORD)
    app, other = signed_in(), signed_in(login="mallory")
    assert other.delete(f"/account/devices/{app.tokens['device']}/").status_code == 404
    assert app.tokens["device"] not in str(other.get("/account/devices/").json())
    assert other.delete("/account/devices/").status_code == 204 and app.get("/account/").status_code == 200


def test_a_token_may_be_narrower_than_its_user_and_is_never_wider(ada: User) -> None:
    ada.is_staff = ada.is_superuser = True
    ada.save()
    learner, author, admin = signed_in(), signed_in(scopes=["author"]), signed_in(scopes=["learner", "admin"])
    bob = User.objects.create_user("bob", password=WORD)
    bobs = signed_in(login="bob")
    assert learner.get("/account/").json()["scopes"] == ["learner"]
    assert code(author.get("/account/")) == (403, "permission_denied")
    for app in (learner, author, bobs):
        assert code(app.delete("/accounts/bob/devices/")) == (403, "permission_denied")
    assert code(admin.delete("/accounts/nobody/devices/")) == (404, "not_found")
    assert admin.delete("/accounts/bob/devices/").status_code == 204
    assert bobs.get("/account/").status_code == 401 and bob.is_active
    User.objects.update(is_superuser=False, is_staff=False)
    assert code(admin.delete("/accounts/bob/devices/")) == (403, "permission_denied"), "rights that end, end for tokens, too"


def test_a_new_password_signs_out_everything_else(ada: User) -> None:
    app, other = signed_in(), signed_in()
    browser = Client()
    browser.force_login(ada)
    for old, new, field in [("wrong", "points-on-maps", "old"), (WORD, "12345678", "new"), (WORD, "ada@example.org", "new")]:
        refused = app.post("/account/password/", {"old": old, "new": new})
        assert code(refused) == (400, "bad_input") and refused.json()["errors"][0]["field"] == field
    assert app.post("/account/password/", {"old": WORD, "new": "points-on-maps"}).status_code == 204
    assert app.get("/account/").status_code == 200 and app.refresh().status_code == 200
    assert other.get("/account/").status_code == other.refresh().status_code == 401
    assert browser.get("/profile/").status_code == 302
    assert code(App().post("/auth/tokens/", PASS)) == (401, "wrong_credentials")
    signed_in(password="points-on-maps")


def test_a_guest_has_no_password_to_change_or_to_guess(lesson: object) -> None:
    app = App()
    app.enter("guests")
    assert code(app.post("/account/password/", {"old": "x", "new": "points-on-maps"})) == (400, "bad_input")


def test_own_passwords_are_not_guessed_on_and_on(ada: User) -> None:
    app = signed_in()
    answers = [app.post("/account/delete/", {"password": "guess"}).status_code for _ in range(11)]
    assert answers == [400] * 10 + [429] and User.objects.filter(pk=ada.pk).exists()


def test_a_password_is_reset_by_mail_once(ada: User) -> None:
    app = signed_in()
    assert app.post("/auth/password-resets/", {"email": "ADA@example.org"}).status_code == 202
    key = re.search(r"/key/([^/\s]+)/", mail.outbox[0].body)[1]
    weak = App().post("/auth/password-reset/", {"key": key, "password": "12345678"})
    assert code(weak) == (400, "bad_input") and weak.json()["errors"][0]["field"] == "password"
    done = App().post("/auth/password-reset/", {"key": key, "password": "points-on-maps"})
    assert done.status_code == 200 and app.get("/account/").status_code == 401
    [App().post("/auth/tokens/", PASS | {"password": "wrong"}) for _ in range(6)]
    assert App().post("/auth/tokens/", {"login": "ada", "password": "points-on-maps", **done.json()}).status_code == 201
    again = App().post("/auth/password-reset/", {"key": key, "password": "maps-on-points"})
    assert code(again) == (400, "bad_input") and again.json()["errors"][0]["field"] == "key"


def test_asking_for_a_reset_tells_nobody_who_is_here_and_cannot_be_used_up(ada: User) -> None:
    said = [App().post("/auth/password-resets/", {"email": email}) for email in ("ada@example.org", "nobody@example.org")]
    assert {(one.status_code, one.content) for one in said} == {(202, b"")} and len(mail.outbox) == 2
    for _ in range(9):
        assert App().post("/auth/password-resets/", {"email": "ada@example.org"}).status_code == 202
    assert len(mail.outbox) == 6, "five a minute are mails enough"
    answers = [App().post("/auth/password-resets/", {"email": f"{n}@b.de"}).status_code for n in range(10)]
    assert answers[-1] == 429, "one network asks twenty times a minute"


@pytest.mark.parametrize("key", ["x", "-", "1-", "zzzzzzzzzzzzz-a", "a" * 200, "\x00", "1-abc-def", "é-é", "-1-x"])
def test_a_key_that_is_none_is_refused(ada: User, key: str) -> None:
    assert code(App().post("/auth/password-reset/", {"key": key, "password": "points-on-maps"})) == (400, "bad_input")


def test_an_address_is_confirmed_by_its_mail(lesson: object, settings: Any) -> None:
    settings.ACCOUNT_EMAIL_VERIFICATION = "optional"
    app = App()
    app.enter("accounts", username="ada", password=WORD, email="ada@example.org")
    assert not app.get("/account/").json()["email_verified"] and len(mail.outbox) == 1
    assert app.post("/account/confirmation/").status_code == 202 and len(mail.outbox) == 1, "one in three minutes"
    link = re.search(r"http://[^/]+(/accounts/confirm-email/\S+)", mail.outbox[0].body)[1]
    Client().post(link)
    assert app.get("/account/").json()["email_verified"]


def test_two_who_name_one_address_are_answered_alike(ada: User) -> None:
    ada.emailaddress_set.create(email="ada@example.org", verified=True, primary=True)
    for name, email in (("bob", "ada@example.org"), ("eve", "new@example.org")):
        App().enter("accounts", username=name, password=WORD, email=email)
    assert signed_in(login="ada@example.org").get("/account/").json()["username"] == "ada"


def test_deleting_the_account_ends_all_devices(ada: User) -> None:
    app, other = signed_in(), signed_in()
    assert code(app.post("/account/delete/", {"password": "wrong"})) == (400, "bad_input")
    assert app.post("/account/delete/", {"password": WORD}).status_code == 204
    assert not User.objects.exists() and not Device.objects.exists()
    assert other.get("/account/").status_code == other.refresh().status_code == 401


@pytest.mark.parametrize("where", ["guests", "accounts", "tokens", "refresh", "password-resets", "password-reset"])
def test_bodies_that_are_none_are_refused(lesson: object, where: str) -> None:
    for body in (
        [],
        "x",
        7,
        {"login": [], "password": {}, "refresh": [], "email": None, "key": {}, "zone": [], "scopes": "admin"},
    ):
        assert App().call("post", f"/auth/{where}/", body).status_code == 400
    assert App().post(f"/auth/{where}/", {"login": 0, "password": "\x00", "zone": "\ud800"}).status_code == 400


def test_a_form_of_another_site_signs_nobody_out_or_in(ada: User) -> None:
    strict = Client(enforce_csrf_checks=True)
    strict.force_login(ada)
    for path in ("/account/delete/", "/account/password/", "/account/confirmation/"):
        refused = Api(strict).post(path, {"old": WORD, "new": "points-on-maps", "password": WORD})
        assert code(refused) == (403, "csrf_failed")
    assert code(Api(strict).post("/auth/sign-out/")) == (401, "not_authenticated"), "a cookie is no token"


def test_too_many_guests_of_one_network_wait(lesson: object) -> None:
    from django.core.cache import cache

    cache.set("guests:127.0.0.1", 100)
    refused = App().post("/auth/guests/", {})
    assert code(refused) == (429, "too_often") and refused["Retry-After"] == "3600" and not User.objects.exists()


def test_what_signing_in_costs_does_not_grow_with_devices(ada: User) -> None:
    app = signed_in()
    costs = []
    for _ in range(2):
        steps = [
            lambda: app.refresh(),
            lambda: app.get("/account/devices/"),
            lambda: app.get("/account/"),
            lambda: app.enter("tokens", **PASS),
        ]
        costs.append([len(statements(step)) for step in steps])
        for n in range(30):
            services.sign_in_device(learner=ada, name=str(n), seen_by="IPv4", now=timezone.now())
        app.tokens = {}
        app.enter("tokens", **PASS)
    assert costs[0] == costs[1] == [2, 3, 2, 7], costs
