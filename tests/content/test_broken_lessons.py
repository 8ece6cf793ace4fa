"""Each small mistake in a path or lesson yields exactly one problem: where it is, what it is and how to mend it."""

from __future__ import annotations

import pytest

from tests.content.conftest import Copy

PATH, LESSON = "ground/path.yaml", "ground/01-first/lesson.md"
HTML = "HTML is not taken; write Markdown, or put <what is meant to be seen> between `backticks`"
STEP = "write “# read|explore|check|code|report|recap key: Title”"
DEAD = "leads nowhere; link to lesson:<slug> or to https://…"

FRONT = {
    "an unknown field": (
        'number: "1.1"',
        'number: "1.1"\nnumbr: 2',
        "4: `numbr` is not a known field; known are slug, number, title, minutes, summary, concepts, stages",
    ),
    "no title": ("title: One of everything\n", "", "2: `title` is missing; write it"),
    "a title that is a number": ("title: One of everything", "title: 12", "4: `title` is no text; put quotes around it"),
    "a title of many characters": (
        "title: One of everything",
        f"title: {'x' * 161}",
        "4: `title` has 161 characters; use at most 160",
    ),
    "a number as minutes that is none": (
        "minutes: 4",
        "minutes: four",
        "5: `minutes` is not a whole number from 1 to 60; write one",
    ),
    "too few minutes": ("minutes: 4", "minutes: 3", "5: declared are 3 min, the steps add up to 3.8; cut a step or declare 4"),
    "too many minutes": ("minutes: 4", "minutes: 6", "5: declared are 6 min, the steps add up to 3.8; add a step or declare 4"),
    "no front matter": (
        "---\nslug",
        "slug",
        "1: there is no front matter; begin with --- lines around slug, number, title, minutes, summary, concepts",
    ),
    "a quote that does not end": ("title: One", 'title: "One', "4: found unexpected end of stream; mend the YAML"),
    "a need that there is not": (
        "needs: [sums]",
        "needs: [differences]",
        "12: “lengths” needs “differences”, which there is not; mend the slug",
    ),
    "a concept that needs itself": (
        "needs: [sums]",
        "needs: [sums, lengths]",
        "12: the concept “lengths” needs itself in the end; take a need away",
    ),
}

STEPS = {
    "text before the first step": (
        "---\n# read",
        "---\nHello\n# read",
        "21: text stands before the first step; begin a step with “# read key: Title”",
    ),
    "a kind of step that there is not": (
        "# read opening: ",
        "# watch it: ",
        f"21: “# watch it: How long is an arrow?” is no step; {STEP}",
    ),
    "a step without a key": ("# read opening: How", "# read How", f"21: “# read How long is an arrow?” is no step; {STEP}"),
    "a key with capitals": (
        "# read opening: ",
        "# read Opening_1: ",
        "21: “Opening_1” is no key; use small letters, digits and single hyphens",
    ),
    "a key that stands twice": (
        "# recap end: ",
        "# recap opening: ",
        "67: the key “opening” stands twice; give each step its own",
    ),
    "a long title": ("How long is an arrow?", "x" * 161, "21: the title has 161 characters; use at most 160"),
    "a text of many words": (
        "Now write it.",
        f"Now write it.\n\n# read long: Long\n\n{'word ' * 121}",
        "67: the step has 121 words; say it in 120, or in two steps",
    ),
    "a recap without text": ("- Lengths come from squares.\n", "", "67: the recap step is empty; write its text"),
    "no recap at the end": (
        "# recap end: ",
        "# read end: ",
        "67: the lesson does not end with a recap; say what one takes along",
    ),
    "two code steps": (
        "Now write it.",
        "Now write it.\n\n# code again: Again\n\nOnce more.",
        "67: there are two code steps; a lesson has one exercise: give the first a goal",
    ),
    "a heading of level one": (
        "Now write it.",
        "Now write it\n============",
        "65: a heading of level one is the step's own; begin it with ##",
    ),
    "a question that there is not": ("```item\nadd-two", "```item\nadd-too", "48: there is no item “add-too”; mend the slug"),
    "two questions in a step": (
        "add-two\n```",
        "add-two\n```\n\n```item\nadd-many\n```",
        "45: this check step has 2 item blocks; give it one ```item block",
    ),
    "a block in a step of another kind": (
        "add-two\n```",
        "add-two\n```\n\n```widget\nname: concordance\n```",
        "51: a check step has no widget block; move it to a step of its own",
    ),
    "a block that does not end": ("two**.\n```", "two**.\n", "33: this block does not end; close it with ```"),
    "no widget to explore": (
        "```widget",
        "```text",
        "29: this explore step has 0 widget blocks; give it one ```widget block",
    ),
}

WIDGETS = {
    "a widget that there is not": (
        "name: concordance",
        "name: time-machine",
        "34: there is no widget “time-machine”; use one of lessons/static/widgets",
    ),
    "a setting that widgets have not": (
        "name: concordance",
        "name: concordance\ncolour: red",
        "35: `colour` is not a known field; known are name, data, source, predict, after",
    ),
    "data that there are not": ("data: words", "data: word", "35: “word.json”: there is no such file; write it"),
    "data from elsewhere": (
        "data: words.json",
        "data: ../exercise/checks.py",
        "35: “../exercise/checks.py”: is no name of data; name a .json file in the lesson's data/ folder",
    ),
    "data without a source": ("source: words written for this test\n", "", "34: `source` is missing; write it"),
    "nothing said afterwards": ("after: |\n  It was **two**.\n", "", "34: `after` is missing; write it"),
    "one thing to expect": (
        '["1", "2", "3"]',
        '["1"]',
        "39: `options` are not 2 to 5 texts; write what one may expect",
    ),
    "an answer beside the options": ("answer: 1", "answer: 3", "40: `answer` is not a whole number from 0 to 2; write one"),
    "HTML in a source": ("words written", "words <i>written</i>", f"36: {HTML}"),
    "HTML in what is said afterwards": ("It was **two**.", "It was\n\n  <b>two</b>.", f"44: {HTML}"),
    "a formula that cannot be read in an option": (
        '["1", "2", "3"]',
        '\n    - one\n    - "$\\\\frac{1}$"',
        "41: the formula “\\frac{1}” cannot be read: a part of frac is missing; mend its LaTeX",
    ),
}

MARKDOWN = {
    "a formula with an unknown command": (
        "\\sqrt{3^2+4^2}",
        "\\sqroot{25}",
        "23: the formula “\\sqroot{25}=5” cannot be read: \\sqroot is not known; mend its LaTeX",
    ),
    "a link to a lesson that there is not": (
        "(lesson:first)",
        "(lesson:second)",
        "61: there is no lesson “second”; link to lesson:<slug> of one there is",
    ),
    "a link that runs something": ("https://example.org/", "javascript:alert(1)", f"61: the link “javascript:alert(1)” {DEAD}"),
    "a link without encryption": ("https://example.org/", "http://example.org/", f"61: the link “http://example.org/” {DEAD}"),
    "a link into the folder": ("https://example.org/", "../path.yaml", f"61: the link “../path.yaml” {DEAD}"),
    "a tag in a line": ("Pick a word.", 'Pick a <b onclick="x()">word</b>.', f"31: {HTML}"),
    "a tag on the second line of a paragraph": ("Pick a word.", "Pick\na <b>word</b>.", f"32: {HTML}"),
    "a script": ("Pick a word.", "<script>\nalert(1)\n</script>", f"31: {HTML}"),
    "a flaw in a table": ("| 2 | 4 |", "| 2 | 4 |\n| 3 | <b>9</b> |", f"56: {HTML}"),
    "a picture that there is not": (
        "images/arrow.svg",
        "images/arow.svg",
        "27: there is no picture “images/arow.svg”; put an .svg, .png, .jpg or .webp file there",
    ),
    "a picture of another site": (
        "images/arrow.svg",
        "https://example.org/a.svg",
        "27: there is no picture “https://example.org/a.svg”; put an .svg, .png, .jpg or .webp file there",
    ),
    "a picture without a description": (
        "![An arrow from the origin to the point 3, 4]",
        "![]",
        "27: the picture “images/arrow.svg” has no description; write ![what it shows](file)",
    ),
    "code in an unknown language": (
        "```python",
        "```cobol",
        "57: code in “cobol” cannot be coloured; use one of bash, console, json, pycon, python, text, yaml",
    ),
}

PATHS = {
    "an unknown field": (
        "slug: ground",
        "slug: ground\ncolour: red",
        "2: `colour` is not a known field; known are slug, title, emoji, promise, before, phases, related",
    ),
    "a slug with a capital": (
        "slug: ground",
        "slug: Ground",
        "1: `slug` “Ground” is no slug; use small letters, digits and single hyphens",
    ),
    "a lesson that there is not": (
        "[01-first]",
        "\n      - 01-first\n      - 02-second",
        "11: `lessons` names “02-second”, which is no folder with a lesson.md; name a folder beside path.yaml",
    ),
    "a folder outside": (
        "[01-first]",
        "[01-first, ../ground/01-first]",
        "9: `lessons` names “../ground/01-first”, which is no folder with a lesson.md; name a folder beside path.yaml",
    ),
    "a lesson that stands twice": (
        "[01-first]",
        "\n      - 01-first\n      - 01-first",
        "11: `lessons` names 01-first, which stands in the path already; name it once",
    ),
    "a lesson in no phase": (
        "    lessons: [01-first]\n",
        "",
        "5: `phases` leave out the lesson in 01-first; add it to a phase, or begin its folder's name with _",
    ),
    "two phases of one slug": (
        "[01-first]",
        "[01-first]\n  - {slug: steps, title: More, lessons: []}",
        "1: two phases have the slug “steps”; give each its own",
    ),
    "many emoji": ("🧪", "🧪" * 9, "3: `emoji` has 9 characters; use at most 8"),
}


@pytest.mark.parametrize(
    ("file", "old", "new", "problems"),
    [
        pytest.param(file, *case[:2], case[2:], id=f"{file}: {name}")
        for file, cases in ((LESSON, FRONT | STEPS | WIDGETS | MARKDOWN), (PATH, PATHS))
        for name, case in cases.items()
    ],
)
def test_a_mistake_is_reported_at_its_line_and_nothing_else_is(
    copy: Copy, file: str, old: str, new: str, problems: tuple[str, ...]
) -> None:
    copy.change(file, old, new)
    assert sorted(copy.problems()) == sorted(f"{file}:{problem}" for problem in problems)
