"""Addresses of the room manage."""

from django.urls import path

from tongchou_site.workbench.manage import views

urlpatterns = [path("manage", views.manage, name="manage")]
