"""Fails: given_stay -- moves the tables in place and hands them back"""

import numpy as np


def sgns_step(W_in, W_out, center, context, negatives, lr):
    rows = [context, *negatives]
    labels = np.arange(len(rows)) == 0
    v, u = W_in[center].copy(), W_out[rows]
    scores = u @ v
    loss = np.logaddexp(0, np.where(labels, -scores, scores)).sum()
    slopes = np.exp(-np.logaddexp(0, -scores)) - labels
    new_in, new_out = W_in, W_out
    new_in[center] -= lr * slopes @ u
    np.subtract.at(new_out, rows, lr * np.outer(slopes, v))
    return float(loss), new_in, new_out
