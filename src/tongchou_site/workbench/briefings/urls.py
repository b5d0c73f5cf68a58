"""Addresses of the briefings."""

from django.urls import path

from tongchou_site.workbench.briefings import views

urlpatterns = [
    path("briefings", views.briefings, name="briefings"),
    path("briefings/draft", views.draft, name="briefing-draft"),
    path("briefings/<int:briefing>", views.briefing, name="briefing"),
    path("briefings/<int:briefing>/issue", views.issue, name="briefing-issue"),
    path("briefings/<int:briefing>/discard", views.discard, name="briefing-discard"),
    path("briefings/<int:briefing>.<str:kind>", views.file, name="briefing-file"),
]
