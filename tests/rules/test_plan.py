"""The plan of a day: minutes are kept, nothing starves, steps keep their order, and every pick says why."""

from datetime import date, timedelta

from hypothesis import example, given, settings
from hypothesis import strategies as st

from tutor.rules.plan import GRACE, REVIEW_SHARE, DueReview, NextStep, compose, interleaved

DAY = date(2026, 1, 5)
calm = settings(max_examples=40, deadline=None)


def due(concept="norm", *, recall=0.8, seconds=30, lesson="lengths", late=0):
    return DueReview(concept, concept.title(), lesson, lesson.title(), f"{concept}-item", recall, late, seconds)


def step(key="intro", *, seconds=60, lesson="lengths", begun=False):
    return NextStep("arrows", lesson, lesson.title(), 1, key, "read", key.title(), seconds, begun)


seconds = st.integers(5, 240)
dues = st.lists(
    st.builds(due, st.uuids().map(str), recall=st.floats(0, 1), seconds=seconds, lesson=st.sampled_from("abc")), max_size=30
)
steps = st.lists(st.builds(step, st.uuids().map(str), seconds=seconds, lesson=st.sampled_from("abc")), max_size=30)
budgets = st.integers(3, 60).map(lambda minutes: minutes * 60)
days = st.dates(date(2020, 1, 1), date(2030, 1, 1))


@calm
@given(dues, steps, budgets, days)
def test_a_plan_keeps_to_the_minutes_unless_it_is_a_single_pick_or_ends_a_lesson(dues, steps, budget, day):
    picks = compose(dues, steps, seconds=budget, day=day)
    spent = sum(pick.seconds for pick in picks)
    assert spent <= (1 + GRACE) * budget or len(picks) == 1
    if spent > budget and len(picks) > 1:
        taken = sum(pick.kind == "step" for pick in picks)
        assert taken == len(steps) or steps[taken].lesson != steps[taken - 1].lesson


@calm
@given(dues, steps, budgets, days)
def test_there_is_something_to_do_whenever_there_is_anything(dues, steps, budget, day):
    assert bool(compose(dues, steps, seconds=budget, day=day)) == bool(dues or steps)


@calm
@given(dues, steps, budgets, days)
def test_steps_are_taken_from_the_front_in_their_order(dues, steps, budget, day):
    taken = [pick.key for pick in compose(dues, steps, seconds=budget, day=day) if pick.kind == "step"]
    assert taken == [one.key for one in steps][: len(taken)]


@calm
@given(dues, steps, budgets, days)
def test_no_review_is_planned_twice_and_none_is_invented(dues, steps, budget, day):
    planned = [pick.concept for pick in compose(dues, steps, seconds=budget, day=day) if pick.kind == "review"]
    assert len(set(planned)) == len(planned)
    assert set(planned) <= {one.concept for one in dues}


@calm
@given(dues, steps, budgets)
def test_neither_reviews_nor_new_material_starve_over_two_days(dues, steps, budget):
    kinds = {pick.kind for n in range(2) for pick in compose(dues, steps, seconds=budget, day=DAY + timedelta(days=n))}
    assert kinds == ({"review"} if dues else set()) | ({"step"} if steps else set())


@calm
@given(dues, budgets)
@example([due("a", seconds=141), due("b", seconds=5)], 180)
@example([due("a", recall=0, seconds=74), due("b", recall=0, seconds=101), due("c", recall=0, seconds=35)], 180)
def test_reviews_take_at_most_their_share_or_room_for_one_and_what_no_step_fits_into(dues, budget):
    """Room is kept for the one that is worth most or has waited too long. What is worth more in that room may then take it."""
    plenty = [step(str(n), seconds=10) for n in range(400)]
    picks = compose(dues, plenty, seconds=budget, day=DAY)
    spent = sum(pick.seconds for pick in picks if pick.kind == "review")
    longest = max((one.seconds for one in dues), default=0)
    assert spent <= REVIEW_SHARE * budget or spent < longest + plenty[0].seconds


def test_the_weakest_come_first():
    picks = compose([due("a", recall=0.9), due("b", recall=0.3), due("c", recall=0.6)], [], seconds=600, day=DAY)
    assert [pick.concept for pick in picks] == ["b", "c", "a"]


def test_without_anything_new_the_whole_day_is_for_reviews():
    assert len(compose([due(str(n), seconds=30) for n in range(20)], [], seconds=360, day=DAY)) == 12


def test_what_the_steps_leave_free_goes_to_more_reviews():
    picks = compose([due(str(n), seconds=30) for n in range(20)], [step(seconds=60)], seconds=360, day=DAY)
    assert [pick.kind for pick in picks].count("review") == 10
    assert sum(pick.seconds for pick in picks) == 360


def test_a_lesson_is_split_at_a_step():
    picks = compose([], [step(str(n), seconds=100) for n in range(6)], seconds=360, day=DAY)
    assert [pick.key for pick in picks] == ["0", "1", "2"]


def test_a_lesson_that_is_a_little_too_long_is_ended_and_not_left_at_its_recap():
    lesson = [step("read", seconds=200), step("code", seconds=150), step("recap", seconds=12)]
    following = step("next", seconds=5, lesson="angles")
    assert [pick.key for pick in compose([], [*lesson, following], seconds=360, day=DAY)] == ["read", "code", "recap"]
    longer = [*lesson[:2], step("recap", seconds=60)]
    assert [pick.key for pick in compose([], [*longer, following], seconds=360, day=DAY)] == ["read", "code"]


def test_a_long_step_is_not_put_off_for_ever_by_reviews():
    many = [due(str(n), seconds=30) for n in range(20)]
    picks = compose(many, [step("code", seconds=150)], seconds=180, day=DAY)
    assert [pick.kind for pick in picks] == ["review", "step"]


def test_a_step_as_long_as_the_day_has_every_other_day_for_itself():
    plans = [
        [pick.kind for pick in compose([due()], [step(seconds=400)], seconds=180, day=DAY + timedelta(days=n))] for n in range(4)
    ]
    assert sorted(plans[:2]) == [["review"], ["step"]]
    assert plans[:2] == plans[2:]


@calm
@given(dues)
def test_interleaving_moves_reviews_but_keeps_them_all_and_the_weakest_first(dues):
    ordered = interleaved(dues)
    assert sorted(map(id, ordered)) == sorted(map(id, dues))
    assert ordered[:1] == dues[:1]


def test_reviews_of_one_lesson_are_kept_apart_where_others_can_come_between():
    row = [due("a", lesson="x"), due("b", lesson="x"), due("c", lesson="y"), due("d", lesson="x")]
    assert [one.concept for one in interleaved(row)] == ["a", "c", "b", "d"]


def test_every_pick_says_why():
    late = due(recall=0.62, late=3)
    first, second, third = compose([late], [step(begun=True), step("b", lesson="angles")], seconds=600, day=DAY)
    assert first.why == "62 % likely to be remembered today, 3 days past its day"
    assert second.why == "goes on with “Lengths”"
    assert third.why == "begins “Angles”"


def stages(*seconds: int, stage: str, lesson: str = "finder") -> list[NextStep]:
    """Coming steps of a stage."""
    return [NextStep("p", lesson, "Finder", 1, f"{stage}-{n}", "read", "Step", s, True, stage) for n, s in enumerate(seconds)]


def planned(*steps: NextStep, seconds: int = 360) -> list[str]:
    return [pick.key for pick in compose([], steps, seconds=seconds, day=DAY)]


def test_a_day_ends_where_a_stage_begins_rather_than_in_its_middle():
    first, second = stages(120, 120, stage="a"), stages(100, 100, 100, stage="b")
    assert planned(*first, *second) == ["a-0", "a-1"]


def test_a_stage_is_cut_where_the_day_would_stay_more_than_half_empty():
    first, second = stages(60, stage="a"), stages(100, 100, 150, stage="b")
    assert planned(*first, *second) == ["a-0", "b-0", "b-1"]


def test_a_stage_that_is_longer_than_a_day_is_cut():
    assert planned(*stages(200, stage="a"), *stages(100, 200, 200, stage="b")) == ["a-0", "b-0"]


def test_the_end_of_a_stage_may_take_a_tenth_more():
    assert planned(*stages(200, 140, 50, stage="a"), *stages(60, stage="b")) == ["a-0", "a-1", "a-2"]


def test_what_was_begun_of_a_stage_goes_on_the_next_day():
    assert planned(*stages(100, 100, stage="a")[1:], *stages(200, stage="b")) == ["a-1", "b-0"]


def test_on_the_first_days_back_a_step_as_long_as_the_day_waits_while_anything_is_due():
    long = step(seconds=400)
    for day in (DAY, DAY + timedelta(days=1)):
        picks = compose([due()], [long], seconds=360, day=day, first_days=True)
        assert [pick.concept for pick in picks] == ["norm"]
        assert [pick.key for pick in compose([], [long], seconds=360, day=day, first_days=True)] == ["intro"]
