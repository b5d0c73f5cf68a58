"""An indicator on its way: every reading, the first as the baseline, the target with the day it is due."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal

from tongchou.cycle.recorded import both
from tongchou.kernel.finding import Text
from tongchou.kernel.indicator import interval_of, number_of
from tongchou.plan.measures import Indicator, Reading, Target
from tongchou.publish.lights import Light, light_of_target
from tongchou.publish.measures import SIGNS
from tongchou.publish.provenance import Figure, computed, stated
from tongchou.publish.scale import Axis, Tick
from tongchou.publish.scene import Scene
from tongchou.publish.words import grouped, percent, unit_words

LEFT, RIGHT = 96.0, 776.0
TOP, BASE = 24.0, 184.0
HEIGHT = 208.0
MARGIN = timedelta(days=60)
LEAST_DRAWN = 2  # readings of which a line can be drawn


@dataclass(frozen=True, slots=True, kw_only=True)
class Point:
    """One reading in the picture."""

    x: float
    y: float
    label: str
    baseline: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Trajectory:
    """One tested indicator: the picture (where there are readings enough) and its table."""

    id: str
    title: Text
    unit: Text
    sign: str
    target: Figure
    due: Figure | None
    light: Light
    chance: Figure | None
    readings: tuple[tuple[str, Figure], ...]  # (measured on, value), oldest first
    drawn: bool
    ticks: tuple[Tick, ...]
    levels: tuple[tuple[float, str], ...]  # (y, words) of the upright axis
    points: tuple[Point, ...]
    line: str  # through the points
    met_top: float  # the band of values that meet the target
    met_height: float
    due_x: float | None
    today_x: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Upright:
    """The upright axis: a grade's best stands on top, else greater values do."""

    low: float
    high: float
    turned: bool

    def y(self, value: float) -> float:
        """The pixel of a value."""
        share = (value - self.low) / (self.high - self.low)
        share = min(1.0, max(0.0, 1.0 - share if self.turned else share))
        return round(BASE - share * (BASE - TOP), 1)


def trajectories(*, goals: tuple[str, ...], scene: Scene) -> tuple[Trajectory, ...]:
    """The indicators these goals are tested by, one for each target."""
    rows = {row.id: row for row in scene.plan.indicators}
    enough = {goal.id: goal.enough for goal in scene.leaves}
    return tuple(
        _trajectory(rows[target.indicator], target, scene, enough.get(target.goal, False))
        for target in scene.plan.targets
        if target.goal in goals and target.indicator in rows
    )


def _trajectory(row: Indicator, target: Target, scene: Scene, enough: bool) -> Trajectory:
    readings = sorted(
        (each for each in scene.plan.readings if each.indicator == row.id), key=lambda each: each.measured_on
    )
    values = [
        (each, float(value))
        for each in readings
        if (value := number_of(text=each.value, scale=row.scale)) is not None
    ]
    drawn = len({each.measured_on for each, _ in values}) >= LEAST_DRAWN
    chances = {name: share for each in scene.outcome.indicators for name, share in each.chances}
    chance = chances.get(target.id) if enough else None
    words = "–".join(grouped(text=part) for part in (target.value, target.value_high) if part)
    axis = _axis(values, target, scene)
    upright = _upright(row, values, target)
    low, high = _met(row, target, upright)
    points = _points(values, axis, upright) if drawn else ()
    return Trajectory(
        id=target.id,
        title=both(row.title_zh, row.title_en),
        unit=unit_words(unit=row.unit),
        sign=SIGNS[target.operator],
        target=stated(table="targets", row=target, text=words),
        due=stated(table="targets", row=target, text=target.due.isoformat()) if target.due else None,
        light=light_of_target(target=target, plan=scene.plan, on=scene.outcome.on),
        chance=computed(name="chance", text=f"{percent(share=chance)} %") if chance is not None else None,
        readings=tuple(
            (each.measured_on.isoformat(), stated(table="readings", row=each, text=grouped(text=each.value)))
            for each in readings
        ),
        drawn=drawn,
        ticks=axis.ticks(),
        levels=_levels(row, upright),
        points=points,
        line="M" + "L".join(f"{each.x} {each.y}" for each in points) if points else "",
        met_top=low,
        met_height=round(high - low, 1),
        due_x=axis.x(target.due) if target.due else None,
        today_x=axis.x(scene.outcome.on),
    )


def _axis(values: list[tuple[Reading, float]], target: Target, scene: Scene) -> Axis:
    days: list[date] = [scene.outcome.on, *(each.measured_on for each, _ in values)]
    days += [target.due] if target.due else []
    return Axis(start=min(days) - MARGIN, end=max(days) + MARGIN, left=LEFT, right=RIGHT)


def _upright(row: Indicator, values: list[tuple[Reading, float]], target: Target) -> Upright:
    if row.scale:
        return Upright(low=0.5, high=len(row.scale) + 0.5, turned=True)
    wanted = (number_of(text=each) for each in (target.value, target.value_high) if each)
    shown = [*(value for _, value in values), *(float(each) for each in wanted if each is not None)] or [0.0]
    room = (max(shown) - min(shown)) * 0.1 or abs(shown[0]) * 0.1 or 1.0
    return Upright(low=min(shown) - room, high=max(shown) + room, turned=False)


def _met(row: Indicator, target: Target, upright: Upright) -> tuple[float, float]:
    """Top and bottom of the band that meets the target; nothing where the target is in words."""
    wanted = interval_of(
        operator=target.operator, value=target.value, value_high=target.value_high, scale=row.scale
    )
    if wanted is None:
        return BASE, BASE

    def end(value: Decimal | None, other: float) -> float:
        return upright.y(float(value) if value is not None else other)

    ends = (end(wanted.low, upright.low), end(wanted.high, upright.high))
    return min(ends), max(ends)


def _levels(row: Indicator, upright: Upright) -> tuple[tuple[float, str], ...]:
    if row.scale:
        return tuple((upright.y(k + 1.0), word) for k, word in enumerate(row.scale))
    middle = (upright.low + upright.high) / 2
    return tuple((upright.y(value), f"{value:,.4g}") for value in (upright.low, middle, upright.high))


def _points(values: list[tuple[Reading, float]], axis: Axis, upright: Upright) -> tuple[Point, ...]:
    return tuple(
        Point(
            x=axis.x(each.measured_on),
            y=upright.y(value),
            label=f"{each.measured_on.isoformat()} {each.value}",
            baseline=place == 0,
        )
        for place, (each, value) in enumerate(values)
    )
