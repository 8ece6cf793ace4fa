"""The certificate's page: the learner's own, and once it is shared everybody's who has the link."""

from __future__ import annotations

import uuid

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from tutor import selectors, services
from tutor.web.forms import NameForm


@require_safe
@never_cache
def certificate(request: HttpRequest, public_id: uuid.UUID) -> HttpResponse:
    viewer = request.user if request.user.is_authenticated else None
    shown = selectors.certificate_for(viewer, public_id)
    address = request.build_absolute_uri(reverse("certificate", args=[public_id]))
    return render(request, "tutor/certificate.html", {"certificate": shown, "address": address})


@login_required
@require_POST
def share(request: HttpRequest, public_id: uuid.UUID) -> HttpResponse:
    given = NameForm.read(request.POST)
    row = services.share_certificate(learner=request.user, public_id=public_id, name=given["name"], now=timezone.now())
    return redirect("certificate", row.public_id)


@login_required
@require_POST
def revoke(request: HttpRequest, public_id: uuid.UUID) -> HttpResponse:
    return redirect("certificate", services.revoke_certificate(learner=request.user, public_id=public_id).public_id)
