"""Parts of the lock that others stand in front of: here they are alone."""

import subprocess
import sys

import pytest

# A file that was opened before the lock, as none is in a box.
WRITES = """
import resource, signal, sys
from grading.inside import lock
file = open(sys.argv[1], "wb", buffering=0)
lock.limit_all()
signal.signal(signal.SIGXFSZ, getattr(signal, sys.argv[2]))
try:
    file.write(b"x")
except OSError as error:
    print(type(error).__name__, error.strerror)
"""


@pytest.mark.parametrize(("heeds", "ends", "says"), [("SIG_IGN", 0, "OSError File too large"), ("SIG_DFL", -25, "")])
def test_a_file_that_could_be_written_to_takes_no_byte(tmp_path, heeds, ends, says):
    file = tmp_path / "open"
    done = subprocess.run([sys.executable, "-c", WRITES, file, heeds], capture_output=True, text=True, check=False)
    assert (done.returncode, done.stdout.strip()) == (ends, says), done.stderr
    assert file.stat().st_size == 0
