"""All addresses of the site."""

from django.contrib import admin
from django.urls import include, path

from tutor.web.views import analysis, grading

urlpatterns = [
    path("api/", include("tutor.api.urls")),
    path("", include("tutor.web.urls")),
    path("accounts/", include("allauth.account.urls")),
    path("accounts/2fa/", include("allauth.mfa.urls")),
    path("admin/grading/", admin.site.admin_view(grading.page), name="admin-grading"),
    path("admin/grading/<uuid:public_id>/again/", admin.site.admin_view(grading.again), name="admin-grading-again"),
    *(
        path(f"admin/analysis/{where}", admin.site.admin_view(view), name=f"admin-analysis{name}")
        for where, view, name in (
            ("", analysis.items, ""),
            ("questions.csv", analysis.items_file, "-items-file"),
            ("questions/<int:revision>/", analysis.item, "-item"),
            ("exercises/", analysis.exercises, "-exercises"),
            ("exercises.csv", analysis.exercises_file, "-exercises-file"),
            ("exercises/<int:revision>/", analysis.exercise, "-exercise"),
            ("reports/", analysis.reports, "-reports"),
            ("reports/<int:report>/answer/", analysis.answer, "-answer"),
        )
    ),
    path("admin/", admin.site.urls),
]

handler400 = "tutor.web.errors.bad_request"
handler403 = "tutor.web.errors.forbidden"
handler404 = "tutor.web.errors.not_found"
handler500 = "tutor.web.errors.server_error"
