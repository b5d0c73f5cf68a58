"""Addresses around the principal constraint."""

from django.urls import path

from tongchou_site.workbench.constraint import views

urlpatterns = [
    path("principal", views.principal, name="principal"),
    path("what-if", views.tried, name="what-if"),
    path("decisions", views.decisions, name="decisions"),
    path("decisions/record", views.record, name="decision-record"),
    path("calibration", views.calibrated, name="calibration"),
    path("evidence", views.proof, name="proof"),
]
