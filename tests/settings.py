"""The site's own settings in a data folder that lives as long as the test process; each xdist worker has one."""

import atexit
import os
import shutil
import tempfile
from pathlib import Path

# Short, because the path of a unix socket in it may have about a hundred characters.
_folder = tempfile.mkdtemp(prefix="loci-")
atexit.register(shutil.rmtree, _folder, ignore_errors=True)
os.environ["LOCI_DATA_DIR"] = _folder

from tutor.settings import *  # noqa: E402, F403
from tutor.settings import DATA_DIR, DATABASES  # noqa: E402

# Every program that a test starts finds the same database, and threads meet real locks, as they would not in memory.
if "sqlite3" in str(DATABASES["default"]["ENGINE"]):
    DATABASES["default"]["TEST"] = {"NAME": str(Path(DATA_DIR) / "loci.sqlite3")}
PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]  # argon2 is slow on purpose
