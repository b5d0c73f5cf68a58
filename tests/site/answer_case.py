"""A plan small enough to count by hand, and its answer: a school of one bureau that waits for the road of another."""

from __future__ import annotations

from datetime import UTC, date, datetime
from decimal import Decimal
from functools import cache

from tongchou.cycle.run import run
from tongchou.cycle.snapshot import Snapshot
from tongchou.plan.measures import Indicator, Reading, Target
from tongchou.plan.model import Plan
from tongchou.plan.purpose import Commitment, Goal, Organisation, Place, Source, Task
from tongchou.plan.works import Activity, Link, Project, Statement
from tongchou.publish.page import Page, page
from tongchou.publish.scene import Scene, scene
from tongchou_site.records import models
from tongchou_site.records.actions.accounts import add_person, give_post
from tongchou_site.records.actions.plans import add_plan
from tongchou_site.records.actions.runs import ask_for_run, finish_run, start_run
from tongchou_site.records.outcome import TaskForecast
from tongchou_site.records.trail import MACHINE
from tongchou_site.workbench.answer.tasks import Known

NOW = datetime(2021, 8, 3, 2, 0, tzinfo=UTC)
TODAY = date(2021, 8, 3)
KNOWN = {"basis": "source", "confidence": "B", "sources": ("S",)}
PLACES = (
    Place(id="town", title_zh="镇区", title_en="Town"),
    Place(id="east", title_zh="东片", title_en="East", parent="town"),
    Place(id="lake", title_zh="湖", title_en="Lake", parent="town"),
)
BODIES = (
    Organisation(id="hall", title_zh="管委会", title_en="Hall"),
    Organisation(id="edu", title_zh="教育局", title_en="Education", parent="hall"),
    Organisation(id="roads", title_zh="道路局", title_en="Roads", parent="hall"),
)
GOALS = (
    Goal(id="G0", title_zh="总目标", title_en="All"),
    Goal(
        id="G1",
        parent="G0",
        title_zh="开学",
        title_en="School opens",
        what_zh="建成一所学校",
        what_en="Build one school",
        weight=Decimal("0.5"),
        deadline=date(2021, 12, 31),
        required=("school",),
    ),
    Goal(
        id="G2",
        parent="G0",
        title_zh="水清",
        title_en="Clear water",
        weight=Decimal("0.5"),
        deadline=date(2021, 12, 31),
    ),
)
TASKS = (
    Task(id="T1", title_zh="建成学校", title_en="Build the school", goals=("G1",), lead="edu", place="town"),
    Task(id="T2", title_zh="修通道路", title_en="Build the road", goals=("G1",), lead="roads"),
    Task(id="T3", title_zh="治理湖水", title_en="Clean the lake", goals=("G2",)),
    Task(id="T4", title_zh="片区配套", title_en="District works", lead="hall"),
)
WORKS = (
    Project(
        id="PS",
        title_zh="学校工程",
        title_en="School works",
        owner="edu",
        place="town",
        tasks=("T1",),
        investment_cny=Decimal(37_000_000),
        **KNOWN,
    ),
    Project(
        id="PR",
        title_zh="道路工程",
        title_en="Road works",
        owner="roads",
        place="east",
        tasks=("T2", "T4"),
        investment_cny=Decimal(63_000_000),
        **KNOWN,
    ),
)


def _activity(code: str, project: str, owner: str, zh: str, days: int) -> Activity:
    low, high = Decimal(days) / 2, Decimal(days) * 2
    return Activity(
        id=code,
        project=project,
        title_zh=zh,
        title_en=code,
        owner=owner,
        low=low,
        mode=Decimal(days),
        high=high,
        unit="cd",
        **KNOWN,
    )


def _said(code: str, subject: str, value: str, on: date, kind: str = "planned") -> Statement:
    return Statement(
        id=code,
        subject=subject,
        aspect="finish",
        kind=kind,
        value=value,
        precision="day",
        said_on=on,
        **KNOWN,
    )


PLAN = Plan(
    id="small",
    title_zh="小规划",
    title_en="Small plan",
    sources=(Source(id="S", title="公告"),),
    organisations=BODIES,
    places=PLACES,
    goals=GOALS,
    tasks=TASKS,
    commitments=(
        Commitment(
            id="C1",
            organisation="edu",
            goals=("G1",),
            gist_zh="年内建成学校。",
            gist_en="The school is built within the year.",
            source="S",
            said_on=date(2021, 2, 6),
            **KNOWN,
        ),
    ),
    projects=WORKS,
    activities=(
        _activity("design", "PR", "roads", "设计", 20),
        _activity("road", "PR", "roads", "施工", 60),
        _activity("school", "PS", "edu", "建设", 120),
    ),
    links=(
        Link(id="L1", pred="design", succ="road", **KNOWN),
        Link(id="L2", pred="road", succ="school", **KNOWN),
    ),
    statements=(
        _said("S1", "road", "2021-08-31", date(2021, 6, 1)),
        _said("S2", "road", "2021-09-30", date(2021, 7, 1)),
        _said("S3", "design", "2021-07-20", date(2021, 7, 21), "actual"),
    ),
    indicators=(
        Indicator(
            id="water", title_zh="水质", title_en="Water", scale=("I", "II", "III", "IV", "V"), **KNOWN
        ),
    ),
    readings=(
        Reading(
            id="R1",
            indicator="water",
            place="lake",
            measured_on=date(2019, 12, 31),
            value="V",
            said_on=date(2020, 1, 20),
            **KNOWN,
        ),
        Reading(
            id="R2",
            indicator="water",
            place="lake",
            measured_on=date(2020, 12, 31),
            value="IV",
            said_on=date(2021, 1, 20),
            **KNOWN,
        ),
    ),
    targets=(
        Target(
            id="TG",
            indicator="water",
            goal="G2",
            operator="grade",
            value="III",
            due=date(2021, 12, 31),
            **KNOWN,
        ),
    ),
)


@cache
def answered() -> tuple[Scene, Page]:
    """The scene and the sections of the answer, computed once."""
    outcome = run(snapshot=Snapshot(plan=PLAN), on=TODAY, seed=1, trials=512, map_=map)
    found = scene(outcome=outcome, plan=PLAN)
    return found, page(scene=found, backtest=(), quotes={}, files={})


LOOKED_UP = Known(
    forecasts={
        each.id: TaskForecast(chance=None, finish_p50=None, finish_p80=None, sourced=0) for each in TASKS
    },
    lights=lambda codes: {},
)


def stored() -> None:
    """The plan with its answer in the records, one of the delivery office and an officer of the road bureau."""
    add_plan(value=PLAN, on=TODAY, fixed=True, by=MACHINE, at=NOW)
    queued = ask_for_run(plan="small", on=TODAY, why="asked", by=MACHINE, at=NOW)
    start_run(run=queued, by=MACHINE, at=NOW)
    finish_run(run=queued, outcome=answered()[0].outcome, by=MACHINE, at=NOW)
    for name, role, organisation in (("office", "office", ""), ("roads", "officer", "roads")):
        person = add_person(username=name, name=name, administrator=False, by=MACHINE, at=NOW)
        give_post(user=person, plan="small", role=role, organisation=organisation, by=MACHINE, at=NOW)


def person(name: str) -> models.User:
    """A person of `stored`."""
    return models.User.objects.get(username=name)
