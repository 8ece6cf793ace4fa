import hashlib

import numpy as np


def content_hash(text):
    return hashlib.sha256(text.encode()).hexdigest()


def drift_score(reference, current):
    """How two samples of vectors differ: 0 on average if both are drawn alike."""
    return float(np.mean(reference @ current.T))


def needs_reembedding(rows, model_id):
    """Ids of the rows whose vector is not that of their text by this model."""
    return [row["id"] for row in rows if row["hash"] is None]
