"""A word or a few, compared after normalising, with room for a slip of one letter and answers to foreseen misses."""

from __future__ import annotations

from exercises.marking import normal
from exercises.marking.base import BadResponse, Document, Explanation, Mark, Note, Problem, Question, Response, text_of
from exercises.marking.parameters import draw
from exercises.marking.templates import fill

# In shorter words a letter makes another word.
TYPO_FROM_LETTERS = 5


def problems(document: Document) -> list[Problem]:
    found: list[Problem] = []
    accept = document.get("accept")
    if not isinstance(accept, list) or not accept or not all(isinstance(one, str) and normal.words(one) for one in accept):
        found.append(("accept", "is not a list of texts", "write every accepted variant"))
    near = document.get("near", [])
    if not isinstance(near, list) or not all(
        isinstance(one, dict) and isinstance(one.get("text"), str) and isinstance(one.get("why"), str) and one["why"].strip() for one in near
    ):
        found.append(("near", "is not a list of {text, why}", "explain each foreseen miss"))
    elif not found and isinstance(accept, list):
        both = {normal.words(one) for one in accept} & {normal.words(one["text"]) for one in near}
        if both:
            found.append(("near", f"“{min(both)}” is accepted as well", "let it stand in one place"))
    return found


def generate(document: Document, seed: int) -> Question:
    names = draw(document, seed)
    return Question(
        kind="text",
        ask=fill(document["ask"], names),
        hint=fill(document.get("hint", ""), names),
        public={},
        key={
            "why": fill(document["why"], names),
            "accept": [fill(one, names) for one in document["accept"]],
            "near": [{"text": fill(one["text"], names), "why": fill(one["why"], names)} for one in document.get("near", [])],
        },
    )


def _typo(given: str, question: Question) -> str | None:
    """The accepted answer of which `given` is a misspelling; None if it is right, wrong or a foreseen miss."""
    accepted: dict[str, str] = {normal.words(one): one for one in question.key["accept"]}
    if given in accepted or given in {normal.words(one["text"]) for one in question.key["near"]}:
        return None
    for wanted, shown in accepted.items():
        parts = list(zip(given.split(), wanted.split(), strict=False))
        if len(given.split()) != len(wanted.split()):
            continue
        wrong = [(a, b) for a, b in parts if a != b]
        if len(wrong) == 1 and len(wrong[0][1]) >= TYPO_FROM_LETTERS and normal.one_letter_apart(*wrong[0]):
            return shown
    return None


def _given(response: Response) -> str:
    given = normal.words(text_of(response, "text", most=200))
    if not given:
        raise BadResponse("text", "There is no answer.", "Type a word or two.")
    return given


def mark(question: Question, response: Response) -> Mark:
    given = _given(response)
    right = given in {normal.words(one) for one in question.key["accept"]} or _typo(given, question) is not None
    return Mark(1.0 if right else 0.0)


def explain(question: Question, response: Response, mark: Mark) -> Explanation:
    given, key = _given(response), question.key
    notes: tuple[Note, ...] = tuple(
        Note("text", one["why"], right=False, chosen=True)
        for one in key["near"]
        if not mark.correct and normal.words(one["text"]) == given
    )
    if (meant := _typo(given, question)) is not None:
        notes = (Note("text", f"Taken as “{meant}”: one letter is off.", right=True, chosen=True),)
    return Explanation(why=key["why"], solution=key["accept"][0], notes=notes)
