"""What tests share: a real broker and cache, a database that other programs can open, real workers, a real browser.

Unit tests use none of it but the broker's 35 ms. `LOCI_DATABASE_URL` runs any of the tests on PostgreSQL instead of SQLite:
`python -m tests.services.postgres python -m pytest tests/flows`.
"""

from __future__ import annotations

import os
from collections import Counter
from collections.abc import Callable, Iterator
from typing import TYPE_CHECKING, NamedTuple

import pytest
import redis
from django.conf import settings
from django.utils import timezone
from hypothesis import HealthCheck
from hypothesis import settings as hypothesis

from grading.contract import Job
from tests.browser import chromium as found
from tests.catalogue.bundle import real
from tests.services.valkey import valkey as started_valkey
from tests.services.workers import environment, running
from tutor.catalogue.publishing import publish
from tutor.celery import app, broker_at
from tutor.supervisor import programs
from tutor.supervisor.child import Child

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page


# Groups that keep one process for minutes, the longest first. They wait more than they compute.
LONG = ("faults", "attacks single-use A", "up", "attacks warm A", "attacks warm B", "sentence model")
REAL_WORKERS = {"_worker_programs", "_index_program"}
# How long an example takes tells how busy the machine is with other tests.
hypothesis.register_profile("any machine", deadline=None, suppress_health_check=[HealthCheck.too_slow])
hypothesis.load_profile("any machine")


def pytest_make_parametrize_id(val: object) -> str | None:
    """Of a long text the beginning is name enough: names go from process to process with each report, and some had a megabyte."""
    return f"{ascii(val[:60])[1:-1]}... {len(val)}" if isinstance(val, str) and len(val) > 200 else None


@pytest.hookimpl(trylast=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Long groups come first, so that short tests fill the gaps and no core waits for the end of one.

    Whatever needs real workers comes last, with all that stays together with it: they live until the end of the process, and
    would take what other tests put into its broker. Of that, what stays together comes first, so that no process is left with it
    while the others have nothing to do.
    """

    def group(item: pytest.Item) -> str:
        mark = item.get_closest_marker("xdist_group")
        return str(mark.args[0]) if mark else item.nodeid

    late = {group(item) for item in items if REAL_WORKERS & set(getattr(item, "fixturenames", ()))}
    sizes = Counter(map(group, items))
    rank = {name: place for place, name in enumerate(LONG)}

    def order(item: pytest.Item) -> tuple[bool, int]:
        name = group(item)
        return name in late, -sizes[name] if name in late else rank.get(name, len(rank))

    items.sort(key=order)


@pytest.fixture(scope="session", autouse=True)
def valkey() -> Iterator[redis.Redis]:
    """The private broker and cache that `up` would start, for this test process alone."""
    with started_valkey(settings.VALKEY_SOCKET, settings.DATA_DIR / "valkey") as client:
        yield client


@pytest.fixture(autouse=True)
def _nothing_left_in_valkey(valkey: redis.Redis) -> Iterator[None]:
    yield
    valkey.flushall()


@pytest.fixture(scope="session")
def django_db_modify_db_settings(request: pytest.FixtureRequest) -> None:
    """SQLite's file lies in this process's own folder already; on PostgreSQL each xdist worker needs a name of its own."""
    if "sqlite3" not in settings.DATABASES["default"]["ENGINE"]:
        request.getfixturevalue("django_db_modify_db_settings_parallel_suffix")


@pytest.fixture
def catalogue(db: None) -> None:
    """The real catalogue, published. With `transactional_db` or `live_server`, name those first."""
    publish(real(), now=timezone.now())


class Sent(NamedTuple):
    """What waits for a grading worker."""

    job: Job
    priority: int


@pytest.fixture
def broker() -> Iterator[Callable[[], list[Sent]]]:
    """A broker in memory; calling it takes what waits for a grading worker, as one does that then dies over it."""

    def waiting() -> list[Sent]:
        found = []
        with app.connection_for_write() as connection, connection.SimpleQueue("grading") as queue:
            while True:
                try:
                    message = queue.get_nowait()
                except queue.Empty:
                    return found
                message.ack()
                (public_id, job), *_ = message.payload
                found.append(Sent(Job.from_dict(job), message.properties["priority"]))
                assert found[-1].job.id == public_id

    with broker_at("memory://"):
        waiting()
        yield waiting
        waiting()


@pytest.fixture(scope="session")
def _programs(django_db_setup: None, valkey: redis.Redis) -> list[programs.Program]:
    return programs.workers(settings.DATA_DIR, environment(settings.BROKER_URL), ())


@pytest.fixture(scope="session")
def _worker_programs(_programs: list[programs.Program]) -> Iterator[list[Child]]:
    with running(*_programs[:2]) as children:
        yield children


@pytest.fixture(scope="session")
def _index_program(_programs: list[programs.Program]) -> Iterator[Child]:
    with running(*_programs[2:]) as (child,):
        yield child


@pytest.fixture
def workers(_worker_programs: list[Child], transactional_db: None) -> list[Child]:
    """The real Celery workers that grade and settle, on this test's database. Submitted code is graded in the real sandbox."""
    assert all(child.alive for child in _worker_programs), "a worker has died; its lines above say why"
    return _worker_programs


@pytest.fixture
def index_worker(_index_program: Child, transactional_db: None) -> Child:
    """The real one that holds the sentence model; loading it takes seconds and half a gigabyte, so who searches asks for it."""
    assert _index_program.alive, "the index worker has died; its lines above say why"
    return _index_program


@pytest.fixture(scope="session")
def launched() -> Iterator[Callable[[str], Browser]]:
    """Starts the headless browser at a path, once for the session."""
    from playwright.sync_api import sync_playwright

    # Playwright keeps an event loop in this thread, which Django takes for asynchronous code.
    os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "true"
    with sync_playwright() as playwright:
        browsers: dict[str, Browser] = {}

        def launch(path: str) -> Browser:
            if path not in browsers:
                browsers[path] = playwright.chromium.launch(executable_path=path, args=found.flags())
            return browsers[path]

        yield launch
        for browser in browsers.values():
            browser.close()


@pytest.fixture(scope="session")
def chromium(launched: Callable[[str], Browser]) -> Browser:
    """One headless Chromium for the session."""
    return launched(found.find())


@pytest.fixture
def service_workers() -> str:
    """Whether pages may have one. Only tests about it allow it: it asks the site for more than the page does."""
    return "block"


@pytest.fixture
def page(chromium: Browser, service_workers: str) -> Iterator[Page]:
    """A fresh page of a phone's size, without motion, which costs time. A script error, a breach of the content policy or a
    request elsewhere fails the test.
    """
    context = chromium.new_context(viewport={"width": 390, "height": 844}, service_workers=service_workers)
    page = context.new_page()
    page.emulate_media(reduced_motion="reduce")
    wrong: list[str] = []
    page.on("pageerror", lambda error: wrong.append(f"script error: {error}"))
    page.on("console", lambda said: wrong.append(said.text) if "Content Security Policy" in said.text else None)
    page.on("request", lambda asked: wrong.append(f"request to {asked.url}") if _is_elsewhere(asked.url) else None)
    yield page
    context.close()
    assert not wrong, wrong


def _is_elsewhere(url: str) -> bool:
    return url.startswith(("http:", "https:")) and url.split("/")[2].split(":")[0] not in {"localhost", "127.0.0.1"}
