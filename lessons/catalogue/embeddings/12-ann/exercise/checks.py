import numpy as np
from grading.checks import check

ROWS, QUERIES, NEAREST, BUDGET = 2000, 30, 10, 200
TOO_MANY = "More rows count than the budget allows: those that you ask about and those that you return, each once."
NO_ROWS = "distance takes a list of row numbers, from 0 to the number of rows minus 1."


def _row_numbers(t, ids, count):
    ids = ids.tolist() if isinstance(ids, np.ndarray) else ids
    t.that(isinstance(ids, list | tuple), NO_ROWS)
    t.that(all(isinstance(one, int | np.integer) and not isinstance(one, bool) and 0 <= one < count for one in ids), NO_ROWS)
    return [int(one) for one in ids]


def _search(t, index, rows, query, budget):
    """The candidates for a query, and those that should be among them. The rows that count are counted here."""
    apart = np.sqrt(((rows - query) ** 2).sum(axis=1))
    # A scale that only keeps the order: from true distances a few equations would give the query away, and with it all others.
    scaled = np.interp(apart, np.linspace(0, apart.max() + 1, 65), np.cumsum(t.rng.exponential(size=65)))
    asked = set()

    def distance(ids):
        ids = _row_numbers(t, ids, len(rows))
        asked.update(ids)
        t.that(len(asked) <= budget, TOO_MANY)
        return scaled[ids]

    ids = t.subset(t.call("candidates", index, t.serve(distance), budget), n=len(rows))
    t.that(len(asked.union(ids)) <= budget, TOO_MANY)
    # Of rows that are equally near, those that were found.
    return ids, np.lexsort((~np.isin(np.arange(len(rows)), ids), apart))[:NEAREST].tolist()


def _recalls(t, points, at_least, message):
    """Searches for the last of the points among the others."""
    rows, queries = points[:-QUERIES], points[-QUERIES:]
    index = t.create("build", rows)
    found, exact = zip(*(_search(t, index, rows, query, BUDGET) for query in queries))
    t.recall(list(found), list(exact), at_least, k=BUDGET, message=message)


def _misses_nothing(t, index, rows, query, budget):
    ids, exact = _search(t, index, rows, query, budget)
    t.recall([ids], [exact], 1, k=budget, message="With a budget for all rows none of the nearest has to be missed.")


def _clusters(rng, count, dimension, spread):
    """Equally likely round clusters."""
    middles = spread * rng.normal(size=(count, dimension))
    return middles[rng.integers(count, size=ROWS + QUERIES)] + rng.normal(size=(ROWS + QUERIES, dimension))


@check("misses nothing when the budget is for all rows", concept="recall-at-k", sample=True)
def everything(t):
    rows = np.array([[0.0, 0.0], [0.2, 0.1], [5.0, 5.0], [5.1, 4.8], [9.0, 0.0], [9.0, 0.3]])
    _misses_nothing(t, t.create("build", rows), rows, np.array([5.0, 4.9]), len(rows))


@check("keeps to any budget", weight=2, concept="exact-search-cost")
def any_budget(t):
    rows = t.rng.normal(size=(300, 4))
    index = t.create("build", rows)
    for budget in (1, 2, 3, 10, 17, 150, 299):
        _search(t, index, rows, t.rng.normal(size=4), budget)
    for budget in (300, 1000):
        _misses_nothing(t, index, rows, t.rng.normal(size=4), budget)


@check("finds 8 of 10 in clusters", weight=3, concept="recall-at-k")
def clusters(t):
    _recalls(t, _clusters(t.rng, 40, 16, 6), 0.8, "Ask first which part of the rows the query is in.")


@check("finds 3 of 4 in clusters far from the origin", weight=2, concept="ivf-cells")
def far_away(t):
    _recalls(t, _clusters(t.rng, 40, 16, 4) + 20, 0.75, "Which rows are near one another does not depend on where the origin is.")


@check("finds 7 of 10 where clusters are large and small, round and flat", weight=2, concept="ivf-cells")
def lopsided(t):
    shares = t.rng.dirichlet(np.full(30, 0.5))
    of = t.rng.choice(30, size=ROWS + QUERIES, p=shares)
    middles, widths = 5 * t.rng.normal(size=(30, 12)), t.rng.uniform(0.05, 2, size=(30, 12))
    points = middles[of] + widths[of] * t.rng.normal(size=(ROWS + QUERIES, 12))
    _recalls(t, points, 0.7, "A large cluster needs more than one cell.")


@check("finds 7 of 10 where points are spread evenly", weight=3, concept="recall-at-k")
def uniform(t):
    points = t.rng.uniform(size=(ROWS + QUERIES, 4))
    _recalls(t, points, 0.7, "Near the border of a cell the nearest rows are in several of them: use the whole budget.")


@check("finds 7 of 10 on a line", concept="ivf-cells")
def line(t):
    _recalls(t, t.rng.normal(size=(ROWS + QUERIES, 1)), 0.7, "Rows may have a single number.")


@check("finds 6 of 10 among copies", concept="ivf-cells")
def copies(t):
    different = t.rng.normal(size=(500, 3))
    points = different[t.rng.integers(500, size=ROWS + QUERIES)]
    _recalls(t, points, 0.6, "Rows may be equal; each is a row of its own.")


@check("takes one row, a few, and many equal ones", concept="ivf-cells")
def tiny(t):
    for rows in (np.ones((1, 3)), t.rng.normal(size=(2, 3)), t.rng.normal(size=(7, 3)), np.ones((50, 3))):
        index = t.create("build", rows)
        _misses_nothing(t, index, rows, t.rng.normal(size=3), len(rows))
        _search(t, index, rows, rows[0], 1)
