"""Looks whether this machine can keep foreign code in: opens a real box and tries to get out of it.

Whether `bwrap` is installed says little (a namespace can be made and still give nothing), so nothing is inferred: every wall is
pushed against. One that gives way, or a box that does not open, means that no code is run in that way; where none of the ways
that the settings allow is sound, nothing is graded at all.
"""

from __future__ import annotations

import logging
import os
import platform
from dataclasses import dataclass, field
from threading import Lock

from grading.contract import Limits, SandboxDown
from grading.inside import landlock
from grading.runtimes import PYTHON
from grading.sandbox import bubblewrap, modes, pool
from grading.sandbox.box import Ended, Role
from grading.sandbox.modes import Mode
from grading.sandbox.probe import PROBE

log = logging.getLogger(__name__)
PROBE_SECONDS = 20
REPORT = "Report this with the versions of the kernel and of bubblewrap"
ALLOW = (
    "Allow unprivileged user namespaces: sysctl user.max_user_namespaces=15000, on Debian kernel.unprivileged_userns_clone=1, on"
    " Ubuntu the AppArmor profile bwrap-userns-restrict and the distribution's bubblewrap; in a container run it with"
    f" --security-opt seccomp=unconfined, or on the host; or let {modes.TIER} be strongest or B"
)
MENDS = {
    "No permissions to create": ALLOW,
    "Creating new namespace failed": ALLOW,
    "setting up uid map": ALLOW,
    "Failed to make / slave": ALLOW,
    "system-call filter": "Grade on an x86-64 machine",
    "seccomp is refused": "Use a kernel with CONFIG_SECCOMP_FILTER",
    "no Landlock": "Use Linux 5.13 or newer with landlock among the names in /sys/kernel/security/lsm (boot with lsm=landlock,…)",
    "Landlock is refused": "Run it where the container's filter of system calls lets Landlock through",
    "cannot become nobody": "Give Loci a user of its own, or let root keep CAP_SETUID and CAP_SETGID",
    "may not read": (
        "Give Loci a user of its own, or let everybody enter and read the folders of the interpreter and of the environment"
        " (chmod o+rx)"
    ),
    "Operation not permitted": ALLOW,
}


@dataclass(frozen=True, slots=True)
class Finding:
    """What is wrong with the sandbox here, and what to do about it."""

    problem: str
    mend: str


@dataclass(frozen=True, slots=True)
class Examined:
    """One way to make boxes. `walls`: what was tried in a box, and whether it held; empty where none opened.

    `lacks`: what this way does without here, though it holds.
    """

    mode: Mode
    findings: tuple[Finding, ...]
    walls: dict[str, bool] = field(default_factory=dict)
    lacks: str = ""

    @property
    def sound(self) -> bool:
        return not self.findings


@dataclass(frozen=True, slots=True)
class Machine:
    """What there is of what boxes are made of. `landlock`: the kernel's version of it, below 1 if it has none."""

    kernel: str
    processor: str
    user: int
    landlock: int
    bubblewrap: str | None


def machine() -> Machine:
    try:
        found = bubblewrap.find_bubblewrap()
    except SandboxDown:
        found = None
    linux = platform.system() == "Linux"
    return Machine(platform.release(), platform.machine(), os.geteuid(), landlock.version() if linux else 0, found)


def examine(mode: Mode) -> Examined:
    """Opens a box in this way and pushes against its walls."""
    try:
        with modes.open_in(mode, Role.SUBMISSION, Limits(), PYTHON) as box:
            box.wait_until_locked()
            load = {"op": "load", "source": PROBE, "entry": ["probe"], "seed": 0}
            call = {"op": "call", "name": "probe", "args": [], "kwargs": {}, "served": [], "handle": "", "keep": ""}
            _, answer = (box.ask(request, seconds=PROBE_SECONDS) for request in (load, call))
    except SandboxDown as problem:
        what, _, mend = str(problem).partition(". ")
        return Examined(mode, (Finding(what.rstrip("."), mend.rstrip(".") or _mend(what)),))
    except Ended as ended:
        return Examined(mode, (Finding(f"the probe of the sandbox did not come back: {ended}", REPORT),))
    gave_way = answer.get("value") if isinstance(answer, dict) else None
    if not isinstance(gave_way, dict):
        return Examined(mode, (Finding(f"the probe of the sandbox gave no answer: {answer}", REPORT),))
    findings = tuple(Finding(f"code in the sandbox can {what}", REPORT) for what, worked in gave_way.items() if worked)
    whole = mode is not Mode.WARM_A or pool.current().makes_namespaces()
    lacks = "" if whole else "the kernel makes no namespaces for each child"
    return Examined(mode, findings, {what: not worked for what, worked in gave_way.items()}, lacks)


_lock = Lock()
_chosen: dict[tuple[Mode, ...], Mode] = {}


def mode() -> Mode:
    """How boxes are made here: the first of the allowed ways that is sound. Looked for once. Raises SandboxDown."""
    allowed = modes.allowed()
    with _lock:
        chosen = _chosen.get(allowed)
    if chosen is None and (findings := diagnose()):
        raise SandboxDown(f"{findings[0].problem}. {findings[0].mend}.")
    return chosen or _chosen[allowed]


def known() -> Mode | None:
    """What `mode` gives, None if nobody looked yet or nothing is sound."""
    try:
        allowed = modes.allowed()
    except SandboxDown:
        return None
    with _lock:
        return _chosen.get(allowed)


def diagnose() -> list[Finding]:
    """Everything that keeps this machine from grading; empty when all walls of one of the allowed ways held. Looks anew."""
    try:
        allowed = modes.allowed()
    except SandboxDown as problem:
        what, _, mend = str(problem).partition(". ")
        return [Finding(what, mend.rstrip("."))]
    findings: list[Finding] = []
    for one in allowed:
        examined = examine(one)
        if examined.sound:
            _choose(allowed, examined, findings)
            return []
        findings += examined.findings
    with _lock:
        _chosen.pop(allowed, None)
    return findings


def _choose(allowed: tuple[Mode, ...], examined: Examined, missing: list[Finding]) -> None:
    with _lock:
        news = _chosen.get(allowed) is not examined.mode
        _chosen[allowed] = examined.mode
    if news and missing:
        log.warning(
            "code is graded in tier %s, behind fewer walls than this could be: %s. %s.",
            examined.mode.tier, missing[0].problem, missing[0].mend,
        )  # fmt: skip
    if news and examined.lacks:
        log.warning("code is graded in tier %s, though %s.", examined.mode.tier, examined.lacks)


def _mend(problem: str) -> str:
    """What helps against bubblewrap's and the lock's own words."""
    for words, mend in MENDS.items():
        if words in problem:
            return mend
    return REPORT
