"""The floor of benchmarks/api: what Django and the server take for any answer at all.

One view that returns a small JsonResponse, in a project of its own without middleware, applications or a database.
"""

from __future__ import annotations

from django.conf import settings
from django.core.wsgi import get_wsgi_application
from django.http import HttpRequest, JsonResponse
from django.urls import path

settings.configure(ALLOWED_HOSTS=["127.0.0.1"], ROOT_URLCONF=__name__, MIDDLEWARE=[], SECRET_KEY="none", LOGGING_CONFIG=None)


def small(request: HttpRequest) -> JsonResponse:
    # With a length, as CommonMiddleware gives it: without one the server would send in chunks, which is slower.
    response = JsonResponse({"day": "2026-03-02", "finished": False})
    response["Content-Length"] = len(response.content)
    return response


urlpatterns = [path("", small)]
application = get_wsgi_application()
