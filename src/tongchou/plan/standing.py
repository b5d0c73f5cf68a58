"""Where every activity stands on a day: by evidence, by what the evidence of others implies, or by presumption.

- evidence: a statement says that it has begun or is finished;
- assumed: such a statement that is itself an assumption;
- inferred: something that had to wait for it has happened, so it has happened too;
- presumed: a template's step that nobody reports on, though all it waits for had happened before the day. Silence does
  not say that it has not begun: it is taken as begun when it could. Activities that the plan lists by name are never
  presumed, nor is one whose start has been promised for a later day.
"""

from __future__ import annotations

from collections import defaultdict, deque
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date, timedelta
from typing import Literal

from tongchou.plan.asof import NOTHING_SAID, Progress, Resolution, progress, resolve
from tongchou.plan.model import Plan
from tongchou.plan.works import Activity, Link

Grounds = Literal["evidence", "assumed", "inferred", "presumed", ""]

NOT_YET = Progress(started=None, finished=None)
STARTS = ("FS", "SS")  # links that hold a start


@dataclass(frozen=True, slots=True, kw_only=True)
class Standing:
    """Where one activity stands and on what grounds; the grounds are empty where it has not begun."""

    progress: Progress
    grounds: Grounds


def standing(*, plan: Plan, on: date) -> tuple[Standing, ...]:
    """Where every activity stands on the day `on`, in the plan's order. Give the plan as known then.

    Links to unknown activities are passed over: `check` names them.
    """
    resolution = resolve(plan=plan)
    said = {row.id: progress(resolution=resolution, activity=row.id) for row in plan.activities}
    known = {row.id for row in plan.activities}
    links = [row for row in plan.links if row.pred in known and row.succ in known]
    implied = _implied(said, links, on)
    presumed = _presumed(plan.activities, implied, links, resolution, on)
    return tuple(
        Standing(progress=presumed[row.id], grounds=_grounds(said[row.id], implied[row.id], presumed[row.id]))
        for row in plan.activities
    )


def _grounds(said: Progress, implied: Progress, presumed: Progress) -> Grounds:
    if presumed == NOT_YET:
        return ""
    if presumed != implied:
        return "presumed"
    if implied != said:
        return "inferred"
    return "assumed" if said.assumed else "evidence"


def _implied(said: Mapping[str, Progress], links: list[Link], on: date) -> dict[str, Progress]:
    """What has been said, and what must have happened before it could happen."""
    found = dict(said)
    into: dict[str, list[Link]] = defaultdict(list)
    for link in links:
        into[link.succ].append(link)
    waiting = deque(name for name, each in said.items() if each != NOT_YET)
    while waiting:
        name = waiting.popleft()
        for link in into[name]:
            better = _before(found[link.pred], found[name], link, on)
            if better is not None:
                found[link.pred] = better
                waiting.append(link.pred)
    return found


def _before(pred: Progress, succ: Progress, link: Link, on: date) -> Progress | None:
    """More than `pred` says, since `succ` stands where it does; None where nothing follows.

    An inferred day is the latest possible one and moves only back. A finish that was said stands; work said to have
    begun is finished only when what waits for it is.
    """
    end = (succ.started or succ.finished) if link.kind in STARTS else succ.finished
    if end is None:
        return None
    day = end - timedelta(days=float(link.lag))
    if day > on:
        return None
    if link.kind in ("FS", "FF"):
        stays = pred.finished is not None and (pred.finished <= day or not pred.finish_open)
        still_runs = pred.started is not None and not pred.start_open and succ.finished is None
        if stays or still_runs:
            return None
        begun = pred.started if pred.started is not None and pred.started <= day else None
        return replace(pred, started=begun, finished=day, finish_open=True)
    if pred.finished is not None or (pred.started is not None and pred.started <= day):
        return None
    return replace(pred, started=day, start_open=True)


def _presumed(
    activities: tuple[Activity, ...],
    implied: Mapping[str, Progress],
    links: list[Link],
    resolution: Resolution,
    on: date,
) -> dict[str, Progress]:
    """Steps of templates that could begin before the day and of which nobody says anything: begun when they could."""
    found = dict(implied)
    held: dict[str, list[Link]] = defaultdict(list)
    for link in links:
        if link.kind in STARTS:
            held[link.succ].append(link)
    silent = [row for row in activities if row.template and not row.milestone and implied[row.id] == NOT_YET]
    begun = True
    while begun:
        begun = False
        for row in silent:
            day = _could_begin(row, held[row.id], found, resolution, on)
            if found[row.id] == NOT_YET and day is not None:
                found[row.id] = Progress(
                    started=day, finished=None, start_open=_is_bound(day, held[row.id], found)
                )
                begun = True
    return found


def _is_bound(day: date, held: list[Link], found: Mapping[str, Progress]) -> bool:
    """Whether what held the start until `day` is itself known only by a day by which it had happened."""
    for link in held:
        pred = found[link.pred]
        reached, is_open = (
            (pred.finished, pred.finish_open)
            if link.kind == "FS" or pred.started is None
            else (pred.started, pred.start_open)
        )
        if is_open and reached is not None and reached + timedelta(days=float(link.lag)) == day:
            return True
    return False


def _could_begin(
    row: Activity, held: list[Link], found: Mapping[str, Progress], resolution: Resolution, on: date
) -> date | None:
    """The day before `on` on which all that holds its start had happened; None where something had not, or none holds."""
    promised = resolution.get((row.id, "start"), NOTHING_SAID).current
    if not held or (promised is not None and date.fromisoformat(promised.value) > on):
        return None
    days = [row.earliest] if row.earliest is not None else []
    for link in held:
        pred = found[link.pred]
        reached = pred.finished if link.kind == "FS" else (pred.started or pred.finished)
        if reached is None:
            return None
        days.append(reached + timedelta(days=float(link.lag)))
    day = max(days)
    return day if day < on else None
