"""Addresses of the room inbox."""

from django.urls import path

from tongchou_site.workbench.inbox import views

urlpatterns = [path("", views.inbox, name="inbox")]
