"""D, second half: other namespaces, programs and processors, and what could be left for whoever comes next."""

from grading.contract import Verdict as V
from tests.attacks.attack import Attack, Try, refused

NOT_ALLOWED = "not allow"


def by_number(
    number: int, title: str, calls: dict[str, str], more: str = "", last: str = "os.fork()", before: str = ""
) -> Attack:
    """Each call of the system is made and told; the last is left to fall on the learner."""
    lines = [f"say({name!r}, raw, {call})" for name, call in calls.items()]
    body = "\n".join([*lines, *([more] if more else []), f"return {last}"])
    return Attack(number, title, (Try("by number", body, V.FORBIDDEN, NOT_ALLOWED, refused(*calls)),), before=before)


MACHINE_CODE = """
import mmap
def run(code):
    page = mmap.mmap(-1, 4096, prot=mmap.PROT_READ | mmap.PROT_WRITE | mmap.PROT_EXEC)
    page.write(code)
    return ctypes.CFUNCTYPE(ctypes.c_long)(ctypes.addressof(ctypes.c_char.from_buffer(page)))()
"""

ATTACKS = (
    by_number(
        70,
        "other namespaces and roots",
        {
            **{f"unshare {flag:#x}": f"272, {flag:#x}" for flag in (0x10000000, 0x20000, 0x20000000, 0x40000000, 0x8000000)},
            "setns": "308, 3, 0",
            "mount": "165, b'none', b'/', b'tmpfs', 0, None",
            "umount": "166, b'/', 2",
            "pivot_root": "155, b'/', b'/'",
            "chroot": "161, b'/'",
            "open_tree": "428, -100, b'/', 1",
            "fsopen": "430, b'tmpfs', 0",
            "move_mount": "429, -100, b'/', -100, b'/', 0",
            "mount_setattr": "442, -100, b'/', 0, bytes(32), 32",
            "chdir": "80, b'/'",
            "sethostname": "170, b'x', 1",
            "setuid": "105, 0",
            "setresuid": "117, 0, 0, 0",
            "setgroups": "116, 0, None",
            "capset": "126, bytes(8), bytes(24)",
            "prctl": "157, 38, 0, 0, 0, 0",
            "seccomp": "317, 1, 0, bytes(16)",
            "landlock": "446, 3, 0",
        },
        last="os.chroot('/')",
    ),
    by_number(
        71,
        "wide doors of the kernel",
        {
            "keyctl": "250, 0, -3, 0, 0, 0",
            "add_key": "248, b'user', b'x', b'y', 1, -2",
            "request_key": "249, b'user', b'x', None, -2",
            "io_uring_setup": "425, 4, bytes(120)",
            "io_uring_enter": "426, 3, 0, 0, 0, None, 0",
            "io_uring_register": "427, 3, 0, None, 0",
            "bpf": "321, 0, bytes(120), 120",
            "perf_event_open": "298, bytes(120), 0, -1, -1, 0",
            "userfaultfd": "323, 0",
            "init_module": "175, b'x', 1, b''",
            "kexec_load": "246, 0, 0, None, 0",
            "fanotify_init": "300, 0, 0",
            "inotify_init": "253",
            "epoll_create": "213, 1",
            "eventfd": "284, 0",
            "timerfd_create": "283, 1, 0",
            "signalfd": "282, -1, bytes(8), 8",
            "reboot": "169, 0xfee1dead, 672274793, 0, None",
            "syslog": "103, 2, bytes(8), 8",
            "arch_prctl": "158, 0x1002, 0",
            "modify_ldt": "154, 0, bytes(16), 16",
            "iopl": "172, 3",
            "quotactl": "179, 0, b'/', 0, None",
            "swapon": "167, b'/x', 0",
            "settimeofday": "164, bytes(16), None",
            "vmsplice": "278, 4, bytes(16), 1, 0",
            "process_mrelease": "448, 3, 0",
            "memfd_secret": "447, 0",
        },
        last="raw(425, 4, bytes(120))",
    ),
    Attack(
        72,
        "other programs",
        (
            Try(
                "each way",
                "say('execve', os.execv, sys.executable, [sys.executable])\n"
                "say('execveat', raw, 322, -100, b'/x', None, None, 0)\n"
                "say('fexecve', os.execve, 3, ['x'], {}); say('popen', os.popen, 'true'); say('system', run, 'true')\n"
                "return subprocess.run(['true'], env={'LD_PRELOAD': '/site/evil.so'})",
                V.FORBIDDEN,
                "no other programs",
                refused("execve", "execveat", "popen") | {"fexecve": "EPERM|EACCES", "system": r"EPERM|gave -1|gave \d+"},
            ),
        ),
        before="import subprocess\ndef run(line): return os.system(line)",
    ),
    Attack(
        73,
        "calls of other architectures",
        (
            Try("x32", "raw(0x40000000 + 39)", V.FORBIDDEN, "called into the system"),
            Try("x32 with every bit", "raw(-1 - 0x3fffffff)", V.FORBIDDEN, "called into the system"),
            # mov eax, 20 (getpid of i386); int 0x80; ret
            Try("i386", "run(b'\\xb8\\x14\\0\\0\\0\\xcd\\x80\\xc3')", V.FORBIDDEN, "called into the system"),
            # mov eax, 57 (fork of x86-64); syscall; ret
            Try(
                "machine code",
                "say('fork', run, b'\\xb8\\x39\\0\\0\\0\\x0f\\x05\\xc3'); return 1.0",
                V.FAILED,
                "Wrong.",
                {"fork": "gave -1"},
            ),
        ),
        before=MACHINE_CODE,
    ),
    by_number(
        74,
        "locks and sizes of what others see too",
        {
            "flock": "73, 4, 2",
            "F_SETLK": "72, 4, 6, bytes(32)",
            "F_OFD_SETLK": "72, 4, 37, bytes(32)",
            "F_SETLEASE": "72, 4, 1024, 0",
            "F_NOTIFY": "72, 4, 1026, 1",
            "F_SETPIPE_SZ": "72, 4, 1031, 1 << 20",
            "F_GETPIPE_SZ": "72, 4, 1032",
            "F_SETSIG": "72, 4, 10, 9",
            "F_ADD_SEALS": "72, 4, 1033, 1",
        },
        last="fcntl.flock(4, fcntl.LOCK_EX)",
        before="import fcntl",
    ),
    Attack(
        75,
        "changing what is shared with the judge",
        (
            Try(
                "O_NONBLOCK and terminals",
                "say('F_SETFL', fcntl.fcntl, 4, fcntl.F_SETFL, os.O_NONBLOCK)\n"
                "say('FIONBIO', fcntl.ioctl, 4, 0x5421, bytes(4))\n"
                "say('TIOCSTI', fcntl.ioctl, 1, 0x5412, b'x'); say('set_blocking', os.set_blocking, 4, False)\n"
                "say('FIOASYNC', fcntl.ioctl, 4, 0x5452, bytes(4)); say('fsync', os.fsync, 4); return right(a, b)",
                V.PASSED,
                prints={
                    "F_SETFL": "EPERM",
                    "FIONBIO": "ENOTTY",
                    "TIOCSTI": "ENOTTY",
                    "set_blocking": "ENOTTY|EPERM",
                    "FIOASYNC": "ENOTTY",
                    "fsync": "EPERM",
                },
            ),
        ),
        before="import fcntl",
    ),
    Attack(
        78,
        "traps for whoever reads its results",
        (
            Try(
                "links and pipes",
                "say('symlink', os.symlink, '/etc/passwd', '/result'); say('link', os.link, os.__file__, '/result')\n"
                "say('fifo', os.mkfifo, '/result'); say('node', os.mknod, '/result')\n"
                "say('rename', os.rename, os.__file__, '/result')\n"
                "say('unlink', os.unlink, os.__file__); say('chmod', os.chmod, os.__file__, 0o777)\n"
                "say('utime', os.utime, os.__file__)\n"
                "say('xattr', os.setxattr, os.__file__, 'user.x', b'x'); say('chown', os.chown, os.__file__, 0, 0)\n"
                "return os.symlink('/etc/passwd', '/result')",
                V.FORBIDDEN,
                NOT_ALLOWED,
                refused("symlink", "link", "fifo", "node", "rename", "unlink", "chmod", "utime", "xattr", "chown"),
            ),
        ),
    ),
)
