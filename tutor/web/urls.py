"""The addresses of the pages."""

from django.urls import path

from tutor.web.views import certificates, exercise, health, home, items, lessons, metrics, profile, search, statistics, today

urlpatterns = [
    path("", home.home, name="home"),
    path("start/", home.start, name="start"),
    path("today/", today.today, name="today"),
    path("today/go/", today.go, name="today-go"),
    path("today/more/", today.more, name="today-more"),
    path("today/<str:day>/", today.summary, name="day-summary"),
    path("review/<slug:item>/", items.review, name="review"),
    path("items/<slug:item>/answer/", items.answer, name="answer"),
    path("items/<slug:item>/report/", items.report, name="report-item"),
    path("learn/", lessons.own_map, name="map"),
    path("learn/<slug:path>/", lessons.path_map, name="path"),
    path("learn/<slug:path>/<slug:lesson>/", lessons.lesson, name="lesson"),
    path("learn/<slug:path>/<slug:lesson>/<slug:step>/", lessons.step, name="step"),
    path("paths/<slug:path>/remind/", lessons.remind, name="remind"),
    path("assets/<slug:digest>/<str:name>", lessons.asset, name="asset"),
    path("exercises/<slug:slug>/", exercise.page, name="exercise"),
    path("exercises/<slug:slug>/draft/", exercise.draft, name="exercise-draft"),
    path("exercises/<slug:slug>/submit/", exercise.submit, name="exercise-submit"),
    path("exercises/<slug:slug>/hint/", exercise.hint, name="exercise-hint"),
    path("exercises/<slug:slug>/solution/", exercise.solution, name="exercise-solution"),
    path("submissions/<uuid:public_id>/", exercise.submission, name="submission"),
    path("submissions/<uuid:public_id>/source/", exercise.source, name="submission-source"),
    path("certificates/<uuid:public_id>/", certificates.certificate, name="certificate"),
    path("certificates/<uuid:public_id>/share/", certificates.share, name="certificate-share"),
    path("certificates/<uuid:public_id>/revoke/", certificates.revoke, name="certificate-revoke"),
    path("profile/", profile.profile, name="profile"),
    path("settings/", profile.settings, name="settings"),
    path("settings/export/", profile.export, name="export"),
    path("settings/delete/", profile.delete, name="delete"),
    path("statistics/", statistics.habit, name="statistics"),
    path("statistics/memory/", statistics.memory, name="statistics-memory"),
    path("statistics/understanding/", statistics.understanding, name="statistics-understanding"),
    path("search/", search.search, name="search"),
    path("health/", health.health, name="health"),
    path("metrics", metrics.metrics, name="metrics"),
]
