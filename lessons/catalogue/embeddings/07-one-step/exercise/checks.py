import numpy as np
from grading.checks import check

FORM = "Return a tuple of three: the loss, the new input table, the new output table."


def _tables(t, words=9, size=4):
    return t.rng.normal(size=(words, size)), t.rng.normal(size=(words, size))


def _loss(W_in, W_out, center, context, negatives):
    v = W_in[center]
    return float(np.logaddexp(0, -W_out[context] @ v) + sum(np.logaddexp(0, W_out[n] @ v) for n in negatives))


def _stepped(W_in, W_out, center, context, negatives, lr):
    new_in, new_out, v = W_in.copy(), W_out.copy(), W_in[center]
    for row, label in [(context, 1), *((n, 0) for n in negatives)]:
        slope = 1 / (1 + np.exp(-W_out[row] @ v)) - label
        new_in[center] -= lr * slope * W_out[row]
        new_out[row] -= lr * slope * v
    return new_in, new_out


def _step(t, W_in, W_out, center, context, negatives, lr):
    got = t.call("sgns_step", W_in, W_out, center, context, negatives, lr)
    t.that(isinstance(got, tuple | list) and len(got) == 3, FORM)
    loss, new_in, new_out = got
    t.shape(loss, (), "The loss is one number. " + FORM)
    t.shape(new_in, W_in.shape, "The second is the new input table. " + FORM)
    t.shape(new_out, W_out.shape, "The third is the new output table. " + FORM)
    return loss, np.asarray(new_in), np.asarray(new_out)


@check("takes the step of the example", concept="pair-loss-gradient", sample=True)
def example(t):
    W_in, W_out = np.array([[1.0, 2.0]]), np.array([[0.0, 0.0], [2.0, -1.0]])
    loss, new_in, new_out = _step(t, W_in, W_out, 0, 0, [1], 0.5)
    t.expects("(1.38629, array([[0.5 , 2.25]]), array([[ 0.25,  0.5 ], [ 1.75, -1.5 ]]))")
    t.close(loss, 2 * np.log(2), rtol=1e-5, message="Both scores are 0, so the loss is −log ½ twice, 1.386. It is taken before the step.")
    t.close(new_in, [[0.5, 2.25]], rtol=1e-5, message="The center's row becomes (0.5, 2.25): −lr times the sum of slope · row, one for the context and one for each negative.")
    t.close(new_out, [[0.25, 0.5], [1.75, -1.5]], rtol=1e-5, message="Context and negative move along the center's old vector (1, 2), one towards it, one away.")


@check("tells the loss before the step", weight=2, concept="pair-loss-gradient")
def loss_value(t):
    W_in, W_out = _tables(t)
    center, context, *negatives = (int(n) for n in t.rng.permutation(9)[:6])
    loss, _, _ = _step(t, W_in, W_out, center, context, negatives, 0.7)
    t.close(loss, _loss(W_in, W_out, center, context, negatives), message="The loss is off. One term for the context, one for each negative with the sign of its score turned; summed, not averaged; at the tables as they were given.")


@check("pulls the context towards the center", weight=2, concept="pull-and-push")
def pull(t):
    W_in, W_out = _tables(t)
    center, context, negative = (int(n) for n in t.rng.permutation(9)[:3])
    _, _, new_out = _step(t, W_in, W_out, center, context, [negative], 0.05)
    moved, v = new_out[context] - W_out[context], W_in[center]
    t.that(moved @ v > 0, "The context's row did not come closer to the center. Down the slope of its loss is towards the center's vector.")
    doubt = 1 / (1 + np.exp(W_out[context] @ v))
    t.close(moved, 0.05 * doubt * v, message="The context goes towards the center, but not by the right amount: rate × (1 − σ(score)) × the center's vector.")


@check("pushes the negatives away from it", weight=2, concept="pull-and-push")
def push(t):
    W_in, W_out = _tables(t)
    center, context, *negatives = (int(n) for n in t.rng.permutation(9)[:5])
    _, _, new_out = _step(t, W_in, W_out, center, context, negatives, 0.05)
    moved, v = new_out[negatives] - W_out[negatives], W_in[center]
    t.that((moved @ v < 0).all(), "A negative's row did not go away from the center. Its label is 0, so its slope is σ(score), which is positive.")
    belief = 1 / (1 + np.exp(-W_out[negatives] @ v))
    t.close(moved, -0.05 * belief[:, None] * v, message="The negatives go away, but not by the right amount: rate × σ(score) × the center's vector, each with a score of its own.")


@check("agrees with numerical gradients in the output table", weight=2, concept="pair-loss-gradient")
def gradient_out(t):
    W_in, W_out = _tables(t)
    center, context, *negatives = (int(n) for n in t.rng.permutation(9)[:6])
    _, _, new_out = _step(t, W_in, W_out, center, context, negatives, 0.3)
    message = "Each number of W_out was wiggled and the loss looked at: your step does not go down that slope. Every row's slope is (σ(score) − label) times the center's vector."
    t.matches_gradient((W_out - new_out) / 0.3, lambda table: _loss(W_in, table, center, context, negatives), W_out, message=message)


@check("agrees with numerical gradients in the input table", weight=2, concept="pair-loss-gradient")
def gradient_in(t):
    W_in, W_out = _tables(t)
    center, context, *negatives = (int(n) for n in t.rng.permutation(9)[:6])
    _, new_in, _ = _step(t, W_in, W_out, center, context, negatives, 0.3)
    message = "Each number of W_in was wiggled and the loss looked at: your step does not go down that slope. The center's slope is the sum over context and negatives of (σ(score) − label) times their rows."
    t.matches_gradient((W_in - new_in) / 0.3, lambda table: _loss(table, W_out, center, context, negatives), W_in, message=message)


@check("moves both tables from where they were", weight=2, concept="two-tables")
def old_tables(t):
    W_in, W_out = _tables(t)
    word, *negatives = (int(n) for n in t.rng.permutation(9)[:4])
    expected = _stepped(W_in, W_out, word, word, negatives, 6.0)
    _, new_in, new_out = _step(t, W_in, W_out, word, word, negatives, 6.0)
    message = "With a large rate the tables are off. Is one table moved first, and the other by its new rows? Take every gradient at the old tables; a word's two rows are two vectors, too."
    t.close(new_in, expected[0], message=message)
    t.close(new_out, expected[1], message=message)


@check("counts a negative as often as it is drawn", weight=2, concept="pull-and-push")
def repeated(t):
    W_in, W_out = _tables(t)
    center, context, first, second = (int(n) for n in t.rng.permutation(9)[:4])
    negatives = [first, second, first, first]
    expected = _stepped(W_in, W_out, center, context, negatives, 0.4)
    loss, new_in, new_out = _step(t, W_in, W_out, center, context, negatives, 0.4)
    message = "One negative was drawn three times. It counts three times in the loss and in both tables; `W[rows] -= …` keeps only one change for each row."
    t.close(loss, _loss(W_in, W_out, center, context, negatives), message=message)
    t.close(new_in, expected[0], message=message)
    t.close(new_out, expected[1], message=message)


@check("lets the context be among the negatives", concept="pull-and-push")
def context_drawn(t):
    W_in, W_out = _tables(t)
    center, context, other = (int(n) for n in t.rng.permutation(9)[:3])
    negatives = [other, context]
    expected = _stepped(W_in, W_out, center, context, negatives, 0.4)
    loss, new_in, new_out = _step(t, W_in, W_out, center, context, negatives, 0.4)
    message = "The context was drawn as a negative as well: it is pulled once and pushed once, and the loss has both terms."
    t.close(loss, _loss(W_in, W_out, center, context, negatives), message=message)
    t.close(new_in, expected[0], message=message)
    t.close(new_out, expected[1], message=message)


@check("leaves every other row as it was", concept="two-tables")
def others_stay(t):
    W_in, W_out = _tables(t, words=200, size=8)
    center, context, *negatives = (int(n) for n in t.rng.permutation(200)[:7])
    _, new_in, new_out = _step(t, W_in, W_out, center, context, negatives, 0.5)
    message = "A row changed that is not in this step. Of the input table one row moves, of the output table those of context and negatives."
    t.that((new_in != W_in).any(axis=1).nonzero()[0].tolist() == [center], message)
    t.that((new_out != W_out).any(axis=1).nonzero()[0].tolist() == sorted([context, *negatives]), message)


@check("leaves the tables that it was given alone", concept="two-tables")
def given_stay(t):
    W_in, W_out = _tables(t)
    center, context, *negatives = (int(n) for n in t.rng.permutation(9)[:5])
    t.unchanged("sgns_step", W_in, W_out, center, context, negatives, 0.5, message="A table that was given has changed. Copy both, and write into the copies.")


@check("moves by the rate, and with rate 0 not at all", concept="learning-rate")
def rate(t):
    W_in, W_out = _tables(t)
    center, context, *negatives = (int(n) for n in t.rng.permutation(9)[:5])
    lr = float(t.rng.uniform(0.1, 0.3))
    still_loss, still_in, still_out = _step(t, W_in, W_out, center, context, negatives, 0.0)
    t.that((still_in == W_in).all() and (still_out == W_out).all(), "With a learning rate of 0 the tables moved.")
    loss, once_in, once_out = _step(t, W_in, W_out, center, context, negatives, lr)
    t.that((once_in != W_in).any() and (once_out != W_out).any(), "With a learning rate above 0 a step moves both tables.")
    _, thrice_in, thrice_out = _step(t, W_in, W_out, center, context, negatives, 3 * lr)
    message = "Three times the rate is three times the move, in both tables. The gradient itself does not know the rate."
    t.close(thrice_in - W_in, 3 * (once_in - W_in), rtol=1e-6, atol=1e-9, message=message)
    t.close(thrice_out - W_out, 3 * (once_out - W_out), rtol=1e-6, atol=1e-9, message=message)
    t.close(loss, still_loss, message="The loss before the step does not depend on the rate.")


@check("lowers the loss by a small step", weight=2, concept="learning-rate")
def loss_falls(t):
    W_in, W_out = _tables(t)
    center, context, *negatives = (int(n) for n in t.rng.permutation(9)[:5])
    before, new_in, new_out = _step(t, W_in, W_out, center, context, negatives, 0.001)
    after, _, _ = _step(t, new_in, new_out, center, context, negatives, 0.001)
    t.that(after < before, "After a small step the same pair has a higher loss than before, or the same. Is the step down the slope, and does the loss belong to it?")


@check("stays finite when scores are large", weight=2, concept="pair-loss-gradient")
def large_scores(t):
    W_in, W_out = _tables(t, words=5, size=3)
    W_out[0], W_out[1], W_out[2] = (W_in[0] * 900 * sign / (W_in[0] @ W_in[0]) for sign in (-1, 1, -1))
    scores = (W_out[:3] @ W_in[0]).round()
    loss, new_in, new_out = _step(t, W_in, W_out, 0, 0, [1, 2], 0.5)
    message = "The scores were {:.0f} for the context, {:.0f} and {:.0f} for the negatives. σ rounds to 0 there and its logarithm is no number: −log σ(s) is log(1 + e^−s), which np.logaddexp(0, −s) computes for any s.".format(*scores)
    t.close(loss, 1800.0, rtol=1e-6, message=message)
    t.close(new_in[0], W_in[0] + 0.5 * (W_out[0] - W_out[1]), message=message)
    t.close(new_out[:3], W_out[:3] + 0.5 * np.outer([1, -1, 0], W_in[0]), message=message)


@check("keeps tables of float32 in float32", concept="two-tables")
def dtype(t):
    W_in, W_out = (table.astype(np.float32) for table in _tables(t))
    center, context, *negatives = (int(n) for n in t.rng.permutation(9)[:5])
    _, new_in, new_out = _step(t, W_in, W_out, center, context, negatives, 0.25)
    t.that(new_in.dtype == new_out.dtype == np.float32, "The tables came as float32 and did not come back so. A table of a billion numbers should not double with one step.")
    expected = _stepped(W_in.astype(float), W_out.astype(float), center, context, negatives, 0.25)
    message = "With tables of float32 the step is off by more than rounding."
    t.close(new_in, expected[0], rtol=1e-4, atol=1e-5, message=message)
    t.close(new_out, expected[1], rtol=1e-4, atol=1e-5, message=message)
