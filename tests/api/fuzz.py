"""Made-up requests at every operation of the specification by schemathesis, as a learner, as an author and as nobody, and walks
along its links; whatever is answered has to be what the specification tells of, and is never a fault of ours.

nice python -m tests.api.fuzz --cases 4000 --seed 7

Each request, and each walk, is rolled back, so that whatever one destroys is there for the next. Whether made-up values are taken
or refused is not judged: fields that are not known are passed over on purpose, and most values mean something only together.
"""

from __future__ import annotations

import argparse
import os
import random
from collections import Counter
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass, field
from typing import Any

import hypothesis
import schemathesis
from django.core.cache import cache
from django.db import transaction
from hypothesis import HealthCheck, Phase, Verbosity
from schemathesis import GenerationMode
from schemathesis.checks import not_a_server_error
from schemathesis.core.failures import Failure, FailureGroup
from schemathesis.specs.openapi.checks import (
    content_type_conformance,
    response_headers_conformance,
    response_schema_conformance,
    status_code_conformance,
)

CHECKS = [
    not_a_server_error,
    status_code_conformance,
    content_type_conformance,
    response_headers_conformance,
    response_schema_conformance,
]
MODES = (GenerationMode.POSITIVE, GenerationMode.NEGATIVE)
STEPS = 8
# Of values in an address: how many are those of things that there are.
REAL = 0.75


@dataclass(slots=True)
class Probe:
    """Sends cases to a WSGI application. `token` gives a fresh access token of a role, empty for nobody; `real` are values of
    parameters and fields that there are.
    """

    app: Any
    token: Callable[[str], str]
    roles: tuple[str, ...]
    real: dict[str, list[Any]]
    seed: int
    sent: Counter[str] = field(default_factory=Counter)
    problems: dict[str, str] = field(default_factory=dict)
    _schema: Any = field(init=False)

    def __post_init__(self) -> None:
        self._schema = schemathesis.openapi.from_wsgi("/api/v1/openapi.json", self.app)

    def strike(self, cases: int) -> None:
        """About so many single requests: every operation in turn, by every role, with values that fit and values that do not."""
        rounds = len(self.roles) * len(MODES)
        operations = [one.ok() for one in self._schema.get_all_operations()]
        each = max(1, cases // (rounds * len(operations)))
        for turn in range(min(rounds, max(1, cases // len(operations)))):
            for place, operation in enumerate(operations):
                role = self.roles[(place + turn) % len(self.roles)]
                mode = MODES[(place + turn // len(self.roles)) % len(MODES)]
                self._strike(operation, role, mode, each)

    def _strike(self, operation: Any, role: str, mode: GenerationMode, each: int) -> None:
        headers, chance, seen = self._headers(role), random.Random(f"{self.seed}{operation.label}{role}"), []

        @hypothesis.seed(self.seed)
        @_settings(each + 1)
        @hypothesis.given(case=operation.as_strategy(generation_mode=mode))
        def strike(case: Any) -> None:
            seen.append(case)
            if len(seen) == 1:  # the simplest there is, always the same
                return
            self._be_real(case, chance)
            cache.clear()
            with transaction.atomic():
                self.judge(case, case.call(headers=headers), role)
                transaction.set_rollback(True)

        try:
            strike()
        except (hypothesis.errors.Unsatisfiable, schemathesis.errors.SchemathesisError):
            self.sent["nothing to send"] += 1

    def walk(self, walks: int) -> None:
        """So many walks along the links, each of up to 8 requests, as a learner."""
        probe, chance = self, random.Random(self.seed)
        machine: Any = self._schema.as_state_machine()

        class Walk(machine):  # type: ignore[misc]
            def setup(self) -> None:
                cache.clear()
                self.around = transaction.atomic()
                self.around.__enter__()
                self.headers = probe._headers(probe.roles[0])

            def teardown(self) -> None:
                transaction.set_rollback(True)
                self.around.__exit__(None, None, None)

            def before_call(self, case: Any) -> None:
                probe._be_real(case, chance, but=("item", "step", "answer", "submission", "day", "subscription", "correction"))

            def get_call_kwargs(self, case: Any) -> dict[str, Any]:
                return {"headers": self.headers}

            def validate_response(self, response: Any, case: Any, *_: Any, **__: Any) -> None:
                probe.judge(case, response, "walking")

        for number in range(walks):
            # One at a time: hypothesis compares walks with each other, and what is answered is another thing each time.
            hypothesis.seed(self.seed * 1000 + number)(Walk)
            with suppress(hypothesis.errors.FlakyStrategyDefinition):
                Walk.run(settings=_settings(2, stateful_step_count=STEPS))

    def judge(self, case: Any, response: Any, role: str) -> None:
        self.sent[role] += 1
        self.sent[f"status {response.status_code // 100}xx"] += 1
        try:
            case.validate_response(response, checks=CHECKS)
        except (Failure, FailureGroup) as found:
            for one in getattr(found, "exceptions", (found,)):
                kind = f"{case.operation.label} as {role}: {type(one).__name__} ({response.status_code})"
                self.problems.setdefault(kind, f"{one}\n{case.as_curl_command()}\n{response.content[:300]!r}")

    def _headers(self, role: str) -> dict[str, str]:
        token = self.token(role)
        return {"Authorization": f"Bearer {token}"} if token else {}

    def _be_real(self, case: Any, chance: random.Random, but: tuple[str, ...] = ()) -> None:
        """Names things that there are in place of made-up ones, most times."""
        for values in (case.path_parameters, case.body if isinstance(case.body, dict) else None):
            for name in values or ():
                if name in self.real and name not in but and chance.random() < REAL:
                    values[name] = chance.choice(self.real[name])


def _settings(examples: int, **more: Any) -> hypothesis.settings:
    return hypothesis.settings(
        max_examples=examples,
        database=None,
        deadline=None,
        phases=[Phase.generate],
        suppress_health_check=list(HealthCheck),
        verbosity=Verbosity.quiet,
        **more,
    )


def main() -> int:
    """Runs the test of the same name with more cases."""
    import pytest

    options = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    options.add_argument("--cases", type=int, default=2000, help="single requests (2000)")
    options.add_argument("--walks", type=int, default=100, help="walks along the links (100)")
    options.add_argument("--seed", type=int, default=1, help="another one sends other requests (1)")
    for name, value in vars(options.parse_args()).items():
        os.environ[f"LOCI_FUZZ_{name.upper()}"] = str(value)
    return pytest.main(["tests/api/test_fuzz.py", "-s"])


if __name__ == "__main__":
    raise SystemExit(main())
