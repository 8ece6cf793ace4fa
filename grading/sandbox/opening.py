"""Which kind of box is opened. `LOCI_GRADING_BOXES` says: `warm` (a fork of a zygote, the default) or `single-use` (a new
interpreter behind new walls for each).
"""

from __future__ import annotations

import os

from grading.contract import Limits, SandboxDown
from grading.runtimes import Runtime
from grading.sandbox import bubblewrap, pool
from grading.sandbox.box import Box, Role
from grading.sandbox.zygote import NoNamespaces

SETTING = "LOCI_GRADING_BOXES"


def open_box(role: Role, limits: Limits, runtime: Runtime) -> Box:
    """A box that is booting. Raises SandboxDown if this machine cannot make one: nothing ever runs without.

    Where the kernel lets no namespaces be made behind the first walls, the box is a single-use one.
    """
    kind = os.environ.get(SETTING, "warm")
    if kind == "warm":
        try:
            return pool.current().open(role, limits, runtime)
        except NoNamespaces:
            kind = "single-use"
    if kind == "single-use":
        return bubblewrap.open_box(role, limits, runtime)
    raise SandboxDown(f"{SETTING} is {kind!r}. Set it to warm or single-use.")
