"""What lesson 1.4 says of random points and real questions is so, and its widget's data is what the builder computes."""

from functools import cache

import numpy as np
import pytest

from lessons.lab import build, build_dimension_slider, corpus, geometry, sentences
from lessons.lab.counts import Matrix
from tests.lab.told import data, tells

pytestmark = pytest.mark.xdist_group("sentence model")
LESSON = "04-high-dimensions"
PATH = build.CATALOGUE / "embeddings/04-high-dimensions/data/dimension-slider.json"
FIGURES = ("mean", "spread", "nearest", "farthest", "ratio", "hub", "orphans")


def committed() -> dict:
    return data(f"{LESSON}/data/dimension-slider.json")


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


def test_the_share_of_pairs_within_a_tenth_of_a_right_angle() -> None:
    near = {d: (np.abs(geometry.pair_cosines(geometry.cloud(1000, d, 1))) < 0.1).mean() for d in (3, 1024)}
    tells(LESSON, f"In 3 dimensions {near[3]:.0%}, in 1024 **{near[1024]:.1%}**.")
    assert near[1024] > 0.99


def within(limit: float, d: int) -> float:
    """The share of random pairs whose cosine is at most `limit` from 0, from its exact density (1 − t²)^((d−3)/2)."""
    t = np.linspace(-1, 1, 200_001)
    density = (1 - t**2) ** ((d - 3) / 2)
    return float(density[np.abs(t) <= limit].sum() / density.sum())


def test_two_thirds_of_random_pairs_are_within_one_spread_and_95_in_100_within_two() -> None:
    tells(LESSON, "About two thirds of all pairs lie within that of a right angle, and 95 in 100 within twice that.")
    for d in (16, 25, 64, 100, 256, 400, 625, 1600, 2500):
        assert within(d**-0.5, d) == pytest.approx(2 / 3, abs=0.025)
        assert within(2 * d**-0.5, d) == pytest.approx(0.95, abs=0.01)


def test_a_cosine_of_three_tenths_is_rare_in_the_spaces_that_the_lesson_says() -> None:
    assert [within(0.3, d) > 0.99 for d in (10, 40, 150, 1500)] == [False, False, True, True]
    tells(LESSON, f"so 0.3 is {0.3 * 40**0.5:.1f} spreads away: about {100 * (1 - within(0.3, 40)):.0f} pairs in 100")
    tells(LESSON, f"The spread is {10**-0.5:.2f}. A cosine", f"The spread is {40**-0.5:.2f}, so")
    tells(LESSON, f"The spread is {150**-0.5:.3f}, so 0.3 is {0.3 * 150**0.5:.1f} spreads away.")
    tells(LESSON, f"The spread is {1500**-0.5:.3f}, so 0.3 is more than {int(0.3 * 1500**0.5)} spreads away")


def test_in_three_dimensions_all_cosines_are_equally_likely_and_in_no_other() -> None:
    tells(LESSON, "Every cosine from −1 to 1 is equally likely. Only in three dimensions is that so.")
    spread = {d: np.histogram(geometry.pair_cosines(geometry.cloud(1000, d, 2)), bins=4, range=(-1, 1))[0] for d in (2, 3, 4)}
    level = {d: counts.max() / counts.min() for d, counts in spread.items()}
    assert level[3] < 1.02 < min(level[2], level[4])


def test_the_figures_in_the_table_of_the_lesson() -> None:
    rows = {f"$d={d}$": random(d) for d in (3, 32, 384)} | {"real questions, 384": committed()["real"]}
    for name, one in rows.items():
        ratio = f"{one['ratio']:.0f}" if one["ratio"] > 10 else f"{one['ratio']:.2f}"
        tells(LESSON, f"| {name} | {ratio} | {one['hub']} |")


def test_the_hubs_and_the_points_that_are_nobodys_neighbour_are_as_told() -> None:
    one, real = random(384), committed()["real"]
    tells(LESSON, f"while {one['orphans']} of the 1000 are nobody's", f"one point is in {one['hub']} of 999 top-ten lists")
    tells(LESSON, f"the busiest point is in {one['hub']} lists and {one['orphans']} points are in none")
    tells(LESSON, f"the busiest is in {real['hub']}, and {real['orphans']} are in none", f"in 3 dimensions ({random(3)['hub']})")
    tells(LESSON, f"A hub is listed by {one['hub']} points and lists ten.", f"however well they match: {one['orphans']} of them")


def test_how_much_farther_the_farthest_is_than_the_nearest_is_as_told() -> None:
    for d in (8, 64, 1024):
        tells(LESSON, f'left: "d = {d}", right: "{random(d)["ratio"]:.1f} times"')
    tells(LESSON, f'left: "d = 2", right: "{random(2)["ratio"]:.0f} times"')
    tells(LESSON, f"of 1000 random points is only {random(384)['ratio']:.2f} times as far as the nearest.")


def test_real_questions_spread_like_random_arrows_in_59_dimensions() -> None:
    real, chance = committed()["real"]["spread"], random(384)["spread"]
    tells(LESSON, f"spread by {real:.3f}, not {chance:.3f}, as wide as random arrows in {1 / real**2:.0f} dimensions")
    tells(LESSON, f"Their spread, {real:.3f}, is that of random arrows in about {1 / real**2:.0f} dimensions.")
    tells(LESSON, f"With $d=384$, as in a common sentence model, that is {384**-0.5:.3f}")
    assert real / chance == pytest.approx(2.5, abs=0.06)


def test_the_order_of_spreads_is_as_told() -> None:
    spreads = [one["spread"] for one in (random(3), random(16), committed()["real"], random(384), random(1024))]
    assert spreads == sorted(spreads, reverse=True)
    tells(LESSON, "Measured: {:.2f}, {:.2f}, {:.2f}, {:.2f} and {:.2f}.".format(*spreads))


def test_projected_from_384_to_128_distances_are_off_by_6_percent_and_two_in_three_keep_their_nearest() -> None:
    before = geometry.distance_table(questions())
    after = geometry.distance_table(geometry.gaussian_projection(questions(), 128, seed=1))
    ratios = geometry.pairs_of(after) / geometry.pairs_of(before)
    tells(LESSON, f"distances off by {ratios.std():.0%}", "only two in three keep their nearest neighbour")
    none = np.diag(np.full(len(before), np.inf))
    kept = ((before + none).argmin(axis=1) == (after + none).argmin(axis=1)).mean()
    assert kept == pytest.approx(2 / 3, abs=0.03)


def test_random_distances_spread_by_one_over_the_root_of_2d() -> None:
    for d in (32, 128, 512):
        distances = geometry.pairs_of(geometry.distance_table(geometry.cloud(1000, d, 1)))
        assert distances.std() / distances.mean() == pytest.approx((2 * d) ** -0.5, rel=0.04)


def test_the_guarantee_for_a_square_of_points_asks_twice_the_dimensions() -> None:
    needed = [geometry.lindenstrauss_dimension(n, 0.2) for n in (1000, 100, 10_000)]
    tells(LESSON, f'n: "[1000, 100, 10000][case]" k: "{needed}[case]"')
    for n in (100, 1000, 10_000):
        twice = 2 * geometry.lindenstrauss_dimension(n, 0.2)
        assert geometry.lindenstrauss_dimension(n * n, 0.2) == pytest.approx(twice, abs=2)


def test_in_the_picture_every_outer_point_is_nearest_to_the_middle() -> None:
    points = np.array([[0.2, 0.1], [3, 0.4], [1.2, 3.1], [-2.5, 2.1], [-2.2, -2.3], [1.3, -3]])
    apart = geometry.distance_table(points)
    assert geometry.occurrences(apart, 1).tolist() == [5, 1, 0, 0, 0, 0]
    tells(LESSON, f"M is closer still: {apart[2, 0]:.2f} against {apart[2, 1]:.2f}")


def test_distances_are_those_of_the_coordinates() -> None:
    points = geometry.cloud(7, 5, 3)
    direct = np.linalg.norm(points[:, None] - points[None, :], axis=2)
    assert geometry.distance_table(points) == pytest.approx(direct, abs=1e-9)
    others = np.where(direct > 0, direct, np.inf)
    ratio = float(np.median(direct.max(axis=1) / others.min(axis=1)))
    assert geometry.nearest_and_farthest(geometry.distance_table(points))[2] == pytest.approx(ratio)
