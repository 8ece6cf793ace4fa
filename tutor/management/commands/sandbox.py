"""The operator's command for the sandbox: tries every way of making boxes on this machine, and says what holds."""

from __future__ import annotations

import json
from dataclasses import asdict
from typing import Any

from django.core.management.base import BaseCommand, CommandParser
from rich.console import Console
from rich.table import Table

from grading.contract import SandboxDown
from grading.sandbox import doctor
from grading.sandbox.doctor import Examined, Finding, Machine
from grading.sandbox.modes import Mode


class Command(BaseCommand):
    help = "Try the sandbox on this machine, as the grading worker does at its start."
    requires_system_checks: list[str] = []  # it looks at the machine, not at the site

    def add_arguments(self, parser: CommandParser) -> None:
        actions = parser.add_subparsers(dest="action", required=True)
        looks = actions.add_parser("doctor", help="Open a box in each way there is and push against every wall from inside.")
        looks.add_argument("--json", action="store_true", help="For programs.")

    def handle(self, *args: Any, action: str, **options: Any) -> None:
        """Ends with status 0 if code can be graded with these settings, else 1."""
        machine, examined = doctor.machine(), [doctor.examine(mode) for mode in Mode]
        chosen, findings = _chosen()
        if options["json"]:
            told = {
                "machine": asdict(machine),
                "modes": [asdict(one) | {"sound": one.sound} for one in examined],
                "chosen": chosen,
                "findings": [asdict(one) for one in findings],
            }
            self.stdout.write(json.dumps(told, indent=2))
        else:
            self._show(machine, examined, chosen, findings)
        if findings:
            raise SystemExit(1)

    def _show(self, machine: Machine, examined: list[Examined], chosen: Mode | None, findings: list[Finding]) -> None:
        table = Table("what code in a box tries", *(one.mode.value for one in examined))
        for wall in dict.fromkeys(wall for one in examined for wall in one.walls):
            table.add_row(wall, *(_held(one, wall) for one in examined))
        Console(file=self.stdout, width=100).print(table)
        landlock = f"Landlock {machine.landlock}" if machine.landlock > 0 else "no Landlock"
        found = machine.bubblewrap or "none"
        self.stdout.write(f"Linux {machine.kernel} on {machine.processor}, {landlock}; bubblewrap: {found}; user {machine.user}.")
        for one in examined:
            for finding in one.findings:
                self.stdout.write(f"{one.mode}: {finding.problem}. {finding.mend}.")
            if one.sound and one.lacks:
                self.stdout.write(f"{one.mode}: holds, though {one.lacks}.")
        if chosen is not None:
            self.stdout.write(f"Every wall holds: code is graded on this machine, in {chosen.boxes} boxes of tier {chosen.tier}.")
        else:
            self.stdout.write(f"Nothing is graded on this machine: {findings[0].problem}. {findings[0].mend}.")


def _held(one: Examined, wall: str) -> str:
    if wall not in one.walls:
        return "no box"
    return "refused" if one.walls[wall] else "POSSIBLE"


def _chosen() -> tuple[Mode | None, list[Finding]]:
    """By the worker's own gate."""
    if findings := doctor.diagnose():
        return None, findings
    try:
        return doctor.mode(), []
    except SandboxDown as problem:
        return None, [Finding(str(problem), doctor.REPORT)]
