"""A site that can be stopped, and be there again at the same port."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from socketserver import ThreadingMixIn
from threading import Thread
from wsgiref.simple_server import WSGIRequestHandler, WSGIServer, make_server

from django.contrib.staticfiles.handlers import StaticFilesHandler
from django.core.wsgi import get_wsgi_application


class Quiet(WSGIRequestHandler):
    def log_message(self, *said: object) -> None:
        """Nothing: the page says what was wrong."""


class Server(ThreadingMixIn, WSGIServer):
    """Ends each connection with its answer, so that nothing is answered once it is stopped."""

    daemon_threads = True


@contextmanager
def serving(port: int) -> Iterator[str]:
    """A site at this port, or any if it is 0, which stops with the context."""
    application = StaticFilesHandler(get_wsgi_application())
    with make_server("127.0.0.1", port, application, server_class=Server, handler_class=Quiet) as server:
        thread = Thread(target=server.serve_forever, daemon=True)
        thread.start()
        yield f"http://localhost:{server.server_port}"
        server.shutdown()
        thread.join()
