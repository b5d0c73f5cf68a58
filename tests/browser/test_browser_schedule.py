"""The drawn schedule in a real browser: two thousand bars, every frame drawn well within its time.

The page and its data are handed to the browser from memory, under the security policy of the site.
Skipped, saying so, where no Chromium or its driver is installed.
"""

from __future__ import annotations

import json
import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from tongchou.kernel.packaged import read_text
from tongchou.publish.page import STYLES

sync_api = pytest.importorskip(
    "playwright.sync_api", reason="NO DRIVER: install playwright to see the schedule as a reader sees it"
)
NAMES = ("chromium", "chromium-browser", "google-chrome", "chrome")
BROWSER = next((found for name in NAMES if (found := shutil.which(name))), None)
pytestmark = pytest.mark.skipif(
    BROWSER is None, reason="NO BROWSER: install chromium to see the schedule as a reader sees it"
)

SITE = Path(__file__).resolve().parents[2] / "src" / "tongchou_site"
STATIC = SITE / "ui" / "static" / "ui"
POLICY = "default-src 'none'; script-src 'self'; style-src 'self'; connect-src 'self'; img-src data:"
LANES, BARS = 10, 200
FRAME = 16.0  # milliseconds

HTML = """<!doctype html><html lang="zh-CN"><head><meta charset="utf-8"><link rel="icon" href="data:,">
<link rel="stylesheet" href="/tokens.css"><link rel="stylesheet" href="/answer.css">
<script type="module" src="/gantt.js"></script></head><body>
<div class="drawn" hidden data-bars="/bars"><button type="button" data-zoom="in">+</button>
<div class="scroller" tabindex="0" role="img" aria-label="x"><canvas></canvas><div class="space"></div></div>
<p class="under"></p></div><div class="still">the same, page by page</div></body></html>"""

MEASURE = """async (move) => {
const scroller = document.querySelector('.scroller'), box = document.querySelector('[data-bars]'), costs = [];
for (let k = 0; k < 120; k += 1) {
  if (move === 'zoom') document.querySelector('[data-zoom=in]').click();
  else if (move === 'down') scroller.scrollTop += 200;
  else scroller.scrollLeft = (k * 97) % scroller.scrollWidth;
  await new Promise(requestAnimationFrame);
  costs.push(Number(box.dataset.drawn));
}
return costs.sort((a, b) => a - b)[60];
}"""


def _data() -> str:
    lanes = [
        {
            "title": f"第{lane}局",
            "hue": lane % 5 + 1,
            "bars": [
                {
                    "title": f"工程{lane}·第{k}道工序",
                    "owner": f"第{lane}局",
                    "start": 5 * k,
                    "p50": 5 * k + 40,
                    "p80": 5 * k + 60,
                    "late": 5 * k + 90,
                    "ink": k % 2,
                    "merge": 2.0,
                    "marks": [[5 * k + 50, 0]],
                    "way": f"/works/{lane}-{k}",
                }
                for k in range(BARS)
            ],
        }
        for lane in range(LANES)
    ]
    return json.dumps({"on": "2021-08-03", "lanes": lanes})


def _answer(route: Any) -> None:
    path = route.request.url.removeprefix("http://schedule.test")
    bodies = {
        "/": ("text/html", HTML),
        "/bars": ("application/json", _data()),
        "/tokens.css": ("text/css", read_text(package=STYLES, name="tokens.css")),
        "/answer.css": ("text/css", (STATIC / "answer.css").read_text()),
        "/gantt.js": ("text/javascript", (STATIC / "gantt.js").read_text()),
    }
    kind, body = bodies.get(path, ("text/html", "<p>a work</p>"))
    route.fulfill(body=body, headers={"Content-Type": kind, "Content-Security-Policy": POLICY})


@pytest.fixture(scope="module")
def chromium() -> Iterator[Any]:
    with sync_api.sync_playwright() as driver:
        browser = driver.chromium.launch(executable_path=BROWSER, args=["--no-sandbox", "--disable-gpu"])
        yield browser
        browser.close()


@pytest.fixture
def page(chromium: Any) -> Iterator[Any]:
    context = chromium.new_context(viewport={"width": 1280, "height": 900})
    page = context.new_page()
    page.said = []
    page.on("console", lambda message: page.said.append(message.text))
    page.on("pageerror", lambda error: page.said.append(str(error)))
    page.route("**/*", _answer)
    page.goto("http://schedule.test/")
    page.wait_for_selector("[data-drawn]")
    yield page
    context.close()


@pytest.mark.parametrize("move", ["down", "across", "zoom"])
def test_two_thousand_bars_are_drawn_within_a_frame(page: Any, move: str) -> None:
    assert page.evaluate(MEASURE, move) < FRAME


def test_the_browser_has_nothing_to_say(page: Any) -> None:
    page.evaluate(MEASURE, "down")
    assert page.said == []


def test_what_is_drawn_takes_the_place_of_the_pages(page: Any) -> None:
    assert page.locator(".still").count() == 0


def _row(page: Any, place: int) -> tuple[float, float]:
    box = page.locator("canvas").bounding_box()
    return box["x"] + 60, box["y"] + 32 + 24 * place + 12


def test_a_click_on_a_lane_folds_it(page: Any) -> None:
    height = "document.querySelector('.space').offsetHeight"
    before = page.evaluate(height)
    page.mouse.click(*_row(page, 0))
    assert before - page.evaluate(height) == 24 * BARS


def test_a_click_on_a_bar_opens_its_work(page: Any) -> None:
    page.mouse.click(*_row(page, 1))
    page.wait_for_url("**/works/0-0")
    assert page.url.endswith("/works/0-0")


def test_a_row_under_the_pointer_is_told_in_words(page: Any) -> None:
    page.mouse.move(*_row(page, 1))
    assert page.text_content(".under") == "工程0·第0道工序 · 第0局 · P50 2021-09-12 · P80 2021-10-02 · ▶ 2"
