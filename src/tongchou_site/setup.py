"""The site made ready for a verb or a background process: its home, its settings, its tables."""

from __future__ import annotations

import os
from pathlib import Path

from tongchou.kernel.errors import Unavailable

HOME = Path("tongchou-data")
MISSING = Unavailable(
    "没有安装网页部分：请运行 pip install 'tongchou[site,reports]' / "
    "the web is not installed: run pip install 'tongchou[site,reports]'"
)


def home_of(*, home: Path | None) -> Path:
    """The folder of the data: the one asked for, else the environment's, else `tongchou-data` here."""
    return (home or Path(os.environ.get("TONGCHOU_HOME", HOME))).resolve()


def prepare(*, home: Path | None) -> None:
    """Open the site whose data lie in a folder (the environment's, else `tongchou-data`); bring its tables up to date.

    Raises
    ------
    Unavailable
        The packages of the extra `site` are not installed.
    """
    try:
        import django
        from django.core.management import call_command
    except ImportError:
        raise MISSING from None
    os.environ["TONGCHOU_HOME"] = str(home_of(home=home))
    os.environ["DJANGO_SETTINGS_MODULE"] = "tongchou_site.settings"
    django.setup()
    call_command("migrate", verbosity=0, interactive=False)
