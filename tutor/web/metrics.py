"""How grading does, in the words of Prometheus."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import datetime
from itertools import accumulate

from prometheus_client import CollectorRegistry, Metric, generate_latest
from prometheus_client.metrics_core import CounterMetricFamily, GaugeMetricFamily, HistogramMetricFamily
from prometheus_client.registry import Collector

from tutor.models.operations import BUCKETS
from tutor.selectors.operations import Counts, QueueView, counts, queue
from tutor.selectors.submissions import grading_is_paused
from tutor.selectors.workers import WorkerView, grading_workers


def exposition(now: datetime) -> bytes:
    """All metrics as text. Three queries. Nothing is kept in this process, of which there are several."""
    registry = CollectorRegistry()
    registry.register(_Now([*_queue(queue(now)), *_history(counts()), *_workers(grading_workers(now))]))
    return generate_latest(registry)


class _Now(Collector):
    def __init__(self, families: Iterable[Metric]) -> None:
        self._families = list(families)

    def collect(self) -> Iterator[Metric]:
        yield from self._families


def _queue(kinds: Iterable[QueueView]) -> Iterator[Metric]:
    waiting = GaugeMetricFamily("loci_waiting", "Submissions that wait for a grading worker.", labels=["kind"])
    oldest = GaugeMetricFamily("loci_oldest_waiting_seconds", "Age of the oldest of them; 0 without one.", labels=["kind"])
    running = GaugeMetricFamily("loci_running", "Submissions of which some checks are done.", labels=["kind"])
    for kind in kinds:
        waiting.add_metric([kind.kind], kind.waiting)
        oldest.add_metric([kind.kind], kind.oldest_seconds)
        running.add_metric([kind.kind], kind.running)
    yield from (waiting, oldest, running)
    yield GaugeMetricFamily("loci_grading_paused", "1 while a grading worker has no sound sandbox.", value=grading_is_paused())


def _history(counted: Counts) -> Iterator[Metric]:
    latency = HistogramMetricFamily("loci_verdict_seconds", "From handing in to the verdict.", labels=["kind", "verdict"])
    for (kind, verdict), one in sorted(counted.latencies.items()):
        ends = ("+Inf" if le == "inf" else le for le in BUCKETS)
        buckets = list(zip(ends, accumulate(one.buckets), strict=True))
        latency.add_metric([kind, verdict], buckets=buckets, sum_value=one.seconds)
    yield latency
    yield _by_cause("loci_check_kills", "Checks that were ended before they had a result.", counted.kills)
    yield _by_cause("loci_grader_faults", "Gradings that failed by a fault of ours; most are tried again.", counted.faults)
    yield CounterMetricFamily("loci_reports_repeated", "Reports of what had its verdict already.", value=counted.repeated)
    yield CounterMetricFamily("loci_superseded", "Waiting runs that newer code replaced.", value=counted.superseded)


def _by_cause(name: str, text: str, causes: dict[str, int]) -> CounterMetricFamily:
    family = CounterMetricFamily(name, text, labels=["cause"])
    for cause, count in causes.items():
        family.add_metric([cause], count)
    return family


def _workers(workers: Iterable[WorkerView]) -> Iterator[Metric]:
    workers = list(workers)
    yield GaugeMetricFamily("loci_grading_workers", "Grading workers that were heard of lately.", value=len(workers))
    grading = GaugeMetricFamily("loci_worker_grading", "1 if the worker's sandbox is sound.", labels=["worker", "boxes", "tier"])
    zygotes = GaugeMetricFamily("loci_zygotes", "Zygotes that live.", labels=["worker"])
    for worker in workers:
        grading.add_metric([worker.name, worker.boxes, worker.tier], not worker.paused)
        zygotes.add_metric([worker.name], worker.zygotes)
    yield from (grading, zygotes)
    texts = {
        "opened": ("loci_boxes_opened", "Boxes that zygotes opened since the worker began."),
        "renewed": ("loci_zygotes_renewed", "Zygotes renewed for their age since the worker began."),
        "died": ("loci_zygotes_died", "Zygotes that died since the worker began."),
    }
    for field, (name, text) in texts.items():
        family = CounterMetricFamily(name, text, labels=["worker"])
        for worker in workers:
            family.add_metric([worker.name], getattr(worker, field))
        yield family
