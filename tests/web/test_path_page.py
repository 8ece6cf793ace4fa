"""The page of a path: what it promises, asks and answers, for learners and for those who only look."""

from __future__ import annotations

from django.test import Client
from django.utils import timezone

from lessons.models import Concept, Lesson, LessonRevision, Path
from tests.play import play_day
from tests.sample import LESSON, PATH
from tutor.models import User

PAGE = f"/learn/{PATH}/"


def page(client: Client) -> str:
    response = client.get(PAGE)
    assert response.status_code == 200
    return response.content.decode()


def test_a_visitor_sees_the_path_and_can_begin_it(client: Client, lesson: Lesson) -> None:
    shown = page(client)
    for text in ("Arrows and angles", "You see what an arrow says.", "First steps", "4 min", "You can <strong>add</strong>."):
        assert text in shown
    assert "about 4 minutes in all" in shown and 'action="/start/"' in shown
    assert not User.objects.exists(), "looking makes no guest"


def test_questions_are_answered_with_links_to_lessons(client: Client, lesson: Lesson) -> None:
    shown = page(client)
    assert "What is an arrow?" in shown and f'<a href="{PAGE}{LESSON}/">the lesson</a>' in shown


def test_a_link_to_a_lesson_shows_a_visitor_where_it_is_on_the_path(client: Client, lesson: Lesson) -> None:
    assert client.get(f"{PAGE}{LESSON}/")["Location"] == f"{PAGE}#lesson-{LESSON}"
    assert f'id="lesson-{LESSON}"' in page(client)


def test_a_lesson_says_which_lessons_it_rests_on(client: Client, lesson: Lesson) -> None:
    assert "Rests on" not in page(client)
    second = Lesson.objects.create(path=lesson.path, phase=lesson.phase, slug="second", number="1.2", position=1)
    second.current = LessonRevision.objects.create(
        lesson=second, digest="two", title="More", minutes=3, document={"steps": []}, published_at=timezone.now()
    )
    second.save()
    concept = Concept.objects.create(slug="more", title="More", lesson=second)
    concept.needs.set(Concept.objects.filter(lesson=lesson))
    assert "Rests on 1.1." in page(client)


def test_a_related_path_is_planned_until_it_is_there(client: Client, lesson: Lesson) -> None:
    assert "Circles" in page(client) and "Planned" in page(client)
    circles = Path.objects.create(slug="circles", title="Circles")
    assert '<a href="/learn/circles/">Circles</a>' in page(client) and "Planned" not in page(client)
    circles.retired_at = timezone.now()
    circles.save()
    assert "Planned" in page(client)


def test_a_learner_sees_how_far_they_are(site: Client, learner: User) -> None:
    assert "0 of 1" in page(site) and 'action="/start/"' not in page(site)
    play_day(learner, timezone.now())
    assert "1 of 1" in page(site)


def test_a_path_that_there_is_not_is_not_found(client: Client, lesson: Lesson) -> None:
    assert client.get("/learn/nothing/").status_code == 404


def test_a_visitor_can_ask_to_be_told_and_take_it_back(client: Client, lesson: Lesson) -> None:
    assert client.post("/paths/circles/remind/", {"wanted": "1", "on": PATH})["Location"] == f"{PAGE}#related"
    assert User.objects.get().is_guest and "You will be told" in page(client)
    assert "is published" not in client.get("/today/").content.decode()
    Path.objects.create(slug="circles", title="Circles", position=1)
    assert "is published. You wanted to be told." in client.get("/today/").content.decode()
    assert client.post("/paths/circles/remind/", {"wanted": ""})["Location"] == "/today/"
    assert "is published" not in client.get("/today/").content.decode()


def test_what_is_not_planned_cannot_be_waited_for(site: Client) -> None:
    assert site.post("/paths/squares/remind/", {"wanted": "1"}).status_code == 404
    assert site.get("/paths/circles/remind/").status_code == 405
    assert site.post("/paths/circles/remind/", {"wanted": "1", "on": "no slug!"}).status_code == 400
