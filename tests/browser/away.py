"""Learners around the plan: one back after weeks with a day to be ready by, one on a break, one who makes up for a day that was
missed, and one who sat a placement test.
"""

from __future__ import annotations

from datetime import datetime, timedelta

from exercises.marking.responses import right_response, wrong_responses
from exercises.models import Item
from tests.play import play_day
from tutor import selectors, services
from tutor.models import User


def come_back(learner: User, now: datetime) -> None:
    """Learns every day of a week, stays away for three weeks, of which one was a break, and wants to be ready in two weeks."""
    for days in range(29, 22, -1):
        play_day(learner, now - timedelta(days=days))
    today = learner.clock.day(now)
    services.take_break(learner=learner, starts_on=today - timedelta(days=20), ends_on=today - timedelta(days=14), now=now)
    services.take_break(learner=learner, starts_on=today + timedelta(days=30), ends_on=today + timedelta(days=36), now=now)
    services.change_settings(learner=learner, zone="UTC", daily_minutes=4, day_turns_at=4, theme="auto", now=now)
    services.set_target(learner=learner, path_slug="embeddings", day=today + timedelta(days=9), now=now)


def fade(learner: User, now: datetime) -> None:
    """Learns every day of a week, and misses all of it the day after, weeks ago."""
    for days in range(29, 22, -1):
        play_day(learner, now - timedelta(days=days))
    then = now - timedelta(days=22)
    for item in Item.objects.filter(concept__memories__learner=learner, current__isnull=False).order_by("slug"):
        asked = services.question_for(learner=learner, item_slug=item.slug, now=then)
        given = {"revision": asked.revision_id, "number": asked.number, "response": wrong_responses(asked.question)[0]}
        services.answer_item(learner=learner, item_slug=item.slug, seconds=10, hints_used=0, now=then, **given)


def go_away(learner: User, now: datetime) -> None:
    """Learns for nine days, misses one, which a freeze keeps, learns on the next, and is on a break since yesterday."""
    for days in (*range(12, 3, -1), 2):
        play_day(learner, now - timedelta(days=days))
    today = learner.clock.day(now)
    services.take_break(learner=learner, starts_on=today - timedelta(days=1), ends_on=today + timedelta(days=4), now=now)


def make_up(learner: User, now: datetime) -> None:
    """Learns for three days, misses one, for which there is no freeze, and today does more than the plan, but not yet enough."""
    for days in (4, 3, 2, 0):
        play_day(learner, now - timedelta(days=days, minutes=10))
    services.extend_day(learner=learner, now=now)
    play_day(learner, now, most=2)


def sit_test(learner: User, now: datetime) -> None:
    """Passes the first phase of the path and stops at the second."""
    services.begin_placement(learner=learner, path_slug="embeddings", now=now)
    while (shown := selectors.placement_for(learner, "embeddings", now)).open is not None:
        known = shown.open.phase_title == shown.phases[0].title and not shown.lessons_placed
        question = shown.open.question
        response = right_response(question) if known else wrong_responses(question)[0]
        services.answer_placement(learner=learner, path_slug="embeddings", number=shown.open.number, response=response, now=now)
