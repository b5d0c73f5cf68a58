"""A second, slow forecast written from the documents alone, to hold the first one against.

It shares with the library the reading of the folder, what is known on a day (`plan.asof`, `plan.standing`) and which days
work (`kernel.period`), and nothing else: no network, forecast or bottleneck code. Minutes instead of hundredths of a day,
a pass that walks links one by one, and levers that are pulled and run again in every future. Its random draws stand in
`second_draws`.
"""

from __future__ import annotations

import math
from dataclasses import dataclass, field
from datetime import date, timedelta
from graphlib import TopologicalSorter

import numpy as np
import numpy.typing as npt

from tongchou.kernel.period import CalendarRule, working
from tongchou.plan.asof import as_of
from tongchou.plan.model import Plan
from tongchou.plan.standing import standing
from tongchou.plan.works import Activity

Ints = npt.NDArray[np.int64]
Floats = npt.NDArray[np.float64]
Bools = npt.NDArray[np.bool_]
Event = tuple[str, str]  # (activity, "S" or "F")

DAY = 24 * 60  # minutes


@dataclass(kw_only=True)
class Calendar:
    """Working days from day 0 on, and the maps of working time; after its end every day works."""

    works: Bools

    def __post_init__(self) -> None:
        self.days = np.flatnonzero(self.works)
        self.before = np.concatenate([[0], np.cumsum(self.works)])

    def snap(self, t: Ints) -> Ints:
        """The first working minute at or after t."""
        day = t // DAY
        following = self.days[self.before[day]] * DAY
        return np.where(self.works[day], t, following)

    def finish(self, start: Ints, work: Ints) -> Ints:
        """Where `work` minutes end that begin at `start`, itself a working minute; nil work ends where it begins."""
        begun = self.before[start // DAY] * DAY + start % DAY
        last = begun + work - 1  # the last minute worked, counted in working minutes
        end = self.days[last // DAY] * DAY + last % DAY + 1
        return np.where(work > 0, end, start)


@dataclass(kw_only=True)
class World:
    """A plan as known on a day: minutes count from `origin`; links and rests of what is open."""

    plan: Plan
    on: date
    origin: date
    calendars: dict[str, Calendar]
    rows: dict[str, Activity]
    state: dict[str, str] = field(default_factory=dict)
    release: dict[str, int] = field(default_factory=dict)
    done_at: dict[str, int] = field(default_factory=dict)
    gone: dict[str, float] = field(default_factory=dict)  # own working days since the known start
    seen: set[str] = field(default_factory=set)  # known only to have been running by then
    told: set[str] = field(default_factory=set)  # running, and its own start is stated
    into: dict[Event, list[tuple[Event, int]]] = field(default_factory=dict)
    order: list[Event] = field(default_factory=list)
    wanted: set[str] = field(default_factory=set)  # activities some goal's test waits for

    def minute(self, day: date) -> int:
        """The first minute of a day."""
        return (day - self.origin).days * DAY

    def deadline(self, day: date) -> int:
        """What is due on a day may use all of it."""
        return self.minute(day) + DAY

    def calendar(self, name: str) -> Calendar:
        """The calendar an activity works by: its own, else by its unit; milestones know no days off."""
        row = self.rows[name]
        by_unit = "cn-workdays" if row.unit == "wd" and not row.milestone else "every-day"
        return self.calendars[row.calendar or by_unit]


def world_of(*, plan: Plan, on: date) -> World:
    """Read off a plan what its forecast on a day needs."""
    plan = as_of(plan=plan, on=on)
    stands = {row.id: each for row, each in zip(plan.activities, standing(plan=plan, on=on), strict=True)}
    known = {name: each.progress for name, each in stands.items()}
    said = [day for each in known.values() for day in (each.started, each.finished) if day is not None]
    world = World(
        plan=plan, on=on, origin=min([on, *said]), calendars={}, rows={row.id: row for row in plan.activities}
    )
    rules = {name: CalendarRule(id=name, zh="", en="", kind=name) for name in ("every-day", "cn-workdays")}  # type: ignore[arg-type]
    for row in plan.calendars:
        off, more = (tuple(map(date.fromisoformat, days)) for days in (row.days_off, row.days_on))
        rules[row.id] = CalendarRule(
            id=row.id, zh="", en="", kind=row.kind, gates=row.gates, days_off=off, days_on=more
        )
    length = (on - world.origin).days + 60 * 366
    for name, rule in rules.items():
        world.calendars[name] = Calendar(
            works=working(rule=rule, start=world.origin, n_days=length, known_on=on)
        )
    for name, row in world.rows.items():
        _stand(world, row, known[name].started, known[name].finished)
        if known[name].start_open and world.state[name] == "running":
            world.seen.add(name)
        if world.state[name] == "running" and stands[name].grounds in ("evidence", "assumed"):
            world.told.add(name)
    _weave(world, {name: each.started for name, each in known.items()})
    return world


def _stand(world: World, row: Activity, started: date | None, finished: date | None) -> None:
    now = world.minute(world.on)
    if finished is not None:
        world.state[row.id] = "done"
        world.done_at[row.id] = world.deadline(finished)
        world.release[row.id] = world.minute(started or finished)
    elif started is not None:
        world.state[row.id], world.release[row.id] = "running", now
        days = world.calendar(row.id).before
        world.gone[row.id] = float(days[now // DAY] - days[world.minute(started) // DAY])
    else:
        world.state[row.id] = "waiting"
        world.release[row.id] = max(now, world.minute(row.earliest)) if row.earliest else now


def _weave(world: World, started: dict[str, date | None]) -> None:
    """Links that still hold, by the event they enter, and an order of events in which every link goes forward."""
    world.into = {(name, end): [] for name in world.rows for end in "SF"}
    for row in world.plan.links:
        tail, head = (row.pred, row.kind[0]), (row.succ, row.kind[1])
        lag, begun = round(float(row.lag) * DAY), started[row.pred]
        state = world.state[row.succ]
        if state == "done" or (state == "running" and head[1] == "S"):
            continue
        if tail[1] == "S" and head[1] == "S" and begun is not None:
            world.release[row.succ] = max(world.release[row.succ], world.minute(begun) + lag)
        else:
            if tail[1] == "S" and begun is not None and world.state[row.pred] == "running":
                lag -= world.minute(world.on) - world.minute(begun)  # counted from the known start
            world.into[head].append((tail, lag))
    before = {event: [tail for tail, _ in arcs] for event, arcs in world.into.items()}
    for name in world.rows:
        before[name, "F"].append((name, "S"))
    world.wanted = _upstream(world)
    world.order = [event for event in TopologicalSorter(before).static_order() if event[0] in world.wanted]


def _upstream(world: World) -> set[str]:
    asked = [(name, "F") for goal in world.plan.goals for name in goal.required]
    seen: set[Event] = set()
    while asked:
        event = asked.pop()
        if event not in seen:
            seen.add(event)
            asked += [tail for tail, _ in world.into[event]] + ([(event[0], "S")] if event[1] == "F" else [])
    return {name for name, end in seen if end == "F"}


def run(*, world: World, work: dict[str, Ints]) -> dict[Event, Ints]:
    """When every event happens in every future: one plain walk in topological order."""
    n = len(next(iter(work.values())))
    at: dict[Event, Ints] = {}
    for name, end in world.order:
        if name in world.done_at:
            known = world.done_at[name]
            first = known if world.rows[name].milestone else min(known, world.release[name])
            at[name, end] = np.full(n, known if end == "F" else first, dtype=np.int64)
            continue
        calendar = world.calendar(name)
        time = np.full(n, world.release[name], dtype=np.int64)
        if end == "F":
            time = calendar.finish(at[name, "S"], work[name])
        for tail, lag in world.into[name, end]:
            time = np.maximum(time, at[tail] + lag)
        at[name, end] = calendar.snap(time) if end == "S" else time
    return at


def lake_chance(*, world: World, target: str) -> float:
    """The chance that an indicator nothing acts on is on its graded target, by the path from under three readings."""
    aim = next(row for row in world.plan.targets if row.id == target)
    scale = next(row.scale for row in world.plan.indicators if row.id == aim.indicator)
    readings = sorted((r.measured_on, r.value) for r in world.plan.readings if r.indicator == aim.indicator)
    if not 0 < len(readings) < 3 or aim.due is None or world.plan.effects:
        raise NotImplementedError("the example on its day has two readings and no effects")
    day, grade = readings[-1]
    level, wanted = scale.index(grade) + 1, scale.index(aim.value) + 1
    spread = 0.25 * max(level, 1) * math.sqrt((aim.due - day).days / 365.25)
    return 0.5 * math.erfc(-(wanted + 0.5 - level) / spread / math.sqrt(2))


def met(*, world: World, at: dict[Event, Ints], seed: int) -> dict[str, Bools]:
    """In which futures each leaf goal is met: its activities in time and its indicator on target."""
    n = len(next(iter(at.values())))
    dice = np.random.default_rng(seed + 1)
    out = {}
    for goal in world.plan.goals:
        if goal.weight is None or goal.deadline is None:
            continue
        good = np.ones(n, dtype=np.bool_)
        for name in goal.required:
            good &= at[name, "F"] <= world.deadline(goal.deadline)
        for target in (row.id for row in world.plan.targets if row.goal == goal.id):
            good &= dice.random(n) < lake_chance(world=world, target=target)
        out[goal.id] = good
    return out


def attained(*, world: World, goals: dict[str, Bools]) -> Floats:
    """The weight of the goals met in every future."""
    weight = {row.id: float(row.weight or 0) for row in world.plan.goals}
    return np.asarray(sum(weight[name] * good for name, good in goals.items()))


def pulled(*, world: World, work: dict[str, Ints], lever: tuple[str, ...], days: float) -> dict[str, Ints]:
    """The work with a lever pulled: one activity by `days` in each future, several in proportion by `days` in all.

    Days are elapsed ones: in each of them an activity works the share of days that its calendar works.
    """
    out = dict(work)
    share = {
        name: float(world.calendar(name).before[-1]) / (len(world.calendar(name).before) - 1)
        for name in lever
    }
    if len(lever) == 1:
        out[lever[0]] = np.maximum(work[lever[0]] - round(days * DAY * share[lever[0]]), 0)
        return out
    expected = sum(float(work[name].mean()) / share[name] for name in lever)
    left = 1 - min(1.0, days * DAY / expected)
    for name in lever:
        out[name] = np.rint(work[name] * left).astype(np.int64)
    return out


def members(*, world: World, lever: str) -> tuple[str, ...]:
    """The open activities upstream of a goal that a lever moves."""
    kind, _, name = lever.partition(":")
    projects = {row.id: row for row in world.plan.projects}
    drivers = {row.id: row.applies_to for row in world.plan.drivers}
    out = []
    for each, row in world.rows.items():
        project = projects.get(row.project)
        owner = row.owner or (project.owner if project else "")
        words = {f"activity:{each}", f"permit:{row.permit_class}", f"owner:{owner}", f"phase:{row.phase}"}
        words |= {f"project:{row.project}", f"programme:{project.programme if project else ''}"}
        asked = set(drivers[name]) if kind == "driver" else {lever}
        if asked & words and world.state[each] != "done" and not row.milestone:
            out.append(each)
    return tuple(each for each in out if each in world.wanted)


def criticality(*, world: World, at: dict[Event, Ints], work: dict[str, Ints], goal: str) -> dict[str, float]:
    """Share of futures in which an activity's work lies on a longest path to the goal's last required finish."""
    asked = next(row.required for row in world.plan.goals if row.id == goal)
    last = np.max([at[name, "F"] for name in asked], axis=0)
    on = {event: np.zeros(len(last), dtype=np.bool_) for event in world.order}
    for name in asked:
        on[name, "F"] = at[name, "F"] == last
    share = {}
    for name, end in reversed(world.order):
        here, calendar = on[name, end], world.calendar(name)
        open_work = world.state[name] != "done" and end == "F"
        if open_work:
            by_work = here & (calendar.finish(at[name, "S"], work[name]) == at[name, "F"])
            on[name, "S"] |= by_work
            share[name] = float((by_work & (work[name] > 0)).mean())
        for tail, lag in world.into[name, end]:
            reached = at[tail] + lag
            reached = calendar.snap(np.maximum(reached, 0)) if end == "S" else reached
            on[tail] |= here & (reached == at[name, end])
    return share


def day_of(*, world: World, minute: float) -> date:
    """The day a finish falls on: the end of a day belongs to it."""
    return world.origin + timedelta(days=max(0, math.ceil(minute / DAY) - 1))
