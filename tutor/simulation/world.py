"""What a person really does: whether an answer is right, and the seconds that it takes. The site is told no more than that."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from random import Random

from tutor.simulation.chance import around, chance
from tutor.simulation.course import Course, Question, Step
from tutor.simulation.forgetting import FsrsMind, Mind, TraceMind
from tutor.simulation.people import Person

# The chance to hit the right answer without knowing it; a choice is guessed from its options.
GUESSING = {"choices": 0.08, "match": 0.05, "order": 0.05, "fill": 0.08, "output": 0.05, "point": 0.15, "number": 0.01}
# Times are around the author's guess, not at it: the standard deviation of the logarithm, from question to question.
GUESSED_APART = 0.25
WRONG_TAKES = 1.25
MOST_TRIES = 4
# Shares of an exercise's time: the first try, and each that mends it.
FIRST_TRY, LATER_TRY = 0.8, 0.3


@dataclass(frozen=True, slots=True)
class Answer:
    right: bool
    seconds: int


@dataclass(frozen=True, slots=True)
class Try:
    """One submission: the concepts whose checks it fails."""

    failing: frozenset[str]
    seconds: int


def guessing(question: Question) -> float:
    return 1 / question.options if question.options else GUESSING.get(question.kind, 0.0)


@dataclass(slots=True)
class World:
    """One person in one course. `minutes` counts the seconds that were really spent, in minutes."""

    person: Person
    course: Course
    mind: Mind = field(init=False)
    minutes: float = 0.0
    _times: Counter[str] = field(default_factory=Counter)

    def __post_init__(self) -> None:
        name = self.person.name
        self.mind = FsrsMind(name) if self.person.mind == "fsrs" else TraceMind(name, self.course.lesson_of)

    def answer(self, slug: str, day: int) -> Answer:
        """Answers a question, reads why, and so practises its concept."""
        question = self.course.questions[slug]
        luck = self._luck(slug)
        known = self._knows(question.concept, day, luck.random())
        right = luck.random() >= self.person.slip if known else luck.random() < guessing(question)
        seconds = self._seconds(question.seconds, "quiz", slug) * (1.0 if right else WRONG_TAKES)
        self.mind.practise(question.concept, day, recalled=known)
        return Answer(right, self._spend(seconds))

    def read(self, step: Step) -> int:
        """Seconds of a step that is read, explored or recapped."""
        return self._spend(self._seconds(step.seconds, "read", f"{step.lesson}/{step.key}"))

    def solve(self, step: Step, day: int) -> tuple[Try, ...]:
        """Tries at an exercise, the last of which passes unless it was given up. Each concept is practised once."""
        luck, tries, shares = self._luck(step.exercise), list[Try](), (FIRST_TRY, *[LATER_TRY] * (MOST_TRIES - 1))
        known = {concept: self._knows(concept, day, luck.random()) for concept in step.concepts}
        failing = {concept for concept in step.concepts if not known[concept] or luck.random() < 0.1}
        for n, share in enumerate(shares):
            place = f"{step.lesson}/{step.key}/{n}"
            tries.append(Try(frozenset(failing), self._spend(share * self._seconds(step.seconds, "code", place))))
            if not failing:
                break
            failing = {concept for concept in failing if luck.random() < 0.4}
        for concept, was_known in known.items():
            self.mind.practise(concept, day, recalled=was_known)
        return tuple(tries)

    def remembered(self, day: int) -> float:
        """Concepts that would be recalled on a day, on average: the sum of the true chances."""
        return sum(self.mind.recall(concept, day) for concept in self.mind.met())

    def _knows(self, concept: str, day: int, luck: float) -> bool:
        """A concept that is met for the first time was taught a moment ago."""
        new = concept not in self.mind.met()
        return luck < (self.person.take_in if new else self.mind.recall(concept, day))

    def _luck(self, place: str) -> Random:
        self._times[place] += 1
        return chance(self.person.name, place, self._times[place])

    def _seconds(self, guessed: int, kind: str, place: str) -> float:
        usual = around(guessed, GUESSED_APART, "usual", place.rpartition("/")[0] if kind == "code" else place)
        return around(usual * self.person.pace[kind], self.person.noise, self.person.name, "time", place, self._times[place])

    def _spend(self, seconds: float) -> int:
        spent = max(1, round(seconds))
        self.minutes += spent / 60
        return spent
