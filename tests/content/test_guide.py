"""What a path's page tells beside its lessons: read, checked and rendered, each mistake at its line."""

from __future__ import annotations

import pytest

from tests.content.conftest import Copy

FAQ, PATH = "ground/faq.md", "ground/path.yaml"
GOOD = "# What is a sum?\n\nSee [it](lesson:first).\n\n# And $x$?\n\n```text\n# no question\n```\n\nSee [it](lesson:first).\n"
RELATED = "related:\n  - {slug: circles, title: Circles, emoji: ⭕, promise: You see round things.}\n"


def add(copy: Copy, text: str) -> None:
    copy.write(PATH, copy.read(PATH).rstrip("\n") + "\n" + text)


def test_a_path_needs_no_guide(copy: Copy) -> None:
    assert copy.load().guides == {"ground": {"before_html": [], "faq": [], "related": []}}


def test_a_guide_is_rendered_with_its_links(copy: Copy) -> None:
    copy.write(FAQ, GOOD)
    add(copy, "before: [You can **add**., 'Nothing else, [surely](lesson:first).']\n" + RELATED)
    bundle = copy.load()
    assert bundle.problems == []
    guide = bundle.guides["ground"]
    assert guide["before_html"][0] == "You can <strong>add</strong>."
    assert '<a href="/learn/ground/first/">surely</a>' in guide["before_html"][1]
    assert [one["question"] for one in guide["faq"]] == ["What is a sum?", "And $x$?"]
    assert guide["faq"][0]["html"] == '<p>See <a href="/learn/ground/first/">it</a>.</p>\n'
    assert "# no question" in guide["faq"][1]["html"]
    assert guide["related"] == [{"slug": "circles", "title": "Circles", "emoji": "⭕", "promise": "You see round things."}]


@pytest.mark.parametrize(
    ("text", "problem"),
    [
        ("", "1: it does not begin with a question"),
        ("Sums are.\n", "1: it does not begin with a question; write “# question” above each answer"),
        ("# Why?\n\nSo.\n", "1: the answer names no lesson; link to who teaches it: [text](lesson:slug)"),
        ("# Why?\n\nSo, [it](lesson:first).\n\nOr [so](lesson:nowhere).\n", "5: there is no lesson “nowhere”"),
        ("# Why?\n\n[It](lesson:first) is $\\frac{1}$.\n", "3: the formula “\\frac{1}” cannot be read"),
        ("# Why?\n\n[It](lesson:first) ![is](arrow.svg).\n", "3: a picture has no place here"),
        (f"# {'Why? ' * 40}\n\n[It](lesson:first).\n", "1: the question has 199 characters; use at most 160"),
    ],
)
def test_a_mistake_in_an_answer_is_told_at_its_line(copy: Copy, text: str, problem: str) -> None:
    copy.write(FAQ, text)
    (told,) = copy.problems()
    assert told.startswith(f"{FAQ}:{problem}")


@pytest.mark.parametrize(
    ("text", "problem"),
    [
        ("before: [1]\n", "`before` has an entry that is no text; write texts"),
        ("before: ['<b>all</b>']\n", "HTML is not taken"),
        ("related: circles\n", "`related` is not a list with entries"),
        ("related: [{slug: Round, title: Circles, promise: So.}]\n", "`slug` “Round” is no slug"),
        ("related: [{slug: round, title: Circles}]\n", "`promise` is missing; write it"),
        ("related: [{slug: ground, title: Circles, promise: So.}]\n", "`related` names “ground” again"),
        (f"{RELATED}  - {{slug: circles, title: More, promise: So.}}\n", "`related` names “circles” again"),
    ],
)
def test_a_mistake_in_path_yaml_is_told(copy: Copy, text: str, problem: str) -> None:
    add(copy, text)
    (told,) = copy.problems()
    assert told.startswith(f"{PATH}:") and problem in told
