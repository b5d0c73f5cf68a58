"""A plan of one small town, small enough to check by hand: a school behind a permit, a road beside it, a pond."""

from __future__ import annotations

import dataclasses
from datetime import date
from decimal import Decimal
from typing import Any

from tongchou.cycle.outcome import Outcome
from tongchou.cycle.run import run
from tongchou.cycle.snapshot import Snapshot
from tongchou.plan.causes import Driver
from tongchou.plan.measures import Decision, Indicator, Reading, Target
from tongchou.plan.model import Plan
from tongchou.plan.purpose import Goal, Horizon, Organisation, Source, Task
from tongchou.plan.works import Activity, Link, Project, Statement

ON = date(2021, 3, 1)
TRIALS = 1024


def activity(name: str, low: int, mode: int, high: int, **more: Any) -> Activity:
    more = {"basis": "assumption", "reason": "usual length", **more}
    spread = {"low": Decimal(low), "mode": Decimal(mode), "high": Decimal(high), "unit": "cd"}
    return Activity(id=name, title_zh=f"{name}项", title_en=name, **spread, **more)


def promise(subject: str, value: str, said_on: str, **more: Any) -> Statement:
    return Statement(
        id=f"{subject}@{said_on}",
        subject=subject,
        aspect="finish",
        kind="planned",
        value=value,
        said_on=date.fromisoformat(said_on),
        basis="statement",
        sources=("S1",),
        **more,
    )


def fact(subject: str, value: str, said_on: str, aspect: Any = "finish") -> Statement:
    return Statement(
        id=f"{subject}!{said_on}",
        subject=subject,
        aspect=aspect,
        kind="actual",
        value=value,
        precision="day",
        said_on=date.fromisoformat(said_on),
        basis="statement",
        sources=("S1",),
    )


def link(pred: str, succ: str) -> Link:
    return Link(id=f"{pred}-{succ}", pred=pred, succ=succ)


TOWN = Plan(
    id="town",
    title_zh="小城",
    title_en="town",
    sources=(Source(id="S1", title="notice"),),
    organisations=(Organisation(id="O1", title_zh="住建局", title_en="works bureau"),),
    horizons=(
        Horizon(id="year", title_zh="本年", start=date(2021, 1, 1), end=date(2021, 12, 31)),
        Horizon(id="long", title_zh="五年", start=date(2021, 1, 1), end=date(2025, 12, 31)),
    ),
    goals=(
        Goal(id="G0", title_zh="全城"),
        Goal(
            id="G1",
            parent="G0",
            title_zh="开学",
            title_en="school",
            weight=Decimal("0.6"),
            deadline=date(2021, 8, 31),
            required=("open",),
            test="working",
        ),
        Goal(
            id="G2",
            parent="G0",
            title_zh="通车",
            title_en="road",
            weight=Decimal("0.4"),
            deadline=date(2022, 6, 30),
            required=("road",),
            test="working",
        ),
    ),
    tasks=(
        Task(id="T1", title_zh="建学校", goals=("G1",), lead="O1"),
        Task(id="T2", title_zh="建池塘", goals=("G2",), lead="O1"),
    ),
    projects=(Project(id="P1", title_zh="学校", kind="school", owner="O1", tasks=("T1",)),),
    activities=(
        activity("permit", 20, 40, 90, project="P1", permit_class="PC_CONSTR", phase="permits"),
        activity("build", 60, 90, 160, project="P1", phase="building"),
        Activity(id="open", project="P1", title_zh="开学", title_en="open", milestone=True),
        activity("road", 200, 300, 600, phase="building"),
    ),
    links=(link("permit", "build"), link("build", "open"), link("permit", "road")),
    statements=(
        promise("open", "2021-08-31", "2021-01-15"),
        promise("road", "2022-06-30", "2021-01-15"),
        promise("open", "2021-12-31", "2021-07-01"),
        fact("open", "2021-11-20", "2021-11-20"),
    ),
    drivers=(
        Driver(
            id="D1",
            title_zh="天气",
            applies_to=("phase:building",),
            low=Decimal("0.8"),
            mode=Decimal(1),
            high=Decimal("1.4"),
            basis="assumption",
            reason="weather",
        ),
    ),
    indicators=(Indicator(id="I1", title_zh="水质", title_en="water", unit="mg/L", direction="down"),),
    readings=(
        Reading(id="R1", indicator="I1", measured_on=date(2020, 12, 31), value="3", said_on=date(2021, 1, 9)),
        Reading(id="R2", indicator="I1", measured_on=date(2021, 6, 30), value="9", said_on=date(2021, 7, 9)),
    ),
    targets=(Target(id="TG1", indicator="I1", operator="<=", value="4", due=date(2021, 12, 31)),),
    decisions=(Decision(id="D1", lever="permit:PC_CONSTR", choice="chosen", by="主任", on=date(2021, 2, 1)),),
)


def ran(plan: Plan = TOWN, *, on: date = ON, seed: int = 1, map_: Any = map) -> Outcome:
    """One run of the town, or of a change of it."""
    return run(snapshot=Snapshot(plan=plan), on=on, seed=seed, trials=TRIALS, map_=map_)


def changed(**tables: Any) -> Plan:
    """The town with other tables."""
    return dataclasses.replace(TOWN, **tables)
