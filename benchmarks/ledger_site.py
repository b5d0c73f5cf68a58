"""Settings of the site with Django's admin beside it, for the benchmark of the ledger only."""

from __future__ import annotations

from tongchou_site.settings import *  # noqa: F403
from tongchou_site.settings import INSTALLED_APPS as OURS
from tongchou_site.settings import MIDDLEWARE as BETWEEN
from tongchou_site.settings import TEMPLATES as PAGES

INSTALLED_APPS = ["django.contrib.admin", "django.contrib.messages", *OURS]
MIDDLEWARE = [*BETWEEN, "django.contrib.messages.middleware.MessageMiddleware"]
ROOT_URLCONF = "benchmarks.ledger_addresses"
TEMPLATES = [
    *PAGES,
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
            ]
        },
    },
]
