"""Publishing a catalogue: all of it or nothing, again without effect, and never under the feet of a learner."""

from __future__ import annotations

import re
import shutil
import uuid
from dataclasses import replace
from pathlib import Path

import pytest
from django.apps import apps
from django.db import connection
from django.test.utils import CaptureQueriesContext

from exercises.models import Attempt, Exercise, ExerciseRevision, Item, ItemRevision
from lessons.models import Asset, Concept, Lesson, LessonRevision, Phase
from lessons.models import Path as PathRow
from lessons.selectors import catalogue_stamp, published_entries
from lessons.services import Published
from tests import play
from tests.content.conftest import GOOD, Copy
from tests.helpers import MONDAY, later
from tutor import selectors, services
from tutor.catalogue.bundle import load_bundle
from tutor.catalogue.publishing import publish
from tutor.models import LessonProgress, User

pytestmark = pytest.mark.django_db
LESSON, ITEMS = "ground/01-first/lesson.md", "ground/01-first/items.yaml"
REAL = Path(__file__).resolve().parents[2] / "lessons" / "catalogue"


@pytest.fixture
def files(tmp_path: Path) -> Copy:
    return Copy(Path(shutil.copytree(GOOD, tmp_path / "catalogue")))


def put(files: Copy, days: float = 0) -> Published:
    bundle = files.load()
    assert bundle.problems == []
    return publish(bundle, now=later(days))


def add_second(files: Copy) -> None:
    """A second lesson like the first, without its exercise, with slugs of its own."""
    folder = Path(shutil.copytree(files.root / "ground/01-first", files.root / "ground/02-second"))
    shutil.rmtree(folder / "exercise")
    for name in ("lesson.md", "items.yaml"):
        text = (folder / name).read_text(encoding="utf-8")
        text = re.sub(r"(slug: |concept: |needs: \[(?=\w)|```item\n)", r"\1other-", text)
        (folder / name).write_text(text, encoding="utf-8")
    files.change("ground/02-second/lesson.md", "# code measure: Measure it\n\nNow write it.\n", "")
    files.change("ground/02-second/lesson.md", "minutes: 4", "minutes: 2")
    files.change("ground/path.yaml", "[01-first]", "[01-first, 02-second]")


def everything() -> dict[str, list[dict]]:
    """All rows of what is taught and asked."""
    models = [*apps.get_app_config("lessons").get_models(), *apps.get_app_config("exercises").get_models()]
    models.append(Concept.needs.through)
    return {model.__name__: list(model.objects.order_by("pk").values()) for model in models}


def learner(name: str) -> User:
    user = User.objects.create_user(name, date_joined=MONDAY)
    services.enrol(learner=user, path_slug="ground", now=MONDAY)
    return user


def test_everything_that_the_files_say_is_there(files: Copy) -> None:
    published = put(files)
    assert not (published.changed or published.retired or published.revived)
    assert {"path ground", "phase steps", "lesson first", "concept sums", "item add-two", "exercise measure"} <= set(
        published.new
    )
    counts = [
        model.objects.count() for model in (PathRow, Phase, Lesson, LessonRevision, Concept, Asset, Exercise, ExerciseRevision)
    ]
    assert counts == [1, 1, 1, 1, 3, 2, 1, 1]
    assert Item.objects.count() == ItemRevision.objects.count() == 12
    lesson = Lesson.objects.get()
    assert (lesson.number, lesson.current.title, lesson.current.minutes) == ("1.1", "One of everything", 4)
    assert lesson.current.published_at == MONDAY
    assert [(one.slug, [need.slug for need in one.needs.all()]) for one in Concept.objects.all()] == [
        ("sums", []),
        ("lengths", ["sums"]),
        ("likeness", ["lengths"]),
    ]
    assert Exercise.objects.get().concept.slug == "lengths"


@pytest.mark.parametrize("root", [GOOD, REAL], ids=["small", "real"])
def test_publishing_again_writes_nothing_and_asks_a_few_questions(root: Path) -> None:
    bundle = load_bundle(root)
    publish(bundle, now=MONDAY)
    before = everything()
    with CaptureQueriesContext(connection) as asked:
        assert not publish(load_bundle(root), now=later(1))
    assert {query["sql"].split()[0] for query in asked} <= {"SELECT", "SAVEPOINT", "RELEASE"}
    assert sum(query["sql"].startswith("SELECT") for query in asked) <= 13, "as many for one lesson as for many"
    assert everything() == before


def test_only_a_change_wakes_the_index(files: Copy, django_capture_on_commit_callbacks) -> None:
    with django_capture_on_commit_callbacks() as first:
        put(files)
    with django_capture_on_commit_callbacks() as again:
        put(files)
    assert (len(first), len(again)) == (1, 0)


@pytest.mark.parametrize("part", ["items", "exercises"])
def test_a_failure_in_the_middle_leaves_everything_as_it_was(files: Copy, part: str) -> None:
    put(files)
    before = everything()
    files.change(LESSON, "Pick a word.", "Pick another word.")
    files.change(ITEMS, "ask: What is 1 + 1?", "ask: What is one and one?")
    bundle = files.load()
    if part == "items":
        bundle.items["first"][-1] = replace(bundle.items["first"][-1], concept="nowhere")
    else:
        bundle.exercises["first"] = replace(bundle.exercises["first"], concept="nowhere")
    with pytest.raises(KeyError):
        publish(bundle, now=later(1))
    assert everything() == before


def test_a_catalogue_with_a_problem_is_not_published(files: Copy) -> None:
    files.change(LESSON, "minutes: 4", "minutes: 40")
    with pytest.raises(ValueError, match=r"1 problems, the first: ground/01-first/lesson\.md:5"):
        publish(files.load(), now=MONDAY)
    assert not PathRow.objects.exists()


def test_a_change_makes_a_revision_and_leaves_the_old_one_alone(files: Copy) -> None:
    put(files)
    lesson, item, exercise = Lesson.objects.get(), Item.objects.get(slug="add-two"), Exercise.objects.get()
    files.change(LESSON, "Pick a word.", "Pick another word.")
    files.change(ITEMS, "ask: What is 1 + 1?", "ask: What is one and one?")
    files.change("ground/01-first/exercise/exercise.yaml", "Square each number first.", "Square them first.")
    published = put(files, 1)
    assert published == Published(changed=["lesson first", "item add-two", "exercise measure"])
    for before in (lesson, item, exercise):
        old = before.current.document
        after = type(before).objects.get(pk=before.pk)
        assert after.current_id != before.current_id
        assert after.current.published_at == later(1)
        assert after.revisions.count() == 2
        assert after.revisions.get(pk=before.current_id).document == old


def test_going_back_goes_back_to_the_first_revision(files: Copy) -> None:
    put(files)
    first = Lesson.objects.get().current
    files.change(LESSON, "Pick a word.", "Pick another word.")
    put(files, 1)
    files.change(LESSON, "Pick another word.", "Pick a word.")
    put(files, 2)
    assert Lesson.objects.get().current == first
    assert LessonRevision.objects.count() == 2


def test_what_the_path_says_of_a_lesson_changes_without_a_revision(files: Copy) -> None:
    put(files)
    files.change(LESSON, 'number: "1.1"', 'number: "2.3"')
    files.change(LESSON, "summary: Near means alike.", "summary: What is near is alike.")
    files.change("ground/path.yaml", "title: First steps", "title: Steps")
    assert put(files, 1) == Published(changed=["phase steps", "lesson first"])
    assert Lesson.objects.get().number == "2.3"
    assert Concept.objects.get(slug="likeness").summary == "What is near is alike."
    assert LessonRevision.objects.count() == 1


def test_a_learner_in_the_middle_keeps_the_lesson_and_a_new_one_gets_the_new(files: Copy) -> None:
    put(files)
    ada, grace = learner("ada"), learner("grace")
    services.finish_step(learner=ada, lesson_slug="first", step_key="opening", now=MONDAY)
    files.change(LESSON, "# read opening: How long is an arrow?", "# read begin: What is an arrow?")
    put(files, 1)
    assert selectors.step_for(ada, "first", "opening", later(1)).step["title"] == "How long is an arrow?"
    assert selectors.step_for(ada, "first", None, later(1)).keys[0].key == "opening"
    assert selectors.step_for(grace, "first", None, later(1)).step["key"] == "begin"
    services.finish_step(learner=ada, lesson_slug="first", step_key="walk", now=later(1))
    assert LessonProgress.objects.get(learner=ada).revision.published_at == MONDAY
    assert services.start_lesson(learner=grace, lesson_slug="first", now=later(1)).revision.published_at == later(1)


def test_who_keeps_a_lesson_keeps_its_questions_and_its_exercise(files: Copy) -> None:
    put(files)
    ada = learner("ada")
    for key in ("opening", "walk"):
        services.finish_step(learner=ada, lesson_slug="first", step_key=key, now=MONDAY)
    files.change(LESSON, "# check add: Add it up\n\n```item\nadd-two\n```\n", "")
    files.change(ITEMS, "slug: add-two", "slug: add-them")
    files.change("ground/01-first/exercise/exercise.yaml", "slug: measure", "slug: measure-it")
    assert {"item add-two", "exercise measure"} <= set(put(files, 1).retired)
    assert selectors.step_for(ada, "first", None, later(1)).step["key"] == "add"
    outcome = play.answer(ada, "add-two", later(1), lesson="first", step="add")
    assert outcome.mark.correct
    services.finish_step(learner=ada, lesson_slug="first", step_key="table", now=later(1))
    written = {"mode": "submit", "source": "def norm(a): ...", "client_id": uuid.uuid4()}
    submission = services.submit_code(learner=ada, exercise_slug="measure", now=later(1), **written)
    assert submission.revision.exercise.retired_at == later(1)


def test_an_answer_counts_for_the_question_that_was_asked(files: Copy) -> None:
    put(files)
    ada = learner("ada")
    asked = services.question_for(learner=ada, item_slug="name-it", now=MONDAY)
    files.change(ITEMS, 'accept: ["near", "close"]', 'accept: ["nigh"]')
    put(files, 1)
    given = {"learner": ada, "item_slug": "name-it", "seconds": 9, "hints_used": 0, "now": later(1)}
    outcome = services.answer_item(revision=asked.revision_id, number=asked.number, response={"text": "near"}, **given)
    assert outcome.mark.correct
    again = services.question_for(learner=ada, item_slug="name-it", now=later(1))
    assert again.revision_id != asked.revision_id


def test_what_is_removed_is_retired_and_comes_back_as_it_was(files: Copy) -> None:
    put(files)
    ada = learner("ada")
    play.answer(ada, "name-it", MONDAY)
    before = Item.objects.get(slug="name-it")
    files.change(ITEMS, "slug: name-it", "slug: name-it-now")
    assert put(files, 1) == Published(new=["item name-it-now"], retired=["item name-it"])
    assert Item.objects.get(slug="name-it").retired_at == later(1)
    assert Attempt.objects.get().revision == before.current
    files.change(ITEMS, "slug: name-it-now", "slug: name-it")
    assert put(files, 2) == Published(retired=["item name-it-now"], revived=["item name-it"])
    after = Item.objects.get(slug="name-it")
    assert (after.pk, after.current, after.retired_at) == (before.pk, before.current, None)


def test_a_removed_lesson_goes_with_all_that_is_its_own_and_comes_back(files: Copy) -> None:
    add_second(files)
    put(files)
    ada = learner("ada")
    services.start_lesson(learner=ada, lesson_slug="other-first", now=MONDAY)
    stamp, revision = catalogue_stamp(), Lesson.objects.get(slug="other-first").current
    (files.root / "ground/02-second").rename(files.root / "ground/_02-second")
    files.change("ground/path.yaml", "[01-first, 02-second]", "[01-first]")
    retired = put(files, 1).retired
    assert retired[:4] == ["lesson other-first", "concept other-sums", "concept other-lengths", "concept other-likeness"]
    assert len(retired) == 4 + 12 and all(one.startswith("item other-") for one in retired[4:])
    assert {entry.lesson_slug for entry in published_entries()} == {"first"}
    assert catalogue_stamp() != stamp
    assert [lesson.slug for phase in selectors.path_map(ada, "ground", later(1)).phases for lesson in phase.lessons] == ["first"]
    assert LessonProgress.objects.get().revision == revision, "what was begun is kept"
    (files.root / "ground/_02-second").rename(files.root / "ground/02-second")
    files.change("ground/path.yaml", "[01-first]", "[01-first, 02-second]")
    back = put(files, 2)
    assert sorted(back.revived) == sorted(retired) and not (back.new or back.changed)
    assert Lesson.objects.get(slug="other-first").current == revision
    assert catalogue_stamp() == stamp


def test_a_removed_phase_and_path_are_retired_and_come_back(files: Copy) -> None:
    put(files)
    files.change("ground/path.yaml", "slug: steps", "slug: strides")
    assert put(files, 1) == Published(new=["phase strides"], changed=["lesson first"], retired=["phase steps"])
    files.change("ground/path.yaml", "slug: strides", "slug: steps")
    assert put(files, 2) == Published(changed=["lesson first"], retired=["phase strides"], revived=["phase steps"])
    files.change("ground/path.yaml", "slug: ground", "slug: cellar")
    moved = put(files, 3)
    assert (moved.new, moved.retired) == (["path cellar", "phase steps"], ["path ground"])
    assert Lesson.objects.get().path.slug == "cellar"
