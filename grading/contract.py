"""What goes into the grading room and what comes out: plain values that travel as JSON."""

from __future__ import annotations

import base64
import binascii
import math
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from enum import StrEnum
from typing import Any, Self

from grading.findings import BadFindings, Findings


class Verdict(StrEnum):
    """What became of a submission, or of one check of it."""

    PASSED = "passed"
    FAILED = "failed"
    ERROR = "error"  # the learner's code raised, ended itself, or is no Python
    TIMEOUT = "timeout"
    OUT_OF_MEMORY = "out_of_memory"
    OUTPUT_LIMIT = "output_limit"
    FORBIDDEN = "forbidden"  # it tried what the sandbox does not allow
    INTERNAL = "internal"  # our fault, never the learner's


class GradingFault(Exception):
    """We failed the learner: to be tried again, never charged to them."""


class SandboxDown(GradingFault):
    """No sound sandbox can be opened on this machine; the message names what is missing and the mend."""


class BrokenExercise(GradingFault):
    """The checks themselves cannot be loaded, hang or crash: the author has to mend them."""


class BadJob(ValueError):
    """A job or report whose form is not that of this module; the message names the field."""


# What an exercise's `runtime` may be, and which packages its submissions can import; the first is the usual one.
RUNTIMES = {"python": ("numpy",), "python-base": (), "python-faiss": ("numpy", "faiss")}
# A whole module of a learner is a few kilobytes.
MOST_SOURCE_BYTES = 1 << 16
# Data of the checks travel with every job of their exercise, and wait with it in the broker's memory.
MOST_DATA_BYTES = 1 << 20
LIMIT_RANGES = {"cpu_seconds": (0.1, 60), "wall_seconds": (0.1, 120), "memory_mib": (64, 4096), "output_bytes": (0, 1 << 20)}
NUMBER = (int, float)
MAYBE = (dict, type(None))
TEXTS = (list, tuple)
Kinds = type | tuple[type, ...]


def _fields(given: Any, kinds: Mapping[str, Kinds], what: str) -> dict[str, Any]:
    """The fields of a dict that has exactly these, each of its kind; a bool is no number."""
    if not isinstance(given, dict):
        raise BadJob(f"{what}: {type(given).__name__} is no object")
    for name in sorted(map(str, set(given) ^ set(kinds))):
        raise BadJob(f"{what}.{name}: {'unknown' if name in given else 'missing'}")
    for name, kind in kinds.items():
        value = given[name]
        if not isinstance(value, kind) or (isinstance(value, bool) and kind is not bool):
            raise BadJob(f"{what}.{name}: {type(value).__name__} does not belong here")
        if isinstance(value, float) and not math.isfinite(value):
            raise BadJob(f"{what}.{name}: {value} is no finite number")
        if isinstance(value, TEXTS) and not all(isinstance(one, str) for one in value):
            raise BadJob(f"{what}.{name}: not all are text")
    return dict(given)


def _verdict(value: str, where: str) -> Verdict:
    try:
        return Verdict(value)
    except ValueError:
        raise BadJob(f"{where}: {value!r} is no verdict") from None


@dataclass(frozen=True, slots=True)
class Limits:
    """For each check of a submission: CPU and wall seconds, address space in MiB, bytes printed."""

    cpu_seconds: float = 2
    wall_seconds: float = 5
    memory_mib: int = 512
    output_bytes: int = 65536

    @classmethod
    def from_dict(cls, given: Any) -> Self:
        """Limits that are not given have their defaults. Raises BadJob."""
        if not isinstance(given, dict):
            raise BadJob(f"limits: {type(given).__name__} is no object")
        complete = _fields(
            {**asdict(cls()), **given},
            {"cpu_seconds": NUMBER, "wall_seconds": NUMBER, "memory_mib": int, "output_bytes": int},
            "limits",
        )
        for name, (least, most) in LIMIT_RANGES.items():
            if not least <= complete[name] <= most:
                raise BadJob(f"limits.{name}: {complete[name]!r} is not from {least} to {most}")
        return cls(**complete)


@dataclass(frozen=True, slots=True)
class Job:
    """One submission to grade. `checks` is the source of the author's checks; `seed` decides all their inputs; `data` is the
    frame of what they read by name (`grading.data`), and empty for most.
    """

    id: str
    runtime: str
    mode: str
    source: str
    checks: str
    entry: tuple[str, ...]
    seed: int
    limits: Limits
    digest: str
    data: bytes = b""

    def as_dict(self) -> dict[str, Any]:
        return asdict(self) | {"entry": list(self.entry), "data": base64.b64encode(self.data).decode()}

    @classmethod
    def from_dict(cls, given: Any) -> Self:
        """Raises BadJob."""
        texts: dict[str, Kinds] = dict.fromkeys(("id", "runtime", "mode", "source", "checks", "digest", "data"), str)
        if isinstance(given, dict):
            given = {"data": "", **given}  # a job may have been sent by an installation that knew of none
        fields = _fields(given, texts | {"entry": TEXTS, "seed": int, "limits": dict}, "job")
        if fields["mode"] not in {"run", "submit"}:
            raise BadJob(f"job.mode: {fields['mode']!r} is neither run nor submit")
        if len(fields["source"].encode("utf-8", "surrogatepass")) > MOST_SOURCE_BYTES:
            raise BadJob(f"job.source: more than {MOST_SOURCE_BYTES} bytes")
        return cls(
            **fields
            | {
                "entry": tuple(fields["entry"]),
                "limits": Limits.from_dict(fields["limits"]),
                "data": _decoded(fields["data"]),
            }
        )


def _decoded(text: str) -> bytes:
    if len(text) > MOST_DATA_BYTES * 4 // 3 + 4:
        raise BadJob(f"job.data: more than {MOST_DATA_BYTES} bytes")
    try:
        return base64.b64decode(text, validate=True)
    except (binascii.Error, ValueError) as problem:
        raise BadJob("job.data: no base64") from problem


COST: dict[str, Kinds] = {"cpu_ms": int, "wall_ms": int, "peak_kib": int}


@dataclass(frozen=True, slots=True)
class CheckReport:
    """One check. `sample_io` (call, expected, got) is only there for samples; `findings` where the check tells of some; times in
    milliseconds, memory in KiB.
    """

    name: str
    title: str
    status: Verdict
    weight: float
    sample: bool
    concept: str = ""
    message: str = ""
    sample_io: dict[str, str] | None = None
    output: str = ""
    traceback: tuple[str, ...] = ()
    findings: Findings | None = None
    cpu_ms: int = 0
    wall_ms: int = 0
    peak_kib: int = 0

    @property
    def passed(self) -> bool:
        return self.status is Verdict.PASSED

    def as_dict(self) -> dict[str, Any]:
        own = {name: getattr(self, name) for name in self.__slots__}
        findings = self.findings.as_dict() if self.findings else None
        return own | {"status": self.status.value, "traceback": list(self.traceback), "findings": findings}

    @classmethod
    def from_dict(cls, given: Any) -> Self:
        """Raises BadJob."""
        texts: dict[str, Kinds] = dict.fromkeys(("name", "title", "status", "concept", "message", "output"), str)
        others: dict[str, Kinds] = {"weight": NUMBER, "sample": bool, "sample_io": MAYBE, "traceback": TEXTS, "findings": MAYBE}
        if isinstance(given, dict):
            given = {"findings": None, **given}  # it may come from a worker that knew of none
        fields = _fields(given, texts | others | COST, "check")
        try:
            findings = None if fields["findings"] is None else Findings.from_dict(fields["findings"])
        except BadFindings as problem:
            raise BadJob(f"check.findings.{problem}") from problem
        status = _verdict(fields["status"], "check.status")
        return cls(**fields | {"status": status, "traceback": tuple(fields["traceback"]), "findings": findings})


@dataclass(frozen=True, slots=True)
class Report:
    """What became of a job: the score is the share of the checks' weights that passed."""

    job_id: str
    verdict: Verdict
    score: float
    checks: tuple[CheckReport, ...] = ()
    output: str = ""
    traceback: tuple[str, ...] = ()
    cpu_ms: int = 0
    wall_ms: int = 0
    peak_kib: int = 0
    seed: int = 0
    fault: str | None = None

    def as_dict(self) -> dict[str, Any]:
        return asdict(self) | {
            "verdict": self.verdict.value,
            "checks": [check.as_dict() for check in self.checks],
            "traceback": list(self.traceback),
        }

    @classmethod
    def from_dict(cls, given: Any) -> Self:
        """Raises BadJob."""
        texts: dict[str, Kinds] = dict.fromkeys(("job_id", "verdict", "output"), str)
        others: dict[str, Kinds] = {"score": NUMBER, "checks": TEXTS, "traceback": TEXTS, "seed": int}
        checks = given.get("checks") if isinstance(given, dict) else None
        if not isinstance(checks, list | tuple):
            raise BadJob("report.checks: missing or no list")
        fields = _fields({**given, "checks": []}, texts | others | COST | {"fault": (str, type(None))}, "report")
        return cls(
            **fields
            | {
                "verdict": _verdict(fields["verdict"], "report.verdict"),
                "checks": tuple(CheckReport.from_dict(check) for check in checks),
                "traceback": tuple(fields["traceback"]),
            }
        )
