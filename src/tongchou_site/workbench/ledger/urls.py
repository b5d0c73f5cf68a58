"""Addresses of the room ledger."""

from django.urls import path

from tongchou_site.workbench.ledger import views

urlpatterns = [path("ledger", views.ledger, name="ledger")]
