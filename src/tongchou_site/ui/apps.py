"""The app of the look; it has no tables."""

from __future__ import annotations

from django.apps import AppConfig


class Ui(AppConfig):
    """Layout, components, words."""

    name = "tongchou_site.ui"
    label = "ui"
