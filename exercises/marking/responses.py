"""What a learner may answer to a question: the response that earns the full score, and those that do not.

Made of the question's key, so for programs that answer in a learner's place: simulated learners and tests. No page may see it.
"""

from __future__ import annotations

from exercises.marking import design, mark, normal
from exercises.marking.base import Question, Response


def right_response(question: Question) -> Response:
    """The response that earns the full score."""
    key = question.key
    match question.kind:
        case "choice":
            return {"choice": key["right"][0]}
        case "choices":
            return {"choices": key["right"]}
        case "number":
            return {"number": repr(key["answer"])}
        case "order":
            return {"order": key["order"]}
        case "match":
            return {"pairs": key["pairs"]}
        case "fill":
            return {"blanks": {name: blank["accept"][0] for name, blank in key["blanks"].items()}}
        case "output":
            return {"output": key["answer"]}
        case "point":
            return {"points": key["right"]}
        case "text":
            return {"text": key["accept"][0]}
        case "design":
            return _decided(question, right=True)
        case _:
            return {"rating": "good"}


def wrong_responses(question: Question) -> list[Response]:
    """Responses that earn less than the full score: those that the item foresees, or one where it foresees none."""
    key = question.key
    match question.kind:
        case "choice":
            return [{"choice": one} for one in key["options"] if one not in key["right"]]
        case "choices":
            return [{"choices": [one]} for one in key["options"] if one not in key["right"]]
        case "point":
            return [{"points": [one]} for one in key["notes"] if one not in key["right"]]
        case "order":
            return [{"order": key["order"][::-1]}]
        case "match":
            partners = list(key["pairs"].values())
            return [{"pairs": dict(zip(key["pairs"], partners[1:] + partners[:1], strict=True))}]
        case "fill":
            blanks = {name: _wrong_filling(question, name) for name in key["blanks"]}
            return [{"blanks": blanks}]
        case "number":
            told = [{"number": repr(one["answer"])} for one in key["mistakes"]]
            return _wrong_ones(question, told) or [{"number": repr(key["answer"] + 1000)}]
        case "output":
            told = [{"output": one["answer"]} for one in key["mistakes"]]
            return _wrong_ones(question, told) or [{"output": "something else"}]
        case "text":
            return [{"text": one["text"]} for one in key["near"]] or [{"text": "something else"}]
        case "design":
            return [_decided(question, right=False)]
        case _:
            return [{"rating": "again"}]


def _decided(question: Question, *, right: bool) -> Response:
    """With the costs as they begin, for each decision the cheapest option with a reason that fits, or the dearest with one that
    does not."""
    costs = {name: slider["start"] for name, slider in question.key["costs"].items()}
    bill, choices, reasons = design.weighed(question, costs), {}, {}
    for name, decision in question.key["decisions"].items():
        choices[name] = (min if right else max)(bill[name], key=bill[name].__getitem__)
        reasons[name] = next(one for one, why in decision["reasons"].items() if (choices[name] in why["fits"]) is right)
    return {"costs": costs, "choices": choices, "reasons": reasons}


def _wrong_filling(question: Question, name: str) -> str:
    blank = question.key["blanks"][name]
    same = normal.code if question.public["language"] == "python" else normal.words
    accepted = set(map(same, blank["accept"]))
    return next((one for one in blank["options"] or () if same(one) not in accepted), "nonsense")


def _wrong_ones(question: Question, responses: list[Response]) -> list[Response]:
    """For some values of its parameters a foreseen mistake leads to the right answer after all."""
    return [one for one in responses if not mark(question, one).correct]
