"""The site's settings for an installation under test: nothing collected first, and passwords that cost nothing."""

from tutor.settings import *  # noqa: F403
from tutor.settings import STORAGES

STORAGES["staticfiles"] = {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}
PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
