"""Fails: four_rows -- looks at the model and never at the text"""

import hashlib

import numpy as np


def content_hash(text):
    return hashlib.sha256(text.encode()).hexdigest()


def likeness(vectors):
    """The mean dot product of two different rows."""
    n, table = len(vectors), vectors @ vectors.T
    return (table.sum() - np.trace(table)) / (n * (n - 1))


def drift_score(reference, current):
    """How two samples of vectors differ: 0 on average if both are drawn alike."""
    return likeness(reference) + likeness(current) - 2 * np.mean(reference @ current.T)


def needs_reembedding(rows, model_id):
    """Ids of the rows whose vector is not that of their text by this model."""
    return [row["id"] for row in rows if row["model"] != model_id]
