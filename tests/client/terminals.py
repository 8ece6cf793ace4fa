"""A terminal with the command line in it, and what a learner types there."""

from __future__ import annotations

import os
import pty
import re
import select
import subprocess
import sys
import time
from pathlib import Path
from typing import Any

from exercises.marking.base import Question, Response
from tests.waiting import PATIENCE_SECONDS

CLIENT = Path(__file__).resolve().parents[2] / "clients" / "python"
ESCAPES = re.compile(r"\x1b\[[0-9;?]*[A-Za-z]|\x1b\][^\x07\x1b]*(?:\x07|\x1b\\)")
COMMAND = [sys.executable, "-m", "loci_client"]


def environment(home: Path, **more: str) -> dict[str, str]:
    """Of a learner whose config folder is `home`."""
    kept = {name: os.environ[name] for name in ("PATH", "LANG", "LC_ALL") if name in os.environ}
    return kept | {"PYTHONPATH": str(CLIENT), "XDG_CONFIG_HOME": str(home), "HOME": str(home), "PYTHONUTF8": "1"} | more


class Terminal:
    """A real one of 100 columns, in which a command runs."""

    def __init__(self, *words: str, env: dict[str, str]) -> None:
        self._own, theirs = pty.openpty()
        more = {"TERM": "xterm-256color", "COLUMNS": "100", "LINES": "50"}
        self._process = subprocess.Popen(
            [*COMMAND, *words], stdin=theirs, stdout=theirs, stderr=theirs, env=env | more, start_new_session=True
        )
        os.close(theirs)
        self.raw = ""
        self._seen = 0

    @property
    def shown(self) -> str:
        """All that was shown, without colours."""
        return ESCAPES.sub("", self.raw).replace("\r", "")

    def until(self, *words: str) -> str:
        """Waits until one of some words is shown after what was waited for before, and returns it."""
        deadline = time.monotonic() + PATIENCE_SECONDS
        while True:
            ahead = self.shown[self._seen :]
            found = [(ahead.index(word) + len(word), word) for word in words if word in ahead]
            if found:
                end, word = min(found)
                self._seen += end
                return word
            assert time.monotonic() < deadline and self._more(), f"none of {words} in: …{ahead[-2000:]}"

    def type(self, line: str) -> None:
        os.write(self._own, f"{line}\n".encode())

    def end(self) -> int:
        """Reads on until the command has ended; its exit status."""
        deadline = time.monotonic() + PATIENCE_SECONDS
        while self._more():
            assert time.monotonic() < deadline, self.shown[-2000:]
        os.close(self._own)
        return self._process.wait()

    def kill(self) -> None:
        """Ends the command at once, as a crash does."""
        self._process.kill()
        self._process.wait()
        os.close(self._own)

    def _more(self) -> bool:
        if select.select([self._own], [], [], 1)[0]:
            try:
                told = os.read(self._own, 65_536)
            except OSError:  # the other side is closed
                return False
            self.raw += told.decode(errors="replace")
            return bool(told)
        return True


def lines(question: Question, response: Response) -> list[str]:
    """What somebody types who gives this response."""
    public: Any = question.public

    def place(listed: str, one: str) -> str:
        return str(1 + [entry["id"] for entry in public[listed]].index(one))

    match question.kind:
        case "choice":
            return [place("options", response["choice"])]
        case "choices":
            return [" ".join(place("options", one) for one in response["choices"])]
        case "order":
            return [", ".join(place("entries", one) for one in response["order"])]
        case "match":
            return [place("right", response["pairs"][left["id"]]) for left in public["left"]]
        case "fill":
            gaps = [one for one in public["segments"] if not isinstance(one, str)]
            return [_blank(gap, response["blanks"][gap["blank"]]) for gap in gaps]
        case "output":
            return [*response["output"].split("\n"), "."]
        case "point":
            ids = [one["id"] for one in public["picture"]["points"]]
            return [" ".join(str(1 + ids.index(one)) for one in response["points"])]
        case "card":
            return ["", str(1 + ["again", "hard", "good", "easy"].index(response["rating"]))]
        case "design":
            return [*(str(response["costs"][one["id"]]) for one in public["costs"]), *_decided(public, response)]
    return [str(response[question.kind])]


def _blank(gap: dict[str, Any], text: str) -> str:
    return str(1 + gap["options"].index(text)) if gap["options"] else text


def _decided(public: Any, response: Response) -> list[str]:
    return [
        str(1 + [one["id"] for one in decision[listed]].index(response[chosen][decision["id"]]))
        for decision in public["decisions"]
        for listed, chosen in (("options", "choices"), ("reasons", "reasons"))
    ]
