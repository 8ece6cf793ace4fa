"""Who may do what."""

from __future__ import annotations

from typing import Any

from rest_framework.permissions import BasePermission
from rest_framework.request import Request

from tutor.api.auth import holds
from tutor.services.tokens import ADMIN, AUTHOR


class IsAuthor(BasePermission):
    """Whoever may see in the admin what answers say of questions."""

    def has_permission(self, request: Request, view: Any) -> bool:
        return holds(request, AUTHOR) and request.user.has_perm("tutor.view_itemstat")


class IsPublisher(BasePermission):
    """Whoever may change in the admin what is taught."""

    def has_permission(self, request: Request, view: Any) -> bool:
        return holds(request, AUTHOR) and request.user.has_perm("lessons.change_lesson")


class AnswersReports(BasePermission):
    """Whoever may answer in the admin what learners reported."""

    def has_permission(self, request: Request, view: Any) -> bool:
        return holds(request, AUTHOR) and request.user.has_perm("tutor.change_itemreport")


class WatchesGrading(BasePermission):
    """Whoever may look in the admin at how grading does."""

    def has_permission(self, request: Request, view: Any) -> bool:
        return holds(request, ADMIN) and request.user.has_perm("exercises.view_submission")
