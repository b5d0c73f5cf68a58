"""Lights by published rules: a pure function of what is known of an item and the day. The rules are in `lights.yaml`.

The forecast has no part in a light; it stands beside it.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta
from functools import cache
from types import MappingProxyType
from typing import Any

from tongchou.kernel.finding import Text
from tongchou.kernel.packaged import read_yaml
from tongchou.kernel.period import add_workdays
from tongchou_site.records import loop

WHOLE = 100  # percent
NOTHING_KNOWN = (
    "undated",
    "unassigned",
)  # rules that are grey because nothing is known, not because it is old

WORDS: Mapping[str, Text] = MappingProxyType(
    {
        "green": Text(zh="绿 正常", en="green: on course"),
        "yellow": Text(zh="黄 预警", en="yellow: warning"),
        "red": Text(zh="红 滞后", en="red: behind"),
        "grey": Text(zh="灰 数据陈旧", en="grey: stale data"),
    }
)
FINISHED = Text(zh="绿 已完成", en="green: done")
UNKNOWN = Text(zh="灰 暂无数据", en="grey: no data")

Values = dict[str, Any]  # what a reason names: days and numbers


@dataclass(frozen=True, slots=True, kw_only=True)
class Facts:
    """What a light may look at. `due`: the day agreed; `finished_on`: evidence says all its work was finished then."""

    state: str
    due: date | None = None
    begun_on: date | None = None
    reported_on: date | None = None
    reported_before: date | None = None
    percent: int | None = None
    sent_back: bool = False
    cadence_days: int = 30
    finished_on: date | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Light:
    """A light: colour, the rule it follows from, and the reason in words."""

    colour: str
    rule: str
    why: Text


@dataclass(frozen=True, slots=True, kw_only=True)
class Rule:
    """One rule of a preset; `numbers` are its thresholds."""

    id: str
    test: str
    colour: str
    why: Text
    numbers: Mapping[str, int] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class Source:
    """The published text a preset follows, and what of it is from there."""

    title: str
    publisher: str
    published_on: date
    url: str
    says: Text


@dataclass(frozen=True, slots=True, kw_only=True)
class Preset:
    """A set of rules as published: its words, version, letter, source, and the rules in their order."""

    id: str
    version: str
    title: Text
    text: Text
    confidence: str
    source: Source | None
    rules: tuple[Rule, ...]

    def __post_init__(self) -> None:
        if (self.confidence == "R") != (self.source is None):
            raise ValueError(f"preset {self.id!r}: what is recalled has no source, everything else has one")


@cache
def presets() -> Mapping[str, Preset]:
    """The presets by id, the first one the one that is used where nothing was chosen."""
    rows = read_yaml(package="tongchou_site.records", name="lights.yaml")["presets"]
    return MappingProxyType({row["id"]: _preset(row) for row in rows})


def _text(pair: list[str]) -> Text:
    zh, en = pair
    return Text(zh=zh, en=en)


def _preset(row: Any) -> Preset:
    source = row.get("source")
    return Preset(
        id=row["id"],
        version=row["version"],
        title=_text(row["title"]),
        text=_text(row["text"]),
        confidence=row["confidence"],
        source=Source(**source | {"says": _text(source["says"])}) if source else None,
        rules=tuple(_rule(each) for each in row["rules"]),
    )


def _rule(row: Any) -> Rule:
    numbers = {key: row[key] for key in row.keys() - {"id", "test", "colour", "why"}}
    if row["test"] not in TESTS:
        raise ValueError(f"no test of a light is called {row['test']!r}")
    return Rule(id=row["id"], test=row["test"], colour=row["colour"], why=_text(row["why"]), numbers=numbers)


def default_preset() -> str:
    """The id of the preset of a plan that chose none."""
    return next(iter(presets()))


def light(facts: Facts, *, on: date, preset: str) -> Light:
    """The light of one item on a day: of the first rule that holds.

    Raises
    ------
    KeyError
        There is no such preset.
    """
    for rule in presets()[preset].rules:
        values = TESTS[rule.test](facts, on, rule.numbers)
        if values is not None:
            return Light(colour=rule.colour, rule=f"{preset}/{rule.id}", why=_said(rule.why, values))
    raise AssertionError(f"the last rule of {preset!r} holds for everything")  # a test keeps it so


def word(*, colour: str, rule: str) -> Text:
    """The words of a light: grey tells old news from none, green what is done from what goes well."""
    last = rule.rpartition("/")[2]
    if last in NOTHING_KNOWN or (colour == "grey" and not rule):
        return UNKNOWN
    return FINISHED if last == "finished" else WORDS[colour]


def _said(why: Text, values: Values) -> Text:
    zh = {key: day_zh(value) if isinstance(value, date) else value for key, value in values.items()}
    en = {key: day_en(value) if isinstance(value, date) else value for key, value in values.items()}
    return Text(zh=why.zh.format(**zh), en=why.en.format(**en))


def day_zh(on: date) -> str:
    """A day in Chinese: 2021年2月3日."""
    return f"{on.year}年{on.month}月{on.day}日"


def day_en(on: date) -> str:
    """A day in English: 3 Feb 2021."""
    return f"{on.day} {on:%b %Y}"


# The tests. Each gives the values its reason names where it holds, None where it does not.


def _finished(facts: Facts, on: date, _numbers: Mapping[str, int]) -> Values | None:
    if facts.finished_on is not None and facts.finished_on <= on:
        return {"day": facts.finished_on}
    if facts.state in ("completed", "closed"):
        return {"day": facts.reported_on or on}
    return None


def _undated(facts: Facts, _on: date, _numbers: Mapping[str, int]) -> Values | None:
    return {} if facts.due is None else None


def _at_office(facts: Facts, _on: date, _numbers: Mapping[str, int]) -> Values | None:
    return {} if facts.state in loop.AT_OFFICE else None


def _overdue(facts: Facts, on: date, _numbers: Mapping[str, int]) -> Values | None:
    return {"due": facts.due} if facts.due is not None and facts.due < on else None


def _near(facts: Facts, on: date, numbers: Mapping[str, int]) -> Values | None:
    if facts.due is None or facts.due > _workdays_later(on, numbers["workdays"]):
        return None
    return {"due": facts.due, "n": numbers["workdays"]}


@cache
def _workdays_later(on: date, count: int) -> date:
    return add_workdays(start=on, count=count, known_on=on)


def _behind(facts: Facts, _on: date, numbers: Mapping[str, int]) -> Values | None:
    """Points behind on the day of the report: what was reported then is held against the time gone by then."""
    if facts.percent is None or facts.reported_on is None or facts.begun_on is None or facts.due is None:
        return None
    span = (facts.due - facts.begun_on).days
    if span <= 0:
        return None
    gone = min(max((facts.reported_on - facts.begun_on).days, 0), span)
    gap = round(WHOLE * gone / span) - facts.percent
    enough = gap > numbers["more_than"] if "more_than" in numbers else gap >= numbers["at_least"]
    return {"on": facts.reported_on, "percent": facts.percent, "gap": gap} if enough else None


def _sent_back(facts: Facts, _on: date, _numbers: Mapping[str, int]) -> Values | None:
    return {} if facts.sent_back else None


def _unassigned(facts: Facts, _on: date, _numbers: Mapping[str, int]) -> Values | None:
    return {} if facts.state == loop.FIRST else None


def _stale(facts: Facts, on: date, numbers: Mapping[str, int]) -> Values | None:
    last = max(filter(None, (facts.reported_on, facts.begun_on)), default=None)
    if last is None or facts.state not in loop.AT_WORK:
        return None
    grace = numbers["grace_days"]
    if on <= last + timedelta(days=facts.cadence_days + grace):
        return None
    return {"last": last, "cadence": facts.cadence_days, "grace": grace}


def _last_month(on: date) -> tuple[date, date]:
    """The first day of last month and of this one."""
    this = on.replace(day=1)
    return (this - timedelta(days=1)).replace(day=1), this


def _month_missed(facts: Facts, on: date, _numbers: Mapping[str, int]) -> Values | None:
    start, this = _last_month(on)
    owed = facts.begun_on is not None and facts.begun_on < this
    return {} if owed and (facts.reported_on is None or facts.reported_on < start) else None


def _month_made_up(facts: Facts, on: date, _numbers: Mapping[str, int]) -> Values | None:
    start, this = _last_month(on)
    if facts.reported_on is None or facts.reported_on < this or facts.begun_on is None:
        return None
    owed = facts.begun_on < this
    missed = facts.reported_before is None or facts.reported_before < start
    return {"on": facts.reported_on} if owed and missed else None


def _always(facts: Facts, _on: date, _numbers: Mapping[str, int]) -> Values | None:
    return {"due": facts.due}


Test = Callable[[Facts, date, Mapping[str, int]], Values | None]
TESTS: Mapping[str, Test] = MappingProxyType(
    {
        "finished": _finished,
        "undated": _undated,
        "at-office": _at_office,
        "overdue": _overdue,
        "near": _near,
        "behind": _behind,
        "sent-back": _sent_back,
        "unassigned": _unassigned,
        "stale": _stale,
        "month-missed": _month_missed,
        "month-made-up": _month_made_up,
        "always": _always,
    }
)
