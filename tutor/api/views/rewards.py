"""XP, streak, quests, achievements and leagues."""

from __future__ import annotations

from dataclasses import asdict
from typing import Any

from rest_framework.response import Response

from tutor import selectors, services
from tutor.api.describing import operation
from tutor.api.resource import Resource
from tutor.api.serializers import rewards as shapes
from tutor.api.serializers import today as day_shapes
from tutor.api.serializers.common import Empty
from tutor.rules.levels import level
from tutor.selectors.ledger_pages import effort_entries_of
from tutor.selectors.marks import days_of
from tutor.selectors.progress import plan_progress
from tutor.selectors.quests import quests_on
from tutor.selectors.records import effort_of
from tutor.selectors.rewards import effort_by_cause
from tutor.selectors.streaks import streak_view

TAG = "Rewards"


class Xp(Resource):
    @operation("getXp", "See your effort", tag=TAG, gives=shapes.Xp, fetches=True)
    def get(self, request: Any) -> Response:
        """In all, as a level, and today's by what it was for."""
        total = effort_of(self.learner, days_of(self.learner))
        today = effort_by_cause(self.learner, self.learner.clock.day(self.now))
        return self.told(shapes.Xp, {"effort_seconds": total, "level": level(total), "today": today})


class XpEntries(Resource):
    @operation("listXp", "List what earned effort", tag=TAG, gives=shapes.XpEntry, form="page", fetches=True)
    def get(self, request: Any) -> Response:
        """All entries of the ledger, newest first."""
        return self.page(shapes.XpEntry, effort_entries_of(self.learner))


class Streak(Resource):
    @operation("getStreak", "See your streak", tag=TAG, gives=day_shapes.Streak, fetches=True)
    def get(self, request: Any) -> Response:
        """Days in a row, this week, freezes, and what can still be made up for."""
        return self.told(day_shapes.Streak, streak_view(self.learner, days_of(self.learner), self.now))


class Quests(Resource):
    @operation("listQuests", "See today's quests", tag=TAG, gives=day_shapes.Quest, form="list", fetches=True)
    def get(self, request: Any) -> Response:
        """None before the day is opened."""
        day = self.learner.clock.day(self.now)
        plan = plan_progress(self.learner, day)
        finished = plan is not None and all(plan.done)
        return self.listed(day_shapes.Quest, quests_on(self.learner, day, finished=finished))


class Achievements(Resource):
    @operation("getAchievements", "See your achievements", tag=TAG, gives=shapes.Achievements, fetches=True)
    def get(self, request: Any) -> Response:
        """Those reached, and those ahead with how far they are."""
        return self.told(shapes.Achievements, selectors.achievements_of(self.learner, now=self.now))


class OfLeague(Resource):
    def shown(self) -> Response:
        view = selectors.league_for(self.learner, now=self.now)
        names = services.names_for(self.learner) if view.joined else ()
        ends_at = view.ends_at.replace(tzinfo=self.learner.clock.zone) if view.ends_at else None
        return self.told(shapes.League, asdict(view) | {"names": names, "ends_at": ends_at})


class League(OfLeague):
    @operation("getLeague", "See this week's league", tag=TAG, gives=shapes.League, fetches=True)
    def get(self, request: Any) -> Response:
        """The table by the names that people chose to wear; nothing else is told of anybody."""
        return self.shown()


class LeagueMembership(OfLeague):
    @operation("joinLeague", "Join the leagues", tag=TAG, takes=Empty, gives=shapes.League)
    def put(self, request: Any) -> Response:
        """Joining again changes nothing. A league needs an account."""
        services.join_league(learner=self.learner, now=self.now)
        return self.shown()

    @operation("leaveLeague", "Leave the leagues", tag=TAG, status=204)
    def delete(self, request: Any) -> Response:
        """Nothing that was learned changes."""
        services.leave_league(learner=self.learner, now=self.now)
        return Response(status=204)


class LeagueName(OfLeague):
    @operation("renameInLeague", "Wear another name", tag=TAG, takes=shapes.LeagueName, gives=shapes.League, codes=["not_found"])
    def put(self, request: Any) -> Response:
        """One of those that are offered."""
        services.rename_in_league(learner=self.learner, name=self.given(shapes.LeagueName)["name"])
        return self.shown()
