"""From a guest's first click to the reviews of the next days, through the services and selectors that the pages use."""

from exercises.jobs import job_for
from exercises.models import Submission
from grading.contract import CheckReport, Job
from grading.engine import judge
from tests.helpers import MONDAY, SOLUTION, WRONG, answer, finish_today, later, submit
from tests.helpers import settle as settle_with_report
from tutor import selectors, services
from tutor.models import User


def grade_and_settle(submission: Submission, now):
    """What the grading worker and the settling task do between them, with the real engine."""
    job = Job.from_dict(job_for(submission).as_dict())
    told: list[tuple[int, CheckReport]] = []
    report = judge(job, on_check=lambda position, check: told.append((position, check)))
    for position, check in told:
        services.note_check(public_id=submission.public_id, position=position, check=check.as_dict())
    services.settle_submission(public_id=submission.public_id, report=report.as_dict(), now=now)


def read(learner, key, now, lesson="lengths"):
    return services.finish_step(learner=learner, lesson_slug=lesson, step_key=key, now=now)


def go_through_the_first_lesson(learner, settle):
    """A first lesson with a wrong submission before the right one; returns the last step's outcome."""
    read(learner, "sight", later(minutes=1))
    outcome = answer(learner, "norm-which", later(minutes=2), lesson_slug="lengths", step_key="which")
    assert outcome.explanation.why
    assert outcome.next_url == selectors.step_for(learner, "lengths", "write", MONDAY).keys[2].url

    wrong = submit(learner, later(minutes=3), source=WRONG)
    settle(wrong, later(minutes=3, seconds=2))
    shown = selectors.submission_for(learner, wrong.public_id, later(minutes=4))
    assert (shown.settled, shown.passed, shown.headline) == (True, False, "2 of 3 checks pass")
    assert not selectors.step_for(learner, "lengths", "write", MONDAY).done

    right = submit(learner, later(minutes=5), source=SOLUTION)
    settle(right, later(minutes=5, seconds=2))
    exercise = selectors.exercise_for(learner, "norm", later(minutes=6))
    assert (exercise.passed, exercise.latest.headline) == (True, "All checks pass")
    assert [one.passed for one in exercise.submissions] == [True, False]
    return read(learner, "takeaways", later(minutes=7))


def check_first_day_and_next(settle):
    guest = services.begin_as_guest(zone="Europe/Berlin", now=MONDAY)
    services.open_day(learner=guest, now=MONDAY)
    assert selectors.today_for(guest, MONDAY).next_url == "/learn/arrows/lengths/sight/"
    assert go_through_the_first_lesson(guest, settle).lesson_finished
    finish_today(guest, later(minutes=10))

    summary = selectors.day_summary(guest, MONDAY.date(), later(minutes=11))
    assert summary.finished
    assert (summary.streak.current, summary.streak.today_done) == (1, True)
    assert len(summary.steps) >= 4
    assert {gain.slug for gain in summary.concepts} >= {"norm", "empty-sum"}
    assert summary.effort_seconds > 120

    # Signing up names the guest's row: nothing has to be moved.
    account = User.objects.get(pk=guest.pk)
    account.username, account.is_guest = "ada", False
    account.set_password("three arrows and a plane")
    account.save()
    assert selectors.profile_for(account, later(minutes=12)).totals.lessons_done >= 1

    # Norm was wrong in code on Monday, so it is back on Tuesday, before anything new.
    tuesday = later(1)
    services.open_day(learner=account, now=tuesday)
    first = selectors.today_for(account, tuesday).picks[0]
    assert (first.kind, first.title) == ("review", "Norm")
    assert "% likely" in first.why
    assert answer(account, first.key, tuesday).days_until_due >= 1
    finish_today(account, later(1, minutes=5))
    assert selectors.today_for(account, later(1, minutes=6)).streak.current == 2


def test_a_guest_learns_signs_up_and_comes_back(course):
    def settle(submission, now):
        settle_with_report(submission, now, *([] if submission.source == SOLUTION else ["any_length"]))

    check_first_day_and_next(settle)


def test_a_guest_learns_signs_up_and_comes_back_with_code_run_in_the_sandbox(course):
    check_first_day_and_next(grade_and_settle)


def test_the_engine_speaks_of_an_unfinished_starter_as_the_learners_matter_not_ours(ada):
    read(ada, "sight", MONDAY)
    submission = submit(ada, MONDAY, source="def norm(v):\n    return v[\n")
    grade_and_settle(submission, MONDAY)
    shown = selectors.submission_for(ada, submission.public_id, MONDAY)
    assert (shown.verdict, shown.headline) == ("error", "Your code stopped with an error")
    assert not ada.reviews.exists()


def test_a_whole_path_is_learned_in_a_few_days_and_then_only_comes_back(ada):
    for n in range(40):
        services.open_day(learner=ada, now=later(n))
        finish_today(ada, later(n))
    shown = selectors.path_map(ada, "arrows", later(40))
    assert (shown.lessons_done, shown.next_url) == (3, "")
    assert all(lesson.recall > 0.8 for lesson in shown.phases[0].lessons if lesson.concepts)
    assert max(memory.stability_days for memory in selectors.profile_for(ada, later(40)).memories) > 10
