"""The ways in which boxes are made, as settings, and how to be somebody for whom tier B works."""

from __future__ import annotations

import os
import sys
from pathlib import Path

from grading.sandbox.modes import BOXES, TIER, Mode

SETTINGS = {mode: {BOXES: mode.boxes, TIER: mode.tier} for mode in Mode}
ORDINARY = ("unshare", "--user", "--map-user=1234", "--map-group=1234")


def identity(mode: Mode) -> tuple[str, ...]:
    """What to put before a command whose boxes are of this mode. Root's boxes of tier B belong to nobody, who may not read an
    interpreter below a closed folder; then the command is run as an ordinary user.
    """
    return ORDINARY if mode is Mode.WARM_B and os.geteuid() == 0 and not nobody_reads(sys.executable) else ()


def nobody_reads(program: str) -> bool:
    file = Path(program).resolve()
    return all(folder.stat().st_mode & 0o005 == 0o005 for folder in file.parents)
