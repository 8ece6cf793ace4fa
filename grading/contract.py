"""What goes into the grading room and what comes out: plain values that travel as JSON."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from enum import StrEnum
from typing import Any, Self


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
    """A job or report whose form is not that of this module."""


def _checked(given: Any, fields: dict[str, type | tuple[type, ...]], what: str) -> dict[str, Any]:
    if not isinstance(given, dict) or set(given) != set(fields):
        raise BadJob(f"{what}: the fields must be {', '.join(fields)}")
    for name, kind in fields.items():
        if not isinstance(given[name], kind) or (isinstance(given[name], bool) and bool not in _kinds(kind)):
            raise BadJob(f"{what}.{name}: {type(given[name]).__name__} is not the type that belongs here")
    return given


def _kinds(kind: type | tuple[type, ...]) -> tuple[type, ...]:
    return kind if isinstance(kind, tuple) else (kind,)


NUMBER = (int, float)


@dataclass(frozen=True, slots=True)
class Limits:
    """For each check of a submission: CPU and wall seconds, address space in MiB, bytes printed."""

    cpu_seconds: float = 2
    wall_seconds: float = 5
    memory_mib: int = 512
    output_bytes: int = 65536

    @classmethod
    def from_dict(cls, given: Any) -> Self:
        limits = cls(**{**asdict(cls()), **(given if isinstance(given, dict) else {})})
        for name, least, most in (
            ("cpu_seconds", 0.1, 60),
            ("wall_seconds", 0.1, 120),
            ("memory_mib", 64, 4096),
            ("output_bytes", 0, 1 << 20),
        ):
            value = getattr(limits, name)
            if isinstance(value, bool) or not isinstance(value, int | float) or not least <= value <= most:
                raise BadJob(f"limits.{name}: {value!r} is not from {least} to {most}")
        return limits


@dataclass(frozen=True, slots=True)
class Job:
    """One submission to grade. `checks` is the source of the author's checks; `seed` decides all their inputs."""

    id: str
    runtime: str
    mode: str
    source: str
    checks: str
    entry: tuple[str, ...]
    seed: int
    limits: Limits
    digest: str

    def as_dict(self) -> dict[str, Any]:
        return asdict(self) | {"entry": list(self.entry)}

    @classmethod
    def from_dict(cls, given: Any) -> Self:
        fields = _checked(
            given,
            {
                "id": str,
                "runtime": str,
                "mode": str,
                "source": str,
                "checks": str,
                "entry": (list, tuple),
                "seed": int,
                "limits": dict,
                "digest": str,
            },
            "job",
        )
        if fields["mode"] not in {"run", "submit"}:
            raise BadJob("job.mode: it is neither run nor submit")
        if not all(isinstance(name, str) for name in fields["entry"]):
            raise BadJob("job.entry: it is not a list of names")
        return cls(**fields | {"entry": tuple(fields["entry"]), "limits": Limits.from_dict(fields["limits"])})


@dataclass(frozen=True, slots=True)
class CheckReport:
    """One check. `sample_io` (call, expected, got) is only there for samples; times in milliseconds, memory in KiB."""

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
    cpu_ms: int = 0
    wall_ms: int = 0
    peak_kib: int = 0

    @property
    def passed(self) -> bool:
        return self.status is Verdict.PASSED

    def as_dict(self) -> dict[str, Any]:
        return asdict(self) | {"status": self.status.value, "traceback": list(self.traceback)}

    @classmethod
    def from_dict(cls, given: Any) -> Self:
        fields = _checked(
            given,
            {
                "name": str,
                "title": str,
                "status": str,
                "weight": NUMBER,
                "sample": bool,
                "concept": str,
                "message": str,
                "sample_io": (dict, type(None)),
                "output": str,
                "traceback": (list, tuple),
                "cpu_ms": int,
                "wall_ms": int,
                "peak_kib": int,
            },
            "check",
        )
        return cls(**fields | {"status": Verdict(fields["status"]), "traceback": tuple(map(str, fields["traceback"]))})


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
