"""Messages to who sees a page next."""

from __future__ import annotations

from functools import partial

from django.contrib.messages.middleware import MessageMiddleware
from django.contrib.messages.storage import default_storage
from django.http import HttpRequest, HttpResponse
from django.utils.functional import SimpleLazyObject, empty


class LazyMessageMiddleware(MessageMiddleware):
    """Looks for messages when somebody asks for them. Most requests, as those of clients, neither read nor leave any."""

    def process_request(self, request: HttpRequest) -> None:
        request._messages = SimpleLazyObject(partial(default_storage, request))

    def process_response(self, request: HttpRequest, response: HttpResponse) -> HttpResponse:
        asked = getattr(getattr(request, "_messages", None), "_wrapped", empty) is not empty
        return super().process_response(request, response) if asked else response
