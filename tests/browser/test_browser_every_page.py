"""Every kind of page of the workbench and the public site on the example: there, silent, accessible, within its width."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from django.urls import resolve
from playwright.sync_api import BrowserContext
from tests.browser.walk_case import Person, chromium, needs_browser
from tests.site.serving_case import serving

pytestmark = [needs_browser, pytest.mark.slow]
PASSWORD = "一个很长的密码 for tests"
FEWEST = 35  # kinds of pages that a walk over all links must have met
FILES = (".csv", ".json", ".xlsx", ".docx", ".pdf", ".zip", ".atom", ".xml")
HREFS = "all => all.map(each => new URL(each.getAttribute('href'), location).href)"
QUIET = "Password forms"  # a hint of the browser, not of ours


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, dict[str, str]]:
    """The example's home and the link of each sample person."""
    folder = tmp_path_factory.mktemp("every") / "home"
    environment = os.environ | {"DJANGO_SETTINGS_MODULE": "tongchou_site.settings"}
    command = [sys.executable, "-m", "tests.browser.example_case", str(folder)]
    made = subprocess.run(command, env=environment, capture_output=True, text=True, check=True)
    return folder, dict(line.split() for line in made.stdout.splitlines())


@pytest.fixture(scope="module")
def walked(home: tuple[Path, dict[str, str]]) -> Iterator[dict[str, list[str]]]:
    """What was found wrong, by kind of page; each kind is visited once by each who may."""
    folder, links = home
    found: dict[str, list[str]] = {}
    with serving(folder) as served, chromium() as browser:
        for who in ("督查室甲", "管理员"):
            context = browser.new_context(viewport={"width": 1440, "height": 900}, locale="zh-CN")
            person = Person(context=context, address=served.address)
            person.enter(f"{served.address}/enter/{links[who]}", PASSWORD)
            walk(person, context, found)
    return found


def walk(person: Person, context: BrowserContext, found: dict[str, list[str]]) -> None:
    """From page to page by the links on them, the first of each kind that nobody has seen yet."""
    open_ = ["/p/xiongan-2021/", "/p/xiongan-2021/manage", "/open/", "/new"]
    seen = set(found) - {"inbox", "manage"}
    while open_:
        path = open_.pop(0)
        kind = str(resolve(path).url_name)
        if kind in seen or kind in ("logout", "enter"):
            continue
        seen.add(kind)
        person.heard.clear()
        answer = person.page.goto(person.address + path)
        if answer is None or answer.status == 403:
            continue
        wrong = [] if answer.status == 200 else [f"{path}: {answer.status}"]
        wrong += person.look(f"page-{kind}") + [line for line in person.heard if QUIET not in line]
        found.setdefault(kind, []).extend(wrong + narrow(person, path))
        hrefs = person.page.eval_on_selector_all(
            "a[href]", "all => all.map(a => new URL(a.getAttribute('href'), location).href)"
        )
        open_ += [each for each in dict.fromkeys(map(inside, hrefs)) if each]


def narrow(person: Person, path: str) -> list[str]:
    """Whether the page, in English and on a phone, is wider than the phone."""
    page = person.page
    page.set_viewport_size({"width": 390, "height": 844})
    page.goto(f"{person.address}{path}?lang=en")
    wide = page.evaluate("document.documentElement.scrollWidth")
    page.goto(f"{person.address}{path}?lang=zh")
    page.set_viewport_size({"width": 1440, "height": 900})
    return [f"{path}: {wide} px wide on a phone"] if wide > 390 else []


def inside(href: str) -> str:
    """The path of a link to a page of ours; empty for files, other places and addresses with a question."""
    parts = urlsplit(href)
    if parts.hostname != "127.0.0.1" or parts.path.endswith(FILES) or parts.path.startswith("/static/"):
        return ""
    return parts.path


def test_the_walk_meets_every_kind_of_page(walked: dict[str, list[str]]) -> None:
    assert len(walked) >= FEWEST, sorted(walked)


def test_no_page_breaks_a_rule_of_accessibility_says_anything_or_is_too_wide(
    walked: dict[str, list[str]],
) -> None:
    wrong = [line for lines in walked.values() for line in lines]
    assert not wrong, "\n".join(wrong)
