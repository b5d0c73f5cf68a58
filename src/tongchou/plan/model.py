"""A plan: all its tables together, frozen. Reading, checking, composing and compiling all start from here."""

from __future__ import annotations

from dataclasses import dataclass, fields
from typing import TypeVar

from tongchou.plan.causes import Driver, Mechanism, Resource, Risk
from tongchou.plan.measures import Decision, Effect, Indicator, Reading, Target
from tongchou.plan.purpose import Commitment, Goal, Horizon, Organisation, Place, Source, Task
from tongchou.plan.table import Row
from tongchou.plan.works import Activity, Calendar, Link, Project, Statement

SCHEMA = "tongchou.plan/1"

AnyRow = TypeVar("AnyRow", bound=Row)


@dataclass(frozen=True, slots=True, kw_only=True)
class Plan:
    """A government's plan. Every table is a tuple of rows in the order of the files; empty tables are fine."""

    id: str
    title_zh: str
    title_en: str = ""
    note_zh: str = ""
    note_en: str = ""
    sources: tuple[Source, ...] = ()
    organisations: tuple[Organisation, ...] = ()
    places: tuple[Place, ...] = ()
    horizons: tuple[Horizon, ...] = ()
    goals: tuple[Goal, ...] = ()
    tasks: tuple[Task, ...] = ()
    commitments: tuple[Commitment, ...] = ()
    projects: tuple[Project, ...] = ()
    activities: tuple[Activity, ...] = ()
    links: tuple[Link, ...] = ()
    calendars: tuple[Calendar, ...] = ()
    statements: tuple[Statement, ...] = ()
    drivers: tuple[Driver, ...] = ()
    risks: tuple[Risk, ...] = ()
    resources: tuple[Resource, ...] = ()
    mechanisms: tuple[Mechanism, ...] = ()
    indicators: tuple[Indicator, ...] = ()
    readings: tuple[Reading, ...] = ()
    targets: tuple[Target, ...] = ()
    effects: tuple[Effect, ...] = ()
    decisions: tuple[Decision, ...] = ()

    def table(self, name: str) -> tuple[Row, ...]:
        """The rows of one table by its name, e.g. ``activities``."""
        rows: tuple[Row, ...] = getattr(self, name)
        return rows


TABLES: dict[str, type[Row]] = {
    "sources": Source,
    "organisations": Organisation,
    "places": Place,
    "horizons": Horizon,
    "goals": Goal,
    "tasks": Task,
    "commitments": Commitment,
    "projects": Project,
    "activities": Activity,
    "links": Link,
    "calendars": Calendar,
    "statements": Statement,
    "drivers": Driver,
    "risks": Risk,
    "resources": Resource,
    "mechanisms": Mechanism,
    "indicators": Indicator,
    "readings": Reading,
    "targets": Target,
    "effects": Effect,
    "decisions": Decision,
}

TITLES_ZH: dict[str, str] = {
    "sources": "来源",
    "organisations": "单位",
    "places": "片区",
    "horizons": "时期",
    "goals": "目标",
    "tasks": "任务",
    "commitments": "承诺",
    "projects": "项目",
    "activities": "事项",
    "links": "搭接",
    "calendars": "日历",
    "statements": "表述",
    "drivers": "驱动因素",
    "risks": "风险",
    "resources": "资源",
    "mechanisms": "机制",
    "indicators": "指标",
    "readings": "读数",
    "targets": "目标值",
    "effects": "作用",
    "decisions": "决策",
}

META: tuple[str, ...] = tuple(f.name for f in fields(Plan) if f.name not in TABLES)
