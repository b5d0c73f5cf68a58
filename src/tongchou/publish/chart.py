"""Finish distributions of the goals as pictures: bands, median, deadline, promises and what has happened."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta

from tongchou.cycle.outcome import ActivityOutcome, GoalOutcome
from tongchou.kernel.finding import Text
from tongchou.plan.works import Statement
from tongchou.publish.provenance import Figure, computed, said, stated
from tongchou.publish.scale import Axis, Tick
from tongchou.publish.scene import Scene
from tongchou.publish.verdict import is_met
from tongchou.publish.words import HUNDRED, percent

WIDTH, LEFT, RIGHT = 1000.0, 216.0, 984.0
TOP, BASE = 44.0, 164.0  # of the bars
ROW = 26.0  # of one promised activity
FIRST_ROW = BASE + 46.0
LABEL = 48.0  # half the width of a label above the plot
NEAR = 130.0  # pixels under which two labels share no line
MARGIN = timedelta(days=45)
MOST_ROWS = 6

EARLY = Text(zh="中位数比期限早 {days} 天", en="the median is {days} days before the deadline")
LATE = Text(zh="中位数比期限晚 {days} 天", en="the median is {days} days after the deadline")
OPEN = Text(zh="没有期限，完成日期的中位数为 {day}", en="no deadline; median finish {day}")
DUE = Text(zh="期限 {on}", en="deadline {on}")
UNMET = Text(
    zh="所需事项均已完成，指标尚未达标", en="everything required is done; the indicator is not on target yet"
)
MET = Text(zh="所需事项均已完成", en="everything required is done")


@dataclass(frozen=True, slots=True, kw_only=True)
class Bar:
    """One bin of futures; `band` 0 outside P10-P90, 1 inside it, 2 inside P25-P75."""

    x: float
    y: float
    width: float
    height: float
    band: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Diamond:
    """A statement on the time axis: hollow promised, filled actual."""

    x: float
    filled: bool
    label: str


@dataclass(frozen=True, slots=True, kw_only=True)
class PromiseRow:
    """What was said of one required activity under the picture, with its own P10-P90 and median."""

    y: float
    title: Text
    low: float
    high: float
    median: float
    done: bool
    diamonds: tuple[Diamond, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class PromiseCell:
    """What was said of one required activity, for the table."""

    title: Text
    said: tuple[tuple[Figure, str, str], ...]  # (value, said on, planned or actual)
    p50: Figure | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Distribution:
    """One goal's finish: the picture and its table."""

    id: str
    goal: Text
    hue: int
    finding: Text
    days: Figure | None
    enough: bool
    drawn: bool
    height: float
    ticks: tuple[Tick, ...]
    bars: tuple[Bar, ...]
    top_label: str
    today: float
    today_label: float
    due: float | None
    due_label: float
    due_text: Text
    due_low: bool  # the label of the deadline takes the lower line
    median: float
    rows: tuple[PromiseRow, ...]
    quantiles: tuple[tuple[str, Figure], ...]
    deadline: Figure | None
    chance: Figure | None
    met: bool
    promises: tuple[PromiseCell, ...]


def distributions(*, scene: Scene) -> tuple[Distribution, ...]:
    """One for every goal whose finish was simulated, in the order of the goals."""
    return tuple(_distribution(each, scene) for each in scene.leaves if each.finish_p50 is not None)


def _distribution(goal: GoalOutcome, scene: Scene) -> Distribution:
    parts = [scene.activities[name] for name, _ in goal.parts if name in scene.activities]
    drawn = len(goal.histogram) > 1
    axis = _axis(goal, parts, scene)
    tallest = max(count for _, count in goal.histogram) if goal.histogram else 1
    due = axis.x(goal.due) if goal.due else None
    today = axis.x(scene.outcome.on)
    rows = tuple(_row(k, each, axis, scene) for k, each in enumerate(parts[:MOST_ROWS])) if drawn else ()
    met = is_met(goal=goal, activities=scene.activities)
    finding, days = _finding(goal, drawn, met)
    return Distribution(
        id=goal.id,
        goal=goal.title,
        hue=scene.hues.get(goal.id, 1),
        finding=finding,
        days=days,
        enough=goal.enough,
        drawn=drawn,
        height=FIRST_ROW + ROW * len(rows) + 2,
        ticks=axis.ticks(),
        bars=_bars(goal, axis, tallest) if drawn else (),
        top_label=f"{HUNDRED * tallest / scene.outcome.trials:.0f}",
        today=today,
        today_label=min(max(today, LEFT + LABEL), RIGHT - LABEL),
        due=due,
        due_label=min(max(due or 0.0, LEFT + LABEL), RIGHT - LABEL),
        due_text=DUE.filled(on=goal.due or ""),
        due_low=due is not None and abs(due - today) < NEAR,
        median=axis.x(goal.finish_p50 or scene.outcome.on),
        rows=rows,
        quantiles=_quantiles(goal, drawn),
        deadline=_deadline(goal, scene),
        chance=computed(name="chance", text=f"{percent(share=goal.chance)} %")
        if goal.enough and goal.chance is not None
        else None,
        met=met,
        promises=tuple(_cell(each, scene) for each in parts),
    )


def _axis(goal: GoalOutcome, parts: list[ActivityOutcome], scene: Scene) -> Axis:
    days = [scene.outcome.on, *(day for day, _ in goal.histogram)]
    days += [goal.due] if goal.due else []
    days += [goal.finish_p90] if goal.finish_p90 else []
    days += [day for each in parts for day, _ in _marks(each, scene)]
    return Axis(start=min(days) - MARGIN, end=max(days) + MARGIN, left=LEFT, right=RIGHT)


def _marks(activity: ActivityOutcome, scene: Scene) -> list[tuple[date, Statement]]:
    rows = [row for row in scene.said.get(activity.id, ()) if row.aspect == "finish"]
    return [(date.fromisoformat(row.value), row) for row in rows]


def _bars(goal: GoalOutcome, axis: Axis, tallest: int) -> tuple[Bar, ...]:
    width = bin_days(goal=goal)
    bars = []
    for first, count in goal.histogram:
        middle = first + width / 2
        outer = (goal.finish_p10 or middle) <= middle <= (goal.finish_p90 or middle)
        inner = _overlaps(goal, first, first + width)
        left, right = axis.x(first), axis.x(first + width)
        height = round((BASE - TOP) * count / tallest, 1)
        bars.append(
            Bar(
                x=left,
                y=round(BASE - height, 1),
                width=round(max(right - left - 1.0, 1.0), 1),
                height=height,
                band=2 if inner else int(outer),
            )
        )
    return tuple(bars)


def _overlaps(goal: GoalOutcome, first: date, after: date) -> bool:
    """Whether the middle of a bin lies between the quartiles, or the bin holds one of a finish that falls on few days."""
    low, high = goal.finish_p25 or first, goal.finish_p75 or first
    middle = first + (after - first) / 2
    return low <= middle <= high or (low == high and first <= low < after)


def bin_days(*, goal: GoalOutcome) -> timedelta:
    """The width of a goal's histogram bins; a day where there is one bin only."""
    days = [day for day, _ in goal.histogram]
    return days[1] - days[0] if len(days) > 1 else timedelta(days=1)


def _row(place: int, activity: ActivityOutcome, axis: Axis, scene: Scene) -> PromiseRow:
    marks = _marks(activity, scene)
    return PromiseRow(
        y=FIRST_ROW + ROW * place,
        title=scene.name(activity.id),
        low=axis.x(activity.finish_p10),
        high=axis.x(activity.finish_p90),
        median=axis.x(activity.finish_p50),
        done=activity.done,
        diamonds=tuple(
            Diamond(x=axis.x(day), filled=row.kind == "actual", label=row.value) for day, row in marks
        ),
    )


def _cell(activity: ActivityOutcome, scene: Scene) -> PromiseCell:
    return PromiseCell(
        title=scene.name(activity.id),
        said=tuple(
            (said(statement=row), row.said_on.isoformat(), row.kind) for _, row in _marks(activity, scene)
        ),
        p50=None if activity.done else computed(name="finish", text=activity.finish_p50.isoformat()),
    )


def _finding(goal: GoalOutcome, drawn: bool, met: bool) -> tuple[Text, Figure | None]:
    if not drawn:
        return (MET if met else UNMET), None
    if goal.due is None or goal.finish_p50 is None:
        return OPEN, computed(name="finish", text=str(goal.finish_p50))
    days = (goal.finish_p50 - goal.due).days
    return (LATE if days > 0 else EARLY), computed(name="late-days", text=str(abs(days)))


def _quantiles(goal: GoalOutcome, drawn: bool) -> tuple[tuple[str, Figure], ...]:
    named = [
        ("P10", goal.finish_p10),
        ("P25", goal.finish_p25 if drawn else None),
        ("P50", goal.finish_p50),
        ("P75", goal.finish_p75 if drawn else None),
        ("P80", goal.finish_p80),
        ("P90", goal.finish_p90),
    ]
    return tuple((name, computed(name="finish", text=str(day))) for name, day in named if day is not None)


def _deadline(goal: GoalOutcome, scene: Scene) -> Figure | None:
    row = next((row for row in scene.plan.goals if row.id == goal.id), None)
    return stated(table="goals", row=row, text=goal.due.isoformat()) if row and goal.due else None
