"""The installable app: its manifest, its worker, the page that opens without a network, and the day that it keeps."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.middleware.csrf import get_token
from django.templatetags.static import static
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.cache import cache_control, never_cache
from django.views.decorators.http import require_safe

from tutor import services
from tutor.web.kept import days_to_keep, name_of
from tutor.web.shell import shell

# --paper and --sky of tokens.css: what is around the app before its first page is there.
PAPER, SKY = "#faf7f3", "#1a1f3c"
DAYS_KEPT = 3


@require_safe
@cache_control(public=True, max_age=60 * 60)
def manifest(request: HttpRequest) -> HttpResponse:
    """How the app looks among others of a device (W3C Web Application Manifest)."""
    icons = [
        {"src": static(f"tutor/{name}"), "sizes": size, "type": kind, "purpose": purpose}
        for name, size, kind, purpose in (
            ("icon.svg", "any", "image/svg+xml", "any"),
            ("icon-192.png", "192x192", "image/png", "any"),
            ("icon-512.png", "512x512", "image/png", "any"),
            ("icon-maskable.svg", "any", "image/svg+xml", "maskable"),
            ("icon-maskable-192.png", "192x192", "image/png", "maskable"),
            ("icon-maskable-512.png", "512x512", "image/png", "maskable"),
        )
    ]
    shortcuts = [{"name": name, "url": reverse(view), "icons": icons[1:2]} for name, view in SHORTCUTS]
    told = {
        "id": "/",
        "name": "Loci",
        "short_name": "Loci",
        "description": "A lesson of a few minutes a day, remembered for years.",
        "lang": "en",
        "start_url": reverse("today"),
        "scope": "/",
        "display": "standalone",
        "background_color": PAPER,
        "theme_color": SKY,
        "categories": ["education"],
        "icons": icons,
        "shortcuts": shortcuts,
    }
    return JsonResponse(told, content_type="application/manifest+json")


SHORTCUTS = (("Today", "today"), ("Statistics", "statistics"))


@require_safe
@cache_control(no_cache=True)
def service_worker(request: HttpRequest) -> HttpResponse:
    """At the root, because a worker serves only what lies below its own address."""
    return HttpResponse(shell().worker, content_type="text/javascript; charset=utf-8")


@require_safe
@cache_control(no_cache=True)
def page(request: HttpRequest) -> HttpResponse:
    """The same for everybody: what is a learner's, its script takes out of the browser's own database."""
    return HttpResponse(shell().page)


@require_safe
@never_cache
def day(request: HttpRequest) -> HttpResponse:
    """The learner's day, to be kept, and the token by which only who is signed in now can send what is answered of it.

    With `?ahead` the days after it come along, which takes more work and is asked for now and then.
    """
    if not request.user.is_authenticated:
        return JsonResponse({}, status=401)
    now = timezone.now()
    services.open_day(learner=request.user, now=now)
    days = DAYS_KEPT if "ahead" in request.GET else 1
    told = days_to_keep(request.user, now, days) | {"learner": name_of(request.user), "csrf": get_token(request)}
    return JsonResponse(told)
