"""From a plan, as known on a day, to the network: what is done is fixed, what runs goes on, the rest waits.

- done: start and finish are the known dates (`plan.standing`); what it once waited for no longer matters;
- under way: it goes on from the data date; whatever waits for its *start* is released from the known start;
- not begun: it starts no earlier than the data date and its own `earliest`.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Literal

import numpy as np
import numpy.typing as npt

from tongchou.kernel.errors import BadInput, Problem, Where
from tongchou.kernel.period import CalendarRule, working
from tongchou.network.assemble import Links, assemble
from tongchou.network.calendars import make_calendars
from tongchou.network.model import TICKS_PER_DAY, Int32, Network
from tongchou.plan.asof import Progress
from tongchou.plan.model import Plan
from tongchou.plan.standing import Grounds, standing
from tongchou.plan.works import Activity, Calendar, Link

State = Literal["done", "running", "waiting"]

YEARS_AHEAD = 30  # the day calendars reach this far past the data date; after that every day works
EVERY_DAY = "every-day"
WORKDAYS = "cn-workdays"
_KINDS = {"FS": 0, "SS": 1, "FF": 2, "SF": 3}


@dataclass(frozen=True, slots=True, kw_only=True)
class Compiled:
    """The network of a plan with what is needed to speak of it: positions, states and fixed durations.

    `fixed` is the duration in ticks of what is done, -1 elsewhere. `elapsed` is days since the known start of what is
    under way, else 0; `underway` says that this is a bound: it was running by then. `grounds` says on what each state
    rests. `kept` is, for each link of the network, its place in the plan's table of links.
    """

    network: Network
    position: Mapping[str, int]
    states: tuple[State, ...]
    fixed: Int32
    elapsed: npt.NDArray[np.float64]
    underway: npt.NDArray[np.bool_]
    grounds: tuple[Grounds, ...]
    kept: tuple[int, ...]
    on: date

    def tick(self, day: date) -> int:
        """The tick at which the day ends: something due on `day` is finished by then."""
        return TICKS_PER_DAY * ((day - self.network.calendars.origin).days + 1)

    def day(self, tick: int) -> date:
        """The calendar day on which something finished at `tick` is finished (the end of a day belongs to it)."""
        return self._after(max(0, -(-int(tick) // TICKS_PER_DAY) - 1))

    def start_day(self, tick: int) -> date:
        """The calendar day on which something started at `tick` starts."""
        return self._after(int(tick) // TICKS_PER_DAY)

    def _after(self, days: int) -> date:
        """The day `days` after the origin; what would lie past the last day of the calendar falls on that."""
        origin = self.network.calendars.origin
        return origin + timedelta(days=min(days, (date.max - origin).days))


def compile_network(*, plan: Plan, on: date) -> Compiled:
    """The network of `plan` on the data date `on`. Give the plan as known then (`plan.asof.as_of`).

    Raises
    ------
    BadInput
        An unknown predecessor or calendar, or a loop, each named in the plan's own words.
    """
    known = standing(plan=plan, on=on)
    stand = [each.progress for each in known]
    states = tuple(_state(each) for each in stand)
    origin = min([on, *(day for each in stand for day in (each.started, each.finished) if day is not None)])
    position = {row.id: index for index, row in enumerate(plan.activities)}
    rules = _rules(plan)
    _refuse_unknown(plan, position, rules)
    starts, fixed = _starts(plan, stand, origin, on)
    links, kept = _links(plan.links, position, states, stand, origin, starts)
    n_days = (on - origin).days + 366 * YEARS_AHEAD
    tables = make_calendars(
        origin=origin,
        n_days=n_days,
        working={
            name: working(rule=rule, start=origin, n_days=n_days, known_on=on)
            for name, rule in rules.items()
            if name != EVERY_DAY
        },
    )
    row_of = {name: index for index, name in enumerate(tables.ids)}
    calendar = [
        row_of[EVERY_DAY if state == "done" else calendar_of(row)]
        for row, state in zip(plan.activities, states, strict=True)
    ]
    network = assemble(
        ids=tuple(position),
        links=links,
        release=starts,
        calendar=np.array(calendar, dtype=np.int32),
        calendars=tables,
    )
    elapsed = np.array(
        [
            float((on - each.started).days) if state == "running" and each.started else 0.0
            for each, state in zip(stand, states, strict=True)
        ]
    )
    return Compiled(
        network=network,
        position=position,
        states=states,
        fixed=fixed,
        elapsed=elapsed,
        underway=np.array([each.start_open for each in stand], dtype=np.bool_),
        grounds=tuple(each.grounds for each in known),
        kept=kept,
        on=on,
    )


def calendar_of(activity: Activity) -> str:
    """The id of the calendar an activity works by: its own, else that of its unit; a milestone's is every day."""
    if activity.calendar:
        return activity.calendar
    return WORKDAYS if activity.unit == "wd" and not activity.milestone else EVERY_DAY


def _state(stand: Progress) -> State:
    if stand.finished is not None:
        return "done"
    return "running" if stand.started is not None else "waiting"


def _rules(plan: Plan) -> dict[str, CalendarRule]:
    rules = {
        EVERY_DAY: CalendarRule(id=EVERY_DAY, zh="日历日", en="every day", kind="every-day"),
        WORKDAYS: CalendarRule(id=WORKDAYS, zh="工作日", en="Chinese working days", kind="cn-workdays"),
    }
    for row in plan.calendars:
        rules[row.id] = _rule(row)
    return rules


def _rule(row: Calendar) -> CalendarRule:
    return CalendarRule(
        id=row.id,
        zh=row.title_zh,
        en=row.title_en,
        kind=row.kind,
        gates=row.gates,
        days_off=tuple(date.fromisoformat(day) for day in row.days_off),
        days_on=tuple(date.fromisoformat(day) for day in row.days_on),
    )


def _starts(plan: Plan, stand: list[Progress], origin: date, on: date) -> tuple[Int32, Int32]:
    """Earliest start tick of every activity, and the fixed duration of what is done (else -1)."""
    starts = np.zeros(len(stand), dtype=np.int32)
    fixed = np.full(len(stand), -1, dtype=np.int32)
    for index, (row, each) in enumerate(zip(plan.activities, stand, strict=True)):
        if each.finished is not None:
            finish = TICKS_PER_DAY * ((each.finished - origin).days + 1)
            begun = each.started or each.finished
            starts[index] = finish if row.milestone else min(finish, TICKS_PER_DAY * (begun - origin).days)
            fixed[index] = finish - starts[index]
            continue
        earliest = max(on, row.earliest) if row.earliest is not None and each.started is None else on
        starts[index] = TICKS_PER_DAY * (earliest - origin).days
    return starts, fixed


def _links(
    rows: tuple[Link, ...],
    position: Mapping[str, int],
    states: tuple[State, ...],
    stand: list[Progress],
    origin: date,
    starts: Int32,
) -> tuple[Links, tuple[int, ...]]:
    """The links that still hold and their places; one from an evidenced start becomes a release of its successor."""
    kept: list[tuple[int, int, int, int, int]] = []
    for place, row in enumerate(rows):
        pred, succ = position[row.pred], position[row.succ]
        lag = round(float(row.lag) * TICKS_PER_DAY)
        if states[succ] == "done" or (states[succ] == "running" and row.kind in ("FS", "SS")):
            continue
        begun = stand[pred].started
        if states[pred] == "running" and begun is not None:
            since = TICKS_PER_DAY * (begun - origin).days
            if row.kind == "SS":
                starts[succ] = max(int(starts[succ]), since + lag)
                continue
            if row.kind == "SF":  # its start stands on the data date: the lag counts from the known one
                lag -= int(starts[pred]) - since
        kept.append((pred, succ, _KINDS[row.kind], lag, place))
    table = np.array(kept, dtype=np.int32).reshape(-1, 5)
    links = Links(
        pred=table[:, 0].copy(), succ=table[:, 1].copy(), kind=table[:, 2].copy(), lag=table[:, 3].copy()
    )
    return links, tuple(int(place) for place in table[:, 4])


def _refuse_unknown(plan: Plan, position: Mapping[str, int], rules: Mapping[str, CalendarRule]) -> None:
    problems = [
        _unknown("links", number, column, name)
        for number, row in enumerate(plan.links, start=2)
        for column, name in (("pred", row.pred), ("succ", row.succ))
        if name not in position
    ]
    problems += [
        _unknown("activities", number, "calendar", calendar_of(row))
        for number, row in enumerate(plan.activities, start=2)
        if calendar_of(row) not in rules
    ]
    if problems:
        raise BadInput(problems)


def _unknown(table: str, row: int, column: str, value: str) -> Problem:
    return Problem(
        code="unknown-reference",
        where=Where(table=table, row=row, column=column),
        zh="引用的编号不存在",
        en="the id referred to does not exist",
        mend_zh="请补上该行,或改正编号。",
        mend_en="Add that row, or correct the id.",
        value=value,
    )
