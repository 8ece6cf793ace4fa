"""What an attack is: a learner's code that tries something in one or more ways, and what must come of each."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from textwrap import indent

from grading.contract import Verdict

# Comes before every attack. `say` prints what a try gave: the name of the error, or the value that it should not have got.
PRELUDE = """
import ctypes, errno, os, sys
libc = ctypes.CDLL(None, use_errno=True)

def say(name, call, *args):
    try:
        got = "gave " + repr(call(*args))[:200]
    except OSError as error:
        got = errno.errorcode.get(error.errno, "OSError")
    except BaseException as error:
        got = type(error).__name__
    print(f"{name}: {got}", flush=True)

def raw(number, *args):
    got = libc.syscall(ctypes.c_long(number), *(ctypes.c_long(arg) if isinstance(arg, int) else arg for arg in args))
    if got < 0:
        raise OSError(ctypes.get_errno(), "refused")
    return got

def speak(*values):
    "Writes replies as the grader's own code does, with the number of the question."
    for value in values:
        os.write(4, nonce() + sys.modules["grading.wire"].dumps(value))

def frame(header, body=b"", ahead=0):
    "Writes a frame that the codec would not."
    os.write(4, nonce() + (len(header) + ahead).to_bytes(4, "little") + len(body).to_bytes(4, "little") + header + body)

def nonce():
    return sys.modules["grading.inside.channel"]._nonce

def right(a, b):
    return float(a @ b)
"""
CHECKS = """
import numpy as np
from grading.checks import check

def one(number, title, sample):
    def run(t):
        a, b = t.rng.normal(size=(2, 3))
        {judge}
    run.__name__ = f"try_{{number}}"
    check(title, sample=sample)(run)

for number, (title, sample) in enumerate({tries!r}):
    one(number, title, sample)
"""
JUDGE = 't.close(t.call("attack", number, a, b), float(a @ b), message="Wrong.")'


@dataclass(frozen=True, slots=True)
class Try:
    """One way to attack, in a box of its own.

    Attributes:
        body: of a function of `a` and `b`; returning `right(a, b)` is what the exercise asks for.
        status: what must come of it, and `portable` what in boxes without namespaces, where that differs.
        says: is in the message that the learner gets.
        prints: for each `say`, a pattern of what it must have printed: this proves that the try was really made.
        hidden: whether it is a hidden check that makes the call.
    """

    name: str
    body: str
    status: Verdict
    says: str = ""
    prints: Mapping[str, str] = field(default_factory=dict)
    hidden: bool = False
    portable: Verdict | None = None


@dataclass(frozen=True, slots=True)
class Attack:
    """A line of the catalogue, or a part of it: `before` is the code outside of any function, `never` must be in no report.

    `judge` is how a check decides, with `t`, `number`, `a` and `b`; `whole` is a source that is sent as it is.
    """

    number: int
    title: str
    tries: tuple[Try, ...]
    before: str = ""
    judge: str = JUDGE
    checks: str = ""
    whole: str = ""
    never: str = ""
    limits: Mapping[str, float] = field(default_factory=dict)

    @property
    def id(self) -> str:
        return f"{self.number:02} {self.title}"

    @property
    def mode(self) -> str:
        return "submit" if any(one.hidden for one in self.tries) else "run"

    def source(self, here: Mapping[str, object]) -> str:
        """`here` tells the attack what there is on this machine to reach for."""
        if self.whole:
            return self.whole
        functions = [f"def try_{number}(a, b):\n{indent(one.body or 'pass', '    ')}\n" for number, one in enumerate(self.tries)]
        attack = "def attack(number, a, b):\n    return globals()[f'try_{number}'](a, b)\n"
        return f"HERE = {dict(here)!r}\n{PRELUDE}\n{self.before}\n" + "\n".join([*functions, attack])

    def author(self) -> str:
        """The checks that make the calls."""
        return self.checks or CHECKS.format(judge=self.judge, tries=[(one.name, not one.hidden) for one in self.tries])


def refused(*names: str, by: str = "EPERM") -> dict[str, str]:
    return dict.fromkeys(names, by)
