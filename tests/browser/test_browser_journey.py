"""The whole journey by hand, from an empty database to a citizen who sees that a task is closed."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest
from playwright.sync_api import Browser
from tests.browser.walk_case import Person, chromium, ledger_of_thirty, needs_browser
from tests.site.serving_case import serving

pytestmark = [needs_browser, pytest.mark.slow]
TODAY = date.today()  # noqa: DTZ011  # the day on the wall where the officer sits
PASSWORD = "一个很长的密码 for tests"
RUN_SECONDS = 180
PNG = bytes.fromhex(
    "89504e470d0a1a0a0000000d49484452000000010000000108060000001f15c489"
    "0000000d49444154789c6360606060000000050001a5f645400000000049454e44ae426082"
)


def test_from_an_empty_database_to_a_closed_task_that_a_citizen_sees(tmp_path: Path) -> None:
    with serving(tmp_path / "home") as served, chromium() as browser:
        walk = Walk(browser, served.address)
        walk.first_run(served.links[0])
        walk.import_ledger(tmp_path)
        walk.wait_for_the_run()
        walk.people()
        walk.principal_and_decision()
        walk.hand_out()
        walk.officer_reports(tmp_path)
        walk.second_person_closes()
        walk.citizen()
    assert walk.wrong == []
    assert [line for each in walk.everybody for line in each.heard if "Password forms" not in line] == []
    assert {url.split("/")[2] for each in walk.everybody for url in each.asked if url.startswith("http")} == {
        served.address.split("/")[2]
    }


class Walk:
    """The steps of the journey; what axe found wrong on the way is kept in `wrong`."""

    def __init__(self, browser: Browser, address: str) -> None:
        self.browser, self.address = browser, address
        self.everybody: list[Person] = []
        self.wrong: list[str] = []
        self.links: dict[str, str] = {}
        self.admin = self.person()

    def person(self) -> Person:
        found = Person(
            context=self.browser.new_context(viewport={"width": 1440, "height": 900}, locale="zh-CN"),
            address=self.address,
        )
        self.everybody.append(found)
        return found

    def look(self, who: Person, name: str) -> None:
        self.wrong += who.look(name)

    def first_run(self, link: str) -> None:
        self.admin.enter(link, PASSWORD)
        self.look(self.admin, "01-first-run")

    def import_ledger(self, folder: Path) -> None:
        page = self.admin.page
        (folder / "台账.xlsx").write_bytes(ledger_of_thirty(on=TODAY))
        self.admin.go("/new")
        page.set_input_files("#file", folder / "台账.xlsx")
        page.click("main button.first")
        self.look(self.admin, "02-what-was-read")
        page.fill("#key", "ours")
        page.click("main form.act button.first")
        assert "/p/ours/" in page.url

    def wait_for_the_run(self) -> None:
        page = self.admin.page
        for _ in range(RUN_SECONDS):
            self.admin.go("/p/ours/runs")
            if "完成" in page.inner_text("main section"):
                break
            page.wait_for_timeout(1000)
        assert "完成" in page.inner_text("tbody tr:first-child")
        self.look(self.admin, "03-runs")
        self.admin.go("/p/ours/goals")
        self.look(self.admin, "04-goals")

    def people(self) -> None:
        """Two of the delivery office and an officer of the bureau of education, each with a link shown once."""
        page = self.admin.page
        for name, username, post in (
            ("督查室甲", "jia", "督查室"),
            ("督查室乙", "yi", "督查室"),
            ("教育局承办人", "edu", "教育局"),
        ):
            self.admin.go("/p/ours/manage/people")
            page.fill("#name", name)
            page.fill("#username", username)
            page.select_option("#post", label=page.locator("#post option", has_text=post).first.inner_text())
            page.locator("form[action$='/people-add'] button").click()
            self.links[username] = page.inner_text(".link-text").strip()
        self.look(self.admin, "05-link-shown-once")
        self.office, self.second, self.officer = self.person(), self.person(), self.person()
        for who, username in ((self.office, "jia"), (self.second, "yi"), (self.officer, "edu")):
            who.enter(self.links[username], PASSWORD)

    def principal_and_decision(self) -> None:
        page = self.office.page
        self.office.go("/p/ours/principal")
        self.look(self.office, "06-principal")
        form = page.locator("form[action*='decision']")
        form.locator("input[value=chosen]").check()
        form.locator("textarea").first.fill("先保审批。")
        with page.expect_navigation():
            form.locator("button").last.click()
        self.office.go("/p/ours/decisions")
        assert "先保审批" in page.content()
        self.look(self.office, "07-decisions")

    def hand_out(self) -> None:
        self.office.go("/p/ours/")
        self.look(self.office, "08-inbox-of-the-office")
        self.office.go("/p/ours/ledger")
        self.look(self.office, "08-ledger")
        link = self.office.page.locator("a[href*='/tasks/']", has_text="新建第1小学").first
        self.task = str(link.get_attribute("href")).rsplit("/", 1)[-1]
        self.office.go(f"/p/ours/tasks/{self.task}")
        self.office.page.locator("form[action$='/assign'] button").first.click()
        self.look(self.office, "09-task-handed-out")

    def officer_reports(self, folder: Path) -> None:
        page = self.officer.page
        self.officer.go("/p/ours/")
        self.look(self.officer, "10-inbox-officer")
        self.officer.go(f"/p/ours/tasks/{self.task}")
        page.locator("form[action$='/accept'] button").first.click()
        (folder / "验收照片.png").write_bytes(PNG)
        page.locator("details", has=page.locator("form[action$='/prove']")).locator("summary").click()
        page.set_input_files("form[action$='/prove'] input[type=file]", folder / "验收照片.png")
        page.locator("form[action$='/prove'] button").click()
        page.fill("#text", "学校已经移交，附验收照片。")
        page.fill("#percent", "100")
        page.locator("button[formaction$='/report']").click()
        self.look(self.officer, "11-reported")

    def second_person_closes(self) -> None:
        page = self.second.page
        self.second.go(f"/p/ours/tasks/{self.task}")
        for verb in ("review", "complete", "close"):
            page.locator(f"form[action$='/{verb}'] button").first.click()
        self.look(self.second, "12-closed")
        assert "销号" in page.inner_text("main")

    def citizen(self) -> None:
        self.admin.go("/p/ours/manage")
        self.admin.page.locator("form[action*='publi'] button").first.click()
        citizen = self.person()
        citizen.go("/open/ours/")
        self.look(citizen, "13-open-plan")
        citizen.go(f"/open/ours/tasks/{self.task}")
        self.look(citizen, "14-open-task")
        assert "张1" not in citizen.page.content()
        assert "办结" in citizen.page.content() or "销号" in citizen.page.content()
