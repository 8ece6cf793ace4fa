"""A learner does a whole day in a terminal, against a served site and the workers that grade."""

from __future__ import annotations

import stat
import subprocess
from pathlib import Path

import pytest
from django.utils import timezone

from exercises.marking.responses import right_response
from exercises.models import Submission
from loci_client import Client, Home
from loci_client.terminal import views
from tests import helpers
from tests.client.conftest import PASSWORD, Run
from tests.client.terminals import COMMAND, Terminal, environment, lines
from tutor import services
from tutor.models import LearnerDay, User
from tutor.templatetags import loci

MOMENTS = ("Enter begins", "Enter goes on, [u]ndo", "Enter goes on ›", "Which one ›", "[g]ive up ›", "That was today.")
pytestmark = pytest.mark.xdist_group("workers")


def editor(folder: Path, source: str) -> str:
    """An editor that writes this into whatever it opens."""
    (folder / "written.py").write_text(source, encoding="utf-8")
    script = folder / "editor"
    script.write_text(f'#!/bin/sh\ncp "{folder}/written.py" "$1"\n')
    script.chmod(0o755)
    return str(script)


def typed_for(learner: User, item: str) -> list[str]:
    question = services.question_for(learner=learner, item_slug=item, now=timezone.now()).question
    return lines(question, right_response(question))


def test_a_whole_day_is_done_in_a_terminal(live_server, workers, tmp_path: Path) -> None:
    helpers.publish_course(timezone.now())
    ada = helpers.learner(zone=helpers.where_it_is_noon())
    ada.set_password(PASSWORD)
    ada.is_guest = False
    ada.save()
    env = environment(tmp_path, EDITOR=editor(tmp_path, helpers.WRONG))

    door = Terminal("sign-in", live_server.url, "--login", ada.username, env=env)
    door.until("Password:")
    door.type(PASSWORD)
    door.until("Signed in at")
    assert door.end() == 0 and PASSWORD not in door.shown
    (kept,) = (tmp_path / "loci" / "servers").glob("*.json")
    assert stat.S_IMODE(kept.stat().st_mode) == 0o600 and stat.S_IMODE(kept.parent.stat().st_mode) == 0o700

    day = Terminal("today", env=env)
    items = iter(["norm-which", "dot-which", "angle-which"])
    while True:
        said = day.until(*MOMENTS)
        if said == "Which one ›":
            for line in typed_for(ada, next(items)):
                day.type(line)
            day.until("✓ Right")
        elif said == "[g]ive up ›":
            write_norm(day, tmp_path)
        elif said == "That was today.":
            break
        else:
            day.type("")
    assert day.end() == 0
    assert "1 day in a row" in day.shown and "\x1b[" in day.raw
    assert LearnerDay.objects.filter(learner=ada).exists()
    settled = list(Submission.objects.order_by("pk").values_list("mode", "verdict"))
    assert settled == [("run", "passed"), ("submit", "failed"), ("submit", "passed")]


def write_norm(day: Terminal, folder: Path) -> None:
    """First a norm of two coordinates, which the samples let pass, then the whole of it."""
    day.type("e")
    day.until("[g]ive up ›")
    day.type("r")
    day.until("✓ adds the squares")
    day.until("[g]ive up ›")
    day.type("s")
    day.until("✗ any length of vector")
    day.until("Not only two coordinates count.")
    day.until("[g]ive up ›")
    editor(folder, helpers.SOLUTION)
    day.type("e")
    day.until("[g]ive up ›")
    day.type("s")
    day.until("✓ of nothing")


def test_a_file_is_handed_in_and_the_verdict_is_the_exit_status(guest: Client, workers, tmp_path: Path) -> None:
    helpers.publish_course(timezone.now())
    env = environment(tmp_path)
    file = tmp_path / "norm.py"
    for source, status, said in ((helpers.WRONG, 1, "✗ any length of vector"), (helpers.SOLUTION, 0, "✓ any length of vector")):
        file.write_text(source, encoding="utf-8")
        done = subprocess.run([*COMMAND, "submit", str(file)], env=env, capture_output=True, text=True)
        assert (done.returncode, done.stderr) == (status, ""), done
        assert said in done.stdout and "\x1b" not in done.stdout  # a pipe gets no colours
    other = subprocess.run([*COMMAND, "submit", str(file), "--exercise", "nothing"], env=env, capture_output=True, text=True)
    assert other.returncode == 3 and "nothing" in other.stderr and "Traceback" not in other.stderr


def test_no_color_is_respected_in_a_terminal(guest: Client, tmp_path: Path) -> None:
    coloured, plain = (Terminal("streak", env=environment(tmp_path, **more)) for more in ({}, {"NO_COLOR": "1"}))
    assert (coloured.end(), plain.end()) == (0, 0)
    assert "0 days in a row" in coloured.shown and coloured.shown == plain.shown
    assert "\x1b[1" in coloured.raw and not [code for code in ("\x1b[32", "\x1b[36") if code in plain.raw]


def test_whoever_leaves_goes_on_where_they_were(guest: Client, home: Home, run: Run) -> None:
    helpers.publish_course(timezone.now())
    left = run("today", typed="1\n\n\n:q\n")
    assert "What would you like to learn?" in left.output
    assert left.exit_code == 0 and "All that you did is kept. Go on with: loci today" in left.output
    again = run("today")
    assert "✓ Sight" in again.output and "1 of 4 · Sight" not in again.output
    assert "1 of 4 · Sight" in left.output


def test_short_views_tell_of_streak_and_paths(guest: Client, run: Run) -> None:
    helpers.publish_course(timezone.now())
    assert "0 days in a row" in run("streak").output
    assert "0 of 3 lessons" in run("progress").output


@pytest.mark.parametrize("seconds", [0, 1, 28, 54, 55, 89, 91, 600])
def test_it_says_how_long_as_the_pages_do(seconds: int) -> None:
    assert views.minutes(seconds) == loci.minutes(seconds)
