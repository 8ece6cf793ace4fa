"""What forged, broken and hostile requests meet: a refusal that names itself, never a fault of ours and never somebody's data."""

from __future__ import annotations

import uuid
from typing import Any

import pytest
from django.test import Client
from django.urls import URLPattern, get_resolver, reverse
from django.utils import timezone

from exercises.models import Attempt, Draft, Item, Submission
from lessons.models import Concept, Lesson, Path
from tests.sample import EXERCISE, ITEMS, LESSON, PATH, slug_of
from tutor import services
from tutor.models import Review, StepDone, User, XpEntry

HTMX = {"headers": {"HX-Request": "true"}}
NOBODYS = "00000000-0000-4000-8000-000000000000"
HOSTILE = ["\x00", "a\x00b", "\ud800".encode("utf-8", "surrogatepass").decode("latin-1"), "9" * 5000, "ﷺ" * 300, "NaN", "\u202e"]


@pytest.fixture
def other(lesson: Lesson) -> User:
    return services.begin_as_guest(zone="UTC", now=timezone.now())


def ask(learner: User, kind: str = "choice") -> dict[str, Any]:
    asked = services.question_for(learner=learner, item_slug=slug_of(kind), now=timezone.now())
    return {"kind": kind, "revision": asked.revision_id, "asking": asked.number, "seconds": 9}


def option(learner: User) -> str:
    asked = services.question_for(learner=learner, item_slug=slug_of("choice"), now=timezone.now())
    return asked.question.public["options"][0]["id"]


def hand_in(learner: User, **more: Any) -> Submission:
    given = {"mode": "submit", "source": "count = len", "client_id": uuid.uuid4()} | more
    return services.submit_code(learner=learner, exercise_slug=EXERCISE, now=timezone.now(), **given)


@pytest.mark.parametrize("value", HOSTILE)
@pytest.mark.parametrize("kind", ITEMS)
def test_no_answer_is_so_strange_that_the_site_breaks(site: Client, learner: User, kind: str, value: str) -> None:
    fields = ["choice", "choices", "number", "order", "points", "output", "text", "rating"]
    named = {"pair:" + value: value, "blank:top": value, "blank:below": value}
    response = site.post(f"/items/{slug_of(kind)}/answer/", ask(learner, kind) | named | dict.fromkeys(fields, value), **HTMX)
    assert response.status_code in {200, 400}
    assert Attempt.objects.count() == (response.status_code == 200)


@pytest.mark.parametrize("seconds", ["-1", "NaN", "1e999", "inf", "12.5", "0x10", "\x00", "9" * 5000])
def test_a_time_that_is_none_is_refused(site: Client, learner: User, seconds: str) -> None:
    sent = ask(learner) | {"choice": option(learner), "seconds": seconds}
    assert site.post(f"/items/{slug_of('choice')}/answer/", sent, **HTMX).status_code == 400
    assert not Attempt.objects.exists()


def test_a_page_that_was_open_for_weeks_can_still_be_answered(site: Client, learner: User) -> None:
    sent = ask(learner) | {"choice": option(learner), "seconds": 60 * 60 * 24 * 365}
    assert site.post(f"/items/{slug_of('choice')}/answer/", sent, **HTMX).status_code == 200


def test_a_later_check_of_a_lesson_cannot_be_answered_before_its_turn(site: Client, learner: User) -> None:
    sent = ask(learner) | {"choice": option(learner), "lesson": LESSON, "step": "which"}
    assert site.post(f"/items/{slug_of('choice')}/answer/", sent, **HTMX).status_code == 409
    assert not StepDone.objects.exists() and not Attempt.objects.exists()


def test_nobody_sees_what_another_handed_in(site: Client, other: User) -> None:
    theirs = hand_in(other).public_id
    for page in ("/submissions/{}/", "/submissions/{}/source/"):
        here, nowhere = site.get(page.format(theirs)), site.get(page.format(NOBODYS))
        assert here.status_code == nowhere.status_code == 404
        assert here.content == nowhere.content


def test_the_id_of_anothers_submission_is_free_for_ones_own(site: Client, learner: User, other: User) -> None:
    theirs = hand_in(other)
    sent = {"mode": "run", "source": "count = len", "client_id": theirs.client_id}
    assert site.post(f"/exercises/{EXERCISE}/submit/", sent, **HTMX).status_code == 200
    assert Submission.objects.get(learner=learner).public_id != theirs.public_id


def test_a_submission_sent_again_with_other_code_stays_what_it_was(site: Client, learner: User) -> None:
    first = hand_in(learner)
    sent = {"mode": "run", "source": "changed", "client_id": first.client_id}
    assert str(first.public_id).encode() in site.post(f"/exercises/{EXERCISE}/submit/", sent, **HTMX).content
    assert (Submission.objects.get().source, Draft.objects.get().source) == ("count = len", "count = len")


@pytest.mark.parametrize("source, status", [("x" * 65_536, 200), ("x" * 65_537, 413), ("é" * 40_000, 413), ("a\x00", 400)])
def test_code_is_text_of_at_most_64_kib(site: Client, learner: User, source: str, status: int) -> None:
    sent = {"mode": "submit", "source": source, "client_id": uuid.uuid4()}
    assert site.post(f"/exercises/{EXERCISE}/submit/", sent, **HTMX).status_code == status
    assert Submission.objects.count() == (status == 200)


@pytest.mark.parametrize("sent", [{"source": "x" * 2_000_000}, {str(n): "x" for n in range(2000)}], ids=["long", "many"])
def test_a_request_that_is_too_big_is_refused_as_a_page(site: Client, sent: dict[str, str]) -> None:
    response = site.post(f"/exercises/{EXERCISE}/draft/", sent)
    assert response.status_code in {400, 413} and b"</html>" in response.content


@pytest.mark.parametrize("field, value", [("client_id", "1"), ("client_id", ""), ("mode", "grade"), ("mode", "")])
def test_a_forged_submission_is_refused(site: Client, field: str, value: str) -> None:
    sent = {"mode": "run", "source": "x", "client_id": str(uuid.uuid4())} | {field: value}
    assert site.post(f"/exercises/{EXERCISE}/submit/", sent, **HTMX).status_code == 400


@pytest.mark.parametrize("page", ["/assets/a/%00", "/assets/a/..%2f..%2fpasswd", "/today/%00/", "/learn/%00/", "/review/a%00b/"])
def test_no_address_is_so_strange_that_the_site_breaks(site: Client, page: str) -> None:
    assert site.get(page).status_code == 404


@pytest.mark.parametrize("query", ["%00", "a%00b", "%F0%9F", "x" * 5000, "%25", "_", "'; DROP TABLE tutor_user; --", "<script>"])
def test_no_search_is_so_strange_that_the_site_breaks(site: Client, query: str) -> None:
    response = site.get(f"/search/?q={query}")
    assert response.status_code == 200 and b"<script>" not in response.content


@pytest.mark.parametrize("there", ["https://evil.example/", "//evil.example", "/\\evil.example", "javascript:alert(1)"])
def test_signing_in_leads_nowhere_else(client: Client, lesson: Lesson, there: str) -> None:
    User.objects.create_user("ada", password="maps-of-points")
    response = client.post("/accounts/login/", {"login": "ada", "password": "maps-of-points", "next": there})
    assert response.status_code == 302 and response["Location"] == "/today/"
    assert client.post("/accounts/logout/", {"next": there})["Location"] == "/"


def test_every_form_wants_its_token(lesson: Lesson, learner: User) -> None:
    strict = Client(enforce_csrf_checks=True)
    strict.force_login(learner)
    given = {"slug": EXERCISE, "item": slug_of("choice"), "path": PATH, "lesson": LESSON, "step": "sight", "day": "2026-03-02"}
    given |= {"public_id": NOBODYS, "digest": "a", "name": "b"}
    for pattern in get_resolver("tutor.web.urls").url_patterns:
        assert isinstance(pattern, URLPattern)
        if pattern.name in {"mails", "device-renew"}:
            continue  # mail programs and service workers post there; an encrypted link and a secret address stand in for it
        arguments = {name: given[name] for name in pattern.pattern.converters}
        assert strict.post(reverse(pattern.name, kwargs=arguments)).status_code in {403, 405}, pattern


def test_who_was_signed_out_meanwhile_comes_back_to_the_page_and_not_to_a_form(client: Client, lesson: Lesson) -> None:
    page = f"/review/{slug_of('choice')}/"
    there = {"HX-Request": "true", "HX-Current-URL": f"http://testserver{page}"}
    part = client.post(f"/items/{slug_of('choice')}/answer/", headers=there)
    assert part["HX-Redirect"] == f"/accounts/login/?next={page}"
    whole = client.post(f"/items/{slug_of('choice')}/answer/", headers={"Referer": f"http://testserver{page}"})
    assert whole["Location"] == f"/accounts/login/?next={page}"
    elsewhere = client.post("/today/more/", headers={"Referer": "https://evil.example/today/"})
    assert elsewhere["Location"] == "/accounts/login/"


@pytest.mark.parametrize("page", ["/", "/health/", "/accounts/login/"])
def test_a_visitor_may_ask_for_the_head_alone(client: Client, lesson: Lesson, page: str) -> None:
    assert client.head(page).status_code == 200


def test_a_learner_who_is_gone_meanwhile_is_told_so(site: Client, learner: User) -> None:
    User.objects.filter(pk=learner.pk).delete()
    with pytest.raises(services.LearningError):
        services.open_day(learner=learner, now=timezone.now())
    with pytest.raises(services.LearningError):
        services.save_draft(learner=learner, exercise_slug=EXERCISE, source="", now=timezone.now())
    with pytest.raises(services.LearningError):
        services.start_lesson(learner=learner, lesson_slug=LESSON, now=timezone.now())


@pytest.mark.parametrize("name", ["ada\x00", "a" * 200, "ada lovelace", "<b>", "guest-ada", "GUEST-1", "ｇuest-1", " "])
def test_a_name_that_cannot_be_is_refused(site: Client, name: str) -> None:
    response = site.post("/accounts/signup/", {"username": name, "password1": "maps-of-points"})
    assert response.status_code == 200 and User.objects.filter(is_guest=True).count() == 1


@pytest.mark.parametrize("name", ["Zoë", "Ωmega", "渡辺", "a.b+c@d-e_f"])
def test_a_name_may_be_of_any_letters(site: Client, name: str) -> None:
    assert site.post("/accounts/signup/", {"username": name, "password1": "maps-of-points"}).status_code == 302
    assert name in site.get("/profile/").content.decode()


@pytest.mark.parametrize("taken, wanted", [("ada", "ADA"), ("ada", "ａｄａ"), ("Zoë", "Zoe\u0308")])
def test_a_name_that_reads_like_anothers_is_refused(site: Client, taken: str, wanted: str) -> None:
    User.objects.create_user(taken)
    response = site.post("/accounts/signup/", {"username": wanted, "password1": "maps-of-points"})
    assert response.status_code == 200 and "already exists" in response.content.decode()


def test_everything_withdrawn_under_a_learners_feet_leaves_every_page_standing(site: Client, learner: User) -> None:
    site.get("/today/")
    site.post(f"/learn/{PATH}/{LESSON}/sight/")
    for model in (Path, Lesson, Concept, Item):
        model.objects.update(retired_at=timezone.now())
    for page in ("/today/", f"/learn/{PATH}/", f"/learn/{PATH}/{LESSON}/which/", f"/review/{slug_of('choice')}/", "/profile/"):
        assert site.get(page).status_code == 200, page
    sent = ask(learner) | {"choice": option(learner), "lesson": LESSON, "step": "which"}
    assert site.post(f"/items/{slug_of('choice')}/answer/", sent, **HTMX).status_code == 200
    assert (Review.objects.count(), XpEntry.objects.count()) == (1, 2)


def test_a_site_without_any_lesson_has_no_broken_page(client: Client, db: None) -> None:
    client.post("/start/")
    for page in ("/today/", "/today/go/", "/learn/", "/profile/", "/settings/", "/search/?q=dot"):
        assert client.get(page, follow=True).status_code == 200, page
    assert client.post("/today/more/", follow=True).status_code == 200


@pytest.mark.parametrize("kind", ["application/json", "multipart/form-data", "multipart/form-data; boundary=x", "text/plain"])
@pytest.mark.parametrize("body", [b"{", b"\x00\xff", b"--x\r\nbroken"])
def test_a_body_that_is_no_form_is_refused(site: Client, kind: str, body: bytes) -> None:
    for page in (f"/items/{slug_of('choice')}/answer/", f"/exercises/{EXERCISE}/submit/", "/settings/"):
        response = site.post(page, body, content_type=kind)
        assert response.status_code == 400 and b"</html>" in response.content, page


def test_a_site_under_another_name_is_refused(client: Client, lesson: Lesson) -> None:
    response = client.get("/", headers={"Host": "evil.example"})
    assert response.status_code == 400 and b"evil" not in response.content
