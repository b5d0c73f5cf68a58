"""Addresses of the room intake below a plan."""

from django.urls import path

from tongchou_site.workbench.intake import views

urlpatterns = [
    path("intake", views.intake, name="intake"),
    path("intake/store", views.intake_store, name="intake-store"),
    path("plan.xlsx", views.plan_workbook, name="plan-workbook"),
    path("plan.zip", views.plan_folder, name="plan-folder"),
]
