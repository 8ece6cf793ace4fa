"""The simulation lives through the real services, in a database of its own."""

from datetime import UTC, datetime
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command

from exercises.models import Attempt, Submission
from lessons.models import Lesson
from tests.helpers import CHECK_LIST, MONDAY, learner, publish_course, submit
from tutor.models import ConceptMemory, LearnerDay, User
from tutor.simulation.living import Life, live, report_of
from tutor.simulation.measures import Year
from tutor.simulation.people import population
from tutor.simulation.planners import BASELINES, Follower
from tutor.simulation.publishing import course_of, repeat
from tutor.simulation.world import Try

DAYS = 20
GOOD = Path("tests/content/catalogues/good")
PUBLISHED = datetime(2026, 1, 1, tzinfo=UTC)


@pytest.fixture
def lives(db):
    path = publish_course(PUBLISHED)
    repeat(path, 8, PUBLISHED)
    course = course_of(path)
    return [Life(person, course, path) for person in population(2, DAYS, 5)]


def test_two_learners_live_for_days_by_the_services_that_the_site_calls(lives, broker, tmp_path):
    for day in range(DAYS):
        live(lives, day)
    assert broker() == [], "nothing is sent to be graded"
    for life in lives:
        learner = User.objects.get(username=f"simulated-{life.person.name}")
        there = [day for day in range(DAYS) if life.person.is_there(day)]
        assert [day.day for day in life.lived] == there
        whole = sum(day.whole for day in life.lived)
        assert LearnerDay.objects.filter(learner=learner).count() == whole
        assert not Submission.objects.filter(learner=learner).exclude(state="done").exists()
        assert {0.0, 1.0} <= set(Attempt.objects.filter(learner=learner).values_list("score", flat=True))
        known = set(ConceptMemory.objects.filter(learner=learner).values_list("concept__slug", flat=True))
        assert known <= set(life.world.mind.met()), "the site knows only of what was practised"
        assert sum(life.minutes_by_day) == pytest.approx(life.world.minutes)
    kept = {"Loci": {one.person.name: one.kept(DAYS) for one in lives}}
    year = Year(DAYS, [day for life in lives for day in life.lived], [], kept)
    assert all(day.taken > 0 for day in year.whole_days)
    for name, schedule in BASELINES.items():
        followers = [Follower(life.person, life.world.course, schedule()) for life in lives]
        kept[name] = {one.world.person.name: one.live(DAYS) for one in followers}
    from tutor.simulation import plots  # matplotlib takes a second, and who only collects this file has no use for it

    drawn = plots.draw(year, "Loci", tmp_path)
    assert all(file.read_text().startswith("<?xml") and file.stat().st_size < 200_000 for file in drawn)


def test_a_repeated_path_has_as_many_lessons_of_the_same_form_with_questions_and_code_of_their_own(db):
    path = publish_course(PUBLISHED)
    once = course_of(path)
    repeat(path, 2, PUBLISHED)
    course = course_of(path)
    assert len(course.steps) == 3 * len(once.steps)
    assert [step.seconds for step in course.steps] == [step.seconds for step in once.steps] * 3
    asked = [step.item or step.exercise for step in course.steps if step.item or step.exercise]
    assert len(set(asked)) == len(asked)
    assert {concept for step in course.steps for concept in step.concepts} == {"norm", "empty-sum"} | {
        f"{slug}-{n}" for slug in ("norm", "empty-sum") for n in (2, 3)
    }
    assert list(Lesson.objects.order_by("position").values_list("slug", flat=True))[3] == "lengths-2"


def test_a_failed_check_fails_in_the_report_and_no_other(course, broker):
    submission = submit(learner(), MONDAY)
    report = report_of(submission, Try(frozenset({"empty-sum"}), 60))
    assert {check["name"] for check in report["checks"] if check["status"] == "failed"} == {"of_nothing"}
    assert report["verdict"] == "failed" and report["score"] == 0.75
    assert report_of(submission, Try(frozenset(), 60))["score"] == 1.0
    assert len(report["checks"]) == len(CHECK_LIST)


def test_the_command_lives_in_a_database_of_its_own_and_says_what_is_missed(db, capsys, tmp_path):
    try:
        call_command("simulate", learners=1, days=3, catalogue=GOOD, plots=tmp_path)
    except CommandError as missed:
        assert str(missed) == "Not every bar is reached."
    told = capsys.readouterr().out
    assert "1 learners lived 3 days" in told and "FSRS by due date" in told and "of days within the minutes promised" in told
    assert len(list(tmp_path.glob("simulate-*.svg"))) == 4
    assert User.objects.count() == 0, "the installation's own database was not touched"


@pytest.mark.parametrize("asked", [{"learners": 0}, {"days": 0}])
def test_a_simulation_of_nobody_is_refused(asked):
    with pytest.raises(CommandError, match="at least one"):
        call_command("simulate", **asked)
