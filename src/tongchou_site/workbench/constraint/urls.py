"""Addresses around the principal constraint."""

from django.urls import path

from tongchou_site.workbench.constraint import views

urlpatterns = [
    path("principal", views.principal, name="principal"),
    path("decisions", views.decisions, name="decisions"),
    path("evidence", views.proof, name="proof"),
]
