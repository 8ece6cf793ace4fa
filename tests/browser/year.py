"""A year of believable learning, written in bulk: fewer Sundays, a fortnight away, and wrong ideas that come again."""

from __future__ import annotations

import math
from dataclasses import asdict, dataclass, field
from datetime import date, datetime, time, timedelta
from random import Random

from exercises import marking
from exercises.marking.responses import right_response, wrong_responses
from exercises.models import Attempt, Item, ItemRevision
from lessons.models import Lesson
from tutor.models import (
    ConceptMemory,
    DayPlan,
    LeagueGroup,
    LeagueResult,
    LeagueSeat,
    LearnerDay,
    LessonProgress,
    Review,
    StepDone,
    User,
    XpEntry,
)
from tutor.rules import memory as rules
from tutor.rules.memory import seed_for
from tutor.services.asking import seed_for as question_seed

DAYS = 364
AWAY = range(150, 165)  # days from the first on which nothing was done
SUNDAY, SHARE_OF_DAYS = 6, 0.86
REVIEWS_A_DAY = 14
UNMET = 2  # lessons at the end of the path
MINUTES = 4


@dataclass
class Year:
    """What grows day by day, before it is written."""

    learner: User
    rng: Random
    memories: dict[int, rules.Memory] = field(default_factory=dict)
    ease: dict[int, float] = field(default_factory=dict)
    asked: dict[int, int] = field(default_factory=dict)
    attempts: list[Attempt] = field(default_factory=list)
    reviews: list[Review] = field(default_factory=list)
    effort: list[XpEntry] = field(default_factory=list)
    steps: list[StepDone] = field(default_factory=list)
    plans: list[DayPlan] = field(default_factory=list)
    days: list[LearnerDay] = field(default_factory=list)


def live_a_year(learner: User, path_slug: str, now: datetime) -> None:
    """Fills the ledgers of a learner up to yesterday, as if the path had been taken with reviews every day."""
    year = Year(learner, Random(7))
    today = learner.clock.day(now)
    items: dict[int, list[ItemRevision]] = {}
    current = Item.objects.filter(lesson__path__slug=path_slug, retired_at=None, current__isnull=False)
    for item in current.exclude(current__kind="card").select_related("current__item__lesson").order_by("lesson__position", "pk"):
        items.setdefault(item.concept_id, []).append(item.current)
    taught = Lesson.objects.filter(path__slug=path_slug, retired_at=None, current__isnull=False)
    lessons = list(taught.select_related("current").order_by("position"))[:-UNMET]
    ahead = [one for one, asked in items.items() if asked[0].item.lesson.position <= lessons[-1].position]
    steps = [(lesson, step["key"]) for lesson in lessons for step in lesson.current.steps]
    for place in range(DAYS):
        day = today - timedelta(days=DAYS - place)
        away = place in AWAY or year.rng.random() > SHARE_OF_DAYS or (day.weekday() == SUNDAY and year.rng.random() < 0.6)
        if not away:
            _live_a_day(year, day, items, ahead, steps)
    _write(year)
    _play_leagues(year, today, now)
    began = year.attempts[0].at
    for lesson in lessons:
        LessonProgress.objects.create(learner=learner, lesson=lesson, revision=lesson.current, started_at=began, finished_at=now)


def _play_leagues(year: Year, today: date, now: datetime) -> None:
    """Half a year of leagues, up with a good place and down with a bad one."""
    monday, tier = today - timedelta(days=today.weekday()), 0
    for ago in range(26, 0, -1):
        week, place = monday - timedelta(weeks=ago), year.rng.randint(2, 27)
        outcome = "up" if place <= 7 and tier < 3 else "down" if place > 22 and tier else "stay"
        group = LeagueGroup.objects.create(week=week, tier=tier, size=29, closes_at=now, closed_at=now)
        seat = LeagueSeat.objects.create(group=group, learner=year.learner, week=week, name="Quiet Comet", at=now)
        LeagueResult.objects.create(seat=seat, place=place, days=5, effort_seconds=900, outcome=outcome)
        tier += {"up": 1, "stay": 0, "down": -1}[outcome]


def _live_a_day(year: Year, day: date, items: dict, ahead: list[int], steps: list) -> None:
    rng, learner = year.rng, year.learner
    moment = datetime.combine(day, time(rng.choice([7, 7, 8, 18, 20, 21]), rng.randrange(60)), learner.clock.zone)
    begun, planned = moment, 0
    due = [one for one, memory in year.memories.items() if memory.due_on <= day]
    due.sort(key=lambda one: year.memories[one].due_on)
    met = [ahead.pop(0) for _ in ahead[:1] if rng.random() < 0.4]
    asked = [(one, rng.choice(items[one])) for one in due[:REVIEWS_A_DAY]]
    asked += [(one, item) for one in met for item in items[one]]
    for concept, revision in asked:
        planned += revision.seconds
        moment = _answer(year, concept, revision, day, moment)
    for lesson, key in [steps.pop(0) for _ in steps[: 2 if len(due) < REVIEWS_A_DAY / 2 else 1]]:
        moment += timedelta(seconds=rng.randint(25, 80))
        planned += 50
        year.steps.append(StepDone(learner=learner, lesson=lesson, step_key=key, day=day, at=moment))
        year.effort.append(XpEntry(learner=learner, cause=f"step:{lesson.slug}:{key}", effort_seconds=30, day=day, at=moment))
    if moment > begun:
        document = {"picks": [{"kind": "review", "step_kind": "", "seconds": planned}]}
        year.plans.append(DayPlan(learner=learner, day=day, minutes=MINUTES, document=document, composed_at=begun))
        if rng.random() < 0.93:
            year.days.append(LearnerDay(learner=learner, day=day, zone=learner.zone, finished_at=moment))


def _answer(year: Year, concept: int, revision: ItemRevision, day: date, moment: datetime) -> datetime:
    rng, learner, item = year.rng, year.learner, revision.item
    before = year.memories.get(concept)
    expected = rules.recall(before, day) if before else 0.75
    # This learner forgets a little more than the model thinks, and some concepts lie badly with them.
    ease = year.ease.setdefault(concept, rng.gauss(-0.25, 0.4))
    right = rng.random() < 1 / (1 + math.exp(-(math.log(expected / (1 - min(expected, 0.995))) + ease)))
    number = year.asked[item.pk] = year.asked.get(item.pk, 0) + 1
    seed = question_seed(item.slug, learner.pk, number)
    question = marking.generate(revision.document, seed)
    wrong = [] if right else wrong_responses(question)
    # One wrong idea is more tempting than the others, in whichever place its option stands.
    tempting = min(wrong, key=lambda one: _text(question, one) if rng.random() < 0.7 else "~", default=None)
    response = tempting or right_response(question)
    seconds = max(4, round(rng.lognormvariate(math.log(revision.seconds * 0.8), 0.35)))
    moment += timedelta(seconds=seconds + rng.randint(3, 9))
    score = marking.mark(question, response).score
    attempt = Attempt(
        learner=learner, item=item, revision=revision, number=number, seed=seed, response=response, score=score,
        seconds=seconds, day=day, at=moment,
    )  # fmt: skip
    grade = rules.Grade.GOOD if score == 1 else rules.Grade.AGAIN
    reviewed = rules.review(before, rules.Evidence(grade, day), seed=seed_for(learner.pk, concept))
    year.memories[concept] = reviewed.memory
    year.attempts.append(attempt)
    year.reviews.append(
        Review(
            learner=learner, concept_id=concept, attempt=attempt, rating=int(grade), predicted_recall=reviewed.predicted_recall,
            counted=reviewed.counted, due_on=reviewed.memory.due_on, day=day, at=moment,
        )
    )  # fmt: skip
    paid = max(1, round(revision.seconds * (0.5 + 0.5 * score)))
    year.effort.append(XpEntry(learner=learner, cause=f"answer:{item.slug}:{number}", effort_seconds=paid, day=day, at=moment))
    return moment


def _text(question: marking.Question, response: dict) -> str:
    if question.kind not in {"choice", "choices"}:
        return ""
    picked = response["choice"] if question.kind == "choice" else response["choices"][0]
    return question.key["options"][picked]["text"]


def _write(year: Year) -> None:
    Attempt.objects.bulk_create(year.attempts, batch_size=500)
    for rows in (year.reviews, year.effort, year.steps, year.plans, year.days):
        type(rows[0]).objects.bulk_create(rows, batch_size=500)
    ConceptMemory.objects.bulk_create(
        ConceptMemory(learner=year.learner, concept_id=concept, **asdict(memory)) for concept, memory in year.memories.items()
    )
