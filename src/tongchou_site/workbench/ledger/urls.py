"""Addresses of the room ledger."""

from django.urls import path, re_path

from tongchou_site.workbench.ledger import views

urlpatterns = [
    path("ledger", views.ledger, name="ledger"),
    re_path(r"^ledger\.(?P<form>xlsx|docx)$", views.ledger_file, name="ledger-file"),
    path("ledger-template.xlsx", views.ledger_blank, name="ledger-template"),
]
