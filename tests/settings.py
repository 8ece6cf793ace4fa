"""The site's own settings in a data folder that lives as long as the test process; each xdist worker has one."""

import atexit
import os
import shutil
import tempfile

# Short, because the path of a unix socket in it may have about a hundred characters.
_folder = tempfile.mkdtemp(prefix="loci-")
atexit.register(shutil.rmtree, _folder, ignore_errors=True)
os.environ["LOCI_DATA_DIR"] = _folder

from tutor.settings import *  # noqa: E402, F403
from tutor.settings import DATABASES, INSTALLED_APPS, STATIC_ROOT, STORAGES  # noqa: E402

# A file instead of memory: programs that a test starts find the same database, and threads meet its real locks.
if DATABASES["default"]["ENGINE"] == "tutor.sqlite3":
    DATABASES["default"]["TEST"] = {"NAME": DATABASES["default"]["NAME"]}

# Pages are tested without collecting files first; the tests of `up` serve the collected ones.
STORAGES["staticfiles"] = {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}
# By this name pytest-django's live server knows that it has to serve them.
INSTALLED_APPS[INSTALLED_APPS.index("tutor.web.storage.CollectedFilesConfig")] = "django.contrib.staticfiles"
STATIC_ROOT.mkdir()
PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]  # argon2 is slow on purpose
