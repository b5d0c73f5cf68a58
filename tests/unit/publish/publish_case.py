"""Outcomes to show, made by real runs of a small town, and a reader of the page that sees what a person sees."""

from __future__ import annotations

import dataclasses
import hashlib
import re
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from functools import cache
from html.parser import HTMLParser
from typing import Any

from tests.unit.cycle.cycle_case import TOWN, ran

from tongchou.cycle.backtest import back_test
from tongchou.cycle.outcome import GoalOutcome, Outcome
from tongchou.plan.causes import Mechanism, Resource
from tongchou.plan.measures import Target
from tongchou.plan.model import TABLES, Plan
from tongchou.plan.purpose import Commitment, Source
from tongchou.publish.report import report

WORDS = "本局将按期建成学校。"
VOID = {"meta", "link", "input", "br", "line", "path", "rect", "img"}


def in_english(plan: Plan) -> Plan:
    """The plan with an English name for every row that lacks one."""
    tables = {
        name: tuple(
            dataclasses.replace(row, title_en=f"the {row.id}")
            if hasattr(row, "title_en") and not row.title_en
            else row
            for row in plan.table(name)
        )
        for name in TABLES
    }
    return dataclasses.replace(plan, **tables)


SHOWN = dataclasses.replace(
    in_english(TOWN),
    sources=(
        Source(id="S1", title="公告", publisher="市政府", url="https://example.org/1", reliability="A"),
    ),
    commitments=(
        Commitment(
            id="C1",
            speaker="王某",
            post="局长",
            organisation="O1",
            goals=("G1",),
            gist_zh="按期建成学校",
            gist_en="finish the school on time",
            said_on=date(2021, 1, 15),
            source="S1",
            start=0,
            end=len(WORDS),
            sha256=hashlib.sha256(WORDS.encode()).hexdigest(),
            basis="source",
            sources=("S1",),
            confidence="A",
        ),
    ),
    mechanisms=(
        Mechanism(
            id="M1",
            title_zh="审批时限",
            title_en="limit of permits",
            value="39",
            unit="working days",
            in_force_from=date(2021, 1, 1),
            basis="source",
            sources=("S1",),
            confidence="A",
        ),
    ),
    resources=(
        Resource(
            id="F1",
            kind="money",
            title_zh="债券",
            title_en="bond",
            amount=Decimal(6_000_000_000),
            unit="CNY",
            basis="source",
            sources=("S1",),
            confidence="B",
        ),
    ),
    targets=(
        *TOWN.targets,
        Target(
            id="TG2",
            indicator="I1",
            operator="<=",
            value="2",
            basis="assumption",
            confidence="R",
            reason="recalled",
        ),
    ),
)


@cache
def shown() -> Outcome:
    """The run of the town that the tests show."""
    return ran(SHOWN)


def page_of(outcome: Outcome, plan: Plan = SHOWN, quotes: dict[str, str] | None = None) -> str:
    """The report of an outcome."""
    rows = back_test(outcome=outcome, plan=plan)
    return report(outcome=outcome, plan=plan, backtest=rows, quotes=quotes or {})


@cache
def usual_page() -> str:
    """The report of the usual outcome."""
    return page_of(shown())


def with_goal(outcome: Outcome, goal: str, **changes: Any) -> Outcome:
    """The same outcome with one goal changed."""

    def change(each: GoalOutcome) -> GoalOutcome:
        return dataclasses.replace(each, **changes) if each.id == goal else each

    return dataclasses.replace(outcome, goals=tuple(change(each) for each in outcome.goals))


@dataclass
class Seen(HTMLParser):
    """What a page holds: ids, links, tags with attributes, and the text a reader of one language sees."""

    lang: str = "en"
    ids: list[str] = field(default_factory=list)
    hrefs: list[str] = field(default_factory=list)
    tags: list[tuple[str, dict[str, str]]] = field(default_factory=list)
    text: list[str] = field(default_factory=list)
    cells: list[tuple[str, list[str], str]] = field(
        default_factory=list
    )  # (classes, hrefs, text) of every td
    hidden: list[bool] = field(default_factory=list)
    inside: bool = False  # of a td

    def __post_init__(self) -> None:
        super().__init__()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        found = {key: value or "" for key, value in attrs}
        self.tags.append((tag, found))
        self.ids += [found["id"]] if "id" in found else []
        self.hrefs += [found["href"]] if "href" in found else []
        if tag == "td":
            self.inside = True
            self.cells.append((found.get("class", ""), [], ""))
        if tag == "a" and self.inside:
            self.cells[-1][1].append(found.get("href", ""))
        if tag not in VOID:
            classes = set(found.get("class", "").split())
            other = {"zh"} if self.lang == "en" else {"en"}
            self.hidden.append(bool(classes & (other | {"asis"})) or tag in ("style", "title"))

    def handle_endtag(self, tag: str) -> None:
        if tag == "td":
            self.inside = False
        if tag not in VOID:
            self.hidden.pop()

    def handle_data(self, data: str) -> None:
        if any(self.hidden):
            return
        self.text.append(data)
        if self.inside:
            classes, hrefs, text = self.cells[-1]
            self.cells[-1] = (classes, hrefs, text + data)


def seen(page: str, lang: str = "en") -> Seen:
    """The page read by a person of one language."""
    reader = Seen(lang=lang)
    reader.feed(page)
    return reader


def section(page: str, name: str) -> str:
    """One section of the page."""
    found = re.search(rf'<section id="{name}">.*?</section>', page, flags=re.DOTALL)
    assert found
    return found[0]
