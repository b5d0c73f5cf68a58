"""Addresses of the rooms that read the latest answer."""

from django.urls import path

from tongchou_site.workbench.answer import views

urlpatterns = [
    path("goals", views.goals, name="goals"),
    path("schedule", views.schedule, name="schedule"),
    path("bureaus", views.bureaus, name="bureaus"),
]
