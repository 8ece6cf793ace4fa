"""C: using up processor time, memory, processes, descriptors, disk, or the judge's patience."""

from grading.contract import Verdict as V
from tests.attacks.attack import Attack, Try, refused

NOT_ALLOWED, LONGER, MEMORY = "not allow", "longer", "more memory"
IGNORE_SIGNALS = """
import signal
for number in range(1, 65):
    try: signal.signal(number, signal.SIG_IGN)
    except (OSError, ValueError): pass
"""
BOMB = """
import zlib
block = zlib.compressobj(9, wbits=-15)
mebibyte = block.compress(bytes(1 << 20)) + block.flush(zlib.Z_FULL_FLUSH)
def expand(most=0): return zlib.decompressobj(-15).decompress(mebibyte * 4096, most)
"""
FILL = """
PLACES = ('/tmp', '/dev/shm', '/var/tmp', '/loci', '/site', '.')
def ways(top, files):
    yield os.O_CREAT, os.path.join(top, 'loci-attack-46')
    yield os.O_TMPFILE, top
    for file in files: yield 0, os.path.join(top, file)

def fill():
    tried, took = 0, []
    known = {os.path.dirname(module.__file__) for module in list(sys.modules.values()) if getattr(module, '__file__', None)}
    for start in (*PLACES, '/', *known):
        for top, _, files in [(start, [], []), *os.walk(start)]:
            for flag, path in ways(top, files):
                tried += 1
                try: os.close(os.open(path, os.O_WRONLY | flag))
                except OSError: continue
                took.append(path)
    return tried, took
"""
SPIN = {"cpu_seconds": 0.5}
WAIT = {"wall_seconds": 1}
ASLEEP = "while True: time.sleep(9)"


def spinning(number: int, title: str, *tries: tuple[str, str], before: str = "") -> Attack:
    return Attack(number, title, tuple(Try(name, body, V.TIMEOUT, LONGER) for name, body in tries), before, limits=SPIN)


ATTACKS = (
    Attack(
        40,
        "fork bombs",
        (
            Try("caught", "for n in range(200): say(n, os.fork)\nos.fork()", V.FORBIDDEN, NOT_ALLOWED, refused("0", "199")),
            Try("by the library", "multiprocessing.Process(target=print).start()", V.FORBIDDEN, NOT_ALLOWED),
            Try("a pool", "multiprocessing.Pool(99)", V.FORBIDDEN, NOT_ALLOWED),
        ),
        before="import multiprocessing",
    ),
    Attack(
        41,
        "the calls behind fork",
        (
            Try(
                "by number",
                "say('clone', raw, 56, 17, 0, 0, 0, 0); say('vfork', raw, 58); say('clone3', raw, 435, bytes(88), 88)\n"
                "say('fork', raw, 57); say('thread', raw, 56, 0x50f00, 0, 0, 0, 0)\n"
                "say('spawn', os.posix_spawn, sys.executable, ['x'], {})\nreturn raw(56, 17, 0, 0, 0, 0)",
                V.FORBIDDEN,
                NOT_ALLOWED,
                refused("clone", "vfork", "fork", "thread", "spawn") | {"clone3": "ENOSYS"},
            ),
        ),
    ),
    Attack(
        42,
        "threads",
        (
            Try("threading", "threading.Thread(target=print).start()", V.ERROR, "RuntimeError: can't start new thread"),
            Try("_thread", "_thread.start_new_thread(print, ())", V.ERROR, "RuntimeError"),
            Try("a pool", "concurrent.futures.ThreadPoolExecutor(9).submit(print).result()", V.ERROR, "RuntimeError"),
        ),
        before="import threading, _thread, concurrent.futures",
    ),
    Attack(
        43,
        "hoarding memory",
        (
            Try("at once", "return bytearray(10**10)", V.OUT_OF_MEMORY, MEMORY),
            Try("bit by bit", "hoard = []\nwhile True: hoard.append(bytearray(1 << 24))", V.OUT_OF_MEMORY, MEMORY),
            Try("doubling", "hoard = 'a'\nwhile True: hoard += hoard", V.OUT_OF_MEMORY, MEMORY),
            Try("numpy", "return numpy.zeros(10**10)", V.OUT_OF_MEMORY, MEMORY),
            Try("objects", "hoard = []\nwhile True: hoard = [hoard, hoard[:], *hoard[:1 << 16]] * 2", V.OUT_OF_MEMORY, MEMORY),
        ),
        before="import numpy",
    ),
    Attack(
        44,
        "hoarding address space",
        (
            Try(
                "mmap",
                "say('at once', mmap.mmap, -1, 1 << 40)\nhoard = []\nsay('bit by bit', fill, hoard)\nhoard.clear()\n"
                "say('shared', mmap.mmap, -1, 1 << 40, mmap.MAP_SHARED)\n"
                "say('brk', raw, 9, 0, 1 << 40, 3, 0x22, -1, 0)\nreturn right(a, b)",
                V.PASSED,
                prints=refused("at once", "bit by bit", "shared", "brk", by="ENOMEM"),
            ),
        ),
        before="import mmap\ndef fill(hoard):\n    while True: hoard.append(mmap.mmap(-1, 1 << 24))",
    ),
    Attack(
        45,
        "memory and queues that outlive a process",
        (
            Try(
                "by number",
                "say('memfd', os.memfd_create, 'loci-attack'); say('shmget', raw, 29, 0x10C10045, 4096, 0o1600)\n"
                "say('msgget', raw, 68, 0x10C10045, 0o1600); say('semget', raw, 64, 0x10C10045, 1, 0o1600)\n"
                "say('mq_open', raw, 240, b'loci-attack', 0o102, 0o600, None); say('secret', raw, 447, 0)\n"
                "say('shm_open', SharedMemory, 'loci-attack', True, 4096); return os.memfd_create('loci-attack')",
                V.FORBIDDEN,
                NOT_ALLOWED,
                refused("memfd", "shmget", "msgget", "semget", "mq_open", "secret") | {"shm_open": "ENOENT|EACCES|EPERM"},
            ),
        ),
        before="from multiprocessing.shared_memory import SharedMemory",
    ),
    Attack(
        46,
        "filling the disk",
        (
            Try(
                "every place",
                "for place in PLACES: say(place, open, place + '/loci-attack-46', 'w')\n"
                "say('folder', os.mkdir, '/tmp/loci-attack')\n"
                "say('the machine', open, HERE['folder'] + '/loci-attack-46', 'w'); say('library', open, os.__file__, 'a')\n"
                "say('truncate', os.truncate, os.__file__, 0); return right(a, b)",
                V.PASSED,
                prints={
                    **dict.fromkeys(("/tmp", "/dev/shm", "/var/tmp", "/loci", "/site", "."), "ENOENT|EACCES|EROFS|EPERM"),
                    **{
                        "library": "EROFS|EACCES|EPERM",
                        "the machine": "ENOENT|EACCES|EPERM",
                        "folder": "EPERM",
                        "truncate": "EPERM",
                    },
                },
            ),
            Try("a temporary file", "import tempfile; tempfile.TemporaryFile()", V.ERROR, "FileNotFoundError"),
            Try(
                "until no room is left",
                "tried, took = fill()\nsay('tried', lambda: tried > 500); say('took', lambda: took)\nreturn right(a, b)",
                V.PASSED,
                prints={"tried": "gave True", "took": r"gave \[\]"},
            ),
        ),
        before=FILL,
    ),
    Attack(
        47,
        "using up descriptors",
        (
            Try(
                "all",
                "hoard = []\nsay('opened', fill, hoard); say('most', max, hoard); say('one more', os.dup, 1)\nreturn right(a, b)",
                V.PASSED,
                prints={"opened": "EMFILE", "most": "gave 31", "one more": "EMFILE"},
            ),
        ),
        before="def fill(hoard):\n    while True: hoard.append(os.dup(1))",
    ),
    spinning(
        48,
        "spinning with every signal ignored",
        ("a loop", "while True: pass"),
        ("in the system", "while True: os.getppid()"),
        before=IGNORE_SIGNALS,
    ),
    Attack(48, "spinning while it loads", (Try("a loop", "", V.TIMEOUT, LONGER),), before="while True: pass", limits=SPIN),
    Attack(
        49,
        "sleeping and swallowing every exception",
        (
            Try("asleep", "while True:\n    try: time.sleep(9)\n    except BaseException: pass", V.TIMEOUT, LONGER),
            Try("waiting", "while True: select.select([], [], [], 9)", V.TIMEOUT, LONGER),
        ),
        before="import select, time, _thread" + IGNORE_SIGNALS,
        limits=WAIT,
    ),
    # Apart, as of checks that time out only the first are run.
    Attack(
        49,
        "waiting for itself",
        (Try("a lock", "lock = _thread.allocate_lock(); lock.acquire(); lock.acquire()", V.TIMEOUT, LONGER),),
        before="import _thread" + IGNORE_SIGNALS,
        limits=WAIT,
    ),
    Attack(
        49,
        "sleeping in every check",
        (
            Try("first", ASLEEP, V.TIMEOUT, LONGER),
            Try("second", ASLEEP, V.TIMEOUT, LONGER),
            # The first two are run side by side; whichever ends first may begin another.
            Try("third", ASLEEP, V.TIMEOUT, "It "),
            Try("fourth", ASLEEP, V.TIMEOUT, "not run"),
        ),
        before="import time",
        limits=WAIT,
    ),
    Attack(
        50,
        "printing without end",
        (
            Try("stdout", "while True: print('x' * 999)", V.OUTPUT_LIMIT, "printed more"),
            Try("stderr", "while True: os.write(2, b'x' * 999)", V.OUTPUT_LIMIT, "printed more"),
            Try("and then the right answer", "print('x' * 70000)\nreturn right(a, b)", V.OUTPUT_LIMIT, "printed more"),
            Try("a byte at a time", "while True: os.write(1, b'x')", V.OUTPUT_LIMIT, "printed more"),
        ),
    ),
    Attack(
        50,
        "printing without end while it loads",
        (Try("stdout", "", V.OUTPUT_LIMIT, "printed more"),),
        before="while True: print('x' * 999)",
    ),
    spinning(51, "one vast sum", ("a power", "return 10 ** (10 ** 9)"), ("its text", "return 7 ** (10 ** 7) % 10 ** (10 ** 6)")),
    spinning(52, "a pattern that never ends", ("re", "return re.match('(a+)+$', 'a' * 60 + 'b')"), before="import re"),
    spinning(
        57,
        "an end that never ends",
        ("__del__", "del [Undying()][0]"),
        ("one after the other", "Phoenix(); return 1.0"),
        ("a generator", "list(undying()); return 1.0"),
        before="""
class Undying:
    def __del__(self):
        while True: pass
class Phoenix:
    def __del__(self): Phoenix()
def undying():
    try: yield
    finally:
        while True: pass
""",
    ),
    Attack(
        53,
        "recursion without end",
        (Try("C", "return repr(knot(10**5))", V.ERROR, ""),),
        before="""
sys.setrecursionlimit(10**9)
def knot(n):
    inner = []
    for _ in range(n): inner = [inner]
    return inner
""",
    ),
    Attack(
        54,
        "crashing the interpreter",
        (
            Try("an address", "ctypes.string_at(0)", V.ERROR, "crashed"),
            Try("abort", "os.abort()", V.ERROR, ""),
            Try("a signal", "signal.raise_signal(signal.SIGSEGV); ctypes.string_at(1)", V.ERROR, "crashed"),
            Try("a stack", "libc.memset(ctypes.addressof(ctypes.c_int()), 65, 1 << 24)", V.ERROR, "crashed"),
        ),
        before="import signal",
    ),
    Attack(
        55,
        "bombs of compressed data",
        (
            Try("at once", "return len(expand())", V.OUT_OF_MEMORY, MEMORY),
            Try("a part", "return float(len(expand(1 << 20)))", V.FAILED, "Wrong."),
        ),
        before=BOMB,
    ),
    Attack(
        56,
        "raising its own limits",
        (
            Try(
                "each",
                "for name in dir(resource):\n    if name.startswith('RLIMIT'): say(name, more, getattr(resource, name))\n"
                "say('prlimit', raw, 302, 0, 7, (ctypes.c_long * 2)(99, 99), None)\n"
                "return raw(160, 7, (ctypes.c_long * 2)(1, 1))",
                V.FORBIDDEN,
                NOT_ALLOWED,
                refused(
                    *(f"RLIMIT_{name}" for name in ("AS", "CORE", "CPU", "FSIZE", "MEMLOCK", "NOFILE", "NPROC")), by="ValueError"
                )
                | {"prlimit": "EPERM"},
            ),
        ),
        before="import resource\ndef more(which): resource.setrlimit(which, (1 << 40, 1 << 40))",
    ),
    Attack(
        58,
        "stopping itself",
        (
            Try(
                "SIGSTOP",
                "raw(234, os.getpid(), raw(186), 19); return right(a, b)",
                V.PASSED,  # the first process of a namespace does not heed it
                portable=V.TIMEOUT,
            ),
        ),
        limits=WAIT,
    ),
    Attack(
        59,
        "neither reading nor hanging up",
        (
            Try("deaf", "speak({'value': 1.0})\nwhile True: time.sleep(9)", V.TIMEOUT, LONGER),
            Try("half a frame", "os.write(4, nonce() + b'\\x10\\0')\nwhile True: time.sleep(9)", V.TIMEOUT, LONGER),
        ),
        before="import time",
        judge='t.call("attack", number, a, b); t.call("attack", number, np.zeros(1 << 20), b)',
        limits=WAIT,
    ),
    Attack(
        60,
        "sources that are hard to read",
        (Try("50 thousand brackets", "", V.ERROR, "SyntaxError"),),
        whole="(" * 50_000,
    ),
    *(
        Attack(60, f"sources that are hard to read: {name}", (Try(name, "", status, says),), whole=source)
        for name, status, says, source in (
            ("closed brackets", V.ERROR, "SyntaxError", "x = " + "[" * 30_000 + "]" * 30_000),
            ("minuses", V.OUT_OF_MEMORY, MEMORY, "x = " + "-" * 60_000 + "1"),
            ("a long sum", V.ERROR, "", "x = 1" + "+1" * 30_000),
            ("no characters", V.ERROR, "SyntaxError", "x = 1\0"),
            ("deep blocks", V.ERROR, "IndentationError", "".join(" " * n + "if 1:\n" for n in range(300))),
        )
    ),
    Attack(
        61,
        "taking precedence over others",
        (
            Try(
                "by number",
                "say('pin', os.sched_setaffinity, 0, {0}); say('nice', os.nice, -5)\n"
                "say('least nice', os.setpriority, 0, 0, -20)\n"
                "say('real time', os.sched_setscheduler, 0, os.SCHED_FIFO, os.sched_param(9))\n"
                "say('personality', raw, 135, 0x0040000)\n"
                "say('io', raw, 251, 1, 0, 0); say('mlock', raw, 151, 3); say('nicer', os.nice, 1)\n"
                "say('prctl', raw, 157, 15, b'x', 0, 0, 0)\n"
                "return os.nice(-5)",
                V.FORBIDDEN,
                NOT_ALLOWED,
                refused("pin", "nice", "least nice", "real time", "personality", "io", "mlock", "nicer", "prctl"),
            ),
        ),
    ),
)
