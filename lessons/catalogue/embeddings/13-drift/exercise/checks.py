import hashlib

import numpy as np
from grading.checks import check

NOT_ITSELF = "A vector is always like itself. Leave the diagonal out, and divide by the number of pairs that are left: n·(n − 1)."
IN_ORDER = "These are not the ids of the rows to embed again, each once and in the order of the rows."


def _score(x, y):
    def likeness(rows):
        table = rows @ rows.T
        return (table.sum() - np.trace(table)) / (len(rows) * (len(rows) - 1))

    return likeness(x) + likeness(y) - 2 * (x @ y.T).mean()


def _row(one, text, model, of=None):
    """A row whose vector was made of a text, which may be another one than it has now."""
    return {"id": one, "text": text, "hash": hashlib.sha256((of or text).encode()).hexdigest(), "model": model}


@check("scores two small samples", concept="drift-alarm", sample=True)
def small(t):
    got = t.call("drift_score", np.array([[1.0, 0.0], [0.6, 0.8]]), np.array([[0.0, 1.0], [0.8, 0.6]]))
    t.close(got, -0.08, message="Likeness within one, plus likeness within the other, minus twice that across.")


@check("finds an edited row, one of an older model, and a new one", concept="stale-vectors", sample=True)
def four_rows(t):
    rows = [
        _row(3, "how do i pay", "mini-1"),
        _row(8, "where is my card", "mini-1", of="where is the card"),
        _row(5, "close my account", "mini-0"),
        {"id": 9, "text": "change my pin", "hash": None, "model": None},
    ]
    t.equal(t.call("needs_reembedding", rows, "mini-1"), [8, 5, 9], IN_ORDER)


@check("agrees on random samples of different sizes", weight=3, concept="drift-alarm")
def random_samples(t):
    for n, m in ((2, 7), (9, 4), (30, 12)):
        x, y = t.rng.normal(size=(n, 5)), 2 * t.rng.normal(size=(m, 5)) + 1
        t.close(t.call("drift_score", x, y), _score(x, y), message="Each sample has a number of pairs of its own; vectors stay as long as they are.")


@check("sees no drift among vectors that are all at right angles", weight=2, concept="drift-alarm")
def right_angles(t):
    rows = np.linalg.qr(t.rng.normal(size=(9, 9)))[0]
    t.close(t.call("drift_score", rows[:5], rows[5:]), 0.0, atol=1e-9, message=NOT_ITSELF)


@check("turns and order do not matter, a move does", weight=2, concept="mixed-spaces")
def turned(t):
    x, y = t.rng.normal(size=(8, 4)), t.rng.normal(size=(6, 4))
    turn, away = np.linalg.qr(t.rng.normal(size=(4, 4)))[0], t.rng.normal(size=4)
    score = t.call("drift_score", x, y)
    t.close(t.call("drift_score", y[::-1] @ turn, x @ turn), score, message="Both samples were turned alike and changed places: the score stays.")
    both = t.call("drift_score", x + away, y + away)
    t.close(both, score, message="Both samples moved by the same vector: their distance stays.")
    t.that(t.call("drift_score", x, y + 100 * away) > 100, "Only the current sample moved, and far: the score must be large.")


@check("takes exactly this text and this model", weight=2, concept="stale-vectors")
def exactly(t):
    made = [("Pay", "pay"), ("naïve", "naive"), ("card ", "card"), ("card?", "card"), ("ab", "ba"), ("pay", "pay"), ("", "x")]
    rows = [_row(10 + at, text, "mini-1", of=old) for at, (text, old) in enumerate(made)]
    t.equal(t.call("needs_reembedding", rows, "mini-1"), [10, 11, 12, 13, 14, 16], "Hash the text as it is. A capital, an accent or a space is an edit, too.")
    rows = [_row(at, "pay", model) for at, model in enumerate(["mini-1", "mini-1.1", "mini", "Mini-1", "mini-1"])]
    t.equal(t.call("needs_reembedding", rows, "mini-1"), [1, 2, 3], "Another name, even by one letter, is another model.")


@check("finds them among many rows", weight=2, concept="reembedding-plan")
def many(t):
    rows, expected = [], []
    for one in t.rng.permutation(60):
        edited, old = t.rng.random(2) < 0.3
        text = f"question {t.rng.integers(1000)}"
        rows.append(_row(int(one), text, "old" if old else "new", of=text + "?" if edited else None))
        expected += [int(one)] if edited or old else []
    t.equal(t.unchanged("needs_reembedding", rows, "new"), expected, IN_ORDER)


@check("has nothing to do where all is fresh", concept="reembedding-plan")
def fresh(t):
    t.equal(t.call("needs_reembedding", [], "new"), [], "Without rows there is nothing to embed.")
    rows = [_row(at, f"question {at}", "new") for at in range(3)]
    t.equal(t.call("needs_reembedding", rows, "new"), [], "All rows are of this model, and their texts as they were.")
