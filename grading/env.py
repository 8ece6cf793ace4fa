"""What every room's programs need to read a setting; tutor/env.py has the rest."""

from __future__ import annotations

import os
from collections.abc import Mapping, Sequence


class SettingError(SystemExit):
    """A setting that cannot be used; printed as one line, it ends the process with status 1."""

    def __init__(self, name: str, problem: str, mend: str) -> None:
        super().__init__(f"Setting {name}: {problem}. {mend}.")
        self.name, self.problem, self.mend = name, problem, mend


def choice(name: str, default: str, options: Sequence[str], *, environ: Mapping[str, str] = os.environ) -> str:
    """One of `options`, which are in capitals; how it is written does not matter."""
    given = environ.get(name, "").strip().upper() or default
    if given not in options:
        raise SettingError(name, f"“{given[:40]}” is none of {', '.join(options)}", f"The default is {default}")
    return given
