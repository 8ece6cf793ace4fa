"""All addresses of the site."""

from django.contrib import admin
from django.urls import include, path

from tutor.web.views import grading

urlpatterns = [
    path("", include("tutor.web.urls")),
    path("accounts/", include("allauth.account.urls")),
    path("admin/grading/", admin.site.admin_view(grading.page), name="admin-grading"),
    path("admin/grading/<uuid:public_id>/again/", admin.site.admin_view(grading.again), name="admin-grading-again"),
    path("admin/", admin.site.urls),
]

handler400 = "tutor.web.errors.bad_request"
handler403 = "tutor.web.errors.forbidden"
handler404 = "tutor.web.errors.not_found"
handler500 = "tutor.web.errors.server_error"
