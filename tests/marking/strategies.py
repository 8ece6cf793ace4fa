"""Item documents, responses and JSON of all sorts for hypothesis to draw.

Texts that must not reach a learner before the answer are written with Greek letters, all others without.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from hypothesis import settings
from hypothesis import strategies as st

from exercises.marking import KINDS, Question, generate

# Laws hold at any speed: other programs share the machine.
laws = settings(max_examples=40, deadline=None)
seeds = st.integers(0, 2**64 - 1)
kinds = st.sampled_from(sorted(KINDS))

words = st.text("abcdefghijklmnop", min_size=1, max_size=9)
secrets = st.text("αβγδεζηθικλμ", min_size=4, max_size=12).map("Ω{}".format)
# n is a parameter of every generated document, so its texts may use it.
slots = st.sampled_from(["", "", "", " [[n]]", " [[2*n + 1]]", " [[n / 4:.2f]]"])
PARAMETERS = {"n": {"int": [2, 400]}, "v": {"ints": [-5, 5, 3]}}

values = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=8) | st.sampled_from(["[[n]]", "n", "{{a}}"]),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(max_size=6), inner, max_size=4),
    max_leaves=12,
)


def texts(least: int, most: int, of: st.SearchStrategy[str] = words) -> st.SearchStrategy[list[str]]:
    """Different texts, some with a slot behind a space, so that no two turn out alike."""
    plain = st.lists(of, min_size=least, max_size=most, unique=True)
    return plain.flatmap(lambda shown: st.tuples(*[slots.map(lambda slot, one=one: one + slot) for one in shown]).map(list))


@st.composite
def _options(draw: st.DrawFn, many: bool) -> dict[str, Any]:
    shown = draw(texts(2, 8))
    rights = draw(st.integers(1, len(shown) - 1)) if many else 1
    options = [{"text": one, "why": draw(secrets), "right": place < rights} for place, one in enumerate(shown)]
    return {"options": draw(st.permutations(options))} | ({"shuffle": False} if draw(st.booleans()) else {})


@st.composite
def _number(draw: st.DrawFn) -> dict[str, Any]:
    answer = draw(st.integers(-(10**6), 10**6) | st.floats(-1e6, 1e6).map(lambda x: round(x, 3)) | st.just("n * v[0]"))
    tolerance = draw(st.sampled_from([{"absolute": 0}, {"absolute": 0.05}, {"relative": 0.01}]))
    units = draw(st.sampled_from([{}, {"unit": "km"}, {"unit": "km", "units": {"m": 0.001, "cm": 0.00001}}]))
    mistakes = [{"answer": draw(st.integers(-99, 99)), "why": one} for one in draw(texts(0, 2, secrets))]
    return {"answer": answer, "tolerance": tolerance, "mistakes": mistakes} | units


@st.composite
def _match(draw: st.DrawFn) -> dict[str, Any]:
    lefts = draw(texts(3, 6))
    rights = draw(texts(len(lefts), len(lefts) + 3))
    pairs = [{"left": a, "right": b, "why": draw(secrets)} for a, b in zip(lefts, rights, strict=False)]
    return {"pairs": pairs, "decoys": rights[len(lefts) :]}


@st.composite
def _fill(draw: st.DrawFn) -> dict[str, Any]:
    names = draw(st.lists(words, min_size=1, max_size=4, unique=True))
    blanks: dict[str, Any] = {}
    for name in names:
        blanks[name] = {"accept": draw(texts(1, 2, secrets)), "why": draw(secrets)}
        if draw(st.booleans()):
            blanks[name] = {"accept": ["qq"], "why": draw(secrets), "options": ["qq", *draw(texts(1, 3))]}
    text = " + ".join(f"{{{{ {name} }}}}" for name in names) + draw(slots)
    return {"text": text, "blanks": blanks, "language": draw(st.sampled_from(["text", "python"]))}


@st.composite
def _point(draw: st.DrawFn) -> dict[str, Any]:
    labels = draw(texts(2, 8))
    ids = [f"Ψ{place}" for place in range(len(labels))]
    points = [
        {"id": one, "label": label, "at": [place, draw(st.sampled_from([1, -2.5, "n", "v[1] / 3"]))], "why": draw(secrets)}
        for place, (one, label) in enumerate(zip(ids, labels, strict=True))
    ]
    picture = {"x": draw(words), "y": draw(words), "points": points, "arrows": [{"from": "origin", "to": ids[-1]}]}
    return {"picture": picture, "right": ids[: draw(st.integers(1, len(ids) - 1))]}


@st.composite
def _design(draw: st.DrawFn) -> dict[str, Any]:
    ids = [f"Ψ{place}" for place in range(draw(st.integers(2, 3)))]
    spoken, whys = draw(texts(len(ids), len(ids))), st.lists(secrets, min_size=len(ids), max_size=len(ids))
    costs = [f"{place + 1} * price + {draw(st.sampled_from(['0', 'n', 'n / 2']))} * {place}" for place in range(len(ids))]
    decision = {
        "ask": draw(words) + draw(slots),
        "options": [{"id": one, "text": f"{one[1:]}{draw(words)}", "cost": cost} for one, cost in zip(ids, costs, strict=True)],
        "reasons": [
            {"text": text, "why": why, "fits": [one]} for one, text, why in zip(ids, spoken, draw(whys), strict=True)
        ],
    }
    slider = {"id": "price", "label": draw(words), "unit": draw(words), "least": draw(st.integers(1, 3)), "most": 20, "start": 5}
    return {"costs": [slider], "unit": "€", "decisions": [{"id": one, **decision} for one in ("first", "second")]}


OWN: dict[str, st.SearchStrategy[dict[str, Any]]] = {
    "choice": _options(many=False),
    "choices": _options(many=True),
    "number": _number(),
    "order": texts(3, 7).map(lambda entries: {"entries": entries}),
    "match": _match(),
    "fill": _fill(),
    "output": st.builds(lambda code, answer: {"code": f"{code} = [[n]]", "answer": answer}, words.map("x{}".format), secrets),
    "point": _point(),
    "text": st.builds(
        lambda accept, near, why: {"accept": accept, "near": [{"text": near, "why": why}]},
        texts(1, 3, secrets),
        secrets.map("Φ{}".format),
        secrets,
    ),
    "card": words.map(lambda back: {"back": back}),
    "design": _design(),
}


@st.composite
def documents(draw: st.DrawFn, kind: st.SearchStrategy[str] = kinds) -> dict[str, Any]:
    """A sound document of the kind."""
    one = draw(kind)
    common = {"kind": one, "ask": draw(words) + draw(slots), "hint": draw(words), "why": draw(secrets)}
    return common | {"parameters": PARAMETERS, "let": {"twice": "2 * n"}} | draw(OWN[one])


@st.composite
def damaged(draw: st.DrawFn) -> dict[str, Any]:
    """A sound document in which one thing, at any depth, is replaced, left out or added."""
    document: Any = draw(documents())
    document, inner = (copy := _copy(document)), copy
    while True:
        place = draw(st.sampled_from(_places(inner)))
        if draw(st.booleans()) and _places(inner[place]):
            inner = inner[place]
            continue
        match draw(st.sampled_from(["replace", "remove", "add"])):
            case "replace":
                inner[place] = draw(values)
            case "remove":
                del inner[place]
            case "add" if isinstance(inner, dict):
                inner[draw(words)] = draw(values)
            case _:
                inner.append(draw(values))
        return document


def _copy(value: Any) -> Any:
    if isinstance(value, dict):
        return {name: _copy(one) for name, one in value.items()}
    return [_copy(one) for one in value] if isinstance(value, list) else value


def _places(value: Any) -> list[Any]:
    return list(value) if isinstance(value, dict) else list(range(len(value))) if isinstance(value, list) else []


@st.composite
def questions(draw: st.DrawFn, kind: st.SearchStrategy[str] = kinds) -> Question:
    """A question of a sound document."""
    return generate(draw(documents(kind)), draw(seeds))


def responses(question: Question) -> st.SearchStrategy[dict[str, Any]]:
    """Any well-formed response, made of nothing but what the learner is shown."""
    return RESPONSES[question.kind](question.public)


def _ids(shown: list[dict[str, Any]]) -> list[str]:
    return [one["id"] for one in shown]


def _some(shown: list[dict[str, Any]], *, most: int | None = None) -> st.SearchStrategy[list[str]]:
    return st.lists(st.sampled_from(_ids(shown)), min_size=1, max_size=most, unique=True)


def _blank(one: dict[str, Any]) -> st.SearchStrategy[str]:
    return st.sampled_from(one["options"]) if one["options"] else words


def _decided(public: dict[str, Any]) -> st.SearchStrategy[dict[str, Any]]:
    """Costs within their ranges, and any option and reason for each decision."""
    asked = public["decisions"]
    chosen = {
        name: st.fixed_dictionaries({one["id"]: st.sampled_from(_ids(one[part])) for one in asked})
        for name, part in (("choices", "options"), ("reasons", "reasons"))
    }
    costs = {one["id"]: st.floats(one["least"], one["most"]) for one in public["costs"]}
    return st.fixed_dictionaries({"costs": st.fixed_dictionaries(costs), **chosen})


RESPONSES: dict[str, Callable[[dict[str, Any]], st.SearchStrategy[dict[str, Any]]]] = {
    "choice": lambda public: st.sampled_from(_ids(public["options"])).map(lambda one: {"choice": one}),
    "choices": lambda public: _some(public["options"]).map(lambda some: {"choices": some}),
    "number": lambda public: st.floats(-1e9, 1e9).map(lambda x: {"number": f"{x:.4g} {public['unit']}"}),
    "order": lambda public: st.permutations(_ids(public["entries"])).map(lambda all_of: {"order": all_of}),
    "match": lambda public: st.fixed_dictionaries(
        {one: st.sampled_from(_ids(public["right"])) for one in _ids(public["left"])}
    ).map(lambda pairs: {"pairs": pairs}),
    "fill": lambda public: st.fixed_dictionaries(
        {one["blank"]: _blank(one) for one in public["segments"] if not isinstance(one, str)}
    ).map(lambda blanks: {"blanks": blanks}),
    "output": lambda public: words.map(lambda text: {"output": text}),
    "point": lambda public: _some(public["picture"]["points"], most=None if public["many"] else 1).map(
        lambda some: {"points": some}
    ),
    "text": lambda public: words.map(lambda text: {"text": text}),
    "card": lambda public: st.sampled_from(["again", "hard", "good", "easy"]).map(lambda one: {"rating": one}),
    "design": _decided,
}
