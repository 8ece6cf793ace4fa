"""A, first half: ends, prints, patches and lying objects that should make a wrong answer right."""

from grading.contract import Verdict as V
from tests.attacks.attack import Attack, Try

ENDED, NO_VALUE, WRONG = "ended the program", "None (is a return missing?)", "Wrong."
YES = """
class Yes:
    def __eq__(self, other): return True
    def __sub__(self, other): return 0
    def __abs__(self): return 0
    def __le__(self, other): return True
    def __array__(self, *args, **more): return __import__("numpy").float64(0)
    __float__ = lambda self: 11.0
    __rsub__ = __sub__
"""
SUBCLASSES = """
import collections, enum, numpy
class F(float):
    def __sub__(self, other): return 0.0
class S(str):
    def __eq__(self, other): return True
class I(int):
    def __eq__(self, other): return True
class L(list):
    def __len__(self): return 1
class D(dict):
    def __getitem__(self, key): return 11.0
class E(enum.IntEnum):
    ONE = 1
class A(numpy.ndarray):
    def __array_ufunc__(self, *args, **more): return True
class G(numpy.float64):
    def __abs__(self): return 0.0
P = collections.namedtuple("P", "x")
"""


def of_type(number: int, title: str, *bodies: tuple[str, str], before: str = SUBCLASSES) -> Attack:
    """Values that the codec refuses where they arise, and says what they are."""
    return Attack(number, title, tuple(Try(kind, f"return {body}", V.FAILED, kind) for kind, body in bodies), before)


ATTACKS = (
    Attack(
        1,
        "ending the process",
        (
            Try("os._exit(0)", "os._exit(0)", V.ERROR, ENDED),
            Try("after the right answer was printed", "print(right(a, b), flush=True); os._exit(0)", V.ERROR, ENDED),
            Try("exit by the system", "raw(231, 0)", V.ERROR, ENDED),
            Try("closing the channel", "os.close(4); return 1.0", V.ERROR, ENDED),
        ),
    ),
    Attack(1, "ending the process while it loads", (Try("os._exit(0)", "", V.ERROR, ENDED),), before="os._exit(0)"),
    Attack(
        2,
        "leaving by an exception",
        (
            Try("sys.exit(0)", "sys.exit(0)", V.ERROR, "SystemExit"),
            Try("SystemExit", "raise SystemExit", V.ERROR, "SystemExit"),
            Try("KeyboardInterrupt", "raise KeyboardInterrupt", V.ERROR, "raised KeyboardInterrupt"),
            Try("GeneratorExit", "raise GeneratorExit", V.ERROR, "raised GeneratorExit"),
        ),
    ),
    Attack(
        3,
        "handlers at the interpreter's end",
        (
            Try("then SystemExit", "sys.exit(0)", V.ERROR, "SystemExit"),
            Try("then a wrong answer", "return 1.0", V.FAILED, WRONG),
            Try("then an end", "os._exit(0)", V.ERROR, ENDED),
        ),
        before="import atexit, threading\natexit.register(lambda: print('at exit') or speak({'value': 11.0}))",
        never="at exit",
    ),
    Attack(
        6,
        "printing what a passed test prints",
        tuple(
            Try(f"words {number}", f"print({text!r})", V.FAILED, NO_VALUE)
            for number, text in enumerate(
                ("PASS", "1 passed", '{"passed": true, "score": 1.0}', "ok 1\n1..1", "##teamcity[testFinished]")
            )
        ),
    ),
    Attack(
        7,
        "patching what compares",
        (
            Try("numpy.allclose", "numpy.allclose = numpy.isfinite = lambda *a, **k: True; return 1.0", V.FAILED, WRONG),
            Try(
                "json",
                "import json; json.dumps = json.JSONEncoder.encode = lambda *a, **k: '[\"n\",0]'; return 1.0",
                V.ERROR,
                "own channel",
            ),
            Try("builtins.isinstance", "import builtins; builtins.isinstance = lambda *a: True; return 1.0", V.ERROR, ENDED),
            Try(
                "grading.checks",
                "import grading.checks as c; c.T.close = c.T.that = lambda *a, **k: None; return 1.0",
                V.FAILED,
                WRONG,
            ),
        ),
        before="import numpy",
    ),
    Attack(
        8,
        "objects that agree with everything",
        (
            Try("returned", "return Yes()", V.FAILED, "a value of type Yes"),
            Try("within a list", "return [Yes()]", V.FAILED, "a value of type Yes"),
            Try("with a false name", "Yes.__name__ = 'float'; return Yes()", V.FAILED, "a value of type float"),
            Try("a class", "return Yes", V.FAILED, "a value of type type"),
        ),
        before=YES,
    ),
    of_type(9, "subclasses of float", ("a value of type F", "F(11)"), ("a value of type G", "G(11)")),
    of_type(
        10,
        "subclasses of arrays",
        ("a value of type A", "numpy.zeros(()).view(A)"),
        ("a value of type matrix", "numpy.matrix([[1.0]])"),
        ("a value of type MaskedArray", "numpy.ma.array([1.0], mask=[True])"),
    ),
    of_type(
        11,
        "subclasses of the other kinds",
        *((f"a value of type {kind}", f"{kind}()") for kind in "SILD"),
        ("a value of type P", "P(1)"),
        ("a value of type E", "E.ONE"),
    ),
    of_type(
        12,
        "arrays of objects",
        ("dtype object", "numpy.array([object()])"),
        ("dtype object", "numpy.array([11.0], dtype=object)"),
        ("dtype [('x', '<f8')]", "numpy.zeros(1, dtype=[('x', 'f8')])"),
    ),
    of_type(
        14,
        "numbers that are none",
        ("nan or infinity", "float('nan')"),
        ("nan or infinity", "float('inf')"),
        ("nan or infinity", "numpy.float64('-inf')"),
    ),
    of_type(
        15,
        "values that contain themselves",
        ("contains itself", "(lambda knot: knot.append(knot) or knot)([])"),
        ("contains itself", "(lambda knot: knot.update(a=knot) or knot)({})"),
    ),
    of_type(
        17,
        "very large results",
        ("too large", "numpy.zeros(25 << 20)"),
        ("too large", "bytes(100 << 20)"),
        ("too large", "'x' * (100 << 20)"),
        ("too large", "'é' * (1 << 20)"),
        ("parts", "[0] * (1 << 20)"),
    ),
    of_type(22, "a number of 4097 bits", ("4097 bits", "1 << 4096"), ("4097 bits", "-(1 << 4096)")),
    Attack(
        23,
        "one kind for another",
        (
            Try("True for 1", "return True", V.FAILED, "a bool; expected an int"),
            Try("1.0 for 1", "return 1.0", V.FAILED, "a float; expected an int"),
            Try("text for 1", "return '1'", V.FAILED, "a str; expected an int"),
            Try("a list for 1", "return [1]", V.FAILED, "a list of 1; expected an int"),
            Try("1 itself", "return 1", V.PASSED),
        ),
        judge='t.equal(t.call("attack", number, a, b), 1)',
    ),
    Attack(
        25,
        "hooks of the interpreter that end it",
        (
            Try("settrace", "sys.settrace(lambda *a: os._exit(0)); return abs(right(a, b))", V.ERROR, ENDED),
            Try("setprofile", "sys.setprofile(lambda *a: os._exit(0)); return abs(right(a, b))", V.ERROR, ENDED),
            Try("audit hook", "sys.addaudithook(lambda *a: os._exit(0)); open('/'); return 1.0", V.ERROR, ENDED),
            Try("excepthook", "sys.excepthook = lambda *a: os._exit(0); raise ValueError", V.ERROR, "ValueError"),
        ),
    ),
    Attack(
        26,
        "poisoned modules and imports",
        (
            Try("sys.modules", "sys.modules['numpy'] = Fake(); return 1.0", V.FAILED, WRONG),
            Try("__import__", "import builtins; builtins.__import__ = Fake(); return 1.0", V.FAILED, WRONG),
            Try("meta_path", "sys.meta_path.insert(0, Fake()); sys.modules.pop('numpy'); return 1.0", V.ERROR, ""),
        ),
        before="class Fake:\n    def __getattr__(self, name): return Fake()\n    def __call__(self, *a, **k): return Fake()",
    ),
)
