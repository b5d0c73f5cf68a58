"""What goes wrong in an office: two people edit one task at once, and nobody reports for months."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser
from tests.browser.walk_case import Person, chromium, needs_browser
from tests.site.serving_case import serving

pytestmark = [needs_browser, pytest.mark.slow]
PASSWORD = "一个很长的密码 for tests"
LIGHT_SECONDS = 60


@pytest.fixture(scope="module")
def two(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Person, Person]]:
    """Two officers of one bureau, signed in, before the same workbench."""
    home = tmp_path_factory.mktemp("edges") / "home"
    environment = os.environ | {"DJANGO_SETTINGS_MODULE": "tongchou_site.settings"}
    command = [sys.executable, "-m", "tests.browser.edges_case", str(home)]
    made = subprocess.run(command, env=environment, capture_output=True, text=True, check=True)
    with serving(home) as served, chromium() as browser:
        first, second = (officer(browser, served.address, token) for token in made.stdout.split())
        yield first, second


def officer(browser: Browser, address: str, token: str) -> Person:
    found = Person(context=browser.new_context(viewport={"width": 1440, "height": 900}), address=address)
    found.enter(f"{address}/enter/{token}", PASSWORD)
    return found


def test_an_item_nobody_reports_of_turns_grey_by_itself(two: tuple[Person, Person]) -> None:
    first, _ = two
    for _ in range(LIGHT_SECONDS):
        first.go("/p/edges/tasks/T1")
        if "○" in first.page.inner_text("main"):
            break
        first.page.wait_for_timeout(1000)
    wrong = first.look("20-stale-task")
    assert "灰" in first.page.inner_text("main")
    assert wrong == []


def test_of_two_edits_at_once_the_second_sees_both_versions_and_loses_nothing(
    two: tuple[Person, Person],
) -> None:
    first, second = two
    for each in two:
        each.go("/p/edges/tasks/T1")
        each.page.fill("#percent", "40")
    first.page.fill("#text", "主体封顶。")
    second.page.fill("#text", "装修进场。")
    first.page.locator("button", has_text="反馈进展").first.click()
    second.page.locator("button", has_text="反馈进展").first.click()
    words = second.page.inner_text("main")
    assert "主体封顶。" in words
    assert "装修进场。" in words
    assert second.look("21-two-versions") == []


def test_after_both_versions_were_seen_the_second_report_can_be_sent(two: tuple[Person, Person]) -> None:
    _, second = two
    second.go("/p/edges/tasks/T1")
    second.page.fill("#text", "装修进场。")
    second.page.locator("button", has_text="反馈进展").first.click()
    second.go("/p/edges/tasks/T1")
    words = second.page.inner_text("main")
    assert "主体封顶。" in words
    assert "装修进场。" in words
