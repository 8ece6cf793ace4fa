"""What the server tells, by the names of its specification (docs/openapi.yaml), as far as a day needs it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID


@dataclass(frozen=True, slots=True)
class Tokens:
    """Tokens of this device. The refresh token is good once."""

    access: str
    access_ends_at: datetime
    refresh: str
    refresh_ends_at: datetime
    device: UUID
    scopes: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class SignedIn(Tokens):
    """Tokens of a new device, and a proof for the next sign-in on it, which opens nothing by itself."""

    proof: str


@dataclass(frozen=True, slots=True)
class Next:
    """What to go on with: a question (`review`), a `step` of a lesson, or the `summary` of a day that is done."""

    kind: str
    item: str
    lesson: str
    step: str


@dataclass(frozen=True, slots=True)
class Pick:
    """One thing of the plan, and why it is in it."""

    kind: str
    step_kind: str
    item: str
    lesson: str
    step: str
    title: str
    subtitle: str
    why: str
    seconds: int
    done: bool


@dataclass(frozen=True, slots=True)
class DayDot:
    """A day of the week that a streak shows."""

    date: date
    state: str


@dataclass(frozen=True, slots=True)
class Streak:
    """Days in a row. What pauses is never lost: `longest` stays."""

    current: int
    longest: int
    paused: bool
    today_done: bool
    days: tuple[DayDot, ...]
    freezes: int
    to_make_up: tuple[date, ...]
    make_up_until: date | None
    week_done: int
    week_asked: int


@dataclass(frozen=True, slots=True)
class Quest:
    """Something small to do today, for who wants it."""

    title: str
    done: int
    needed: int
    met: bool


@dataclass(frozen=True, slots=True)
class Gate:
    """A lesson that today begins with what it builds on."""

    lesson: str
    lesson_title: str
    titles: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Notices:
    """What there is to say beside the plan."""

    gates: tuple[Gate, ...]
    missed: int
    catch_up: date | None
    break_until: date | None


@dataclass(frozen=True, slots=True)
class Today:
    """The learner's local day: its plan, what of it is done, and what is next."""

    day: date
    opened: bool
    minutes: int
    picks: tuple[Pick, ...]
    next: Next
    seconds_total: int
    seconds_left: int
    finished: bool
    streak: Streak
    quests: tuple[Quest, ...]
    effort_seconds_today: int
    due_count: int
    ends_at: datetime
    notices: Notices


@dataclass(frozen=True, slots=True)
class Predict:
    """A question to be answered before a widget is touched. `answer` is the place of the right option, from 0."""

    ask_html: str
    options_html: tuple[str, ...]
    answer: int | None


@dataclass(frozen=True, slots=True)
class Widget:
    """Something to touch; `after_html` says what there is to see."""

    name: str
    data_url: str
    source_html: str
    predict: Predict | None
    after_html: str


@dataclass(frozen=True, slots=True)
class Step:
    """One screen of a lesson: read, explore, check, code, report or recap."""

    key: str
    kind: str
    title: str
    seconds: int
    stage: str
    markdown: str
    html: str
    item: str
    exercise: str
    goal: str
    widget: Widget | None


@dataclass(frozen=True, slots=True)
class Lesson:
    """A lesson with all its steps, in the revision that this learner takes."""

    slug: str
    path: str
    number: str
    revision: str
    title: str
    summary: str
    minutes: int
    steps: tuple[Step, ...]


@dataclass(frozen=True, slots=True)
class StepOutcome:
    """What finishing a step brought."""

    lesson_finished: bool
    day_finished: bool
    next_step: str | None


@dataclass(frozen=True, slots=True)
class Question:
    """A question without what would give the answer away. `public` depends on its kind: docs/authoring-items.md."""

    kind: str
    ask: str
    ask_html: str
    hint: str
    hint_html: str
    public: Any


@dataclass(frozen=True, slots=True)
class Asked:
    """A question as it is put to this learner; its answer names revision and number."""

    item: str
    concept: str
    concept_title: str
    revision: str
    number: int
    seconds: int
    question: Question


@dataclass(frozen=True, slots=True)
class Note:
    """What there is to say of an option, a blank or an entry."""

    target: str
    text: str
    html: str
    right: bool
    chosen: bool


@dataclass(frozen=True, slots=True)
class Explanation:
    """Why it is so."""

    why_html: str
    solution_html: str
    notes: tuple[Note, ...]


@dataclass(frozen=True, slots=True)
class StreakNow:
    """The streak after an answer."""

    current: int
    longest: int
    today_done: bool


@dataclass(frozen=True, slots=True)
class Outcome:
    """What came of an answer. `score` is from 0 to 1; `id` names the answer, for who takes it back."""

    id: UUID
    item: str
    number: int
    repeated: bool
    score: float
    correct: bool
    explanation: Explanation
    rating: int
    due_on: date
    days_until_due: int
    effort_seconds: int
    streak: StreakNow
    day_finished: bool


@dataclass(frozen=True, slots=True)
class Undone:
    """The question that is open again, and the step that asked it, if one did."""

    item: str
    lesson: str
    step: str


@dataclass(frozen=True, slots=True)
class Check:
    """A check of a submission, as it ended."""

    name: str
    title: str
    status: str
    status_text: str
    passed: bool
    sample: bool
    message: str
    sample_io: dict[str, str] | None
    output: str
    traceback: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Submission:
    """Code that was run or submitted, with the checks that are known so far. `verdict` is empty until it is `settled`."""

    id: UUID
    exercise: str
    mode: str
    state: str
    created_at: datetime
    settled: bool
    verdict: str
    passed: bool
    score: float | None
    headline: str
    lead: str
    checks: tuple[Check, ...]
    checks_expected: int
    output: str
    traceback: tuple[str, ...]
    grading_paused: bool


@dataclass(frozen=True, slots=True)
class Entry:
    """What the checks call."""

    name: str
    signature: str


@dataclass(frozen=True, slots=True)
class CheckTitle:
    """A check that is still hidden but for its title."""

    title: str
    sample: bool


@dataclass(frozen=True, slots=True)
class Exercise:
    """An exercise as it stands for a learner; `hints` are those that were taken, as HTML."""

    slug: str
    title: str
    prompt_html: str
    starter: str
    source: str
    entry: tuple[Entry, ...]
    checks: tuple[CheckTitle, ...]
    hints: tuple[str, ...]
    hints_total: int
    samples_suffice: bool
    passed: bool
    gave_up: bool
    solution: str
    latest: Submission | None


@dataclass(frozen=True, slots=True)
class Draft:
    """The code that the learner left in an editor, on whichever device."""

    source: str
    saved_at: datetime | None


@dataclass(frozen=True, slots=True)
class Hint:
    """A hint, counted from 1."""

    number: int
    html: str


@dataclass(frozen=True, slots=True)
class Solution:
    """A solution, with why it is one."""

    solution: str
    solution_html: str


@dataclass(frozen=True, slots=True)
class Coming:
    """A concept that comes back."""

    title: str
    due_on: date


@dataclass(frozen=True, slots=True)
class Level:
    """How much effort there has been, in steps of `needed` seconds."""

    number: int
    done: int
    needed: int


@dataclass(frozen=True, slots=True)
class Why:
    """What effort was for."""

    name: str
    effort_seconds: int


@dataclass(frozen=True, slots=True)
class Summary:
    """A local day in retrospect."""

    day: date
    finished: bool
    reviews_right: int
    reviews_total: int
    effort_seconds: int
    level: Level
    streak: Streak
    coming: tuple[Coming, ...]


@dataclass(frozen=True, slots=True)
class Xp:
    """Effort in all: seconds of expected work, of which 60 are 1 XP."""

    effort_seconds: int
    level: Level
    today: tuple[Why, ...]


@dataclass(frozen=True, slots=True)
class PathOffer:
    """A path, in short."""

    slug: str
    title: str
    emoji: str
    promise: str


@dataclass(frozen=True, slots=True)
class LessonOfPath:
    """A lesson on the map of its path. `recall` is the mean chance that its concepts are remembered today."""

    slug: str
    number: str
    title: str
    minutes: int
    state: str
    recall: float | None


@dataclass(frozen=True, slots=True)
class Phase:
    """A stretch of a path."""

    slug: str
    title: str
    lessons: tuple[LessonOfPath, ...]


@dataclass(frozen=True, slots=True)
class PathMap:
    """A path with its phases and lessons, as the learner stands in it."""

    slug: str
    title: str
    emoji: str
    promise: str
    enrolled: bool
    lessons_done: int
    lessons_total: int
    minutes_left: int
    phases: tuple[Phase, ...]
