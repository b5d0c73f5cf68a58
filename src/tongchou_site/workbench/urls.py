"""Every officers' address: the gate, and below a plan the rooms, one list a room."""

from django.urls import include, path

ROOMS = ("inbox", "items", "ledger", "intake", "answer", "constraint", "briefings", "runs", "manage")

urlpatterns = [
    path("", include("tongchou_site.workbench.gate.urls")),
    path("", include("tongchou_site.workbench.intake.first")),
    path(
        "p/<str:plan>/",
        include([path("", include(f"tongchou_site.workbench.{room}.urls")) for room in ROOMS]),
    ),
]
