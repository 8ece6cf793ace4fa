from collections import defaultdict
from itertools import combinations

import numpy as np
from grading.checks import check

LEAST_F1 = 0.75
# How many questions of one intent there are, taken in turn: most groups are small, as in the corpus that the learner saw.
SIZES = (2, 2, 2, 3, 3, 3, 4, 4, 5, 5, 6, 6, 7, 8, 9, 10)
# Of a hidden corpus so many mistakes are shown, and of the known one so many that they have room.
TEACHING, LISTED = 5, 900
WRONG = "The most alike strangers in one of your groups, with a cosine of {cosine:.2f}. The group as a whole holds {pairs} of strangers."
MISSED = "The most alike pair that one intent lost, with a cosine of {cosine:.2f}. With it went {pairs}, for groups carry links along."


def _texts(n):
    return [f"question {place}" for place in range(n)]


def _unit(rows):
    return rows / np.linalg.norm(rows, axis=1, keepdims=True)


def _hidden(t, domains, alone, together=None):
    """Questions of these domains, and some that are alone of their kind: texts, vectors, and the number of each one's intent."""
    given = t.data("questions")
    starts, place = {}, 0
    for domain, intents in given["domains"].items():
        for intent in intents:
            starts[domain, intent], place = place, place + len(intents[intent])
    texts = [text for intents in given["domains"].values() for texts in intents.values() for text in texts] + given["alone"]
    chosen = [key for key in starts if key[0] in domains]
    sizes = np.array([SIZES[number % len(SIZES)] for number in range(len(chosen))])
    if together is not None:
        sizes = np.clip(np.round(sizes * together / sizes.sum()), 2, 16).astype(int)
    places, intents = [], []
    for intent, (key, size) in enumerate(zip(chosen, t.rng.permutation(sizes), strict=True)):
        places += [starts[key] + int(one) for one in t.rng.choice(20, size=int(size), replace=False)]
        intents += [intent] * int(size)
    places += [place + int(one) for one in t.rng.choice(len(given["alone"]), size=alone, replace=False)]
    intents += range(len(chosen), len(chosen) + alone)
    order = t.rng.permutation(len(places))
    vectors = _unit(t.data("vectors")[[places[one] for one in order]].astype(float))
    return [texts[places[one]] for one in order], vectors, [intents[one] for one in order]


class Reviewer:
    """Knows the intents, and what follows from the answers that it gave."""

    def __init__(self, t, intents):
        self.t, self.intents = t, intents
        self.group, self.apart = list(range(len(intents))), [set() for _ in intents]
        self.known = []  # the groups after each yes

    def same_intent(self, i, j):
        n = len(self.intents)
        known = all(isinstance(one, int | np.integer) and not isinstance(one, bool) and 0 <= one < n for one in (i, j))
        self.t.that(known and i != j, "same_intent(i, j) takes the places of two different questions, counted from 0.")
        a, b = self.group[i], self.group[j]
        self.t.that(
            a != b and b not in self.apart[a],
            "You asked what follows from earlier answers. If A goes with B and B with C, then A goes with C; if A does not go with D, then neither do B and C.",
        )
        if self.intents[i] != self.intents[j]:
            self.apart[a].add(b)
            self.apart[b].add(a)
            return False
        self.group = [a if one == b else one for one in self.group]
        for other in self.apart[b]:
            self.apart[other] = self.apart[other] - {b} | {a}
        self.apart[a] |= self.apart[b]
        self.known.append(self.group)
        return True


def _find(t, texts, vectors, intents, budget=None):
    """The groups that the learner finds, as a set of sets of places."""
    return _asked(t, texts, vectors, Reviewer(t, intents), len(texts) if budget is None else budget)[0]


def _asked(t, texts, vectors, reviewer, budget):
    """The groups, and how often the reviewer was asked for them."""
    served = t.serve(reviewer.same_intent, most=budget, message="You asked more often than the budget allows.")
    got = t.call("find_duplicates", texts, vectors, served, budget)
    t.that(isinstance(got, list), "Return a list of groups, each a list of places.")
    for one in got:
        t.that(isinstance(one, list), "Return a list of groups, each a list of places.")
        whole = all(isinstance(place, int | np.integer) and not isinstance(place, bool) for place in one)
        t.that(whole and all(0 <= place < len(texts) for place in one), "A group has something in it that is no place of a question.")
        t.that(len(one) > 1, "A group has fewer than two questions. Whoever has no duplicate is in no group.")
    places = [place for one in got for place in one]
    t.that(len(places) == len(set(places)), "A question is in two groups, or twice in one. Groups that share a question are one group.")
    return {frozenset(int(place) for place in one) for one in got}, served.calls


def _right(intents):
    members = defaultdict(set)
    for place, intent in enumerate(intents):
        members[intent].add(place)
    return {frozenset(one) for one in members.values() if len(one) > 1}


def _pairs(groups):
    return [pair for one in groups for pair in combinations(sorted(one), 2)]


def _together(groups, n):
    """For all pairs of places whether they are in one group."""
    labels = np.arange(n)
    for one in groups:
        labels[list(one)] = min(one)
    return np.equal.outer(labels, labels), labels


def _figures(groups, intents):
    """Precision, recall and F1 of pairs."""
    n = len(intents)
    got, right = (np.triu(_together(one, n)[0], k=1) for one in (groups, _right(intents)))
    both, found, wanted = int((got & right).sum()), int(got.sum()), int(right.sum())
    return both / max(1, found), both / max(1, wanted), 2 * both / max(1, found + wanted)


def _mistakes(vectors, intents, groups):
    """Mistakes as (kind, place, place, cosine, note), those that teach most and all the others, and how many there are in all.

    They teach most where one link did most harm: of each found group that mixes intents, the most alike pair of strangers; of
    each intent that fell apart, the most alike pair that was not joined. The harm is the number of pairs that went with it.
    """
    n = len(intents)
    (got, found), (right, gold) = _together(groups, n), _together(_right(intents), n)
    cosines = vectors @ vectors.T
    teach, others, in_all = [], [], 0
    for kind, told, pairs, family in (("wrong", WRONG, got & ~right, found), ("missed", MISSED, right & ~got, gold)):
        left, other = np.nonzero(np.triu(pairs, k=1))
        order = np.argsort(-cosines[left, other], kind="stable")
        left, other = left[order], other[order]
        _, firsts, harm = np.unique(family[left], return_index=True, return_counts=True)
        for first, count in zip(firsts.tolist(), harm.tolist(), strict=True):
            i, j = int(left[first]), int(other[first])
            note = told.format(cosine=float(cosines[i, j]), pairs=_number(count, "pair"))
            teach.append((count, (kind, i, j, _cosine(float(cosines[i, j])), note)))
        rest = np.setdiff1d(np.arange(len(left)), firsts)[:LISTED]
        others += [(kind, int(left[one]), int(other[one]), _cosine(float(cosines[left[one], other[one]])), "") for one in rest]
        in_all += len(left)
    teach.sort(key=lambda one: (-one[0], one[1]))
    return [mistake for _, mistake in teach], others, in_all


def _worst(mistake):
    """Strangers that were merged come first, and the most alike of a kind."""
    return mistake[0] != "wrong", -mistake[3], mistake


def _cosine(value):
    return round(min(1.0, max(-1.0, value)), 3)


def _number(count, noun):
    return f"{count} {noun}{'' if count == 1 else 's'}"


def _tell(t, texts, intents, groups, calls, mistakes, in_all, curves=None):
    """Puts what there is to see of it on the learner's page."""
    precision, recall, f1 = _figures(groups, intents)
    used = sorted({place for _, i, j, _, _ in mistakes for place in (i, j)})
    at = {place: number for number, place in enumerate(used)}
    n = len(texts)
    t.report(
        f1,
        shares={"F1": f1, "precision": precision, "recall": recall},
        counts={"questions": n, "asked": calls, "pairs to look through": n * (n - 1) // 2, "groups found": len(groups)},
        curves=curves,
        texts=[texts[place] for place in used],
        mistakes=[(kind, at[i], at[j], cosine, note) for kind, i, j, cosine, note in mistakes],
        mistakes_in_all=in_all,
    )


def _score(t, texts, vectors, intents):
    groups, calls = _asked(t, texts, vectors, Reviewer(t, intents), len(texts))
    teach, _, in_all = _mistakes(vectors, intents, groups)
    _tell(t, texts, intents, groups, calls, teach[:TEACHING], in_all)
    _mark(t, intents, groups)


def _mark(t, intents, groups):
    t.pairs_f1(_pairs(groups), _pairs(_right(intents)), LEAST_F1, "Ask about the most alike first, and spend no question on what you can conclude.")


@check("six questions of a bank", concept="transitive-groups", sample=True)
def six(t):
    angles = np.radians([0, 80, 10, 85, 170, 20])
    texts = ["where is my card", "freeze my account", "my card has not come", "please block the account", "tell me a joke", "card still missing"]
    groups = _find(t, texts, np.column_stack([np.cos(angles), np.sin(angles)]), [0, 1, 0, 1, 2, 0])
    t.that(groups == {frozenset({0, 2, 5}), frozenset({1, 3})}, "Questions 0, 2 and 5 want the same, and so do 1 and 3. Number 4 is alone.")


@check("nothing, and a single question", concept="transitive-groups")
def few(t):
    t.that(_find(t, [], np.zeros((0, 4)), []) == set(), "Without questions there are no groups.")
    t.that(_find(t, ["hello"], np.eye(1, 4), [0]) == set(), "One question has no duplicate.")


@check("the thousand that you know", concept="pair-threshold", sample=True, cpu_seconds=5)
def known(t):
    given = t.data("known")
    texts, intents = given["questions"], given["groups"]
    vectors = _unit(t.data("known-vectors").astype(float))
    reviewer = Reviewer(t, intents)
    groups, calls = _asked(t, texts, vectors, reviewer, len(texts))
    teach, others, in_all = _mistakes(vectors, intents, groups)
    steps = [_figures(_right(known), intents) for known in reviewer.known[:: max(1, len(reviewer.known) // 20)]]
    own = [(recall, precision) for precision, recall, _ in [*steps, _figures(groups, intents)] if precision]
    curves = {"your finder, as it asks": own}
    curves["every threshold, without asking"] = _thresholds(vectors, intents)
    plain = [(*one[:4], "") for one in teach[TEACHING:]]
    _tell(t, texts, intents, groups, calls, [*teach[:TEACHING], *sorted(plain + others, key=_worst)][:LISTED], in_all, curves)
    _mark(t, intents, groups)


def _thresholds(vectors, intents):
    """Recall and precision of the pairs from each cosine on."""
    left, right = np.triu_indices(len(vectors), k=1)
    cosines, same = (vectors @ vectors.T)[left, right], np.equal.outer(intents, intents)[left, right]
    points = []
    for threshold in np.arange(0.3, 1, 0.02):
        taken = cosines >= threshold
        if taken.any():
            points.append((float((taken & same).sum() / same.sum()), float(same[taken].mean())))
    return points


@check("a chain is one group", weight=2, concept="transitive-groups")
def chain(t):
    # Each is like the next one, and the ends are strangers by their cosine.
    n = 12
    angles = np.linspace(0, 2.6, n)
    order = t.rng.permutation(n)
    vectors = np.column_stack([np.cos(angles), np.sin(angles)])[order]
    t.that(_find(t, _texts(n), vectors, [0] * n) == {frozenset(range(n))}, "Whoever is joined by a chain of duplicates is in one group, however far apart the ends.")


@check("a bridge joins nobody", weight=2, concept="false-merge-against-miss")
def bridge(t):
    # Two intents, and one question between them that is more like either than they are among themselves.
    sides = np.repeat(np.eye(2, 12), 5, axis=0) + 0.25 * np.eye(10, 12, k=2)
    vectors = _unit(np.vstack([sides, np.eye(2, 12).sum(axis=0)]))
    order = t.rng.permutation(11)
    intents = np.array([0] * 5 + [1] * 5 + [2])[order].tolist()
    got = _find(t, _texts(11), vectors[order], intents, budget=30)
    t.that(got == _right(intents), "A vague question lies between two intents. The reviewer tells it apart from both: they stay two groups.")


@check("to the last answer", weight=2, concept="review-band")
def last_answer(t):
    t.that(_find(t, ["where is it", "where it is"], np.eye(2), [0, 0], budget=1) == {frozenset({0, 1})}, "Two questions, one answer left: ask.")
    # The most alike pairs are 0 with 2 and then 1 with 2; number 3 is a stranger, nearer to 0 than 1 is.
    angles = np.radians([0, 21, 10, -15])
    got = _find(t, _texts(4), np.column_stack([np.cos(angles), np.sin(angles)]), [0, 0, 0, 1], budget=2)
    t.that(got == {frozenset({0, 1, 2})}, "Two answers are enough for a group of three, if both are about the most alike pairs.")


@check("all the same", weight=1, concept="transitive-groups")
def all_same(t):
    n = int(t.rng.integers(30, 60))
    vectors = np.tile(_unit(t.rng.normal(size=(1, 8))), (n, 1))
    got = _find(t, _texts(n), vectors, [7] * n, budget=n - 1)
    t.that(got == {frozenset(range(n))}, "All of them want the same: n - 1 answers make one group of n.")


@check("no duplicates at all", weight=2, concept="false-merge-against-miss")
def none_same(t):
    texts, vectors, intents = _hidden(t, (), 120)
    t.that(_find(t, texts, vectors, intents) == set(), "Nobody has a duplicate here, and yet you merged some. Near by the cosine is not the same.")


@check("as many alike as can be", weight=2, concept="review-band")
def ties(t):
    # Cosines are 1 or 0: nothing but the reviewer can tell which of the ties to follow.
    n, kinds = 60, 12
    which = t.rng.permutation(n) % kinds
    intents = which.tolist()
    alone = {int(one) for one in t.rng.choice(n, size=6, replace=False)}
    intents = [kinds + place if place in alone else intent for place, intent in enumerate(intents)]
    got = _find(t, _texts(n), np.eye(kinds)[which], intents, budget=4 * n)
    t.that(got == _right(intents), "Many cosines are equal here. Among equals, ask too, and go on after a no.")


@check("keeps to a small budget", weight=2, concept="review-band")
def small_budget(t):
    texts, vectors, intents = _hidden(t, ("travel",), 20)
    got = _find(t, texts, vectors, intents, budget=25)
    right, found = set(_pairs(_right(intents))), set(_pairs(got))
    t.that(len(found & right) >= 20, "Spend the budget where yes is likely: on the most alike, first.")
    t.that(len(found & right) >= 0.8 * len(found), "When the budget is spent, stop: merging what nobody confirmed does harm.")


@check("any order of the questions", weight=2, concept="transitive-groups")
def any_order(t):
    texts, vectors, intents = _hidden(t, ("utility",), 40)
    first = _find(t, texts, vectors, intents)
    order = t.rng.permutation(len(texts))
    again = _find(t, [texts[one] for one in order], vectors[order], [intents[one] for one in order])
    t.that({frozenset(int(order[place]) for place in one) for one in again} == first, "The same questions in another order gave other groups.")


@check("a kitchen and a home, never seen", weight=3, concept="held-out-pairs")
def kitchen_and_home(t):
    _score(t, *_hidden(t, ("kitchen_and_dining", "home"), 90))


@check("travel and tools, never seen", weight=3, concept="held-out-pairs")
def travel_and_utility(t):
    _score(t, *_hidden(t, ("travel", "utility"), 90))


@check("small talk and settings, never seen", weight=3, concept="held-out-pairs")
def talk(t):
    _score(t, *_hidden(t, ("small_talk", "meta"), 90))


@check("a thousand questions, in time", weight=4, concept="blocking")
def thousand(t):
    everything = ("kitchen_and_dining", "home", "travel", "utility", "small_talk", "meta")
    _score(t, *_hidden(t, everything, 370, together=630))
