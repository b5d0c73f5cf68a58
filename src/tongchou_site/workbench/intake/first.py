"""Addresses of the room intake where there is no plan yet."""

from django.urls import path

from tongchou_site.workbench.intake import views

urlpatterns = [
    path("new", views.new_plan, name="new-plan"),
    path("new/template.xlsx", views.new_template, name="new-template"),
    path("new/store", views.new_plan_store, name="new-plan-store"),
]
