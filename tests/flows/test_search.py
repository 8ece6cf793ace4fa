"""Finding what is taught: by meaning through the real index worker and its model, by words without it."""

import pytest

from tests.waiting import until
from tutor.selectors import search
from tutor.selectors.search import SILENT_KEY

QUESTION = "Why do some points turn up in every list?"
pytestmark = pytest.mark.xdist_group("workers")


@pytest.fixture
def by_words(catalogue, monkeypatch):
    """As if the index worker had just missed its time."""
    monkeypatch.setattr(search.cache, "get", lambda key, default=None: True if key == SILENT_KEY else None)


def test_a_question_finds_what_answers_it_though_it_shares_no_word_with_it(index_worker, catalogue):
    def by_meaning():  # the worker may still be loading its model
        search.cache.delete(SILENT_KEY)
        return search.search(QUESTION).how == "meaning"

    until(by_meaning)
    found = search.search(QUESTION)
    assert found.hits[0].title == "Hubness"
    assert [hit.score for hit in found.hits] == sorted((hit.score for hit in found.hits), reverse=True)


def test_without_the_worker_rare_words_lead(by_words):
    found = search.search("What is the concentration of a distance in the space?")
    assert (found.how, found.hits[0].title) == ("words", "Distance concentration")


@pytest.mark.parametrize("query", ["hubs", "HUB", "hubness"])
def test_case_and_plural_do_not_matter(by_words, query):
    assert "high-dimensions" in {hit.lesson_slug for hit in search.search(query).hits[:2]}


def test_words_that_nobody_taught_find_nothing(by_words):
    assert search.search("zzzz").hits == search.search("   ").hits == ()
