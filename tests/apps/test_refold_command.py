"""`manage.py refold`."""

import pytest
from django.core.management import CommandError, call_command

from tests.helpers import MONDAY, pass_code, take_lesson
from tutor.models import ConceptMemory


def test_what_the_services_wrote_is_what_the_log_leads_to(ada, capsys):
    take_lesson(ada, "angles", MONDAY)
    pass_code(ada, MONDAY)
    call_command("refold", check=True)
    assert capsys.readouterr().out == "0 of 1 learners would change\n"


def test_a_check_tells_what_differs_and_changes_nothing(ada, capsys):
    take_lesson(ada, "angles", MONDAY)
    ConceptMemory.objects.filter(concept__slug="dot").update(stability=99)
    call_command("refold", learner="ada", check=True)
    said = capsys.readouterr().out
    assert "- memory dot 99.0" in said and "+ memory dot" in said and "1 of 1 learners would change" in said
    assert ConceptMemory.objects.filter(stability=99).exists()
    call_command("refold")
    assert not ConceptMemory.objects.filter(stability=99).exists()


def test_a_learner_who_is_not_there_is_told(ada):
    with pytest.raises(CommandError, match="bob"):
        call_command("refold", learner="bob")
