"""`manage.py up`: serve a whole installation from this machine, until Ctrl-C."""

from __future__ import annotations

import contextlib
import http.client
import os
import socket
import time
from pathlib import Path
from typing import Any

import redis
from django.conf import settings
from django.core.management.base import BaseCommand, CommandParser

from grading.sandbox.doctor import diagnose
from tutor import env
from tutor.supervisor import guard, programs, stage
from tutor.supervisor.keeper import Keeper


class Command(BaseCommand):
    help = "Prepare what is missing, then run broker, site and workers under one supervisor until Ctrl-C."
    requires_system_checks: list[str] = []  # each start of the site has them; here they would only cost time

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--host", default=env.text("LOCI_HOST", "127.0.0.1"), help="address to listen on (LOCI_HOST)")
        parser.add_argument("--port", type=int, default=env.whole("LOCI_PORT", 8000, least=1, most=65535), help="LOCI_PORT")

    def handle(self, *args: Any, host: str, port: int, **options: Any) -> None:
        started = time.monotonic()
        guard.check_space(settings.DATA_DIR)
        held = guard.take_data_dir(settings.DATA_DIR, self.say)
        listener = guard.take_port(host, port)
        try:
            stage.prepare(self.say)
        except KeyboardInterrupt:
            raise SystemExit("Loci: broken off. Starting again goes on where this ended.") from None
        with Keeper(self.say) as keeper:
            self._serve(keeper, listener, held, f"http://{'localhost' if _is_local(host) else host}:{port}/", started)
        self.say("stopped")

    def _serve(self, keeper: Keeper, listener: socket.socket, held: int, address: str, started: float) -> None:
        environ = programs.environment(settings.BROKER_URL)
        if settings.BROKER_IS_PRIVATE:
            socket_file = Path(settings.VALKEY_SOCKET)
            if socket_file.parent != settings.DATA_DIR:
                guard.private_folder(socket_file.parent)
            folder = settings.DATA_DIR / "valkey"
            keeper.start([programs.valkey(socket_file, folder, environ, (held,))])
            if not keeper.wait_for(lambda: _answers_ping(socket_file), 20) and not keeper.stopping:
                raise guard.CannotStart("the broker does not answer", f"{folder / 'log'} says why")
        keeper.start([programs.site(listener.fileno(), environ, (held,))])
        host, port = listener.getsockname()[:2]
        if keeper.wait_for(lambda: _answers_http(host, port), 60):
            keeper.start(programs.workers(settings.DATA_DIR, environ, (held,)))
            self.say(f"ready after {time.monotonic() - started:.1f} s: {address}   (Ctrl-C stops)")
            self.say("an account for the admin pages: python3 manage.py createsuperuser")
            self._tell_about_grading()
            if os.geteuid() == 0:
                self.say("this runs as root; for more than a look, give it a user of its own")
        elif not keeper.stopping:
            raise guard.CannotStart("the site does not answer", "The lines above say why")
        keeper.watch()
        self.say("stopping; running gradings are finished first")

    def _tell_about_grading(self) -> None:
        for finding in diagnose():
            self.say(f"grading is paused, all else works: {finding.problem}. {finding.mend}.")

    def say(self, text: str) -> None:
        with contextlib.suppress(OSError):  # a terminal that was closed must not keep the programs from being ended in order
            self.stdout.write(f"Loci: {text}")
            self.stdout.flush()


def _is_local(host: str) -> bool:
    return host in {"127.0.0.1", "::1", "0.0.0.0", "::", "localhost"}


def _answers_ping(socket_file: Path) -> bool:
    try:
        return bool(redis.Redis(unix_socket_path=str(socket_file), socket_timeout=1).ping())
    except redis.RedisError:
        return False


def _answers_http(host: str, port: int) -> bool:
    """Whether the site answers at all; a redirect to https counts."""
    here = {"0.0.0.0": "127.0.0.1", "::": "::1"}.get(host, host)
    names = [name for name in settings.ALLOWED_HOSTS if "*" not in name and not name.startswith(".")]
    connection = http.client.HTTPConnection(here, port, timeout=10)
    try:
        connection.request("GET", "/health/", headers={"Host": names[0] if names else "localhost"})
        return connection.getresponse().status < 500
    except OSError:
        return False
    finally:
        connection.close()
