"""The log of gunicorn in the form of all others."""

from __future__ import annotations

from logging.config import dictConfig

from gunicorn.config import Config
from gunicorn.glogging import Logger

from grading import logs


class Lines(Logger):
    """Gunicorn's own lines go where those of the site go."""

    def setup(self, cfg: Config) -> None:
        super().setup(cfg)
        dictConfig(logs.settings())
        self.error_log.handlers.clear()
        self.error_log.propagate = True
