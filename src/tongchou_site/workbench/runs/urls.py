"""Addresses of the runs."""

from django.urls import path

from tongchou_site.workbench.runs import views

urlpatterns = [
    path("runs", views.runs, name="runs"),
    path("runs/start", views.start, name="run-start"),
    path("runs/<int:run>", views.progress, name="run-progress"),
]
