"""A catalogue without a mistake, in a folder where a test may make one."""

from __future__ import annotations

import shutil
from dataclasses import dataclass
from pathlib import Path

import pytest

from tutor.catalogue.bundle import Bundle, load_bundle

GOOD = Path(__file__).parent / "catalogues" / "good"


@dataclass(frozen=True)
class Copy:
    root: Path

    def change(self, name: str, old: str, new: str) -> None:
        """Replaces a text that must stand in the file exactly once."""
        text = self.read(name)
        assert text.count(old) == 1, f"{old!r} stands {text.count(old)} times in {name}"
        (self.root / name).write_text(text.replace(old, new), encoding="utf-8")

    def write(self, name: str, content: str | bytes) -> Path:
        file = self.root / name
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_bytes(content.encode() if isinstance(content, str) else content)
        return file

    def read(self, name: str) -> str:
        return (self.root / name).read_text(encoding="utf-8")

    def line_of(self, name: str, text: str) -> int:
        """The only line of the file with this text, counted from 1."""
        lines = [number for number, line in enumerate(self.read(name).split("\n"), 1) if text in line]
        assert len(lines) == 1, f"{text!r} stands on the lines {lines} of {name}"
        return lines[0]

    def load(self) -> Bundle:
        return load_bundle(self.root)

    def problems(self) -> list[str]:
        return [str(problem) for problem in self.load().problems]


@pytest.fixture
def copy(tmp_path: Path) -> Copy:
    return Copy(Path(shutil.copytree(GOOD, tmp_path / "catalogue")))
