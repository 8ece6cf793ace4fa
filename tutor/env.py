"""Typed readers for environment variables: a setting that makes no sense stops the start with its name and the mend."""

from __future__ import annotations

import base64
import hashlib
import os
import re
import tempfile
from collections.abc import Mapping, Sequence
from pathlib import Path
from urllib.parse import SplitResult, parse_qs, unquote, urlsplit

from grading.env import SettingError as SettingError
from grading.env import choice as choice


def load_dotenv(file: Path, environ: dict[str, str] | os._Environ[str] = os.environ) -> None:
    """Read NAME=value lines of `file` into the environment; a variable already set there wins."""
    if not file.is_file():
        return
    try:
        lines = file.read_text(encoding="utf-8").splitlines()
    except (OSError, UnicodeDecodeError) as error:
        problem = "it is not UTF-8 text" if isinstance(error, UnicodeDecodeError) else f"it cannot be read ({error.strerror})"
        raise SettingError(file.name, problem, "Write one NAME=value a line") from None
    for number, line in enumerate(lines, start=1):
        text = line.strip()
        if not text or text.startswith("#"):
            continue
        name, equals, value = text.partition("=")
        if not equals or not name.strip().isidentifier():
            raise SettingError(f"{file.name}:{number}", f"“{text[:40]}” is not NAME=value", "Write one NAME=value a line")
        environ.setdefault(name.strip(), value.strip().strip("'\""))


def text(name: str, default: str = "", *, environ: Mapping[str, str] = os.environ) -> str:
    return environ.get(name, default).strip()


def flag(name: str, default: bool, *, environ: Mapping[str, str] = os.environ) -> bool:
    given = environ.get(name, "").strip().lower()
    if not given:
        return default
    if given in {"1", "true", "yes", "on"}:
        return True
    if given in {"0", "false", "no", "off"}:
        return False
    raise SettingError(name, f"“{given}” is neither yes nor no", "Use 1 or 0")


def whole(name: str, default: int, *, least: int, most: int, environ: Mapping[str, str] = os.environ) -> int:
    given = environ.get(name, "").strip()
    if not given:
        return default
    if not re.fullmatch(r"-?[0-9]{1,9}", given) or not least <= int(given) <= most:
        raise SettingError(name, f"“{given[:40]}” is not a whole number from {least} to {most}", f"The default is {default}")
    return int(given)


def address(name: str, schemes: Sequence[str], *, environ: Mapping[str, str] = os.environ) -> str:
    """The address of a server, or nothing. It may hold a password, so a refusal does not show it."""
    given = environ.get(name, "").strip()
    if given and not any(given.startswith(f"{scheme}://") and _parts(given) for scheme in schemes):
        beginnings = ", ".join(f"{scheme}://" for scheme in schemes)
        raise SettingError(name, "it is no address of a server that Loci can use", f"Begin with {beginnings}")
    return given


def origin(name: str, default: str, *, environ: Mapping[str, str] = os.environ) -> str:
    """Where a site is reached: scheme, host and perhaps a port, without a slash at the end."""
    given = environ.get(name, "").strip().rstrip("/") or default
    parts = _parts(given)
    if parts is None or parts.scheme not in {"http", "https"} or not parts.hostname or given != f"{parts.scheme}://{parts.netloc}":
        raise SettingError(name, "it is not the address of a site", "Write https://learn.example, without a path")
    if "@" in parts.netloc:
        raise SettingError(name, "it names a user", "Write https://learn.example alone")
    return given


def key_of_32_bytes(name: str, given: str) -> str:
    """A key written as base64url."""
    try:
        size = len(base64.urlsafe_b64decode(given + "=" * (-len(given) % 4)))
    except ValueError:
        size = 0
    if size != 32 or not re.fullmatch(r"[\w-]+", given, re.ASCII):
        raise SettingError(name, "it is not 32 bytes as base64url", "Leave it out, and one is made and kept in the data folder")
    return given


def names(name: str, default: Sequence[str], *, environ: Mapping[str, str] = os.environ) -> list[str]:
    """A comma-separated list."""
    given = environ.get(name, "").strip()
    return [part.strip() for part in given.split(",") if part.strip()] if given else list(default)


def socket_file(data_dir: Path) -> Path:
    """Where the private broker listens: in the data folder, or in a short folder of this user's where that path is too long.

    The system gives the path of a unix socket 108 bytes on Linux and 104 on macOS, the closing zero included.
    """
    usual = data_dir / "valkey.sock"
    if len(os.fsencode(usual)) <= 100:
        return usual
    digest = hashlib.sha256(os.fsencode(data_dir)).hexdigest()[:12]
    return Path(tempfile.gettempdir()) / f"loci-{os.getuid()}-{digest}" / "valkey.sock"


def database(name: str, sqlite_file: Path, *, environ: Mapping[str, str] = os.environ) -> dict[str, object]:
    """Django's database settings from `postgresql://user:password@host:port/name`; without it, SQLite in `sqlite_file`."""
    given = environ.get(name, "").strip()
    if not given:
        return {
            "ENGINE": "tutor.sqlite3",
            "NAME": str(sqlite_file),
            # A connection that is kept knows the tables, and to close the last one writes the whole log back into the file.
            "CONN_MAX_AGE": 600,
            "OPTIONS": {
                "timeout": 20,
                # A deferred transaction that reads and then writes fails at once when another writer came between;
                # taking the write lock at the start makes writers queue instead.
                "transaction_mode": "IMMEDIATE",
                # Whoever writes the log back waits for the disk, and a page that was written often is written back once.
                # Pages are read, not mapped: a mapping ends with each write of another process, and is made anew page by page.
                "init_command": (
                    "PRAGMA journal_mode=WAL; PRAGMA synchronous=NORMAL;"
                    "PRAGMA cache_size=-20000; PRAGMA journal_size_limit=27103364; PRAGMA wal_autocheckpoint=4000;"
                ),
            },
        }
    parts = _parts(given)
    if parts is None or parts.scheme not in {"postgres", "postgresql"} or not parts.path.strip("/"):
        raise SettingError(name, "it is not a PostgreSQL address", "Write postgresql://user:password@host:5432/name")
    return {
        "ENGINE": "django.db.backends.postgresql",
        "NAME": unquote(parts.path.strip("/")),
        "USER": unquote(parts.username or ""),
        "PASSWORD": unquote(parts.password or ""),
        # libpq's way to name the folder of a unix socket: postgresql:///name?host=/run/postgresql
        "HOST": unquote(parts.hostname or "") or parse_qs(parts.query).get("host", [""])[0],
        "PORT": str(parts.port or ""),
        "CONN_HEALTH_CHECKS": True,
        # While the server is away, a page says so after seconds, and soon after its return it is found again.
        "OPTIONS": {"pool": {"min_size": 1, "max_size": 8, "timeout": 5, "reconnect_timeout": 4}},
    }


def _parts(url: str) -> SplitResult | None:
    """The parts of an address; none where its host or port makes no sense."""
    try:
        parts = urlsplit(url)
        _ = parts.port
    except ValueError:
        return None
    return parts
