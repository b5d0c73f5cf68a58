"""All addresses."""

from django.urls import include, path

from tongchou_site.ui import failures

urlpatterns = [
    path("", include("tongchou_site.workbench.urls")),
    path("open/", include("tongchou_site.public.urls")),
]
handler400 = failures.bad_request
handler404 = failures.nothing_there
handler403 = failures.no_right
handler500 = failures.broken
