"""D, first half: reaching others, by network or by signal. Real servers listen where these attacks knock."""

from grading.contract import Verdict as V
from tests.attacks.attack import Attack, Try, refused

NO_NETWORK, NO_PROGRAMS, NOT_ALLOWED = "no network", "no other programs", "not allow"


def knocking(number: int, title: str, tries: str, names: tuple[str, ...], last: str) -> Attack:
    """All tries are made and told; the last one is left to fall on the learner."""
    body = f"{tries}\nreturn {last}"
    return Attack(number, title, (Try("all ways", body, V.FORBIDDEN, NO_NETWORK, refused(*names)),), before=SOCKETS)


SOCKETS = """
import socket
def tcp(): socket.create_connection(("127.0.0.1", HERE["tcp"]), 1).sendall(b"tcp")
def udp():
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as one: one.sendto(b"udp", ("127.0.0.1", HERE["udp"]))
def unix(address, kind=socket.SOCK_STREAM):
    with socket.socket(socket.AF_UNIX, kind) as one: one.connect(address)
ADDRESS = b"\\x02\\0" + HERE["tcp"].to_bytes(2, "big") + b"\\x7f\\0\\0\\1" + bytes(8)
def through(descriptor):
    one = socket.socket(socket.AF_INET, socket.SOCK_STREAM, fileno=descriptor)
    one.connect(("127.0.0.1", HERE["tcp"]))
"""

ATTACKS = (
    knocking(
        62,
        "TCP to a server on this machine",
        "say('library', tcp); say('IPv6', socket.socket, socket.AF_INET6); say('raw socket', socket.socket, 2, 3, 1)\n"
        "say('by number', raw, 41, 2, 1, 0); say('from old pipes', raw, 42, 4, ADDRESS, 16)\n"
        "say('accept', raw, 43, 3, None, None)\n"
        "say('listen', raw, 50, 3, 1); say('bind', raw, 49, 3, ADDRESS, 16); say('mptcp', raw, 41, 2, 1, 262)",
        ("library", "IPv6", "raw socket", "by number", "from old pipes", "accept", "listen", "bind", "mptcp"),
        "tcp()",
    ),
    knocking(
        63,
        "UDP",
        "say('library', udp); say('sendto', raw, 44, 4, b'udp', 3, 0, ADDRESS, 16)\n"
        "say('sendmsg', raw, 46, 4, bytes(56), 0)\n"
        "say('sendmmsg', raw, 307, 4, bytes(64), 1, 0); say('by number', raw, 41, 2, 2, 0)",
        ("library", "sendto", "sendmsg", "sendmmsg", "by number"),
        "udp()",
    ),
    knocking(
        64,
        "unix sockets without a file",
        "say('stream', unix, HERE['abstract']); say('datagram', unix, HERE['abstract'], socket.SOCK_DGRAM)\n"
        "say('by number', raw, 41, 1, 1, 0)",
        ("stream", "datagram", "by number"),
        "unix(HERE['abstract'])",
    ),
    knocking(
        65,
        "unix sockets with a file",
        "say('stream', unix, HERE['path']); say('broker', unix, HERE['folder'] + '/socket')\n"
        "say('datagram', unix, HERE['path'], 2)",
        ("stream", "broker", "datagram"),
        "unix(HERE['path'])",
    ),
    knocking(
        66,
        "other families of socket",
        "for name, family in (('vsock', 40), ('netlink', 16), ('packet', 17), ('crypto', 38), ('xdp', 44), ('bluetooth', 31)):\n"
        "    say(name, raw, 41, family, 3, 0)\nsay('pair', socket.socketpair); say('pipe', os.pipe)\n"
        "say('by number', raw, 53, 1, 1, 0, bytes(8))",
        ("vsock", "netlink", "packet", "crypto", "xdp", "bluetooth", "pair", "pipe", "by number"),
        "socket.socketpair()",
    ),
    Attack(
        67,
        "looking into other processes",
        (
            Try(
                "by number",
                "vector = (ctypes.c_long * 2)(ctypes.addressof(ctypes.create_string_buffer(8)), 8)\n"
                "for pid in (1, os.getpid(), os.getppid()):\n"
                "    say(f'ptrace {pid > 1}', raw, 101, 16, pid, 0, 0)\n"
                "    say(f'read {pid > 1}', raw, 310, pid, vector, 1, vector, 1, 0)\n"
                "say('traceme', raw, 101, 0, 0, 0, 0); say('write', raw, 311, 1, vector, 1, vector, 1, 0)\n"
                "say('pidfd', os.pidfd_open, 1); say('getfd', raw, 438, 3, 1, 0); say('kcmp', raw, 312, 1, 1, 0, 0, 0)\n"
                "say('madvise', raw, 440, 3, vector, 1, 21, 0); return raw(101, 16, 1, 0, 0)",
                V.FORBIDDEN,
                NOT_ALLOWED,
                refused("traceme", "write", "pidfd", "getfd", "kcmp", "madvise"),
            ),
        ),
    ),
    Attack(
        68,
        "signals to others",
        (
            Try(
                "each of them",
                "say('all', os.kill, -1, 9); say('group', os.killpg, 0, 9); say('parent', os.kill, os.getppid(), 9)\n"
                "say('first', os.kill, 1, 9)\n"
                "say('tgkill', raw, 234, os.getpid() + 1, os.getpid() + 1, 9); say('tkill', raw, 200, 1, 9)\n"
                "say('queue', raw, 129, 1, 9, bytes(128)); say('pidfd', raw, 424, 3, 9, None, 0)\n"
                "say('timer', raw, 38, 0, bytes(32), None)\n"
                "say('death', raw, 157, 1, 9, 0, 0, 0); say('owner', raw, 72, 4, 8, 1); return os.kill(-1, 9)",
                V.FORBIDDEN,
                NOT_ALLOWED,
                refused("all", "group", "parent", "first", "tgkill", "tkill", "queue", "pidfd", "timer", "death", "owner"),
            ),
        ),
    ),
    Attack(
        69,
        "living on in the background",
        (
            Try(
                "double fork",
                "say('session', os.setsid); say('group', os.setpgid, 0, 0); say('fork', os.fork)\n"
                "say('terminal', os.forkpty)\n"
                "say('exec', os.execv, sys.executable, ['x']); return os.fork()",
                V.FORBIDDEN,
                NO_PROGRAMS,
                refused("session", "group", "fork", "exec") | {"terminal": "EPERM|ENOENT|EACCES|OSError"},
            ),
        ),
    ),
    knocking(
        81,
        "descriptors handed over",
        "say('pair', socket.socketpair); say('send', raw, 46, 4, bytes(56), 0); say('receive', raw, 47, 3, bytes(56), 0)\n"
        "say('a pipe as a socket', through, 3); say('getfd', raw, 438, 4, 4, 0); say('dup2', raw, 33, 1, 300)\n"
        "say('open by handle', raw, 304, 3, bytes(16), 0); say('splice', raw, 275, 3, None, 4, None, 1, 0)\n"
        "say('tee', raw, 276, 3, 4, 1, 0)",
        ("pair", "send", "receive", "a pipe as a socket", "getfd", "dup2", "open by handle", "splice", "tee"),
        "socket.socketpair()",
    ),
)
