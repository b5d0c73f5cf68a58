"""Addresses of the room of one task: the page, one address an act, the evidence."""

from django.urls import path

from tongchou_site.workbench.items import views

urlpatterns = [
    path("hand-out", views.hand_out, name="hand-out"),
    path("lights", views.lights, name="lights"),
    path("lights/choose", views.choose, name="lights-choose"),
    path("tasks/<str:code>", views.task, name="task"),
    path("tasks/<str:code>/seen", views.seen, name="task-seen"),
    path("tasks/<str:code>/evidence/<int:evidence>", views.evidence, name="task-evidence"),
    *(
        path(f"tasks/<str:code>/{verb}", view, name=f"task-{verb}")
        for verb, view in sorted(views.ACTS.items())
    ),
]
