"""What lesson 3.3 says of indexes is so, its walks are those of Faiss, and its widget's data is what the builder computes."""

from functools import cache
from math import isqrt, log

import faiss
import numpy as np
import pytest
from numpy.typing import NDArray

from lessons.lab import build, build_index_walk, index_growth, walks
from tests.lab.told import data, tells

LESSON = "12-ann"
PATH = "embeddings/12-ann/data/index-walk.json"
K = build_index_walk.NEIGHBOURS


def committed() -> dict:
    return data(f"{LESSON}/data/index-walk.json")


@cache
def points() -> NDArray[np.float64]:
    return np.array(committed()["points"])


@cache
def queries() -> NDArray[np.float64]:
    return np.array([at for _, *at in committed()["queries"]])


@cache
def graph() -> walks.Graph:
    """The one of the data file."""
    layers = [{point: links for point, *links in layer} for layer in committed()["hnsw"]["layers"]]
    return walks.Graph(tuple(layers), committed()["hnsw"]["entry"])


@cache
def cells() -> walks.Cells:
    return walks.Cells(np.array(committed()["ivf"]["centres"]), np.array(committed()["ivf"]["cells"]))


def cost(method: str, setting: int) -> tuple[float, float]:
    """Distances and recall, from the data file."""
    _, distances, recall = next(one for one in committed()["costs"][method] if one[0] == setting)
    return distances, recall


def test_the_builder_computes_the_committed_file() -> None:
    assert build.text_of(build_index_walk.build()) == (build.CATALOGUE / PATH).read_text(encoding="utf-8")
    assert (build.CATALOGUE / PATH).stat().st_size < 30_000


def test_360_different_words_of_12_topics_are_laid_flat_and_every_sixth_asks() -> None:
    topics = build_index_walk.topics()
    words = [word for topic in topics.values() for word in topic]
    assert (len(topics), len(words), len(set(words))) == (12, 360, 360)
    assert (committed()["words"], [word for word, *_ in committed()["queries"]]) == (
        [word for place, word in enumerate(words) if place % 6 != 5],
        words[5::6],
    )
    tells(LESSON, "360 of 12 topics, chosen by hand", "every sixth asks, the other 300 are searched", "the 60 words that ask")


@pytest.mark.parametrize("beam", build_index_walk.BEAMS)
def test_a_walk_through_the_graph_finds_what_faiss_finds_with_as_many_distances(beam: int) -> None:
    index = walks.faiss_graph(points(), build_index_walk.LINKS, build_index_walk.EFFORT)
    index.hnsw.efSearch = beam
    faiss.cvar.hnsw_stats.reset()
    _, theirs = index.search(queries().astype(np.float32), K)
    counted = faiss.cvar.hnsw_stats.ndis
    ours = [walks.descend(points(), graph(), query, K, beam) for query in queries()]
    assert [set(one.points) for one in ours] == [set(some) for some in theirs.tolist()]
    assert sum(one.distances for one in ours) == counted + len(ours), "Faiss does not count the entry point"


@pytest.mark.parametrize("probes", build_index_walk.PROBES)
def test_opening_cells_finds_what_faiss_finds_with_as_many_distances(probes: int) -> None:
    index = walks.faiss_cells(points(), build_index_walk.CELLS)
    index.nprobe = probes
    faiss.cvar.indexIVF_stats.reset()
    _, theirs = index.search(queries().astype(np.float32), K)
    ours = [walks.probe(points(), cells(), query, K, probes) for query in queries()]
    assert [set(one.points) for one in ours] == [set(some) for some in theirs.tolist()]
    assert sum(one.distances for one in ours) == faiss.cvar.indexIVF_stats.ndis + build_index_walk.CELLS * len(ours)


def test_all_cells_opened_are_exact_search_and_what_is_told_of_one_and_two_is_so() -> None:
    assert cost("ivf", build_index_walk.CELLS) == (len(points()) + build_index_walk.CELLS, 1)
    (one, share), (two, more) = cost("ivf", 1), cost("ivf", 2)
    tells(LESSON, f"7 or 8 ({share:.0%}), with {one:.0f} distances", f"Two cells find {more:.0%} with {two:.0f}.")
    assert 7 <= 10 * share <= 8


def test_no_beam_brings_the_graph_to_all_because_no_link_leads_to_egg() -> None:
    distances, share = cost("hnsw", 10)
    tells(LESSON, f"The graph finds {share:.0%} with {distances:.0f}", "to *egg* no link leads", "Yet no beam brings it to 100%")
    assert all(recall < 1 for _, _, recall in committed()["costs"]["hnsw"])
    led_to = {link for layer in graph().layers for links in layer.values() for link in links}
    assert [committed()["words"][point] for point in set(range(len(points()))) - led_to] == ["egg"]
    everything = [walks.descend(points(), graph(), query, K, len(points())) for query in queries()]
    missed = set()
    for one, query in zip(everything, queries(), strict=True):
        missed |= set(walks.exact(points(), query, K).points) - set(one.points)
    assert {committed()["words"][point] for point in missed} == {"egg"}


def test_layers_thin_out_by_m_and_links_are_at_most_2m_in_the_lowest_and_m_above() -> None:
    m = build_index_walk.LINKS
    sizes = [len(layer) for layer in graph().layers]
    assert sizes == [300, 84, 17, 2]
    for level, size in enumerate(sizes):
        assert size == pytest.approx(300 / m**level, rel=0.2, abs=4)
    for level, layer in enumerate(graph().layers):
        assert max(map(len, layer.values())) <= (m if level else 2 * m)
        assert all(link in layer for links in layer.values() for link in links)
    assert len(sizes) == pytest.approx(log(300, m), abs=1)


@cache
def growth(rows: int) -> tuple[index_growth.Cost, index_growth.Cost]:
    return index_growth.by_cells(rows), index_growth.by_graph(rows)


def test_the_table_of_distances_is_measured() -> None:
    for rows, told in ((1024, (300, 352)), (65_536, (2317, 513))):
        tells(LESSON, f"| {rows:,} rows | {rows:,} | {told[0]:,} | {told[1]:,} |")
        for one, number in zip(growth(rows), told, strict=True):
            # Other processors add in another order, which may turn a walk.
            assert one.distances == pytest.approx(number, rel=0.01)
    recalls = [one.recall for one in growth(65_536)]
    assert recalls == pytest.approx([0.91, 0.94], abs=0.01)
    tells(LESSON, "| recall@10 then | 100% | 91% | 94% |")


def test_of_64_times_the_rows_cells_make_8_times_the_work_and_the_graph_one_and_a_half() -> None:
    (few_cells, few_graph), (cells_, graph_) = growth(1024), growth(65_536)
    tells(LESSON, "Of 64 times the rows exact search makes 64 times the work, cells 8 times (as $\\sqrt N$)")
    tells(LESSON, "the graph only 1.5 times (as $\\log N$)")
    assert cells_.distances / few_cells.distances == pytest.approx(8, abs=0.4)
    assert graph_.distances / few_graph.distances == pytest.approx(1.5, abs=0.06)


def test_each_fourfold_adds_about_as_much_to_the_graphs_work() -> None:
    work = [growth(rows)[1].distances for rows in (1024, 4096, 16_384, 65_536)]
    assert np.diff(work) == pytest.approx(np.full(3, 53), abs=25)


def test_the_formula_for_cells_is_near_what_was_measured() -> None:
    rows, probes = 65_536, index_growth.PROBES
    centres = isqrt(rows)
    work = centres + probes * rows // centres
    tells(LESSON, f"With $C=\\sqrt N={centres}$ cells for {rows:,} rows and $p={probes}$ that makes {work:,}.")
    assert growth(rows)[0].distances == pytest.approx(work, rel=0.02)


def test_what_indexes_of_a_thousand_rows_do_is_as_told() -> None:
    by_cells, by_graph = growth(1024)
    tells(LESSON, "At 1000 rows a graph computes a third of the distances", "About 300 distances for nine in ten neighbours")
    assert by_graph.distances / 1024 == pytest.approx(1 / 3, abs=0.02)
    assert (by_cells.distances, by_cells.recall) == (pytest.approx(300, rel=0.02), pytest.approx(0.9, abs=0.01))
    assert isqrt(1024) == 32
    tells(LESSON, "IVF with 32 cells, opening 8 of them")


@pytest.mark.parametrize("m", [16, 32])
def test_a_row_of_a_graph_takes_its_vector_and_2m_links_and_hardly_more(m: int) -> None:
    rows = np.random.default_rng(1).normal(size=(2048, 50))
    index = walks.faiss_graph(rows, m, 40)
    assert len(faiss.serialize_index(index)) / len(rows) == pytest.approx(4 * 50 + 8 * m, rel=0.06)
    tells(LESSON, f"{2 * 16 * 4} for $M=16$")


def test_a_row_of_an_inverted_file_takes_its_vector_and_8_bytes() -> None:
    rows = np.random.default_rng(1).normal(size=(2048, 50))
    size = len(faiss.serialize_index(walks.faiss_cells(rows, 45)))
    assert (size - 45 * 50 * 4) / len(rows) == pytest.approx(4 * 50 + 8, rel=0.01)
    tells(LESSON, "8 bytes a row for its number")


def test_the_graph_of_faiss_cannot_delete_a_row() -> None:
    index = walks.faiss_graph(points(), 4, 40)
    with pytest.raises(RuntimeError, match="remove_ids not implemented"):
        index.remove_ids(np.array([1]))


def test_more_links_make_fewer_layers_and_a_larger_graph() -> None:
    rows = np.random.default_rng(1).normal(size=(2048, 8))
    few, many = (walks.faiss_graph(rows, m, 40) for m in (4, 8))
    assert few.hnsw.max_level > many.hnsw.max_level
    assert len(faiss.serialize_index(many)) > len(faiss.serialize_index(few))
    tells(LESSON, "the number of layers", "It shrinks: with one row in M going up, layers thin out faster.")


def test_in_the_picture_a_greedy_walk_ends_at_b_and_a_beam_of_two_reaches_c() -> None:
    at = np.array([[0, 0], [1, 2], [3, 2], [4.5, 3.5], [5, 1]])
    start, first, stuck, best, detour = range(5)
    links = {start: [first], first: [start, stuck], stuck: [first, detour], best: [detour], detour: [stuck, best]}
    one, query = walks.Graph((links,), start), np.array([4.0, 3.0])
    assert walks.descend(at, one, query, 1, 1).points == (stuck,)
    assert walks.descend(at, one, query, 1, 2).points == (best,)
    s, a, b, c, d = (f"{one:.2f}" for one in np.linalg.norm(at - query, axis=1))
    assert s == "5.00"
    tells(LESSON, f"Its link to A leads nearer: {a} instead of 5.", f"Its link to B leads nearer still: {b}.")
    tells(LESSON, f"{b} from q. Its links go to A ({a}) and D ({d}): no way is nearer.", f"The nearest row, {c} from q.")


def test_exact_search_is_sorted_and_complete_and_recall_counts_what_it_shares() -> None:
    truth = walks.exact(points(), queries()[0], K)
    apart = np.linalg.norm(points() - queries()[0], axis=1)
    assert list(truth.points) == np.argsort(apart)[:K].tolist()
    assert truth.distances == len(points())
    assert walks.recall(walks.Found(truth.points[:7], 1), truth) == 0.7
