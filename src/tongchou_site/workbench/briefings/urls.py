"""Addresses of the room briefings."""

from django.urls import path

from tongchou_site.workbench.briefings import views

urlpatterns = [path("briefings", views.briefings, name="briefings")]
