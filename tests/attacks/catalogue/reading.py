"""B: reading what is hidden."""

from grading.contract import Verdict as V
from grading.runtimes.python import OURS, ROOM
from tests.attacks.attack import Attack, Try

# There is no such file inside, or, where the machine's own files are seen, nobody may open it.
SHUT = "ENOENT|EACCES"
KEPT = """
from grading.checks import check
expected = "mallard"
@check("keeps a secret", sample=True)
def keeps(t):
    t.equal(t.call("attack", 0, "an argument", 2), expected, "No.")
"""
SEARCH = """
import gc

def texts():
    for one in gc.get_objects():
        yield from (value for value in gc.get_referents(one) if isinstance(value, str))
    frame = sys._getframe()
    while frame:
        yield from map(repr, frame.f_locals.values())
        frame = frame.f_back

def found(*parts):
    return sum("".join(parts) in text for text in texts()) > 0
"""
ENVIRONMENT = """
def others():
    known = {"LC_ALL", "LC_CTYPE", "LD_LIBRARY_PATH", "PWD", "PYTHONHASHSEED"}
    known |= {f"{name}_NUM_THREADS" for name in ("MKL", "OMP", "OPENBLAS")}
    return sorted(set(os.environ) - known)

def of_the_system():
    environ = ctypes.POINTER(ctypes.c_char_p).in_dll(libc, "environ")
    lines = iter(lambda at=iter(range(1000)): environ[next(at)], None)
    return sorted({line.decode().partition("=")[0] for line in lines} - set(os.environ))
"""
KNOWN = {file.name for part in OURS for path in [ROOM / part] for file in ([path] if path.is_file() else path.rglob("*.py"))}
HIDDEN = "the-hidden-input"

ATTACKS = (
    Attack(
        30,
        "searching the process for what is expected",
        (
            Try(
                "keeps a secret",
                "say('the argument', found, 'an a', 'rgu'); say('the expectation', found, 'mall', 'ard')",
                V.FAILED,
                "None (is a return missing?)",
                {"the argument": "gave True", "the expectation": "gave False"},
            ),
        ),
        before=SEARCH,
        checks=KEPT,
    ),
    Attack(
        32,
        "what the kernel tells of processes",
        (
            Try(
                "/proc",
                "for name in NAMES: say(name, open, name)\n"
                "say('list', os.listdir, '/proc/self/fd'); say('1', os.listdir, '/proc/1')"
                "\nsay('readlink', os.readlink, '/proc/self/exe'); return right(a, b)",
                V.PASSED,
                prints={
                    **dict.fromkeys(
                        [f"/proc/{who}/{what}" for who in ("self", "1") for what in ("mem", "maps", "environ", "cmdline")], SHUT
                    ),
                    **{
                        "/sys/kernel/notes": SHUT,
                        "/dev/mem": SHUT,
                        "list": SHUT,
                        "1": SHUT,
                        "readlink": f"{SHUT}|gave '.*python.*'",
                    },
                },
            ),
        ),
        before="NAMES = [f'/proc/{w}/{f}' for w in ('self', 1) for f in ('mem', 'maps', 'environ', 'cmdline')]"
        " + ['/sys/kernel/notes', '/dev/mem']",
    ),
    Attack(
        33,
        "files of the machine",
        (
            Try(
                "opening",
                "for name in NAMES: say(name, open, name)\n"
                "say('the secret', open, HERE['folder'] + '/secret')\nreturn right(a, b)",
                V.PASSED,
                prints={name: SHUT for name in ("/etc/passwd", "/etc/shadow", "/root/.bashrc", "the secret")},
            ),
            Try(
                "listing",
                "for name in ('/etc', '/var', '/tmp', '/dev', HERE['folder']):\n"
                "    say(os.path.basename(name) if name == HERE['folder'] else name, os.listdir, name)\nreturn right(a, b)",
                V.PASSED,
                prints={name: SHUT for name in ("/etc", "/var", "/tmp", "/dev")},
            ),
            Try(
                "rooms that are not here",
                "for name in ('grading.engine', 'grading.lane', 'grading.contract', 'tutor', 'django', 'celery', 'redis'):\n"
                "    say(name, __import__, name)\nreturn right(a, b)",
                V.PASSED,
                prints=dict.fromkeys(
                    ("grading.engine", "grading.lane", "tutor", "django", "celery", "redis"), "ModuleNotFoundError|EACCES"
                ),
            ),
            Try("not caught", "open('/etc/passwd')", V.ERROR, "Your code ", portable=V.FORBIDDEN),
        ),
        before="NAMES = ('/etc/passwd', '/etc/shadow', '/root/.bashrc')",
    ),
    Attack(
        34,
        "the environment",
        (
            Try(
                "Python's and the system's",
                "say('others', others); say('of the system', of_the_system); say('argv', lambda: sys.argv)\n"
                "say('orig_argv', lambda: [one for one in sys.orig_argv if 'loci-' in one]); return right(a, b)",
                V.PASSED,
                prints={
                    "others": r"gave \[\]",
                    "of the system": r"gave \[\]",
                    "argv": r"gave \['submission.py'\]",
                    "orig_argv": r"gave \[\]",
                },
            ),
        ),
        before=ENVIRONMENT,
    ),
    Attack(
        35,
        "open descriptors",
        (
            Try(
                "all of them",
                "say('open', lambda: [n for n in range(1024) if is_open(n)])\n"
                "say('read the output', os.read, 1, 1); say('write the input', os.write, 3, b'x')\n"
                "say('write 0', os.write, 0, b'x')\n"
                "return right(a, b)",
                V.PASSED,
                prints={
                    "open": r"gave \[0, 1, 2, 3, 4\]",
                    "read the output": "EBADF",
                    "write the input": "EBADF",
                    "write 0": "gave 1|EBADF",
                },
            ),
        ),
        before="def is_open(number):\n    try: os.fstat(number)\n    except OSError: return False\n    return True",
    ),
    Attack(
        36,
        "reading the input again for the other checks' inputs",
        (
            Try(
                "looking",
                "say('waits', lambda: select.select([3], [], [], 0)[0]); say('stdin', os.read, 0, 99)\n"
                "say('back', os.lseek, 3, 0, 0); say('pread', os.pread, 3, 99, 0); return right(a, b)",
                V.PASSED,
                prints={"waits": r"gave \[\]", "stdin": "gave b''", "back": "ESPIPE", "pread": "ESPIPE"},
            ),
            Try("waiting for it", "return os.read(3, 99)", V.TIMEOUT, "longer"),
        ),
        before="import select",
        limits={"wall_seconds": 1},
    ),
    Attack(
        37,
        "the source of what runs it",
        (
            Try(
                "all files of ours",
                "say('files', ours)\n"
                "say('of what calls', lambda: 'import' in inspect.getsource(sys.modules['grading.inside.submission']))\n"
                "say('of a check', inspect.getsource, sys._getframe(1)); return right(a, b)",
                V.PASSED,
                prints={"files": "gave 'nothing else'", "of what calls": "gave True", "of a check": ".*"},
            ),
        ),
        before=f"""
import inspect
def ours():
    names = {{name for _, _, names in os.walk("/loci") for name in names if not name.endswith(".pyc")}}
    return names - {KNOWN} or "nothing else"
""",
    ),
    Attack(
        38,
        "carrying hidden inputs out",
        (
            Try("an error's words", "raise ValueError(WORD)", V.ERROR, "Your code raised ValueError.", hidden=True),
            Try("an error's kind", "raise type(WORD, (KeyError,), {})(a)", V.ERROR, "Your code raised KeyError.", hidden=True),
            Try("prints", "print(WORD, a); os.write(2, WORD.encode()); return 1.0", V.FAILED, "Wrong.", hidden=True),
            Try("a value", "return WORD", V.FAILED, "a str", hidden=True),
            Try("a type", "return type(WORD, (), {})()", V.FAILED, "something else", hidden=True),
            Try("a key", "return {WORD: 1}", V.FAILED, "a dict of 1", hidden=True),
            Try("a function that is missing", "speak({'missing': WORD}); return 1.0", V.ERROR, "own channel", hidden=True),
            Try("lines", "speak({'error': {'type': 'ValueError', 'lines': list(range(99))}}); return 1.0", V.ERROR, hidden=True),
        ),
        # Not written in one piece, as the learner's own lines are shown.
        before=f"WORD = '{HIDDEN[:9]}' + '{HIDDEN[9:]}'",
        never=HIDDEN,
    ),
)
