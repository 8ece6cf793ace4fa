import numpy as np


def mean_pool(token_vectors: np.ndarray, mask: np.ndarray) -> np.ndarray:
    """One vector per text: the mean of its own tokens."""
    own = np.where(mask[:, :, None] == 1, token_vectors, 0)
    counts = mask.sum(axis=1, keepdims=True)
    return own.sum(axis=1) / np.maximum(counts, 1)


def info_nce(sim: np.ndarray, temperature: float) -> float:
    """How surprising the right partners are, on average."""
    logits = sim / temperature
    logits = logits - logits.max(axis=1, keepdims=True)
    surprise = np.log(np.exp(logits).sum(axis=1)) - np.diag(logits)
    return float(surprise.mean())
