"""A small plan with two bureaus, the people before it, and a browser of each without a server."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, date, datetime
from decimal import Decimal

import pytest
from django.test import Client

from tongchou.plan.model import Plan
from tongchou.plan.purpose import Goal, Organisation, Source, Task
from tongchou.plan.works import Activity, Link, Statement
from tongchou_site.jobs import cycle
from tongchou_site.records import models
from tongchou_site.records.actions.accounts import add_person, give_post
from tongchou_site.records.actions.plans import add_plan
from tongchou_site.records.queries import calibration, runs
from tongchou_site.records.trail import MACHINE, Actor
from tongchou_site.workbench import answers
from tongchou_site.workbench.constraint import trial

NOW = datetime(2021, 8, 3, 2, 0, tzinfo=UTC)  # ten in the morning in Beijing
TODAY = date(2021, 8, 3)


@pytest.fixture(autouse=True)
def no_beats(monkeypatch: pytest.MonkeyPatch) -> None:
    """A second thread cannot see the transaction a test runs in."""
    monkeypatch.setattr(cycle, "BEAT_SECONDS", 3600.0)


@pytest.fixture(autouse=True)
def nothing_remembered() -> None:
    """Runs of another test had the same numbers."""
    for held in (
        runs.answer_of,
        answers.scene_of,
        answers.page_of,
        trial.ready_of,
        calibration._open_finishes,
    ):
        held.cache_clear()


KNOWN = {"basis": "source", "confidence": "B", "sources": ("S",)}


def _works() -> tuple[Activity, ...]:
    return (
        Activity(
            id="school",
            task="T1",
            title_zh="学校",
            title_en="School",
            owner="edu",
            low=Decimal(30),
            mode=Decimal(60),
            high=Decimal(90),
            **KNOWN,
        ),
        Activity(
            id="road",
            task="T2",
            title_zh="道路",
            title_en="Road",
            owner="roads",
            low=Decimal(20),
            mode=Decimal(40),
            high=Decimal(80),
            **KNOWN,
        ),
    )


@pytest.fixture(scope="session")
def small() -> Plan:
    """Two tasks of two bureaus, one piece of work each; the school waits for the road; one goal wants the school."""
    return Plan(
        id="small",
        title_zh="小规划",
        title_en="Small plan",
        sources=(Source(id="S", title="公告"),),
        organisations=(
            Organisation(id="hall", title_zh="管委会", title_en="Hall"),
            Organisation(id="edu", title_zh="教育局", title_en="Education", parent="hall"),
            Organisation(id="roads", title_zh="道路局", title_en="Roads", parent="hall"),
        ),
        goals=(
            Goal(
                id="G",
                title_zh="开学",
                title_en="School opens",
                weight=Decimal(1),
                deadline=date(2021, 12, 31),
                required=("school",),
            ),
        ),
        tasks=(
            Task(
                id="T1",
                title_zh="建成学校",
                title_en="Build the school",
                goals=("G",),
                lead="edu",
                supporting=("roads",),
                deadline=date(2021, 12, 31),
            ),
            Task(
                id="T2",
                title_zh="修通道路",
                title_en="Build the road",
                goals=("G",),
                lead="roads",
                deadline=date(2021, 10, 31),
            ),
        ),
        activities=_works(),
        links=(Link(id="L", pred="road", succ="school", **KNOWN),),
        statements=(
            Statement(
                id="S1",
                subject="school",
                aspect="finish",
                kind="planned",
                value="2021-12-31",
                precision="day",
                said_by="edu",
                said_on=date(2021, 6, 1),
                **KNOWN,
            ),
        ),
    )


@pytest.fixture
def plan(db: None, small: Plan) -> models.Plan:
    """The small plan in the records, judged on the third of August 2021."""
    add_plan(value=small, on=TODAY, fixed=True, by=MACHINE, at=NOW)
    return models.Plan.objects.get(key="small")


@pytest.fixture
def people(plan: models.Plan) -> dict[str, Actor]:
    """An administrator, two of the delivery office, an officer of each bureau, and one with no post."""
    found = {}
    posts = {
        "admin": None,
        "office": ("office", ""),
        "office2": ("office", ""),
        "edu": ("officer", "edu"),
        "roads": ("officer", "roads"),
        "stranger": None,
    }
    for name, post in posts.items():
        user = add_person(username=name, name=name, administrator=name == "admin", by=MACHINE, at=NOW)
        if post:
            give_post(user=user, plan=plan.key, role=post[0], organisation=post[1], by=MACHINE, at=NOW)
        found[name] = Actor(user=user, username=name)
    return found


@pytest.fixture
def browser(people: dict[str, Actor]) -> Callable[[str], Client]:
    """A signed-in client of a person; of nobody for the empty name."""

    def of(name: str) -> Client:
        client = Client()
        if name:
            client.force_login(
                models.User.objects.get(username=name), backend="django.contrib.auth.backends.ModelBackend"
            )
        return client

    return of
