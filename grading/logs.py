"""The lines of the log, of every process: as text, or as JSON for programs. Without Django, for the grading worker has none.

What concerns a submission is said within `about(submission=…)`, and so carries its id as a field: one search follows it through
site, grading worker and default worker. Only fields of FIELDS are written. The usual libraries write whatever a record has, and
Celery puts the arguments of failing tasks there: learners' code and hidden checks.
"""

from __future__ import annotations

import json
import logging
import logging.config
import os
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from contextvars import ContextVar
from types import MappingProxyType
from typing import Any

from grading.env import choice

FIELDS = ("submission", "exercise", "kind", "verdict", "score", "seconds", "wall_ms", "checks", "sends", "cause")
OURS = ("tutor", "exercises", "lessons", "grading")
# They tell of every message, and of themselves.
TALKATIVE = ("celery", "kombu", "amqp", "redis", "faiss", "sentence_transformers", "httpx")
# What is meant for an exercise's author and may hold hidden inputs; the author's commands turn it on.
AUTHORS = "grading.author"
MOST_OF_OTHERS = 300

_about: ContextVar[Mapping[str, str]] = ContextVar("about", default=MappingProxyType({}))


@contextmanager
def about(**fields: str) -> Iterator[None]:
    """What is logged within concerns this; FIELDS has the names."""
    token = _about.set({**_about.get(), **fields})
    try:
        yield
    finally:
        _about.reset(token)


class Told(logging.Filter):
    """Puts what a line is about into its record, and cuts what Celery says of a message before the message itself."""

    def filter(self, record: logging.LogRecord) -> bool:
        for name, value in _about.get().items():
            if not hasattr(record, name):
                setattr(record, name, value)
        if record.name.startswith("celery."):
            record.msg, record.args = record.getMessage().strip().partition("\n")[0][:MOST_OF_OTHERS], ()
        return True


class TextLines(logging.Formatter):
    def __init__(self) -> None:
        super().__init__("%(asctime)s %(levelname)s %(name)s %(message)s%(fields)s")

    def format(self, record: logging.LogRecord) -> str:
        record.fields = "".join(f" {name}={value}" for name, value in _fields(record).items())
        return super().format(record)


class JsonLines(logging.Formatter):
    """One object a line. Times are UTC."""

    def format(self, record: logging.LogRecord) -> str:
        line: dict[str, Any] = {
            "time": time.strftime("%Y-%m-%dT%H:%M:%S", time.gmtime(record.created)) + f".{int(record.msecs):03}Z",
            "level": record.levelname,
            "logger": record.name,
            "process": record.process,
            "message": record.getMessage(),
            **_fields(record),
        }
        if record.exc_info:
            line["exception"] = self.formatException(record.exc_info)
        return json.dumps(line, ensure_ascii=False, default=str)


def _fields(record: logging.LogRecord) -> dict[str, Any]:
    return {name: value for name in FIELDS if (value := getattr(record, name, None)) is not None}


def settings(environ: Mapping[str, str] = os.environ) -> dict[str, Any]:
    """For `logging.config.dictConfig`, from LOCI_LOG_FORMAT and LOCI_LOG_LEVEL. Raises SettingError."""
    lines = {"TEXT": TextLines, "JSON": JsonLines}
    chosen = lines[choice("LOCI_LOG_FORMAT", "TEXT", list(lines), environ=environ)]
    level = choice("LOCI_LOG_LEVEL", "INFO", ["DEBUG", "INFO", "WARNING", "ERROR"], environ=environ)
    quiet = dict.fromkeys(TALKATIVE, _higher(level, "WARNING"))
    levels = dict.fromkeys(OURS, level) | quiet | {AUTHORS: "CRITICAL"}
    return {
        "version": 1,
        "disable_existing_loggers": False,
        "filters": {"told": {"()": Told}},
        "formatters": {"lines": {"()": chosen}},
        "handlers": {"console": {"class": "logging.StreamHandler", "formatter": "lines", "filters": ["told"]}},
        # Libraries are not listened to at DEBUG: Django tells what a page is made of, Celery whole messages.
        "root": {"handlers": ["console"], "level": _higher(level, "INFO")},
        "loggers": {name: {"level": one} for name, one in levels.items()},
    }


def _higher(one: str, other: str) -> str:
    return max(one, other, key=logging.getLevelName)


def configure(**_: object) -> None:
    """Receiver of Celery's `setup_logging`, which keeps Celery from arranging its own."""
    logging.config.dictConfig(settings())


def tell_authors() -> None:
    logging.getLogger(AUTHORS).setLevel(logging.WARNING)
