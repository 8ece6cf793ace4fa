"""What one submission knows of another, or of the next one's inputs."""

from __future__ import annotations

from grading.contract import Verdict
from grading.sandbox.modes import Mode
from tests.attacks.attack import PRELUDE
from tests.attacks.stack import Stack, quiet
from tests.attacks.traces import left_outside, remembers

SHOWS = """
from grading.checks import check
@check("one call", sample=True)
def one_call(t):
    a, b = t.rng.normal(size=(2, 3))
    t.close(t.call("attack", 0, a, b), float(a @ b), message="Wrong.")
"""
LEARNS = PRELUDE + "def attack(number, a, b):\n    print('table:', {a.tobytes().hex(): right(a, b)})\n"
KNOWS = "def attack(number, a, b):\n    return {table}.get(a.tobytes().hex(), 0.0)\n"


def test_27_an_answer_that_is_hard_coded_is_right_for_one_grading_alone(stack: Stack, mode: str) -> None:
    seen = stack.grade(f"27 learns {mode}", stack.job(LEARNS, SHOWS, seed=1)).checks[0].output
    source = KNOWS.format(table=seen.removeprefix("table: ").strip())
    again = stack.grade(f"27 same {mode}", stack.job(source, SHOWS, seed=1))
    assert again.verdict is Verdict.PASSED, "it is really the table of these inputs"
    other = stack.grade(f"27 other {mode}", stack.job(source, SHOWS, seed=2))
    assert (other.verdict, other.score, other.checks[0].message) == (Verdict.FAILED, 0.0, "Wrong.")


# The two halves never stand together but in the code of the one who came before.
EARLIER, LATER = b"the-earlier-learners", b"-own-words-4711"
MARKED = f"""
WORDS = {(EARLIER + LATER).decode()!r}
def attack(number, a, b):
    print(WORDS, number)
    kept = [WORDS + str(n) for n in range(1000)]
    return float(a @ b)
"""
SCANS = (
    PRELUDE
    + f"""
HALVES = {EARLIER!r}, {LATER!r}
PLANTED = b"words-that-are-", b"really-here"
kept = b"".join(PLANTED)

def there(page):
    "A path that cannot be read is EFAULT, and no harm is done."
    return libc.access(ctypes.c_void_p(page), 0) == 0 or ctypes.get_errno() != errno.EFAULT

def regions():
    stack = ctypes.c_void_p.in_dll(libc, "environ").value
    brk = (libc.sbrk.restype, libc.sbrk(0))[1]
    for middle, pages in ((id(kept), 1 << 14), (id(object()), 1 << 14), (brk, 1 << 13), (stack, 1 << 8)):
        first = None
        for page in range(middle // 4096 - pages, middle // 4096 + pages):
            if there(page * 4096):
                first = first or page
            elif first:
                yield first * 4096, (page - first) * 4096
                first = None

def count(halves):
    found = 0
    for start, size in regions():
        memory, at = ctypes.string_at(start, size), -1
        while (at := memory.find(halves[0], at + 1)) >= 0:
            found += memory[at + len(halves[0]):].startswith(halves[1])
        del memory
    return found

def attack(number, a, b):
    print("pages:", sum(size for _, size in regions()) // 4096)
    print("planted:", count(PLANTED), "earlier:", count(HALVES))
    return right(a, b)
"""
).replace("brk = (libc.sbrk.restype, libc.sbrk(0))[1]", "libc.sbrk.restype = ctypes.c_void_p\n    brk = libc.sbrk(0)")


def test_31_no_earlier_learners_code_is_found_in_memory(stack: Stack, mode: str) -> None:
    for number in range(4):
        assert stack.grade(f"31 marked {number} {mode}", stack.job(MARKED, SHOWS)).verdict is Verdict.PASSED
    report = stack.grade(f"31 scans {mode}", stack.job(SCANS, SHOWS))
    words = report.checks[0].output.split()
    assert report.verdict is Verdict.PASSED, report
    assert int(words[1]) > 500, "it read some memory"
    assert int(words[3]) > 0, "it finds what is there"
    assert int(words[5]) == 0
    quiet(stack)
    children = stack.worker.children(recursive=True)
    assert not any(remembers(child, EARLIER + LATER) for child in children)
    assert bool(children) is (mode != Mode.SINGLE_USE), "zygotes stay, and nothing else"


POISON = (
    PRELUDE
    + """
import builtins, grading, numpy, random
from grading import wire
from grading.inside import channel, submission

def attack(number, a, b):
    value = right(a, b)
    for owner in (sys, builtins, numpy, numpy.random, wire, channel, grading, submission):
        owner.left = "loci-attack"
    numpy.add = numpy.dot = numpy.random.default_rng = builtins.abs = builtins.sum = None
    os.environ["LEFT"] = "loci-attack"
    sys.path.insert(0, "/left")
    random.seed(4)
    for name, call in {
        "file": lambda: open("/tmp/loci-attack-77", "w"), "folder": lambda: os.mkdir("/loci-attack-77"),
        "shm": lambda: raw(29, 0x10C10077, 4096, 0o1600), "queue": lambda: raw(68, 0x10C10077, 0o1600),
        "semaphore": lambda: raw(64, 0x10C10077, 1, 0o1600), "lock": lambda: raw(73, 4, 2),
        "key": lambda: raw(248, b"user", b"l", b"x", 1, -4),
    }.items():
        say(name, call)
    return value
"""
)
LOOKS = (
    PRELUDE
    + """
import builtins, grading, numpy
from grading import wire
from grading.inside import channel, submission

def attack(number, a, b):
    rooms = (sys, builtins, numpy, numpy.random, wire, channel, grading, submission)
    print("left:", [one.__name__ for one in rooms if hasattr(one, "left")])
    print("whole:", numpy.add(1, 2) == 3, callable(abs), "LEFT" not in os.environ, "/left" not in sys.path)
    say("file", open, "/tmp/loci-attack-77"); say("shm", raw, 29, 0x10C10077, 4096, 0)
    return right(a, b)
"""
)


def test_76_and_77_what_one_submission_leaves_no_other_finds(stack: Stack, mode: str) -> None:
    for number in range(3):
        report = stack.grade(f"76 poison {number} {mode}", stack.job(POISON, SHOWS))
        assert report.verdict is Verdict.PASSED, report
        given = dict(line.split(": ") for line in report.checks[0].output.splitlines())
        assert given.pop("file") in {"ENOENT", "EACCES"}
        assert set(given.values()) == {"EPERM"}
        looked = stack.grade(f"76 looks {number} {mode}", stack.job(LOOKS, SHOWS))
        lines = looked.checks[0].output.splitlines()
        assert lines[:2] == ["left: []", "whole: True True True True"]
        assert lines[2] in {"file: ENOENT", "file: EACCES"}
        assert lines[3] == "shm: EPERM"
        assert looked.verdict is Verdict.PASSED
    assert left_outside() == []
