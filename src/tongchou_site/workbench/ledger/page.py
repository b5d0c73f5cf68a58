"""The page data of the ledger: counts as links, filters in words, the addresses of the pages beside this one."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from tongchou.kernel.finding import Text
from tongchou.publish.ledger_files import LedgerLine, LedgerSheet
from tongchou.publish.lights import SHAPES
from tongchou_site.records.loop import STATES
from tongchou_site.records.queries.ledger import (
    LIGHTS,
    Choice,
    Choices,
    Filters,
    LedgerPage,
    LedgerRow,
    choices,
    ledger_page,
    light_counts,
)
from tongchou_site.records.queries.people import Here
from tongchou_site.ui.speech import words
from tongchou_site.workbench.ledger.asked import Asked, written

ENOUGH = 3  # sourced milestones under a forecast that is shown as a number
ALL_DONE = "closed"


@dataclass(frozen=True, slots=True, kw_only=True)
class Count:
    """How many rows have a light, and the address that shows only those; `now`: it is what is shown."""

    light: str
    count: int
    address: str
    now: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Page:
    """Everything the template shows."""

    asked: Asked
    rows: tuple[LedgerRow, ...]
    counts: tuple[Count, ...]
    total: int
    choices: Choices
    states: tuple[Choice, ...]
    filters: Text
    first: str
    before: str
    after: str
    narrowed: bool


def page(*, here: Here, asked: Asked) -> Page:
    """The page of an address."""
    found: LedgerPage = ledger_page(here=here, filters=asked.filters, walk=asked.walk)
    counts = light_counts(here=here, filters=asked.filters)
    offered = choices(here=here)
    shown = asked.filters.light
    return Page(
        asked=asked,
        rows=found.rows,
        counts=tuple(
            Count(
                light=light,
                count=counts[light],
                address=asked.address(light="" if light == shown else light),
                now=light == shown,
            )
            for light in LIGHTS
        ),
        total=counts[shown] if shown else sum(counts.values()),
        choices=offered,
        states=tuple(Choice(code=code, title=title) for code, title in STATES.items()),
        filters=in_words(filters=asked.filters, offered=offered),
        first=asked.address(),
        before=asked.address(before=written(key=found.before)) if found.before else "",
        after=asked.address(after=written(key=found.after)) if found.after else "",
        narrowed=asked.filters != Filters(),
    )


def in_words(*, filters: Filters, offered: Choices) -> Text:
    """The filters as a sentence: 目标：新功能；灯：红 滞后。 Empty where there are none."""
    parts = list(_parts(filters, offered))
    if not parts:
        return Text(zh="", en="")
    return Text(zh="；".join(each.zh for each in parts) + "。", en="; ".join(each.en for each in parts) + ".")


def _parts(filters: Filters, offered: Choices) -> Iterator[Text]:
    if filters.text:
        yield Text(zh=f"含有“{filters.text}”", en=f'contains "{filters.text}"')
    named = (
        ("ledger_goal", filters.goal, offered.goals),
        ("ledger_bureau", filters.bureau, offered.bureaus),
        ("ledger_place", filters.place, offered.places),
    )
    for key, code, among in named:
        if code:
            title = next((each.title for each in among if each.code == code), Text(zh=code, en=code))
            yield _pair(key, title)
    if filters.light:
        yield _pair("ledger_light", words()[f"light_{filters.light}"])
    if filters.state:
        yield _pair("ledger_stage", STATES[filters.state])
    if filters.due_from:
        yield Text(zh=f"时限不早于{filters.due_from}", en=f"due on or after {filters.due_from}")
    if filters.due_to:
        yield Text(zh=f"时限不晚于{filters.due_to}", en=f"due on or before {filters.due_to}")
    if filters.mine:
        yield words()["ledger_mine"]


def _pair(key: str, value: Text) -> Text:
    name = words()[key]
    return Text(zh=f"{name.zh}：{value.zh}", en=f"{name.en}: {value.en}")


def sheet(*, here: Here, rows: list[LedgerRow], filters: Text, on: date, lang: str) -> LedgerSheet:
    """The rows as a file shows them."""
    title = f"{here.title.zh} 台账" if lang == "zh" else f"{here.title.in_language('en')}: ledger"
    lines = [_line(row, lang) for row in rows]
    return LedgerSheet(title=title, on=on, filters=filters.in_language(lang), rows=lines, lang=lang)


def _line(row: LedgerRow, lang: str) -> LedgerLine:
    light = row.light_word.in_language(lang)
    between = "、" if lang == "zh" else ", "
    return LedgerLine(
        number=row.code,
        title=row.title.in_language(lang),
        goals=row.goals.in_language(lang),
        measures=row.measures.in_language(lang),
        lead=row.lead.in_language(lang),
        supporting=between.join(each.in_language(lang) for each in row.supporting),
        person=row.person,
        place=row.place.in_language(lang),
        due=row.due,
        progress=row.progress,
        problem=row.problem,
        light=f"{SHAPES[row.light]} {light}",  # type: ignore[index]  # the database holds the four lights only
        forecast=_forecast(row, lang),
        stage=row.stage.in_language(lang),
    )


def _forecast(row: LedgerRow, lang: str) -> str:
    """The badge in words."""
    if row.state == ALL_DONE:
        return ""
    if row.chance is None or row.sourced < ENOUGH:
        return words()["not_enough"].in_language(lang)
    share = "<1" if row.chance < 0.005 else ">99" if row.chance >= 0.995 else f"{row.chance * 100:.0f}"
    return f"{share} %"
