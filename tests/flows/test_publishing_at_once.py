"""Two machines publish at the same moment, as they do when both are upgraded: on either database one of them does the work."""

from __future__ import annotations

import threading

import pytest
from django.db import connection

from exercises.models import ItemRevision
from lessons.models import LessonRevision
from tests.content.conftest import GOOD
from tests.helpers import MONDAY
from tutor.catalogue.bundle import load_bundle
from tutor.catalogue.publishing import publish

AT_ONCE = 3


@pytest.mark.django_db(transaction=True)
def test_whoever_comes_second_finds_everything_published() -> None:
    bundle, start, done, refusals = load_bundle(GOOD), threading.Barrier(AT_ONCE), [], []

    def work() -> None:
        try:
            start.wait()
            done.append(publish(bundle, now=MONDAY))
        except Exception as problem:
            refusals.append(problem)
        finally:
            connection.close()

    threads = [threading.Thread(target=work) for _ in range(AT_ONCE)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert refusals == []
    assert sorted(len(published.new) for published in done) == [0, 0, 19]
    assert not any(published.changed or published.retired or published.revived for published in done)
    assert (LessonRevision.objects.count(), ItemRevision.objects.count()) == (1, 12)
