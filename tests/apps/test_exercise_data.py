"""Data of the checks on their way: published once, into the job, and never to the learner."""

from __future__ import annotations

import json
import shutil
import uuid
from pathlib import Path

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from exercises.jobs import job_for
from exercises.models import ExerciseData, ExerciseRevision, Submission
from grading.contract import Job
from grading.data import opened
from lessons.services import Published
from tests import play
from tests.content.conftest import GOOD, Copy
from tests.helpers import MONDAY, later
from tutor import selectors, services
from tutor.catalogue.publishing import publish
from tutor.models import User

pytestmark = pytest.mark.django_db
FOLDER = "ground/01-first/exercise"
SECRET = "nobody shall read this sentence"


@pytest.fixture
def files(tmp_path: Path) -> Copy:
    copy = Copy(Path(shutil.copytree(GOOD, tmp_path / "catalogue")))
    copy.write(f"{FOLDER}/data/words.json", json.dumps([SECRET]))
    return copy


def put(files: Copy, days: float = 0) -> Published:
    return publish(files.load(), now=later(days))


def learner() -> User:
    """Somebody who has come as far as the exercise."""
    ada = User.objects.create_user("ada", date_joined=MONDAY)
    services.enrol(learner=ada, path_slug="ground", now=MONDAY)
    for key in ("opening", "walk"):
        services.finish_step(learner=ada, lesson_slug="first", step_key=key, now=MONDAY)
    play.answer(ada, "add-two", MONDAY, lesson="first", step="add")
    services.finish_step(learner=ada, lesson_slug="first", step_key="table", now=MONDAY)
    return ada


def submitted(ada: User, days: float = 0) -> Submission:
    written = {"mode": "submit", "source": "def norm(a): ...", "client_id": uuid.uuid4()}
    return services.submit_code(learner=ada, exercise_slug="measure", now=later(days), **written)


def test_a_submission_takes_the_data_of_its_revision_along(files: Copy) -> None:
    put(files)
    ada = learner()
    first = submitted(ada)
    files.write(f"{FOLDER}/data/words.json", '["other words"]')
    put(files, 1)
    second = submitted(ada, 1)
    sent = [Job.from_dict(json.loads(json.dumps(job_for(one).as_dict()))) for one in (first, second)]
    assert [opened(job.data) for job in sent] == [{"words": [SECRET]}, {"words": ["other words"]}]


def test_revisions_share_their_data_and_publishing_again_writes_nothing(files: Copy) -> None:
    put(files)
    assert not put(files, 1)
    files.change(f"{FOLDER}/exercise.yaml", "Square each number first.", "Square them first.")
    assert put(files, 2).changed
    assert (ExerciseRevision.objects.count(), ExerciseData.objects.count()) == (2, 1)


def test_without_data_a_job_has_none(files: Copy) -> None:
    shutil.rmtree(files.root / FOLDER / "data")
    put(files)
    assert ExerciseData.objects.count() == 0
    assert job_for(submitted(learner())).data == b""


def test_what_learners_are_shown_reads_nothing_of_the_data(files: Copy) -> None:
    put(files)
    ada = learner()
    submission = submitted(ada)
    with CaptureQueriesContext(connection) as asked:
        shown = [
            selectors.exercise_for(ada, "measure", later(minutes=1)),
            selectors.submission_for(ada, submission.public_id, later(minutes=1)),
        ]
    assert not any("exercises_exercisedata" in query["sql"] for query in asked)
    assert SECRET not in repr(shown)
