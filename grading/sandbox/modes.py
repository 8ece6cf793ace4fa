"""How boxes are made, and which ways the settings allow.

`LOCI_GRADING_BOXES`: `warm` (a fork of a zygote, the default) or `single-use` (a new interpreter behind new walls for each).
`LOCI_GRADING_TIER`: `strongest` (the default: A where it holds, else B), `A` (bubblewrap and namespaces, nothing less) or `B`
(the walls that need neither).
"""

from __future__ import annotations

import os
from collections.abc import Mapping
from enum import StrEnum

from grading.contract import Limits, SandboxDown
from grading.runtimes import Runtime
from grading.sandbox import bubblewrap, pool
from grading.sandbox.box import Box, Role
from grading.sandbox.zygote import Tier

BOXES, TIER = "LOCI_GRADING_BOXES", "LOCI_GRADING_TIER"


class Mode(StrEnum):
    WARM_A = "warm A"
    WARM_B = "warm B"
    SINGLE_USE = "single-use A"

    @property
    def boxes(self) -> str:
        return self.value.split()[0]

    @property
    def tier(self) -> str:
        return self.value.split()[1]


WARM = {"strongest": (Mode.WARM_A, Mode.WARM_B), "A": (Mode.WARM_A,), "B": (Mode.WARM_B,)}


def allowed(environ: Mapping[str, str] | None = None) -> tuple[Mode, ...]:
    """The ways that the settings allow, the strongest first. Raises SandboxDown if they make no sense."""
    environ = os.environ if environ is None else environ
    boxes, tier = environ.get(BOXES, "") or "warm", environ.get(TIER, "") or "strongest"
    if boxes not in {"warm", "single-use"}:
        raise SandboxDown(f"{BOXES} is {boxes[:40]!r}. Set it to warm or single-use.")
    if tier not in WARM:
        raise SandboxDown(f"{TIER} is {tier[:40]!r}. Set it to strongest, A or B.")
    if boxes == "warm":
        return WARM[tier]
    if tier == "B":
        raise SandboxDown(f"single-use boxes are of tier A, and {TIER} is B. Set it to strongest or A, or {BOXES} to warm.")
    return (Mode.SINGLE_USE,)


def open_in(mode: Mode, role: Role, limits: Limits, runtime: Runtime) -> Box:
    """A box that is booting. Raises SandboxDown."""
    if mode is Mode.SINGLE_USE:
        return bubblewrap.open_box(role, limits, runtime)
    return pool.current().open(Tier(mode.tier), role, limits, runtime)
