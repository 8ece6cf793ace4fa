"""The clock on the wall, as somebody puts it forward or back under programs that run: whoever asks for the time of day gets this
one's, whatever language it is written in. The clocks that nobody can set are left alone, as the kernel leaves them.
"""

from __future__ import annotations

import importlib.util
from pathlib import Path


class Clock:
    """Programs that are started by `command` look into a file for what it is off by, whenever they ask for the time."""

    def __init__(self, folder: Path) -> None:
        self._file = folder / "off by"
        self.put(0)

    @property
    def command(self) -> tuple[str, ...]:
        package = importlib.util.find_spec("libfaketime")
        assert package is not None and package.origin is not None
        (library,) = Path(package.origin).parent.rglob("libfaketime.so.1")
        settings = {
            "LD_PRELOAD": str(library),
            "FAKETIME_TIMESTAMP_FILE": str(self._file),
            "FAKETIME_NO_CACHE": "1",
            "FAKETIME_DONT_FAKE_MONOTONIC": "1",
            # Waits for a lock go by the other clock already; mended for old C libraries, they would take a thousand times longer.
            "FAKETIME_FORCE_MONOTONIC_FIX": "0",
            "NO_FAKE_STAT": "1",
            "PYTHONPATH": str(Path(__file__).with_name("preload")),
        }
        return ("env", *(f"{name}={value}" for name, value in settings.items()))

    def put(self, hours: float) -> None:
        """So many hours ahead of the true time, or behind it."""
        fresh = self._file.with_suffix(".new")
        fresh.write_text(f"{hours * 3600:+.0f}\n", encoding="ascii")
        fresh.replace(self._file)
