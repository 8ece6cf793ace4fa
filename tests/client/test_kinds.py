"""Questions of every kind are put, answered by keyboard, and marked."""

from __future__ import annotations

import io

import pytest
from django.utils import timezone
from rich.console import Console

from exercises.marking import KINDS
from exercises.marking.responses import right_response, wrong_responses
from exercises.models import Attempt
from loci_client import Client
from loci_client.terminal.day import Day
from loci_client.terminal.keyboard import Keyboard
from tests.client.terminals import lines
from tests.sample import publish_sample, slug_of
from tutor import services
from tutor.models import User


def test_questions_of_every_kind_are_answered_rightly_and_wrongly(
    guest: Client, live_server, monkeypatch: pytest.MonkeyPatch
) -> None:
    publish_sample()
    learner = User.objects.get()
    for kind in KINDS:
        for right in (False, True):
            question = services.question_for(learner=learner, item_slug=slug_of(kind), now=timezone.now()).question
            response = right_response(question) if right else wrong_responses(question)[0]
            typed = [*lines(question, response), ""]
            monkeypatch.setattr("sys.stdin", io.StringIO("".join(f"{line}\n" for line in typed)))
            console = Console(file=io.StringIO(), width=100, markup=False, highlight=False)
            Day(guest, Keyboard(console))._ask(slug_of(kind))
            said = console.file.getvalue()
            attempt = Attempt.objects.latest("pk")
            assert (attempt.item.slug, attempt.score == 1) == (slug_of(kind), right), said
            if kind != "card":
                assert ("✓ Right" in said) is right, said
            assert "The dot product comes back" in said
            assert "Because lengths and angles make it up." in said


def test_a_hint_is_shown_and_counted_and_a_slip_taken_back(guest: Client, live_server, monkeypatch: pytest.MonkeyPatch) -> None:
    publish_sample()
    typed = [":h", "nine", "9", "1", "u", "1", ""]
    monkeypatch.setattr("sys.stdin", io.StringIO("".join(f"{line}\n" for line in typed)))
    console = Console(file=io.StringIO(), width=100, markup=False, highlight=False)
    Day(guest, Keyboard(console))._ask(slug_of("choice"))
    said = console.file.getvalue()
    assert "Think of |a||b|cos θ." in said
    assert said.count("Type a number from 1 to 3.") == 2
    assert said.count("comes back") == 2
    (attempt,) = Attempt.objects.all()
    assert attempt.hints_used == 1  # it was opened before the answer that was taken back, and is still known


def test_an_answer_that_has_not_the_form_is_asked_for_again(guest: Client, live_server, monkeypatch: pytest.MonkeyPatch) -> None:
    publish_sample()
    monkeypatch.setattr("sys.stdin", io.StringIO("5 bananas\n5 cm\n\n"))
    console = Console(file=io.StringIO(), width=100, markup=False, highlight=False)
    Day(guest, Keyboard(console))._ask(slug_of("number"))
    said = console.file.getvalue()
    assert "bananas" in said.split("5 bananas")[-1] or "unit" in said
    assert "✓ Right" in said and Attempt.objects.count() == 1
