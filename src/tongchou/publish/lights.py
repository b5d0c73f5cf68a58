"""Status lights by rule, from what was said and what has happened; the forecast has no part in them."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Literal

from tongchou.kernel.finding import Text
from tongchou.kernel.indicator import interval_of, number_of
from tongchou.plan.measures import Target
from tongchou.plan.model import Plan
from tongchou.plan.works import Statement
from tongchou.publish.provenance import stated

Colour = Literal["green", "yellow", "red", "grey"]

STALE_DAYS = 365  # a promise nobody has spoken of for a year is stale
SHAPES: dict[Colour, str] = {"green": "●", "yellow": "▲", "red": "■", "grey": "○"}
WORST_FIRST: tuple[Colour, ...] = ("red", "yellow", "grey", "green")

MET = Text(zh="绿 已完成", en="green: done")
ON_TIME = Text(zh="绿 正常", en="green: on time")
MOVED = Text(zh="黄 预警", en="yellow: warning")
LATE = Text(zh="红 滞后", en="red: behind")
STALE = Text(zh="灰 数据陈旧", en="grey: stale data")
SILENT = Text(zh="灰 暂无数据", en="grey: no data")


@dataclass(frozen=True, slots=True, kw_only=True)
class Light:
    """A light: colour, shape, word, and the fact it follows from."""

    colour: Colour
    word: Text
    why: Text
    anchor: str = "calc-light"  # what the fact is read from

    @property
    def shape(self) -> str:
        """The shape that says the colour without colour."""
        return SHAPES[self.colour]


def light(*, statements: Iterable[Statement], done: bool, on: date) -> Light:
    """The light of one activity on a day, from the statements about its finish.

    Red: the first promise has passed without evidence. Yellow: the latest promise is later than the first. Grey:
    nothing promised, or nothing said for a year. Green: otherwise.
    """
    if done:
        return Light(colour="green", word=MET, why=Text(zh="已有完成的证据", en="evidence of its finish"))
    said = sorted(statements, key=lambda row: row.said_on)
    promises = [row for row in said if row.kind == "planned" and row.aspect == "finish"]
    if not promises:
        return Light(colour="grey", word=SILENT, why=Text(zh="没有承诺日期", en="no date was promised"))
    first, last = date.fromisoformat(promises[0].value), date.fromisoformat(promises[-1].value)
    if first < on:
        why = Text(zh="承诺{day}完成，尚无完成的证据", en="promised for {day}, no evidence of its finish")
        return Light(colour="red", word=LATE, why=why.filled(day=first), anchor=f"st-{promises[0].id}")
    if last > first:
        why = Text(zh="承诺由{first}改为{last}", en="the promise moved from {first} to {last}")
        return Light(
            colour="yellow",
            word=MOVED,
            why=why.filled(first=first, last=last),
            anchor=f"st-{promises[-1].id}",
        )
    if (on - said[-1].said_on).days > STALE_DAYS:
        why = Text(zh="最近一次说法在{day}", en="last spoken of on {day}").filled(day=said[-1].said_on)
        return Light(colour="grey", word=STALE, why=why, anchor=f"st-{said[-1].id}")
    why = Text(zh="承诺{day}完成，未到期", en="promised for {day}, not yet due").filled(day=last)
    return Light(colour="green", word=ON_TIME, why=why, anchor=f"st-{promises[-1].id}")


def light_of_target(*, target: Target, plan: Plan, on: date) -> Light:
    """The light of an indicator's target, from its readings known that day.

    Green: the latest reading meets it. Red: due and not met. Grey: no reading that can be compared, or none for a
    year. Yellow: not met yet.
    """
    row = next((each for each in plan.indicators if each.id == target.indicator), None)
    scale = row.scale if row is not None else ()
    readings = sorted(
        (each for each in plan.readings if each.indicator == target.indicator),
        key=lambda each: each.measured_on,
    )
    wanted = interval_of(
        operator=target.operator, value=target.value, value_high=target.value_high, scale=scale
    )
    value = number_of(text=readings[-1].value, scale=scale) if readings else None
    if wanted is None or value is None:
        return Light(colour="grey", word=SILENT, why=Text(zh="没有可比的读数", en="no reading to compare"))
    last = readings[-1]
    why = Text(
        zh="最近读数{value}({day}),目标值{target}", en="latest reading {value} ({day}), target {target}"
    ).filled(value=last.value, day=last.measured_on, target=target.value)
    anchor = stated(table="readings", row=last, text=last.value).anchor
    if wanted.contains(value):
        return Light(colour="green", word=ON_TIME, why=why, anchor=anchor)
    if target.due is not None and target.due < on:
        return Light(colour="red", word=LATE, why=why, anchor=anchor)
    if (on - last.said_on).days > STALE_DAYS:
        return Light(colour="grey", word=STALE, why=why, anchor=anchor)
    return Light(colour="yellow", word=MOVED, why=why, anchor=anchor)


def worst(*, lights: Iterable[Light]) -> Light:
    """The worst of several lights; grey where there is none."""
    found = sorted(lights, key=lambda each: WORST_FIRST.index(each.colour))
    silent = Light(colour="grey", word=SILENT, why=Text(zh="没有可看的事项", en="nothing to look at"))
    return found[0] if found else silent
