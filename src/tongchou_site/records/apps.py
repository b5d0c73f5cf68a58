"""The app of the records."""

from __future__ import annotations

from django.apps import AppConfig


class Records(AppConfig):
    """Its tables carry the prefix `records_`."""

    name = "tongchou_site.records"
    label = "records"
