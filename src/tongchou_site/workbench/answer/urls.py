"""Addresses of the room of the answer: goals, schedule, bureaus, projects, places."""

from django.urls import path

from tongchou_site.workbench.answer import charts, views

urlpatterns = [
    path("goals", views.goals, name="goals"),
    path("goals/<str:goal>", views.goal, name="goal"),
    path("bureaus", views.bureaus, name="bureaus"),
    path("bureaus/<str:code>", views.bureau, name="bureau"),
    path("projects/<str:code>", views.project, name="project"),
    path("places", views.places, name="places"),
    path("places/<str:code>", views.place, name="place"),
    path("schedule", charts.schedule, name="schedule"),
    path("schedule/bars", charts.bars, name="schedule-bars"),
    path("schedule/network", charts.network, name="network"),
]
