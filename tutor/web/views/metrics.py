"""GET /metrics for Prometheus: who knows the token, or without one who asks from this machine itself."""

from __future__ import annotations

from hmac import compare_digest
from ipaddress import ip_address

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe
from prometheus_client import CONTENT_TYPE_LATEST

from tutor.web.metrics import exposition

# A proxy on this machine asks from here, too, but says for whom.
FORWARDED = ("X-Forwarded-For", "X-Real-Ip", "Forwarded")


@require_safe
@never_cache
def metrics(request: HttpRequest) -> HttpResponse:
    if settings.METRICS_TOKEN:
        if not _knows_token(request):
            refusal = HttpResponse("Send the token of LOCI_METRICS_TOKEN.\n", content_type="text/plain", status=401)
            refusal["WWW-Authenticate"] = "Bearer"
            return refusal
    elif not _from_here(request):
        text = "Only this machine may read this. Set LOCI_METRICS_TOKEN to let others do so.\n"
        return HttpResponse(text, content_type="text/plain", status=403)
    return HttpResponse(exposition(timezone.now()), content_type=CONTENT_TYPE_LATEST)


def _knows_token(request: HttpRequest) -> bool:
    scheme, _, token = request.headers.get("Authorization", "").partition(" ")
    return scheme.lower() == "bearer" and compare_digest(token.strip().encode(), settings.METRICS_TOKEN.encode())


def _from_here(request: HttpRequest) -> bool:
    if any(name in request.headers for name in FORWARDED):
        return False
    try:
        return ip_address(request.META.get("REMOTE_ADDR", "")).is_loopback
    except ValueError:  # a unix socket: a proxy's
        return False
