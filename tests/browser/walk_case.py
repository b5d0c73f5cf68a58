"""A person before the workbench in real Chromium: signs in, fills in forms, looks; every page is held against axe."""

from __future__ import annotations

import io
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path

import pytest
import xlsxwriter
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, BrowserContext, Page, sync_playwright

NAMES = ("chromium", "chromium-browser", "google-chrome", "chrome")
BROWSER = next((found for name in NAMES if (found := shutil.which(name))), None)
FLAGS = (
    "--no-sandbox",
    "--disable-gpu",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-features=NetworkTimeServiceQuerying",
)
OUT = Path("out") / "screenshots"
RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]

needs_browser = pytest.mark.skipif(
    BROWSER is None, reason="NO BROWSER: install chromium to walk the workbench"
)


@contextmanager
def chromium() -> Iterator[Browser]:
    """A real browser; what it asks for outside of this machine would be an error of ours."""
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=BROWSER, args=list(FLAGS))
        yield browser
        browser.close()


@dataclass(slots=True)
class Person:
    """One person with a browser of their own."""

    context: BrowserContext
    address: str
    page: Page = field(init=False)
    heard: list[str] = field(default_factory=list)
    asked: list[str] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.page = self.context.new_page()
        self.page.on("console", lambda said: self.heard.append(f"{self.page.url}: {said.text}"))
        self.page.on("request", lambda request: self.asked.append(request.url))

    def enter(self, link: str, password: str) -> None:
        """Come in by a one-time link and choose a password."""
        self.page.goto(link)
        self.page.click("main button.first")
        self.page.fill("#password", password)
        self.page.fill("#again", password)
        self.page.click("main button.first")

    def go(self, path: str) -> None:
        """Open a page that must be there."""
        answer = self.page.goto(self.address + path)
        assert answer is not None
        assert answer.status == 200, path

    def look(self, name: str) -> list[str]:
        """A picture for people, and what axe finds wrong, as lines."""
        OUT.mkdir(parents=True, exist_ok=True)
        self.page.screenshot(path=OUT / f"{name}.png", full_page=True)
        found = Axe().run(self.page, options={"runOnly": RULES}).response["violations"]
        return [
            f"{name}: {each['id']} {node['target']} {node['failureSummary']}"
            for each in found
            for node in each["nodes"]
        ]


def ledger_of_thirty(*, on: date) -> bytes:
    """A ledger as an office keeps it on a day: thirty tasks of six bureaus, due in the two years to come."""
    works = (
        "新建第{n}小学",
        "第{n}社区卫生服务中心建设",
        "{n}号路改造工程",
        "第{n}安置房项目",
        "{n}号湿地修复",
        "出台第{n}项管理办法",
    )
    bureaus = ("教育局", "卫生健康局", "交通局", "住房和城乡建设局", "生态环境局", "司法局")
    states = ("已立项", "正在施工", "正在办理施工许可", "已开工", "正在开展前期工作", "已形成初稿")
    out = io.BytesIO()
    with xlsxwriter.Workbook(out, {"in_memory": True}) as book:
        sheet = book.add_worksheet("台账")
        sheet.write_row(0, 0, [f"{on.year}年重点任务台账（{on.year}年{on.month}月{on.day}日）"])
        sheet.write_row(1, 0, ["序号", "任务", "牵头单位", "配合单位", "责任人", "完成时限", "进展"])
        for k in range(30):
            title = works[k % 6].format(n=k // 6 + 1)
            due = f"{on.year + 1 + k % 2}年{3 * (k % 4) + 3}月底前建成投用"
            row = [k + 1, title, bureaus[k % 6], bureaus[(k + 1) % 6], f"张{k + 1}", due, states[k % 6]]
            sheet.write_row(k + 2, 0, row)
    return out.getvalue()
