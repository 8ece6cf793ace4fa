"""Days taken along by the command line, done while the server is stopped, and told when it is back."""

from __future__ import annotations

import json
import shutil
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path
from uuid import uuid4

import pytest
from django.utils import timezone

from exercises.models import Attempt
from loci_client import Client, Home
from loci_client.taken import Bag
from tests import helpers
from tests.client.conftest import Run
from tests.client.terminals import Terminal, environment
from tests.client.test_day import typed_for
from tests.serving import serving
from tutor import services
from tutor.models import StepDone, User

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def port(home: Home, run: Run) -> Iterator[int]:
    """Of a server that is stopped again, from which a guest has taken two days along."""
    helpers.publish_course(timezone.now())
    with serving(0) as address:
        begin(home, address)
        taken = run("take", "--days", "2")
        assert taken.exit_code == 0 and "Taken along: 2 days" in taken.output
    yield int(address.rpartition(":")[2])


def begin(home: Home, address: str) -> None:
    with Client(address, home.keeper(address)) as client:
        client.begin_as_guest(zone=helpers.where_it_is_noon())
    home.use(address)
    services.enrol(learner=User.objects.latest("pk"), path_slug="arrows", now=timezone.now())


def journal(home: Home) -> Path:
    (path,) = (home.folder / "servers").glob("*.journal")
    return path


def typed(*, right: bool = True) -> str:
    """Begins, reads, answers the first question, and goes on."""
    (line,) = typed_for(User.objects.get(), "norm-which")
    return "\n\n" + (line if right else str(int(line) % 3 + 1)) + "\n\n"


def test_what_is_done_while_the_server_is_stopped_is_marked_at_once_and_told_when_it_is_back(port, home: Home, run: Run) -> None:
    began = timezone.now()
    day = run("today", typed=typed(right=False))
    said = " ".join(day.output.split())
    assert day.exit_code == 0, day.output
    assert "does not answer" in said and "without the network, as taken along on" in said
    assert "✗ Not quite" in said and "needs the network" in said and "XP" not in said
    assert "1 answer and 1 step wait for the network." in said and not Attempt.objects.exists()
    away = run("sync")
    assert away.exit_code == 3 and "1 answer and 1 step wait" in " ".join(away.stderr.split())
    with serving(port):
        told = run("sync")
        assert told.exit_code == 0 and "✓ Sight" in told.output and "2 of 2 arrived." in told.output
        assert "Nothing waits. Today so far:" in told.output and not list((home.folder / "servers").glob("*.journal"))
        assert "arrived" not in run("sync").output
    attempt = Attempt.objects.get()
    assert attempt.score == 0 and began <= attempt.at <= timezone.now() and StepDone.objects.filter(step_key="sight").exists()
    again = run("today", "--offline")
    assert "✓ Sight" in again.output and "wait for" not in again.output


def test_a_crash_loses_nothing_that_was_said_to_be_kept(port, home: Home, run: Run, tmp_path: Path) -> None:
    day = Terminal("today", "--offline", env=environment(tmp_path))
    day.until("Enter begins")
    day.type("")
    day.until("Enter goes on ›")
    day.type("")
    day.until("Which one ›")
    day.type(typed_for(User.objects.get(), "norm-which")[0])
    day.until("✓ Right")
    day.kill()
    with journal(home).open("a", encoding="utf-8") as file:
        file.write('{"by": "ada", "event": {"id"')  # as a crash in the middle of a line would leave it
    after = run("today", "--offline")
    assert "✓ Sight" in after.output and "1 answer and 1 step wait" in " ".join(after.output.split())
    with serving(port):
        assert "2 of 2 arrived." in run("today", typed=":q\n").output
    assert Attempt.objects.get().score == 1


def test_what_is_refused_is_told_with_its_reason_and_what_is_sent_twice_counts_once(port, home: Home, run: Run) -> None:
    run("today", "--offline", typed=typed())
    path = journal(home)
    lines = path.read_text(encoding="utf-8").splitlines()
    wrong = json.loads(lines[0])
    wrong |= {"title": "A wrong clock", "event": wrong["event"] | {"id": str(uuid4()), "at": "2100-01-01T00:00:00Z"}}
    before = "".join(f"{line}\n" for line in [*lines, json.dumps(wrong)])
    path.write_text(before, encoding="utf-8")
    with serving(port):
        told = run("sync")
        assert told.exit_code == 1 and "2 of 3 arrived." in told.output
        assert "✗ A wrong clock" in told.output and "Set the clock of your device." in " ".join(told.output.split())
        path.write_text(before, encoding="utf-8")  # the answer of the server was lost on its way
        assert run("sync").output.count("had arrived before") == 2
    assert Attempt.objects.count() == 1 and StepDone.objects.count() == 2


def test_a_slip_is_taken_back_and_asked_again_without_the_server(port, home: Home, run: Run) -> None:
    (right,) = typed_for(User.objects.get(), "norm-which")
    day = run("today", "--offline", typed=f"\n\n{int(right) % 3 + 1}\nu\n{right}\n\n")
    said = " ".join(day.output.split())
    assert day.exit_code == 0 and "✗ Not quite" in said and "✓ Right" in said, day.output
    assert "2 answers, 1 step and 1 undo wait for the network." in said
    with serving(port):
        told = run("sync")
    assert told.exit_code == 0 and "Which · taken back" in told.output and "4 of 4 arrived." in told.output
    assert Attempt.objects.get().score == 1, "the slip counts for nothing"


def test_the_mark_of_the_site_is_set_beside_that_of_this_device(port, home: Home, run: Run) -> None:
    run("today", "--offline", typed=typed())
    path, said = journal(home), []
    kept = path.read_text(encoding="utf-8")
    with serving(port):
        for mark in ("1.0", "0.5", "null"):
            path.write_text(kept.replace('"score":1.0', f'"score":{mark}'), encoding="utf-8")
            said.append(" ".join(run("sync").output.split()))
    same, other, unmarked = said
    assert "marks it" not in same
    assert "The site marks it: Right. Here it was: Partly right · 50%. The site’s mark counts." in other
    assert "The site marks it: Right." in unmarked and "Here it was" not in unmarked


def test_two_devices_of_one_learner_come_to_the_same_day(port, home: Home, run: Run, tmp_path: Path, monkeypatch) -> None:
    """Both took the same days along; what the second did as well is known already, or is refused with its reason."""
    shutil.copytree(tmp_path / "loci", tmp_path / "second" / "loci")
    run("today", "--offline", typed=typed())
    monkeypatch.setenv("XDG_CONFIG_HOME", str(tmp_path / "second"))
    run("today", "--offline", typed=typed(right=False))
    shown = []
    with serving(port):
        second = run("sync")
        monkeypatch.setenv("XDG_CONFIG_HOME", str(tmp_path))
        first = run("sync")
        assert second.exit_code == 0 and "2 of 2 arrived." in second.output
        assert {one.step_key for one in StepDone.objects.all()} == {"sight", "which"}
        assert "arrived." in first.output
        for folder in (tmp_path, tmp_path / "second"):
            monkeypatch.setenv("XDG_CONFIG_HOME", str(folder))
            run("sync")
            shown.append(run("today", "--offline").output.split("\n", 1)[1])
    assert shown[0] == shown[1] and "✓ Sight" in shown[0]
    assert Attempt.objects.count() == 2, "it was done twice"


def test_on_the_next_day_what_was_left_comes_first_and_what_needs_the_network_closes_its_lesson(port, home: Home) -> None:
    taken = Bag(home.folder, home.server).taken()
    assert taken and len(taken.luggage.days) == 2
    now = timezone.now()
    today, first = taken.day(now, ())
    day, picks = taken.day(now + timedelta(days=1), ())
    assert day == today + timedelta(days=1)
    assert [one.pick.step for one in picks][: len(first)] == [one.pick.step for one in first]
    assert [one.here for one in first] == [True, True, False, False], "read, and answered; the code, and what stands behind it"
    assert not any(one.left for one in first) and any(one.left for one in picks)
    assert any(one.here and not one.left for one in picks)
    assert taken.day(now + timedelta(days=30), ())[0] == day, "there is no other"
