"""A plan whose futures are all alike, so that days are counted on a calendar; and its answer in the records.

Judged on the third of August: permit 20 days, works 40 days, the school stands finished on the first of October; it
was promised for the 25th of September, six days earlier. The road takes 20 and 30 days and has time until the year's end.
"""

from __future__ import annotations

import dataclasses
from datetime import UTC, date, datetime
from decimal import Decimal
from functools import cache

from tongchou.cycle.outcome import Outcome
from tongchou.cycle.run import run
from tongchou.cycle.snapshot import Snapshot
from tongchou.plan.model import Plan
from tongchou.plan.purpose import Goal, Horizon, Organisation, Source, Task
from tongchou.plan.works import Activity, Link, Project, Statement
from tongchou_site.records import models
from tongchou_site.records.actions.runs import ask_for_run, finish_run, start_run
from tongchou_site.records.trail import MACHINE

NOW = datetime(2021, 8, 3, 2, 0, tzinfo=UTC)
TODAY = date(2021, 8, 3)
KNOWN = {"basis": "source", "confidence": "B", "sources": ("S",)}
SAID = {"basis": "statement", "confidence": "B", "sources": ("S",)}


def work(name: str, days: int, project: str, owner: str, permit: str = "") -> Activity:
    length = {"low": Decimal(days), "mode": Decimal(days), "high": Decimal(days), "unit": "cd"}
    return Activity(
        id=name, project=project, title_zh=name, owner=owner, permit_class=permit, **length, **KNOWN
    )


def said(subject: str, value: str, on: str, kind: str = "planned") -> Statement:
    return Statement(
        id=f"{subject}-{on}",
        subject=subject,
        aspect="finish",
        kind=kind,
        value=value,
        precision="day",
        said_by="edu",
        said_on=date.fromisoformat(on),
        **SAID,
    )


PLAN = Plan(
    id="small",
    title_zh="小规划",
    title_en="Small plan",
    sources=(Source(id="S", title="公告"),),
    organisations=(
        Organisation(id="edu", title_zh="教育局", title_en="Education"),
        Organisation(id="roads", title_zh="道路局", title_en="Roads"),
    ),
    horizons=(
        Horizon(id="year", title_zh="本年", start=date(2021, 1, 1), end=date(2021, 10, 31), **KNOWN),
        Horizon(id="long", title_zh="五年", start=date(2021, 1, 1), end=date(2025, 12, 31), **KNOWN),
    ),
    goals=(
        Goal(id="G0", title_zh="全城"),
        Goal(
            id="G1",
            parent="G0",
            title_zh="开学",
            weight=Decimal("0.5"),
            deadline=date(2021, 9, 25),
            required=("school",),
            test="working",
        ),
        Goal(
            id="G2",
            parent="G0",
            title_zh="通车",
            weight=Decimal("0.5"),
            deadline=date(2021, 12, 31),
            required=("road",),
            test="working",
        ),
    ),
    tasks=(
        Task(id="T1", title_zh="建成学校", goals=("G1",), lead="edu"),
        Task(id="T2", title_zh="修通道路", goals=("G2",), lead="roads"),
    ),
    projects=(
        Project(id="P1", title_zh="学校工程", kind="school", owner="edu", tasks=("T1",)),
        Project(id="P2", title_zh="道路工程", kind="road", owner="roads", tasks=("T2",)),
    ),
    activities=(
        work("permit", 20, "P1", "edu", "PC_CONSTR"),
        work("school", 40, "P1", "edu"),
        work("fence", 10, "P1", "edu"),
        work("road-permit", 20, "P2", "roads", "PC_CONSTR"),
        work("road", 30, "P2", "roads"),
    ),
    links=(
        Link(id="L1", pred="permit", succ="school", **KNOWN),
        Link(id="L2", pred="road-permit", succ="road", **KNOWN),
    ),
    statements=(
        said("permit", "2021-08-20", "2021-06-01"),
        said("school", "2021-09-25", "2021-06-01"),
        said("fence", "2021-08-31", "2021-06-01"),
        said("school", "2021-10-20", "2021-10-21", "actual"),
        said("fence", "2021-08-20", "2021-08-21", "actual"),
    ),
)


@cache
def computed(value: Plan, on: date) -> Outcome:
    """The answer of a plan on a day, computed once."""
    return run(snapshot=Snapshot(plan=value), on=on, seed=1, trials=512, map_=map)


def add_answer(*, on: date = TODAY, at: datetime = NOW, value: Plan = PLAN) -> int:
    """A finished run of the plan that is there, judged on a day, made at a moment; its number."""
    models.Plan.objects.filter(key="small").update(judged_on=on)
    queued = ask_for_run(plan="small", on=on, why="asked", by=MACHINE, at=at)
    start_run(run=queued, by=MACHINE, at=at)
    finish_run(run=queued, outcome=computed(value, on), by=MACHINE, at=at)
    return queued


def changed(**tables: object) -> Plan:
    """The plan with other tables."""
    return dataclasses.replace(PLAN, **tables)
