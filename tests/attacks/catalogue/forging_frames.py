"""A, second half: bytes written into the channel by which the judge hears."""

from grading.contract import Verdict as V
from tests.attacks.attack import Attack, Try

CHANNEL = "own channel"
# Whether the second comes before the next question or after it.
AHEAD = "Your code gave no result: it "
# A reply whose value is the numpy array that the header's rest tells of.
ARRAY = """frame(b'["d",[["value",["a",[{dtype},{shape},{size}]]]]]', bytes({bytes})); return 1.0"""
DEEP = "frame({header}); return 1.0"


def array(name: str, dtype: str, shape: str, size: int, real: int) -> Try:
    return Try(name, ARRAY.format(dtype=dtype, shape=shape, size=size, bytes=real), V.ERROR, CHANNEL)


def spoken(name: str, value: str, says: str = CHANNEL, status: V = V.ERROR) -> Try:
    """A reply that is a frame of the codec, but none that this question may have."""
    return Try(name, f"speak({value}); return 1.0", status, says)


def header(name: str, text: str, body: str = "b''", ahead: int = 0) -> Try:
    return Try(name, f"frame({text}, {body}, {ahead}); return 1.0", V.ERROR, CHANNEL)


ATTACKS = (
    Attack(
        4,
        "junk in the channel",
        (
            Try("text", "os.write(4, b'junk' * 99); return 1.0", V.ERROR, CHANNEL),
            Try("all ones", "os.write(4, b'\\xff' * 16); return 1.0", V.ERROR, CHANNEL),
            Try("with the number", "os.write(4, nonce() + b'junk' * 99); return 1.0", V.ERROR, CHANNEL),
            Try("zeros", "os.write(4, bytes(64)); return 1.0", V.ERROR, CHANNEL),
        ),
    ),
    Attack(
        5,
        "a proper frame and an end",
        (
            Try("of a wrong value", "speak({'value': 1.0}); os._exit(0)", V.FAILED, "Wrong."),
            Try("of the right value is what returning it is", "speak({'value': right(a, b)}); os._exit(0)", V.PASSED),
            Try(
                "without the number of the question",
                "os.write(4, sys.modules['grading.wire'].dumps({'value': right(a, b)})); os._exit(0)",
                V.ERROR,
                CHANNEL,
            ),
        ),
    ),
    Attack(
        13,
        "pickles",
        (
            Try("alone", "os.write(4, pickle.dumps(Boom())); return 1.0", V.ERROR, CHANNEL),
            Try("as a frame", "frame(pickle.dumps(Boom())); return 1.0", V.ERROR, CHANNEL),
            Try("as a value", "return pickle.dumps(Boom())", V.FAILED, "a bytes"),
        ),
        before="import pickle\nclass Boom:\n    def __reduce__(self): return os.system, ('touch /tmp/loci-attack-13',)",
    ),
    Attack(
        16,
        "very deep headers",
        (
            header("200 thousand brackets", "b'[' * 200_000"),
            header("as many, closed", "b'[' * 200_000 + b']' * 200_000"),
            header("objects", """b'{"a":' * 100_000"""),
            header("lists of lists", """b'["l",[' * 5000 + b']]' * 5000"""),
        ),
    ),
    Attack(
        18,
        "results without end",
        (
            Try("zeros", "while True: os.write(4, bytes(4096))", V.ERROR, CHANNEL),
            Try(
                "after a length",
                "os.write(4, nonce() + b'\\0\\0\\x10\\0' * 2)\nwhile True: os.write(4, bytes(4096))",
                V.ERROR,
                CHANNEL,
            ),
            Try("a byte at a time", "os.write(4, nonce())\nwhile True: os.write(4, b'\\xff')", V.ERROR, CHANNEL),
        ),
    ),
    Attack(
        19,
        "shapes beyond all memory",
        (
            array("2 to the 40", '"<f8"', "[1099511627776]", 8, 8),
            array("whose product wraps around", '"<f8"', "[4294967296,4294967296]", 0, 0),
            array("of true size elsewhere", '"<f8"', "[16777216,0,16777216,16777216,16777216]", 0, 0),
            array("negative", '"<f8"', "[-1]", 8, 8),
            Try("lengths of gigabytes", "os.write(4, nonce() + b'\\xff\\xff\\xff\\x7f' * 2); return 1.0", V.ERROR, CHANNEL),
        ),
    ),
    Attack(
        20,
        "kinds of array that are not on the list",
        (
            array("objects", '"|O"', "[1]", 8, 8),
            array("records", '[["x","<f8"]]', "[1]", 8, 8),
            array("swapped bytes", '">f8"', "[1]", 8, 8),
            array("text", '"<U2"', "[1]", 8, 8),
            array("bytes", '"|S8"', "[1]", 8, 8),
            array("times", '"<M8[s]"', "[1]", 8, 8),
        ),
    ),
    Attack(
        21,
        "frames that contradict themselves",
        (
            header("a key twice", """b'["d",[["value",["n",0]],["value",["f","0x1.0p+0"]]]]'"""),
            header("bytes left over", """b'["d",[["value",["n",0]]]]'""", "b'left over'"),
            header("a space too many", """b'["d", [["value",["n",0]]]]'"""),
            header("false for zero", """b'["d",[["value",["n",false]]]]'"""),
            Try("longer than it is", "frame(b'[\"n\",0]', ahead=9)\nreturn 1.0", V.ERROR, CHANNEL),
            Try("longer than ever comes", "frame(b'[\"n\",0]', ahead=9)\nwhile True: time.sleep(9)", V.TIMEOUT, "longer"),
        ),
        before="import time",
        limits={"wall_seconds": 1},
    ),
    Attack(
        24,
        "patching the codec",
        (
            Try("no frame", "wire.dumps = lambda value: b'no frame at all'; return 1.0", V.ERROR, CHANNEL),
            Try(
                "another value",
                "dumps = wire.dumps\nwire.dumps = lambda value: dumps({'value': 2.0}); return 1.0",
                V.FAILED,
                "Wrong.",
            ),
            Try("nothing is refused", "wire._Encoder.encode = lambda *a: ['o', 'object']; return 1.0", V.ERROR, CHANNEL),
            Try("larger caps", "wire.MOST_BODY = wire.MOST_HEADER = 1 << 40; return bytes(1 << 21)", V.ERROR, CHANNEL),
            Try("a deaf channel", "channel.send = lambda value: None; return 1.0", V.TIMEOUT, "longer"),
        ),
        before="from grading import wire\nfrom grading.inside import channel",
        limits={"wall_seconds": 1},
    ),
    Attack(
        28,
        "two answers to one question",
        (
            Try("at once", "speak({'value': 1.0}, {'value': 1.0}); return 1.0", V.ERROR, AHEAD),
            Try("one returned, one written before", "speak({'value': 1.0}); return 1.0", V.ERROR, AHEAD),
            Try(
                "one for the next question",
                "speak({'value': 1.0}, {'value': 1.0})\nwhile True: pass",
                V.ERROR,
                AHEAD,
            ),
        ),
        judge='t.call("attack", number, a, b); t.close(t.call("attack", number, a, b), 1.0)',
        limits={"cpu_seconds": 1},
    ),
    Attack(
        29,
        "words of the grader's own",
        (
            spoken("ready", "{'op': 'ready', 'cpu_ms': 0}"),
            spoken("broken", "{'broken': 'the grader'}"),
            spoken("ended", "{'ended': True}"),
            spoken("passed", "{'passed': True, 'message': '', 'surprise': '', 'sample_io': None}"),
            spoken("a fault", "{'fault': 'sandbox down', 'verdict': 'internal'}"),
            spoken("a function is missing", "{'missing': [1]}"),
            spoken("a wish that nobody offered", "{'wants': 'attack', 'args': []}"),
            spoken("an error of no kind", "{'error': {'type': ['x'], 'message': 3, 'lines': 'x'}}", "raised Exception"),
            spoken(
                "an error of the grader", "{'error': {'type': 'SandboxDown', 'message': '', 'lines': []}}", "raised Exception"
            ),
            spoken("lines beyond all", "{'error': {'type': 'ValueError', 'lines': [10**300, -1, 0]}}", "ValueError"),
            spoken("a value and more", "{'value': 1.0, 'passed': True}"),
            header("an int that reads and does not write", """b'["d",[["value",["i","' + b'f' * 1028 + b'"]]]]'"""),
            header("floats that grow", """b'["d",[["value",["l",[' + b','.join([b'["f","1"]'] * 60000) + b']]]]]'"""),
        ),
    ),
)
