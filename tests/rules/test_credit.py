"""Implied credit: whom a pass says something of, and how much."""

from hypothesis import given
from hypothesis import strategies as st

from tutor.rules.credit import DEEPEST, SHARE, shares

NEEDS = {4: [3, 2], 3: [2], 2: [1], 1: [0]}
graphs = st.dictionaries(st.integers(0, 8), st.lists(st.integers(0, 8), max_size=4), max_size=9)


def test_credit_is_halved_with_each_step_down_and_ends_after_two():
    assert shares(NEEDS, 4) == {3: 0.5, 2: 0.5, 1: 0.25}
    assert shares(NEEDS, 2) == {1: 0.5, 0: 0.25}
    assert shares(NEEDS, 0) == {}


@given(graphs, st.integers(0, 8))
def test_any_graph_gives_each_concept_one_share_and_none_to_the_concept_itself(needs, concept):
    found = shares(needs, concept)
    assert concept not in found
    assert set(found.values()) <= {SHARE**depth for depth in range(1, DEEPEST + 1)}
    for below in needs.get(concept, []):
        assert below == concept or found[below] == SHARE
