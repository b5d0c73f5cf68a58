"""Every setting an office can give is on the page of settings, and the page names no other."""

from __future__ import annotations

import re
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
NAME = re.compile(r"TONGCHOU_[A-Z_]+")


def named(path: str) -> set[str]:
    return set(NAME.findall((ROOT / path).read_text(encoding="utf-8")))


def test_the_page_of_settings_names_those_there_are() -> None:
    known = named("src/tongchou_site/settings.py") | named("src/tongchou_site/setup.py")
    assert named("docs/reference/settings.md") == known
