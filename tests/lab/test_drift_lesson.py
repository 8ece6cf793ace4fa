"""What lesson 3.4 says of drift is so, and its data are what is computed."""

from __future__ import annotations

import csv
import runpy
from collections import Counter
from functools import cache
from typing import Any

import numpy as np
import pytest

from lessons.lab import build_drift, corpus, drift, helpdesk, sentences
from lessons.lab.build_drift import COURSES, Vectors
from lessons.lab.counts import Matrix
from tests.lab.told import EMBEDDINGS, data, tells

pytestmark = pytest.mark.xdist_group("sentence model")
LESSON = "13-drift"
STATISTICS = ("score", "nearest", "length", "canaries")


@cache
def monitor() -> dict[str, Any]:
    return data(f"{LESSON}/data/drift-monitor.json")


DAY = 9


def asked() -> helpdesk.Places:
    """Some of what the bank is asked: every twelfth question of all intents."""
    return np.setdiff1d(np.arange(helpdesk.INTENTS * helpdesk.EACH), helpdesk.stored())[::12]


@cache
def given() -> Vectors:
    """Vectors of what is looked at below; those of all other questions are left at zero, as embedding them takes long."""
    stream, stored = helpdesk.stream(), helpdesk.stored()
    today = np.concatenate([stream.days[DAY - 1], stream.new_topic[DAY - 1], asked()])
    needed = {"own": [stored, stream.calm], "pooling": [stored[::2], helpdesk.canaries()], "other": [stored]}
    return Vectors({name: embedded(name, np.unique(np.concatenate([today, *places]))) for name, places in needed.items()})


def embedded(model: str, places: helpdesk.Places) -> Matrix:
    rows = np.zeros((len(helpdesk.questions()), helpdesk.SIZE))
    rows[places] = helpdesk.MODELS[model]([helpdesk.questions()[place][1] for place in places])
    return rows


def rings(name: str, value: float) -> bool:
    limit = monitor()["limits"][name]
    return bool(value > limit if name == "score" else value < limit)


def first(course: str, name: str) -> int | None:
    return next((day for day, value in enumerate(monitor()["courses"][course][name], 1) if rings(name, value)), None)


def test_a_day_computed_again_is_the_committed_one_but_for_rounding_in_the_models() -> None:
    for course in COURSES:
        again = build_drift.told(given(), course, DAY)
        for name, value in again.items():
            assert monitor()["courses"][course][name][DAY - 1] == pytest.approx(value, abs=0.03 if name == "right" else 2e-3)


def test_the_alarms_are_where_shuffling_the_calm_questions_puts_them() -> None:
    assert build_drift.limits(given()) == pytest.approx(monitor()["limits"], abs=2e-3)
    limit = monitor()["limits"]["score"]
    tells(LESSON, f"draw {helpdesk.A_DAY} of the {monitor()['reference']} calm questions by lot", f"is above {limit:.3f}")
    tells(LESSON, f"The alarm is at {limit:.3f}.", f"{build_drift.TIMES} times", "One in a hundred")


def test_the_file_is_small_and_its_examples_are_questions_of_the_day() -> None:
    texts = monitor()["texts"]
    assert (EMBEDDINGS / LESSON / "data" / "drift-monitor.json").stat().st_size < 20_000
    tells(LESSON, f"The file holds {len(texts)} of them.")
    known = {text for _, text in helpdesk.questions()}
    stored = {helpdesk.questions()[place][1] for place in helpdesk.stored()}
    assert set(texts) <= known
    for course in COURSES:
        for day, examples in enumerate(monitor()["examples"][course], 1):
            asked = {helpdesk.questions()[place][1] for place in build_drift.asked(course, day)[0]}
            assert all(texts[one] in asked and texts[other] in stored for one, other, *_ in examples)


def test_the_questions_are_as_told_and_none_is_asked_twice() -> None:
    rows = helpdesk.questions()
    assert len({text for _, text in rows}) == len(rows) == 1500
    assert Counter(Counter(intent for intent, _ in rows).values()) == {helpdesk.EACH: 15, 20: 15}
    stream = helpdesk.stream()
    asked = np.concatenate([stream.calm, *stream.days, *stream.new_topic])
    assert len(np.unique(asked)) == len(asked) and not set(asked) & set(helpdesk.stored())
    assert sum(line.count("\n") for line in (corpus.CORPORA / "helpdesk" / "work.csv").open()) == 301
    with (corpus.CORPORA / "helpdesk" / "banking.csv").open(encoding="utf-8") as file:
        assert next(csv.reader(file)) == ["intent", "text"]
    tells(LESSON, f"answers to {monitor()['stored']} questions", f"*Canaries* are {monitor()['canaries']} fixed")
    tells(LESSON, "1500 of [CLINC150]")


def test_what_rings_in_which_course_and_when_is_as_told() -> None:
    days = {(course, name): first(course, name) for course in COURSES for name in STATISTICS}
    assert all(days[course, "length"] is None and days["quiet", name] is None for course in COURSES for name in STATISTICS)
    for course in ("pooling", "model"):
        assert {days[course, name] for name in ("score", "nearest", "canaries")} == {helpdesk.CHANGE}
    assert days["topics", "canaries"] is None and days["topics", "nearest"] == days["topics", "score"]
    day = days["topics", "score"]
    assert day is not None
    share = (day - helpdesk.CHANGE + 1) * helpdesk.MORE_A_DAY / helpdesk.A_DAY
    tells(LESSON, f"They ring on day {day}, when {share * 10:.0f} questions in 10 are new.")
    tells(LESSON, f"[{', '.join(f'{value:.3f}' for value in topics_scores())}]")


def topics_scores() -> list[float]:
    return [round(monitor()["courses"]["topics"]["score"][day - 1], 3) for day in (11, 12, 13, 14, 15)]


def test_the_new_model_and_the_new_pooling_do_to_answers_and_canaries_what_is_told() -> None:
    model, pooling = (monitor()["courses"][course] for course in ("model", "pooling"))
    after = slice(helpdesk.CHANGE - 1, None)
    tells(LESSON, f"About {np.mean(model['right'][after]):.0%}: with {helpdesk.INTENTS} intents")
    assert np.mean(model["right"][after]) == pytest.approx(1 / helpdesk.INTENTS, abs=0.01)
    score = pooling["score"][helpdesk.CHANGE - 1]
    tells(LESSON, f"score {score:.2f}, canaries {pooling['canaries'][-1]:.3f}")
    tells(LESSON, f"score {monitor()['courses']['topics']['score'][14]:.2f}, canaries 1.000")


# -- what is asked, under all models -----------------------------------------------------------------------------------


def share(queries: str, rows: str) -> float:
    """Of right answers."""
    return float(helpdesk.answered(asked(), given().of[queries][asked()], given().of[rows][helpdesk.stored()])[0].mean())


def test_models_answer_alone_and_draw_lots_when_mixed() -> None:
    told = {("own", "own"): 91, ("own", "other"): 8, ("other", "own"): 6, ("other", "other"): 73, ("pooling", "own"): 73}
    for (queries, rows), percent in told.items():
        assert share(queries, rows) == pytest.approx(percent / 100, abs=0.08)
    tells(LESSON, f"| MiniLM | **{told['own', 'own']}%** | {told['own', 'other']}% |")
    tells(LESSON, f"| averaged GloVe | {told['other', 'own']}% | **{told['other', 'other']}%** |")
    tells(LESSON, f"same weights, and {told['pooling', 'own']}% are left", "Of 900 questions, 91% find one", "from 91% to 6%")


def test_of_a_half_re_embedded_table_queries_find_their_own_half() -> None:
    stored, of = helpdesk.stored(), given().of
    new = np.arange(len(stored)) % 2 == 0
    rows = np.where(new[:, None], of["pooling"][stored], of["own"][stored])
    right, nearest = helpdesk.answered(asked(), of["pooling"][asked()], rows)
    assert np.isin(nearest, stored[new]).all()
    assert right.mean() == pytest.approx(0.65, abs=0.08)
    tells(LESSON, "900 of 900 queries found a new row, and 65% a right one", "not one of 900 new queries found an old row")


def test_with_the_diagonal_calm_draws_score_above_the_alarm() -> None:
    def biased(x: Matrix, y: Matrix) -> float:
        return float(np.square(x.mean(axis=0) - y.mean(axis=0)).sum())

    reference = given().reference
    mean = drift.chance(reference, helpdesk.A_DAY, biased, times=300, seed=helpdesk.SEED).mean()
    assert mean > monitor()["limits"]["score"]
    tells(LESSON, f"from 0 to {mean:.3f}, which is above the alarm")
    assert drift.chance(reference, helpdesk.A_DAY, drift.score, times=300, seed=2).mean() == pytest.approx(0, abs=2e-3)


def test_the_exercise_scores_as_the_monitor_does() -> None:
    solution = runpy.run_path(str(EMBEDDINGS / LESSON / "exercise" / "solution.py"))
    places, model = build_drift.asked("topics", DAY)
    today = given().of[model][places]
    assert solution["drift_score"](given().reference, today) == pytest.approx(drift.score(given().reference, today))
    rng = np.random.default_rng(5)
    x, y = rng.normal(size=(7, 3)), rng.normal(size=(5, 3))
    pairs = np.mean([x[i] @ x[j] for i in range(7) for j in range(7) if i != j])
    pairs += np.mean([y[i] @ y[j] for i in range(5) for j in range(5) if i != j])
    assert drift.score(x, y) == pytest.approx(pairs - 2 * np.mean([one @ other for one in x for other in y]))


def test_pooling_by_the_first_token_is_another_vector_of_the_same_weights() -> None:
    text = ["where is my card"]
    mean, first_token = sentences.embed(text)[0], sentences.embed_by_first_token(text)[0]
    assert np.linalg.norm(mean) == pytest.approx(1) == pytest.approx(np.linalg.norm(first_token))
    assert mean.shape == first_token.shape and mean @ first_token < 0.8
