"""The site as a WSGI application; gunicorn serves it."""

import os

from django.core.wsgi import get_wsgi_application
from django.urls import get_resolver

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "tutor.settings")
application = get_wsgi_application()
# All pages are imported now, before the processes part; or else the first visitor of each would wait for that.
get_resolver().url_patterns  # noqa: B018
