"""The site made ready for a verb: its home, its settings, its tables."""

from __future__ import annotations

import os
from pathlib import Path

HOME = Path("tongchou-data")


def prepare(*, home: Path | None) -> None:
    """Open the site whose data lie in a folder (the environment's, else `tongchou-data`); bring its tables up to date."""
    import django
    from django.core.management import call_command

    if home is not None:
        os.environ["TONGCHOU_HOME"] = str(home.resolve())
    os.environ.setdefault("TONGCHOU_HOME", str(HOME.resolve()))
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "tongchou_site.settings")
    django.setup()
    call_command("migrate", verbosity=0, interactive=False)
