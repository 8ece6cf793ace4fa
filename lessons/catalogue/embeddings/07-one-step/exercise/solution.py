import numpy as np


def sgns_step(
    W_in: np.ndarray, W_out: np.ndarray, center: int, context: int, negatives: list[int], lr: float
) -> tuple[float, np.ndarray, np.ndarray]:
    """The loss before one step of negative sampling, and both tables after it."""
    rows = [context, *negatives]
    labels = np.arange(len(rows)) == 0
    v, u = W_in[center], W_out[rows]
    scores = u @ v
    loss = np.logaddexp(0, np.where(labels, -scores, scores)).sum()
    slopes = np.exp(-np.logaddexp(0, -scores)) - labels
    new_in, new_out = W_in.copy(), W_out.copy()
    new_in[center] -= lr * slopes @ u
    np.subtract.at(new_out, rows, lr * np.outer(slopes, v))
    return float(loss), new_in, new_out
