"""`open_box`: the one way to a box. It is made in the first of the allowed ways in which the doctor finds every wall standing."""

from __future__ import annotations

from grading.contract import Limits
from grading.runtimes import Runtime
from grading.sandbox import doctor, modes
from grading.sandbox.box import Box, Role


def open_box(role: Role, limits: Limits, runtime: Runtime) -> Box:
    """A box that is booting. Raises SandboxDown if this machine cannot make one: nothing ever runs without."""
    return modes.open_in(doctor.mode(), role, limits, runtime)
