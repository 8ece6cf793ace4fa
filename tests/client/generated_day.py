"""A day with the generated client and nothing else: generated_day.py SERVER SOLUTION. Run by test_generated.py beside it."""

from __future__ import annotations

import sys
from uuid import uuid4

from loci_made import AuthenticatedClient, Client
from loci_made.api.catalogue import finish_step, get_lesson
from loci_made.api.exercises import get_submission, submit_code
from loci_made.api.items_and_answers import answer_item, get_item
from loci_made.api.signing_in import begin_as_guest
from loci_made.api.today import get_day, open_today
from loci_made.models import (
    AnswerRequest,
    AnswerRequestResponse,
    FinishRequest,
    GuestRequest,
    NewSubmissionRequest,
    NewSubmissionRequestMode,
)


def main(server: str, solution: str) -> None:
    guest = begin_as_guest.sync(client=Client(server), body=GuestRequest(zone="Europe/Berlin"))
    client = AuthenticatedClient(server, guest.access, timeout=40)
    today = open_today.sync(client=client)
    while not today.finished:
        ahead = today.next_
        print(ahead.kind, ahead.item, ahead.lesson, ahead.step)
        if ahead.kind == "review":
            answer(client, ahead.item)
        else:
            lesson = get_lesson.sync(ahead.lesson, client=client)
            step = next(one for one in lesson.steps if one.key == ahead.step)
            if step.kind == "check":
                answer(client, step.item, lesson=lesson.slug, step=step.key)
            elif step.kind == "code":
                hand_in(client, step.exercise, solution)
            else:
                finish_step.sync(lesson.slug, step.key, client=client, body=FinishRequest(id=uuid4(), seconds=20))
        today = open_today.sync(client=client)
    summary = get_day.sync("today", client=client)
    print(f"finished {summary.finished}, streak {summary.streak.current}")


def answer(client: AuthenticatedClient, item: str, **where: str) -> None:
    asked = get_item.sync(item, client=client)
    response = AnswerRequestResponse()
    response["choice"] = next(one["id"] for one in asked.question.public["options"] if one["text"] == "This one")
    body = AnswerRequest(id=uuid4(), revision=asked.revision, number=asked.number, response=response, seconds=9, **where)
    assert answer_item.sync(item, client=client, body=body).correct


def hand_in(client: AuthenticatedClient, exercise: str, source: str) -> None:
    body = NewSubmissionRequest(id=uuid4(), mode=NewSubmissionRequestMode.SUBMIT, source=source)
    told = submit_code.sync(exercise, client=client, body=body)
    while not told.settled:
        told = get_submission.sync(told.id, client=client, wait=20)
    assert told.passed, told.headline


main(*sys.argv[1:])
