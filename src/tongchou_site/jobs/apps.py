"""The app of the jobs; its tables are those of the task queue."""

from __future__ import annotations

from django.apps import AppConfig


class Jobs(AppConfig):
    """Background work."""

    name = "tongchou_site.jobs"
    label = "jobs"
