"""The owner's command after the site was down: nobody's streak or weekly goal asks for those days."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils import timezone

from tutor import services
from tutor.errors import BadInput


class Command(BaseCommand):
    help = "Grant the days of an outage to all learners: they are asked of nobody, also afterwards."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--from", dest="first", type=date.fromisoformat, required=True, help="First day, such as 2026-03-02.")
        parser.add_argument("--to", dest="last", type=date.fromisoformat, help="Last day; the first, if it is not given.")
        parser.add_argument("--reason", default="", help="Kept beside the days.")

    def handle(self, *args: Any, first: date, last: date | None, reason: str, **options: Any) -> None:
        try:
            grant = services.grant_outage(first_day=first, last_day=last or first, reason=reason, now=timezone.now())
        except BadInput as problem:
            raise CommandError(str(problem)) from problem
        self.stdout.write(f"Granted {grant} to all.")
