"""A client that somebody else's generator makes of the specification compiles, and completes a day.

The generator (openapi-python-client) gets an environment of its own, as it needs other versions of what the site has.
"""

from __future__ import annotations

import subprocess
import venv
from pathlib import Path

import pytest
from django.utils import timezone

from exercises.models import Submission
from tests import helpers
from tutor.models import StepDone, User

ROOT = Path(__file__).resolve().parents[2]
GENERATOR = ROOT / "requirements" / "generator.lock"
pytestmark = pytest.mark.xdist_group("workers")


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Path]:
    """The Python that has what the client needs, and the folder with the client."""
    folder = tmp_path_factory.mktemp("generated")
    venv.create(folder / "venv", with_pip=True)
    python = folder / "venv" / "bin" / "python"
    subprocess.run([python, "-m", "pip", "install", "-q", "-r", GENERATOR], check=True)
    made_of = ["--path", ROOT / "docs" / "openapi.yaml", "--output-path", folder / "loci_made", "--meta", "none"]
    # It would tidy its own lines with ruff, if that were on the path; what it makes is the same.
    subprocess.run([python, "-m", "openapi_python_client", "generate", *made_of], check=False, cwd=folder)
    return python, folder


def test_every_module_of_it_compiles_and_can_be_imported(made: tuple[Path, Path]) -> None:
    python, folder = made
    assert len(list((folder / "loci_made" / "models").glob("*.py"))) > 100
    look = "import importlib, pkgutil, loci_made\n" + (
        "for one in pkgutil.walk_packages(loci_made.__path__, 'loci_made.'): importlib.import_module(one.name)"
    )
    subprocess.run([python, "-W", "error::SyntaxWarning", "-c", look], check=True, cwd=folder)


def test_it_completes_a_day(made: tuple[Path, Path], live_server, workers) -> None:
    helpers.publish_course(timezone.now())
    python, folder = made
    day = subprocess.run(
        [python, Path(__file__).with_name("generated_day.py"), live_server.url, helpers.SOLUTION],
        cwd=folder,
        env={"PYTHONPATH": str(folder)},
        stdout=subprocess.PIPE,
        text=True,
    )
    assert day.returncode == 0, day.stdout
    learner = User.objects.get(is_guest=True)
    assert day.stdout.splitlines()[-1] == "finished True, streak 1"
    assert StepDone.objects.filter(learner=learner).count() >= 4
    assert Submission.objects.get(learner=learner).verdict == "passed"
