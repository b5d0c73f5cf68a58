"""The report in a real browser: it asks for nothing, fits a phone, and switches without any script.

The report stands in a frame in which scripts are forbidden; the page around it presses labels and measures.
Skipped, saying so, where no Chromium is installed.
"""

from __future__ import annotations

import json
import re
import shutil
import subprocess
from collections.abc import Iterator
from datetime import date
from functools import partial
from html import unescape
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Thread
from typing import Any

import pytest

from tongchou.cycle.backtest import back_test
from tongchou.cycle.run import run
from tongchou.cycle.snapshot import Snapshot
from tongchou.publish.report import report
from tongchou.workspace.folder import read_plan

EXAMPLE = Path(__file__).resolve().parents[2] / "examples" / "xiongan-2021"
NAMES = ("chromium", "chromium-browser", "google-chrome", "chrome")
BROWSER = next((found for name in NAMES if (found := shutil.which(name))), None)
PHONE, DESK = 390, 1440
SECONDS = 60
FLAGS = (
    "--headless",
    "--no-sandbox",
    "--disable-gpu",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-features=NetworkTimeServiceQuerying",
    "--hide-scrollbars",
    "--allow-file-access-from-files",
    "--virtual-time-budget=4000",
    "--window-size=1600,1000",
)

pytestmark = pytest.mark.skipif(
    BROWSER is None, reason="NO BROWSER: install chromium to see the report as a reader sees it"
)

WRAPPER = """<!doctype html><style>body{{margin:0}}iframe{{border:0;width:{width}px;height:900px}}</style>
<iframe sandbox="allow-same-origin" src="index.html"
onload="const d=this.contentDocument,w=this.contentWindow;
const shown=(css)=>[...d.querySelectorAll(css)].filter(e=>w.getComputedStyle(e).display!=='none').length;
const press=(id)=>d.querySelector('label[for='+id+']').click();
document.title=JSON.stringify((()=>{{{ask}}})())"></iframe>"""


class Counting(SimpleHTTPRequestHandler):
    """Serves a folder and remembers what was asked for."""

    asked: list[str]

    def do_GET(self) -> None:
        self.asked.append(self.path)
        super().do_GET()

    def log_message(self, *_: Any) -> None:
        """Say nothing."""


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The report of the example, few futures, in a folder."""
    plan = read_plan(path=EXAMPLE)
    outcome = run(snapshot=Snapshot(plan=plan), on=date(2021, 8, 3), seed=1, trials=512, map_=map)
    page = report(outcome=outcome, plan=plan, backtest=back_test(outcome=outcome, plan=plan), quotes={})
    place = tmp_path_factory.mktemp("report")
    (place / "index.html").write_text(page, encoding="utf-8")
    return place


def dump(address: str, *flags: str) -> str:
    """The document after loading."""
    assert BROWSER
    done = subprocess.run(
        [BROWSER, *FLAGS, *flags, "--dump-dom", address],
        capture_output=True,
        text=True,
        timeout=SECONDS,
        check=True,
    )
    return done.stdout


def ask(folder: Path, question: str, *, width: int = DESK) -> Any:
    """What a page beside the report finds: `question` is the body of a function that returns a value."""
    wrapper = folder / f"ask-{width}.html"
    text = WRAPPER.format(width=width, ask=question.replace('"', "&quot;"))
    wrapper.write_text(text, encoding="utf-8")
    found = re.search(r"<title>(.*?)</title>", dump(wrapper.as_uri()), re.DOTALL)
    assert found
    return json.loads(unescape(found[1]))


@pytest.fixture
def server(folder: Path) -> Iterator[tuple[ThreadingHTTPServer, list[str]]]:
    """The folder on the loopback address, and the list of what is asked for."""
    asked: list[str] = []
    handler = type("Handler", (Counting,), {"asked": asked})
    with ThreadingHTTPServer(("127.0.0.1", 0), partial(handler, directory=str(folder))) as serving:
        thread = Thread(target=serving.serve_forever)
        thread.start()
        yield serving, asked
        serving.shutdown()
        thread.join()


def test_the_page_asks_for_nothing_beside_itself(
    server: tuple[ThreadingHTTPServer, list[str]],
) -> None:
    serving, asked = server
    port = serving.server_address[1]
    everywhere = f"--host-resolver-rules=MAP * 127.0.0.1:{port}, EXCLUDE 127.0.0.1"
    assert 'id="goals"' in dump(f"http://127.0.0.1:{port}/index.html", everywhere)
    assert asked == ["/index.html"]


@pytest.mark.parametrize("width", [PHONE, 768, DESK])
@pytest.mark.parametrize(
    "presses", ["", "press('lang-en');", "press('large');", "press('lang-en');press('large');"]
)
def test_the_page_never_scrolls_sideways(folder: Path, presses: str, width: int) -> None:
    inner = "const e=d.documentElement;return [e.scrollWidth,e.clientWidth]"
    wide, seen = ask(folder, presses + inner, width=width)
    assert wide <= seen


@pytest.mark.parametrize("language", ["zh", "en"])
def test_every_section_of_the_navigation_can_be_seen_on_a_phone(folder: Path, language: str) -> None:
    ends = f"press('lang-{language}');" + (
        "return [...d.querySelectorAll('nav.side a')].map(a=>a.getBoundingClientRect().right)"
    )
    assert max(ask(folder, ends, width=PHONE)) <= PHONE


def test_the_page_opens_in_chinese(folder: Path) -> None:
    chinese, english = ask(folder, "return [shown('.zh'),shown('.en')]")
    assert chinese > 100
    assert english == 0


def test_the_language_switches_without_a_script(folder: Path) -> None:
    chinese, english = ask(folder, "press('lang-en');return [shown('.zh'),shown('.en')]")
    assert chinese == 0
    assert english > 100


def test_large_type_makes_the_text_larger(folder: Path) -> None:
    size = "w.getComputedStyle(d.querySelector('.page')).fontSize"
    before, after = ask(folder, f"const a={size};press('large');return [a,{size}]")
    assert (before, after) == ("16px", "18px")


def test_each_horizon_shows_its_own_pane_alone(folder: Path) -> None:
    panes = ask(
        folder,
        "const n=d.querySelectorAll('[name=horizon]').length,out=[];"
        "for(let k=0;k<n;k++){press('horizon-'+k);"
        "out.push([shown('.pane'),shown('.pane-'+k)])}return out",
    )
    assert len(panes) > 1
    assert all(each == [1, 1] for each in panes)


def test_a_figure_leads_to_a_proof_that_can_be_seen(folder: Path) -> None:
    hidden = ask(
        folder,
        "return [...new Set([...d.querySelectorAll('a.fig')].map(a=>a.getAttribute('href')))]"
        ".filter(h=>{const e=d.getElementById(decodeURIComponent(h.slice(1)));"
        "return !e||e.getClientRects().length===0})",
    )
    assert hidden == []


def test_the_page_holds_no_script_of_its_own(folder: Path) -> None:
    assert ask(folder, "return d.scripts.length") == 0


def test_on_paper_every_horizon_stands_under_its_heading(folder: Path, tmp_path: Path) -> None:
    reader = shutil.which("pdftotext")
    if reader is None:
        pytest.skip("NO PDFTOTEXT: install poppler-utils to read the printed report")
    printed = tmp_path / "report.pdf"
    assert BROWSER is not None
    subprocess.run(
        [BROWSER, *FLAGS, f"--print-to-pdf={printed}", (folder / "index.html").as_uri()],
        check=True,
        capture_output=True,
        timeout=SECONDS,
    )
    text = subprocess.run([reader, str(printed), "-"], check=True, capture_output=True).stdout.decode()
    lines = {line.strip() for line in text.splitlines()}
    page = (folder / "index.html").read_text(encoding="utf-8")
    heads = re.findall(r'<h3 class="horizon"><span class="zh"[^>]*>([^<]+)<', page)
    assert len(heads) > 1
    assert set(heads) <= lines
