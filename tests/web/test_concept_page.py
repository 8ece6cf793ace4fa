"""The page of a concept, as a learner goes through it."""

from __future__ import annotations

from django.test import Client
from django.utils import timezone

from tests.play import answer, fields_of, hidden_fields, right_response
from tests.sample import CONCEPT, slug_of
from tutor import services
from tutor.models import ConceptMemory, User

PAGE = f"/concepts/{CONCEPT}/"


def test_a_concept_that_was_not_met_says_so_and_offers_proof(site: Client) -> None:
    text = site.get(PAGE).content.decode()
    assert "You have not met it yet" in text and "I know this" in text and "Leave it out" not in text


def test_its_curve_is_told_in_words_and_its_decisions_work(site: Client, learner: User) -> None:
    answer(learner, slug_of("number"), timezone.now())
    text = site.get(PAGE).content.decode()
    assert 'role="img"' in text and "99 %" in text and "100 %" not in text and "Chance of a right answer since" in text
    left_out = site.post(f"{PAGE}decide/", {"act": "suspend"}, follow=True).content.decode()
    assert "Left out of your days" in left_out and "Take it up again" in left_out
    assert "left out" in site.get("/profile/").content.decode()
    assert "Taken up again" in site.post(f"{PAGE}decide/", {"act": "resume"}, follow=True).content.decode()
    assert "Begun anew" in site.post(f"{PAGE}decide/", {"act": "reset"}, follow=True).content.decode()
    assert not ConceptMemory.objects.exists()


def test_i_know_this_leads_through_its_questions_back_to_the_page(site: Client, learner: User) -> None:
    asked = site.post(f"{PAGE}know/")
    text = site.get(asked["Location"]).content.decode()
    assert "Question 1 of" in text and "I know this" in text
    item = asked["Location"].split("/")[-2]
    question = services.question_for(learner=learner, item_slug=item, now=timezone.now()).question
    sent = hidden_fields(text) | fields_of(right_response(question))
    done = site.post(f"/items/{item}/answer/", sent).content.decode()
    assert PAGE in done or "/review/" in done
    assert ConceptMemory.objects.get().state in {"known", "active"}


def test_what_makes_no_sense_is_refused_and_names_the_mend(site: Client, learner: User) -> None:
    answer(learner, slug_of("number"), timezone.now())
    wrong = site.post(f"{PAGE}decide/", {"act": "explode"})
    assert wrong.status_code == 400 and "suspend, resume or reset" in wrong.content.decode()
    assert site.get("/concepts/nothing-like-it/").status_code == 404
    assert site.get(f"{PAGE}decide/").status_code == 405


def test_who_is_not_signed_in_has_no_memory_to_look_at(client: Client, lesson: object) -> None:
    assert client.get(PAGE)["Location"].startswith("/accounts/login/")
