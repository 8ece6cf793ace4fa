"""What lesson 1.4 says of random points and real questions is so, and its widget's data is what the builder computes."""

import json
from functools import cache

import numpy as np
import pytest

from lessons.lab import build, build_dimension_slider, corpus, geometry, sentences
from lessons.lab.counts import Matrix

PATH = build.CATALOGUE / "embeddings/04-high-dimensions/data/dimension-slider.json"
FIGURES = ("mean", "spread", "nearest", "farthest", "ratio", "hub", "orphans")


@cache
def committed() -> dict:
    return json.loads(PATH.read_text(encoding="utf-8"))


def random(d: int) -> dict:
    return next(one for one in committed()["random"] if one["d"] == d)


@cache
def questions() -> Matrix:
    return sentences.embed(corpus.paragraphs("support"))


@pytest.mark.parametrize("d", build_dimension_slider.DIMENSIONS)
def test_measuring_random_points_again_gives_the_committed_figures(d: int) -> None:
    points = geometry.cloud(build_dimension_slider.POINTS, d, build_dimension_slider.SEED)
    assert {"d": d, **build_dimension_slider.measured(points)} == {**random(d), "d": d}


def test_measuring_the_questions_again_gives_the_committed_figures_but_for_rounding_in_the_model() -> None:
    again, real = build_dimension_slider.measured(questions()), committed()["real"]
    for name in FIGURES:
        assert again[name] == pytest.approx(real[name], rel=0.02, abs=2e-3)
    for name in ("cosine", "distance"):
        moved = np.abs(np.subtract(again[name], real[name])).sum()
        assert moved < 0.002 * sum(real[name])


def test_the_file_is_small_and_carries_no_question() -> None:
    assert PATH.stat().st_size < 30_000
    assert corpus.paragraphs("support")[0] not in PATH.read_text(encoding="utf-8")


def test_cosines_of_random_pairs_spread_by_one_over_the_root_of_d() -> None:
    for one in committed()["random"]:
        assert one["spread"] == pytest.approx(one["d"] ** -0.5, rel=0.005)
        assert abs(one["mean"]) < 0.001


@pytest.mark.parametrize(("d", "percent"), [(3, 10.0), (1024, 99.9)])
def test_the_share_of_pairs_within_a_tenth_of_a_right_angle(d: int, percent: float) -> None:
    cosines = geometry.pair_cosines(geometry.cloud(1000, d, 1))
    assert round(100 * float((np.abs(cosines) < 0.1).mean()), 1) == percent


def test_the_figures_in_the_table_of_the_lesson() -> None:
    assert [round(random(3)["ratio"]), random(3)["hub"]] == [24, 19]
    assert [round(random(32)["ratio"], 2), random(32)["hub"]] == [2.06, 109]
    assert [round(random(384)["ratio"], 2), random(384)["hub"], random(384)["orphans"]] == [1.22, 187, 235]
    real = committed()["real"]
    assert [round(real["ratio"], 2), real["hub"], real["orphans"]] == [1.86, 38, 3]
    assert [round(random(d)["ratio"], 1) for d in (8, 64, 1024)] == [4.9, 1.6, 1.1]
    assert round(random(2)["ratio"]) == 75


def test_real_questions_spread_like_random_arrows_in_59_dimensions() -> None:
    real = committed()["real"]
    assert round(real["spread"], 3) == 0.130
    assert round(1 / real["spread"] ** 2) == 59
    assert real["spread"] / random(384)["spread"] == pytest.approx(2.5, abs=0.06)


def test_projected_from_384_to_128_distances_are_off_by_6_percent_and_two_in_three_keep_their_nearest() -> None:
    before = geometry.distance_table(questions())
    after = geometry.distance_table(geometry.gaussian_projection(questions(), 128, seed=1))
    ratios = geometry.pairs_of(after) / geometry.pairs_of(before)
    assert round(float(ratios.std()), 2) == 0.06
    none = np.diag(np.full(len(before), np.inf))
    kept = ((before + none).argmin(axis=1) == (after + none).argmin(axis=1)).mean()
    assert kept == pytest.approx(2 / 3, abs=0.03)


def test_random_distances_spread_by_one_over_the_root_of_2d() -> None:
    for d in (32, 128, 512):
        distances = geometry.pairs_of(geometry.distance_table(geometry.cloud(1000, d, 1)))
        assert distances.std() / distances.mean() == pytest.approx((2 * d) ** -0.5, rel=0.04)


def test_the_guarantee_for_a_square_of_points_asks_twice_the_dimensions() -> None:
    assert [geometry.lindenstrauss_dimension(n, 0.2) for n in (100, 1000, 10_000)] == [1063, 1595, 2126]
    for n in (100, 1000, 10_000):
        twice = 2 * geometry.lindenstrauss_dimension(n, 0.2)
        assert geometry.lindenstrauss_dimension(n * n, 0.2) == pytest.approx(twice, abs=2)


def test_in_the_picture_every_outer_point_is_nearest_to_the_middle() -> None:
    points = np.array([[0.2, 0.1], [3, 0.4], [1.2, 3.1], [-2.5, 2.1], [-2.2, -2.3], [1.3, -3]])
    assert geometry.occurrences(geometry.distance_table(points), 1).tolist() == [5, 1, 0, 0, 0, 0]


def test_distances_are_those_of_the_coordinates() -> None:
    points = geometry.cloud(7, 5, 3)
    direct = np.linalg.norm(points[:, None] - points[None, :], axis=2)
    assert geometry.distance_table(points) == pytest.approx(direct, abs=1e-9)
    others = np.where(direct > 0, direct, np.inf)
    ratio = float(np.median(direct.max(axis=1) / others.min(axis=1)))
    assert geometry.nearest_and_farthest(geometry.distance_table(points))[2] == pytest.approx(ratio)
