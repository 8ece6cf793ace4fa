"""A small published course and the moves of a learner in it, for tests that need real rows."""

from __future__ import annotations

import uuid
from datetime import UTC, datetime, timedelta

from exercises.models import Exercise, ExerciseRevision, Item, ItemRevision, Submission
from lessons.models import Concept, Lesson, LessonRevision, Path, Phase
from tutor import selectors, services
from tutor.models import User

MONDAY = datetime(2026, 3, 2, 9, 0, tzinfo=UTC)
CHECKS = """from grading.checks import check


@check("adds the squares", sample=True, concept="norm")
def adds_the_squares(t):
    t.close(t.call("norm", [3.0, 4.0]), 5.0, message="Add the squares of all coordinates, then take the root.")


@check("any length of vector", weight=2, concept="norm")
def any_length(t):
    numbers = [float(n) for n in t.rng.normal(size=7)]
    t.close(t.call("norm", numbers), sum(n * n for n in numbers) ** 0.5, message="Not only two coordinates count.")


@check("of nothing", concept="empty-sum")
def of_nothing(t):
    t.close(t.call("norm", []), 0.0, message="A vector without coordinates has the length 0.")
"""
SOLUTION = "def norm(v):\n    return sum(x * x for x in v) ** 0.5\n"
WRONG = "def norm(v):\n    return (v[0] ** 2 + v[1] ** 2) ** 0.5 if v else 0.0\n"
CHECK_LIST = [
    {"name": "adds_the_squares", "title": "adds the squares", "weight": 1, "concept": "norm", "sample": True},
    {"name": "any_length", "title": "any length of vector", "weight": 2, "concept": "norm", "sample": False},
    {"name": "of_nothing", "title": "of nothing", "weight": 1, "concept": "empty-sum", "sample": False},
]


def choice(slug: str) -> dict:
    return {
        "slug": slug,
        "kind": "choice",
        "ask": f"Which one is it ({slug})?",
        "why": "Because it is.",
        "options": [
            {"text": "This one", "why": "Yes.", "right": True},
            {"text": "That one", "why": "No."},
            {"text": "None", "why": "No, the first."},
        ],
    }


def step(kind: str, key: str, seconds: int, **more: str) -> dict:
    links = {"item": None, "exercise": None, "widget": None} | more
    return {"key": key, "kind": kind, "title": key.capitalize(), "seconds": seconds, "html": f"<p>{key}</p>", **links}


LESSONS = {
    "lengths": [
        step("read", "sight", 30),
        step("check", "which", 30, item="norm-which"),
        step("code", "write", 120, exercise="norm"),
        step("recap", "takeaways", 20),
    ],
    "angles": [
        step("read", "turning", 40),
        step("check", "dot", 30, item="dot-which"),
        step("check", "right", 30, item="angle-which"),
        step("recap", "angles-recap", 20),
    ],
    "search": [step("read", "nearest", 60), step("recap", "search-recap", 20)],
}
CONCEPTS = {"norm": "lengths", "empty-sum": "lengths", "dot": "angles", "angle": "angles"}
ITEMS = {"norm-which": "norm", "norm-again": "norm", "empty-which": "empty-sum", "dot-which": "dot", "angle-which": "angle"}


def publish_course(now: datetime = MONDAY) -> Path:
    """Path `arrows` with three lessons, four concepts, five choice items and one code exercise."""
    path = Path.objects.create(slug="arrows", title="Arrows", promise="You will know arrows.")
    phase = Phase.objects.create(path=path, slug="first", title="First")
    lessons = {
        slug: Lesson.objects.create(path=path, phase=phase, slug=slug, number=f"1.{n + 1}", position=n)
        for n, slug in enumerate(LESSONS)
    }
    for slug in LESSONS:
        revise_lesson(slug, LESSONS[slug], now)
    concepts = {
        slug: Concept.objects.create(slug=slug, title=slug.capitalize(), lesson=lessons[lesson], position=n)
        for n, (slug, lesson) in enumerate(CONCEPTS.items())
    }
    for slug, concept in ITEMS.items():
        item = Item.objects.create(slug=slug, lesson=concepts[concept].lesson, concept=concepts[concept])
        item.current = ItemRevision.objects.create(
            item=item, digest=slug, kind="choice", seconds=30, document=choice(slug), published_at=now
        )
        item.save()
    exercise = Exercise.objects.create(slug="norm", lesson=lessons["lengths"], concept=concepts["norm"])
    exercise.current = ExerciseRevision.objects.create(
        exercise=exercise,
        digest="norm-1",
        title="The length of an arrow",
        seconds=120,
        prompt_html="<p>Write norm.</p>",
        starter="def norm(v):\n    ...\n",
        solution=SOLUTION,
        checks=CHECKS,
        document={
            "entry": [{"name": "norm", "signature": "norm(v)"}],
            "limits": {"cpu_seconds": 1, "wall_seconds": 3, "memory_mib": 256},
            "hints_html": ["<p>Squares.</p>", "<p>Root.</p>"],
            "checks": CHECK_LIST,
        },
        published_at=now,
    )
    exercise.save()
    return path


def revise_lesson(slug: str, steps: list[dict], now: datetime = MONDAY) -> LessonRevision:
    """Publishes a revision of a lesson and makes it the current one."""
    lesson = Lesson.objects.get(slug=slug)
    revision = LessonRevision.objects.create(
        lesson=lesson,
        digest=f"{slug}-{lesson.revisions.count() + 1}",
        title=slug.capitalize(),
        minutes=max(1, round(sum(step["seconds"] for step in steps) / 60)),
        document={"steps": steps, "concepts": [name for name, home in CONCEPTS.items() if home == slug]},
        published_at=now,
    )
    lesson.current = revision
    lesson.save()
    return revision


def where_it_is_noon() -> str:
    """A zone in which the day turned hours ago, and turns hours from now: for tests that take days by the real clock."""
    return f"Etc/GMT{datetime.now(UTC).hour - 12:+d}"


def learner(name: str = "ada", **settings: object) -> User:
    """An account that is enrolled in the course."""
    user = User.objects.create_user(name, **{"date_joined": MONDAY} | settings)
    services.enrol(learner=user, path_slug="arrows", now=MONDAY)
    return user


def option(asked: services.Asked, *, right: bool) -> dict[str, str]:
    """A response to a choice item of the course."""
    options = asked.question.public["options"]
    return {"choice": next(one["id"] for one in options if (one["text"] == "This one") == right)}


def answer(user: User, item: str, now: datetime, *, right: bool = True, **more: object) -> services.Outcome:
    asked = services.question_for(learner=user, item_slug=item, now=now)
    given = {"seconds": 20, "hints_used": 0} | more
    if "response" not in given:
        given["response"] = option(asked, right=right)
    return services.answer_item(
        learner=user, item_slug=item, revision=asked.revision_id, number=asked.number, now=now, **given
    )


def submit(user: User, now: datetime, *, mode: str = "submit", source: str = SOLUTION, client_id: uuid.UUID | None = None):
    # The same in each run, for in one moment UUIDs decide the order.
    client_id = client_id or uuid.uuid5(uuid.NAMESPACE_OID, f"{user} {Submission.objects.filter(learner=user).count()}")
    return services.submit_code(learner=user, exercise_slug="norm", mode=mode, source=source, client_id=client_id, now=now)


def report(submission: Submission, *failing: str, verdict: str = "", fault: str | None = None) -> dict:
    """What a grading worker would send: all checks pass but those named, which are wrong."""
    verdict = verdict or ("failed" if failing else "passed")
    checks = [
        one
        | {"status": "failed" if one["name"] in failing else "passed", "message": "", "sample_io": None, "output": ""}
        | {"traceback": [], "cpu_ms": 1, "wall_ms": 2, "peak_kib": 9000}
        for one in CHECK_LIST
        if submission.mode == "submit" or one["sample"]
    ]
    return {
        "job_id": str(submission.public_id),
        "verdict": verdict,
        "score": 0.0 if verdict == "internal" else sum(one["weight"] for one in checks if one["status"] == "passed") / 4,
        "checks": [] if verdict == "internal" else checks,
        "output": "",
        "traceback": [],
        "cpu_ms": 3,
        "wall_ms": 6,
        "peak_kib": 9000,
        "seed": submission.seed,
        "fault": fault,
    }


def settle(submission: Submission, now: datetime, *failing: str, **more: object) -> bool:
    return services.settle_submission(public_id=submission.public_id, report=report(submission, *failing, **more), now=now)


def pass_code(user: User, now: datetime) -> None:
    settle(submit(user, now), now)


def take_lesson(
    user: User, slug: str, now: datetime, *, code_at: datetime | None = None
) -> services.StepOutcome | services.Outcome | None:
    """Does every step of a lesson, right at the first try. Acts of the same moment count in the order of their UUIDs, and that of
    what a verdict says is drawn: where it matters that it comes after the answers, its code passes at `code_at`.
    """
    outcome: services.StepOutcome | services.Outcome | None = None
    for one in LESSONS[slug]:
        if one["item"]:
            outcome = answer(user, one["item"], now, lesson_slug=slug, step_key=one["key"])
        elif one["exercise"]:
            pass_code(user, code_at or now)
        else:
            outcome = services.finish_step(learner=user, lesson_slug=slug, step_key=one["key"], now=now)
    return outcome


def finish_today(user: User, now: datetime) -> None:
    """Does what is left of the plan, in its order and right at the first try."""
    while True:
        ahead = next((pick for pick in selectors.today_for(user, now).picks if not pick.done), None)
        if ahead is None:
            return
        if ahead.kind == "review":
            answer(user, ahead.key, now)
            continue
        lesson, key = ahead.key.split("/")
        one = next(one for one in LESSONS[lesson] if one["key"] == key)
        if one["item"]:
            answer(user, one["item"], now, lesson_slug=lesson, step_key=key)
        elif one["exercise"]:
            pass_code(user, now)
        else:
            services.finish_step(learner=user, lesson_slug=lesson, step_key=key, now=now)


def later(days: float = 0, **more: float) -> datetime:
    return MONDAY + timedelta(days=days, **more)
