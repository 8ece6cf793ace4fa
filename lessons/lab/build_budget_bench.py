"""Data of the budget bench: what one model call and one comparison took, and what reranking buys on the support corpus."""

from __future__ import annotations

from lessons.lab import rerank

# What `rerank.measure()` gave once, on one core of an AMD EPYC. Times differ from run to run, so they are kept here.
MILLISECONDS = {"text": 21.8, "pair": 24.4, "comparison": 0.00004}


def bench() -> dict[str, object]:
    curves, chosen = rerank.support_bench()
    return {"milliseconds": MILLISECONDS, "most": rerank.MOST, "curves": curves, "chosen": chosen}


BUILDERS = {"embeddings/11-rerank/data/budget-bench.json": bench}
