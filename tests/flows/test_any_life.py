"""Lives at random: whatever learners, authors and clocks do in whichever order, every screen stands and the books balance."""

import random
from collections import Counter
from datetime import timedelta

import pytest
from django.db.models import Sum

from exercises.models import Attempt, Item, Submission
from lessons.models import Lesson
from tests.helpers import CHECK_LIST, ITEMS, LESSONS, MONDAY, answer, learner, revise_lesson, settle, step, submit
from tests.play import play_day
from tutor import selectors, services
from tutor.models import ConceptMemory, DayPlan, LearnerDay, LessonProgress, Review, StepDone, User, XpEntry
from tutor.rules.memory import Evidence, Grade, fold, seed_for
from tutor.selectors.progress import plan_progress

ZONES = ["UTC", "Europe/Berlin", "America/Los_Angeles", "Pacific/Auckland", "Pacific/Kiritimati", "Antarctica/Troll"]
MOVES = 40


class Life:
    """One learner, an account from before, and the moves that chance picks for them."""

    def __init__(self, seed: int) -> None:
        self.chance = random.Random(seed)
        self.now = MONDAY + timedelta(days=self.chance.randrange(365))
        self.account = learner("ada")
        self.user = services.begin_as_guest(zone=self.chance.choice(ZONES), now=self.now)

    def live(self) -> None:
        moves = {
            self.answer: 8,
            self.read_on: 8,
            self.hand_in: 4,
            self.settle: 4,
            self.give_up: 1,
            self.finish_the_day: 3,
            self.ask_for_more: 2,
            self.wait: 6,
            self.move_house: 2,
            self.publish: 1,
            self.retire: 1,
            self.sign_in: 1,
        }
        for move in self.chance.choices(list(moves), list(moves.values()), k=MOVES):
            try:
                move()
            except services.LearningError as refusal:
                assert refusal.problem and refusal.mend, move
            self.now += timedelta(seconds=self.chance.randrange(1, 120))
            self.every_screen_stands()
        self.books_balance()

    def answer(self) -> None:
        answer(self.user, self.chance.choice(list(ITEMS)), self.now, right=self.chance.random() < 0.7)

    def read_on(self) -> None:
        lesson = self.chance.choice(list(LESSONS))
        services.start_lesson(learner=self.user, lesson_slug=lesson, now=self.now)
        ahead = selectors.step_for(self.user, lesson, None, self.now).step
        if ahead["item"]:
            answer(self.user, ahead["item"], self.now, lesson_slug=lesson, step_key=ahead["key"])
        else:
            services.finish_step(learner=self.user, lesson_slug=lesson, step_key=ahead["key"], now=self.now)

    def hand_in(self) -> None:
        submit(self.user, self.now, mode=self.chance.choice(["run", "submit"]))

    def settle(self) -> None:
        waiting = list(Submission.objects.filter(state__in=["queued", "running"]).order_by("pk"))
        for submission in self.chance.sample(waiting, self.chance.randrange(len(waiting) + 1)):
            failing = [check["name"] for check in CHECK_LIST if self.chance.random() < 0.3]
            for _ in range(self.chance.randrange(1, 3)):
                settle(submission, self.now, *failing)

    def give_up(self) -> None:
        services.show_solution(learner=self.user, exercise_slug="norm", now=self.now)

    def finish_the_day(self) -> None:
        play_day(self.user, self.now)
        self.now += timedelta(minutes=30)  # longer than it took

    def ask_for_more(self) -> None:
        services.extend_day(learner=self.user, now=self.now)

    def wait(self) -> None:
        self.now += timedelta(hours=self.chance.choice([1, 5, 11, 24, 24, 24, 50, 400]))

    def move_house(self) -> None:
        self.user = services.change_settings(
            learner=self.user,
            zone=self.chance.choice(ZONES),
            daily_minutes=self.chance.choice([3, 6, 60]),
            day_turns_at=self.chance.choice([0, 2, 4, 12]),
            theme="auto",
            now=self.now,
        )

    def publish(self) -> None:
        slug = self.chance.choice(list(LESSONS))
        kept = [one for one in LESSONS[slug] if self.chance.random() < 0.8]
        revise_lesson(slug, [*kept, step("read", f"news-{self.chance.randrange(100)}", 30)], self.now)

    def retire(self) -> None:
        rows = self.chance.choice([Lesson, Item]).objects.order_by("pk")
        row = rows[self.chance.randrange(rows.count())]
        row.retired_at = None if row.retired_at else self.now
        row.save()

    def sign_in(self) -> None:
        if self.user.is_guest:
            services.claim_guest(guest=self.user, account=self.account, now=self.now)
            self.user = User.objects.get(pk=self.account.pk)

    def every_screen_stands(self) -> None:
        user, now = self.user, self.now
        services.open_day(learner=user, now=now)
        today = selectors.today_for(user, now)
        assert today.seconds_left <= today.seconds_total
        plan = DayPlan.objects.get(learner=user, day=today.day)
        assert today.seconds_total <= plan.minutes * 60 or len(today.picks) == 1 or plan.minutes > user.daily_minutes
        assert today.streak.current <= today.streak.longest
        selectors.path_map(user, "arrows", now)
        selectors.exercise_for(user, "norm", now)
        selectors.day_summary(user, today.day, now)
        totals = selectors.profile_for(user, now).totals
        assert totals.effort_seconds == (XpEntry.objects.filter(learner=user).aggregate(all=Sum("effort_seconds"))["all"] or 0)
        for progress in LessonProgress.objects.filter(learner=user).select_related("lesson"):
            selectors.step_for(user, progress.lesson.slug, None, now)

    def books_balance(self) -> None:
        user = self.user
        for memory in ConceptMemory.objects.filter(learner=user):
            reviews = Review.objects.filter(learner=user, concept=memory.concept_id).order_by("at", "pk")
            evidence = [Evidence(Grade(one.rating), one.day) for one in reviews]
            assert fold(evidence, seed=seed_for(user.pk, memory.concept_id)) == memory.as_rule()
            assert memory.due_on > memory.reviewed_on
        assert Review.objects.filter(learner=user, attempt__isnull=False).count() == Attempt.objects.filter(learner=user).count()
        for item, count in Counter(Attempt.objects.filter(learner=user).values_list("item", flat=True)).items():
            asked = Attempt.objects.filter(learner=user, item=item).values_list("number", flat=True)
            assert sorted(asked) == list(range(1, count + 1))
        for progress in LessonProgress.objects.filter(learner=user, finished_at__isnull=False).select_related("revision"):
            done = set(StepDone.objects.filter(learner=user, lesson=progress.lesson_id).values_list("step_key", flat=True))
            assert {one["key"] for one in progress.revision.steps} <= done
        for day in LearnerDay.objects.filter(learner=user):
            assert plan_progress(user, day.day) is not None, "a day is finished in its plan"


@pytest.mark.parametrize("seed", range(4))
def test_whatever_happens_every_screen_stands_and_the_books_balance(course, seed):
    Life(seed).live()
