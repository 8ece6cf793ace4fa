"""The admin's page of grading: who may see it, what it shows, what it costs, and sending again what is stuck."""

from __future__ import annotations

import re
import uuid
from datetime import timedelta

import pytest
from django.contrib.admin.models import LogEntry
from django.contrib.auth.models import Permission
from django.core.cache import cache
from django.test import Client
from django.utils import timezone

from exercises.models import Submission
from tests.helpers import learner, publish_course, report, settle, submit
from tests.web.statements import reads_of, statements
from tutor import services
from tutor.models import User
from tutor.selectors.submissions import PAUSED_KEY
from tutor.selectors.watching import Speed, speed
from tutor.services.submissions import MOST_SENDS
from tutor.web.latency import drawing

PAGE = "/admin/grading/"
HTMX = {"HTTP_HX_REQUEST": "true"}
# Of the page itself; who asks costs two more.
QUERIES = 7


@pytest.fixture
def ada(db: None) -> User:
    publish_course()
    return learner()


@pytest.fixture
def owner(client: Client, db: None) -> Client:
    client.force_login(User.objects.create_superuser("owner", password="maps-of-points"))
    return client


def text(answer) -> str:
    assert answer.status_code == 200, answer.content
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", answer.content.decode()))


def stuck(submission: Submission, minutes: float = 2) -> Submission:
    long_ago = timezone.now() - timedelta(minutes=minutes)
    Submission.objects.filter(pk=submission.pk).update(sends=2, sent_at=long_ago, created_at=long_ago)
    submission.refresh_from_db()
    return submission


# --- who may


def test_nobody_sees_it_but_staff_with_the_permission(client: Client, ada: User) -> None:
    assert client.get(PAGE).status_code == 302
    client.force_login(ada)
    assert client.get(PAGE).status_code in {302, 403}
    User.objects.filter(pk=ada.pk).update(is_staff=True)
    assert client.get(PAGE).status_code == 403
    assert b"admin/grading" not in client.get("/admin/").content
    ada.user_permissions.add(Permission.objects.get(codename="view_submission"))
    assert client.get(PAGE).status_code == 200
    assert b'href="/admin/grading/"' in client.get("/admin/").content


def test_who_may_only_look_gets_no_button_and_cannot_send(client: Client, ada: User) -> None:
    submission = stuck(submit(ada, timezone.now()))
    User.objects.filter(pk=ada.pk).update(is_staff=True)
    ada.user_permissions.add(Permission.objects.get(codename="view_submission"))
    client.force_login(ada)
    assert b"Send again" not in client.get(PAGE).content
    assert client.post(f"{PAGE}{submission.public_id}/again/").status_code == 403
    assert Submission.objects.get().sends == 2


# --- what it shows


def test_the_queue_is_told_by_kind_with_ages(owner: Client, ada: User) -> None:
    stuck(submit(ada, timezone.now()))
    submit(ada, timezone.now(), mode="run")
    running = submit(learner("bob"), timezone.now())
    services.note_check(public_id=running.public_id, position=0, check=report(running)["checks"][0])
    said = text(owner.get(PAGE))
    assert re.search(r"run 1 \d s 0 submit 1 12\d s 1 regrade 0 0 s 0", said), said
    assert "3 without a verdict" in said and " stuck " in said


def test_verdicts_are_shown_the_latest_first_and_narrowed_down(owner: Client, ada: User) -> None:
    now = timezone.now()
    settle(submit(ada, now - timedelta(minutes=9)), now - timedelta(minutes=8))
    settle(submit(ada, now - timedelta(minutes=3), mode="run"), now - timedelta(minutes=2), verdict="timeout")
    passed, timeout = '<span class="verdict-passed">', '<span class="verdict-timeout">'
    everything = owner.get(PAGE).content.decode()
    assert everything.index(timeout) < everything.index(passed)
    for narrowed, there, gone in (("kind=run", timeout, passed), ("verdict=passed", passed, timeout)):
        page = owner.get(f"{PAGE}?{narrowed}").content.decode()
        assert there in page and gone not in page
    assert passed not in owner.get(f"{PAGE}?kind=run&verdict=passed").content.decode()
    assert owner.get(f"{PAGE}?kind=%00&verdict='><script>").status_code == 200


def test_the_speed_of_the_last_hour_is_drawn_and_said(owner: Client, ada: User) -> None:
    now = timezone.now()
    for seconds, minutes in ((0.5, 3), (1.5, 4), (9.0, 40)):
        begun = now - timedelta(minutes=minutes)
        settle(submit(ada, begun), begun + timedelta(seconds=seconds))
    begun = now - timedelta(hours=2)
    settle(submit(ada, begun), begun + timedelta(seconds=999))
    page = owner.get(PAGE)
    assert "3 verdicts: half within 1.50 s (bars), 95 % within 9.00 s (lines)" in text(page)
    assert page.content.count(b'class="p50"') == 2


def test_kills_are_told_for_the_last_hour_and_in_all(owner: Client, ada: User) -> None:
    now = timezone.now()
    for at in (now, now - timedelta(hours=3)):
        submission = submit(ada, at)
        given = report(submission, verdict="timeout")
        given["checks"][0]["status"] = "timeout"
        services.settle_submission(public_id=submission.public_id, report=given, now=at)
    assert "timeout 1 2 out_of_memory 0 0" in text(owner.get(PAGE))


def test_workers_and_pauses_are_told(owner: Client, db: None) -> None:
    assert "No grading worker has been heard of" in text(owner.get(PAGE))
    state = {"paused": "", "boxes": "warm", "tier": "A", "zygotes": 2, "opened": 40, "renewed": 1, "died": 0}
    services.note_worker(name="grading@here", state=state, now=timezone.now())
    said = text(owner.get(PAGE))
    assert "grading@here : warm boxes of tier A, 2 zygotes alive; 40 boxes opened, 1 zygote renewed, 0 died" in said
    assert "Grading is paused" not in said
    services.note_worker(name="grading@here", state={"paused": "No <b>sandbox</b>. Mend it."}, now=timezone.now())
    cache.set(PAUSED_KEY, "x", 30)
    page = owner.get(PAGE)
    assert "Grading is paused" in text(page) and b"No &lt;b&gt;sandbox&lt;/b&gt;. Mend it." in page.content


def test_a_part_of_the_page_comes_alone_and_without_scripts(owner: Client, ada: User) -> None:
    part = owner.get(PAGE, **HTMX).content.decode()
    assert "<html" not in part and "Queue" in part
    page = owner.get(PAGE)
    assert 'hx-trigger="every 4s"' in page.content.decode()
    assert not re.findall(r"<script(?![^>]* src=)|<style|\sstyle=|\son\w+=", page.content.decode())
    assert "default-src 'self'" in page["Content-Security-Policy"]
    assert "hx-trigger" not in owner.get(f"{PAGE}?still=1").content.decode()


# --- what it costs


def test_it_takes_as_many_queries_for_many_rows_as_for_none_and_no_scan(owner: Client, ada: User) -> None:
    def cost() -> list:
        return [one for one in statements(lambda: owner.get(PAGE, **HTMX)) if "django_session" not in one[0]]

    first = cost()
    now = timezone.now()
    for n in range(40):
        name = learner(f"l{n}")
        at, verdict = now - timedelta(minutes=n), ("passed", "internal")[n % 2]
        settle(submit(name, at), at, verdict=verdict, fault="broken exercise")
        stuck(submit(name, now))
    later = cost()
    assert len(first) == len(later) == QUERIES + 1
    plans = [plan for statement in later for plan in reads_of(statement) if "exercises_submission" in plan]
    assert plans and not [plan for plan in plans if plan.startswith("SCAN") and "INDEX" not in plan], plans


# --- sending again


def test_what_is_stuck_is_sent_again_once_and_the_log_says_by_whom(
    owner: Client, ada: User, django_capture_on_commit_callbacks
) -> None:
    submission = stuck(submit(ada, timezone.now()))
    address = f"{PAGE}{submission.public_id}/again/"
    assert f'action="{address}"' in owner.get(PAGE).content.decode()
    with django_capture_on_commit_callbacks(execute=True):
        first, second = owner.post(address, follow=True), owner.post(address, follow=True)
    assert "was sent to be graded again" in text(first) and "nothing was done" in text(second)
    assert Submission.objects.get().sends == 1
    entry = LogEntry.objects.get()
    assert (entry.user.username, entry.object_id) == ("owner", str(submission.pk))
    assert entry.get_change_message() == "Sent to be graded again."


def test_what_ended_by_a_fault_of_ours_is_graded_after_all(owner: Client, ada: User) -> None:
    submission = submit(ada, timezone.now())
    Submission.objects.update(sends=MOST_SENDS)
    settle(submission, timezone.now(), verdict="internal", fault="grader: the box fell over")
    owner.post(f"{PAGE}{submission.public_id}/again/")
    again = Submission.objects.get()
    assert (again.state, again.verdict, again.settled_at, again.report) == ("queued", "", None, None)
    assert settle(again, timezone.now()) and Submission.objects.get().verdict == "passed"


@pytest.mark.parametrize("state", ["waits", "passed"])
def test_what_is_neither_is_left_alone(owner: Client, ada: User, state: str) -> None:
    submission = submit(ada, timezone.now())
    if state == "passed":
        settle(submission, timezone.now())
    before = Submission.objects.values().get()
    assert b"Send again" not in owner.get(PAGE).content
    owner.post(f"{PAGE}{submission.public_id}/again/")
    assert Submission.objects.values().get() == before and not LogEntry.objects.exists()


def test_sending_again_takes_a_post_a_token_and_a_submission(owner: Client, ada: User) -> None:
    address = f"{PAGE}{stuck(submit(ada, timezone.now())).public_id}/again/"
    assert owner.get(address).status_code == 405
    strict = Client(enforce_csrf_checks=True)
    strict.force_login(User.objects.get(username="owner"))
    assert strict.post(address).status_code == 403
    assert owner.post(f"{PAGE}{uuid.uuid4()}/again/").status_code == 404
    assert Submission.objects.get().sends == 2


# --- the numbers


@pytest.mark.parametrize(
    ("seconds", "seen"),
    [
        ([], None),
        ([3.0], Speed(1, 3.0, 3.0)),
        ([4.0, 1.0, 3.0, 2.0], Speed(4, 2.0, 4.0)),
        ([float(n) for n in range(1, 101)], Speed(100, 50.0, 95.0)),
    ],
    ids=["none", "one", "four", "hundred"],
)
def test_percentiles_are_those_of_the_nearest_rank(seconds: list[float], seen: Speed | None) -> None:
    assert speed(seconds) == seen


def test_bars_stay_within_their_drawing_and_stand_on_its_foot() -> None:
    bins = [Speed(3, 0.02, 0.4), None, Speed(1, 7000.0, 7000.0), *[None] * 8, Speed(9, 1.0, 2.0)]
    drawn = drawing(bins)
    assert len(drawn.bars) == 3
    for bar in drawn.bars:
        assert drawn.left <= bar.x < bar.x + bar.width <= drawn.right
        assert 0 <= bar.p95_y <= bar.p50_y <= bar.foot <= drawn.height
    assert drawn.bars[-1].says.startswith("5 to 0 minutes ago: 9 verdicts")
    assert [tick.label for tick in drawing([Speed(1, 0.3, 0.4)]).ticks] == ["0 s", "0.25 s", "0.5 s"]
