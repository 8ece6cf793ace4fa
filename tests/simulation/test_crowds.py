"""The benchmark of a day: crowds that are copied in bulk are learners like any other."""

import pytest
from django.db import connection
from rich.progress import Progress

from benchmarks.batches import batches
from benchmarks.crowd import MEASURED
from benchmarks.daily import bars
from benchmarks.kept import fill
from benchmarks.rounds import rounds
from exercises.models import Attempt
from tests.services.postgres import postgres
from tests.simulation.test_year import GOOD
from tutor.catalogue.bundle import load_bundle
from tutor.models import Review, SentReminder, User
from tutor.simulation.database import using


@pytest.mark.services
def test_copied_learners_open_and_answer_with_as_many_queries_in_a_larger_crowd(django_db_blocker):
    with postgres() as server, django_db_blocker.unblock(), Progress(disable=True) as progress:
        crowds, morning = fill(server.address, load_bundle(GOOD), [20, 100], progress, kinds={1: 0.5, 2: 0.4, 3: 0.1})
        assert [len(one.ids) for one in crowds] == [20, MEASURED]
        rounds(crowds, 4, progress)
        done = batches(crowds[-1], morning, None, progress)
        assert [one.name for one in done] == ["reminders", "weekly digests", "leagues"]
        assert done[-1].learners == 103 and all(one.learners > 0 for one in done)
        for one in crowds:
            with using(one.connection):
                assert User.objects.count() == one.learners + 3
                assert Attempt.objects.filter(learner=one.ids[0]).count() > 1
                own = Review.objects.filter(learner=one.ids[0], attempt__isnull=False)
                assert own.exists() and not own.exclude(attempt__learner=one.ids[0]).exists(), "what is copied hangs together"
                assert SentReminder.objects.filter(state="sent").exists() is (one is crowds[-1])
                connection.close()
        again, _ = fill(server.address, load_bundle(GOOD), [20, 100], progress)
        assert [(one.ids, one.filled_in) for one in again] == [(one.ids, one.filled_in) for one in crowds], "kept, not made anew"
        rounds(again, 1, progress)
        for one in again:
            one.connection.close()
    told = {bar.name: bar for bar in bars(crowds, done)}
    assert all(bar.reached for name, bar in told.items() if "queries" in name or "read" in name), told
    assert len(told) == 12
