"""The site as a WSGI application; gunicorn serves it."""

import gc
import os
import threading

from django.core.wsgi import get_wsgi_application
from django.db import connections
from django.urls import get_resolver

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "tutor.settings")
application = get_wsgi_application()
# Each thread has its own connection. Django would ask at each look-up, of which a request has twenty, whether an event loop runs,
# and none does here.
connections._connections = threading.local()
# All pages are imported now, before the processes part; or else the first visitor of each would wait for that.
get_resolver().url_patterns  # noqa: B018
# What was made until now stays. It is not looked through for what nobody uses any more, and so not copied for each process.
gc.collect()
gc.freeze()
# A request makes thousands of short-lived things. To look for cycles after each 700 of them costs more than it frees.
gc.set_threshold(20_000)
