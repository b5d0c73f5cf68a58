"""Why and who: goals, horizons, tasks, commitments, organisations, places, sources."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Literal

from tongchou.plan.table import Row, column


@dataclass(frozen=True, slots=True, kw_only=True)
class Source(Row):
    """A published text that was read."""

    id: str = column("编号", "id of the source", example="S34")
    published_on: date | None = column("日期", "day of publication", example="2021-05-09", default=None)
    publisher: str = column("发布单位", "who published it", default="")
    title: str = column("标题", "title, or the subject in our words", default="")
    url: str = column("网址", "canonical address", default="")
    reliability: str = column("可靠性", "A official, B press or secondary copy, C weak copy", default="")
    note: str = column("备注", "what a reader should know", default="")


@dataclass(frozen=True, slots=True, kw_only=True)
class Horizon(Row):
    """A span of planning, counted back from its end; a goal belongs to every horizon that ends on or after it."""

    id: str = column("编号", "id of the horizon", example="year")
    title_zh: str = column("名称", "name in Chinese", example="本年重点工作")
    title_en: str = column("英文名称", "name in English", example="the year's work", default="")
    start: date = column("起", "first day", example="2021-01-01")
    end: date = column("止", "last day", example="2021-12-31")


@dataclass(frozen=True, slots=True, kw_only=True)
class Goal(Row):
    """An end with a deadline and a test. Goals form a tree under one root; weights of the leaves sum to 1."""

    id: str = column("编号", "id of the goal", example="G2")
    parent: str = column("上级目标", "the goal it serves; empty for the root", refers="goals", default="")
    title_zh: str = column("目标", "name in Chinese", example="新功能")
    title_en: str = column("英文名称", "name in English", example="new functions", default="")
    weight: Decimal | None = column("权重", "share of the whole, on leaves only", example="0.2", default=None)
    deadline: date | None = column(
        "期限", "last day on which the test may be met", example="2021-12-31", default=None
    )
    required: tuple[str, ...] = column(
        "必须完成的事项", "activities that must be finished by the deadline", refers="activities", default=()
    )
    test: Literal["official", "working", ""] = column(
        "检验",
        "whether the test is published (official) or set by us (working)",
        example="working",
        default="",
    )
    test_zh: str = column("检验说明", "the test in words", default="")
    test_en: str = column("检验说明(英)", "the test in words, English", default="")
    why_zh: str = column("为什么做", "why", default="")
    why_en: str = column("为什么做(英)", "why, English", default="")
    what_zh: str = column("做什么", "what", default="")
    what_en: str = column("做什么(英)", "what, English", default="")
    how_zh: str = column("怎么做", "how", default="")
    how_en: str = column("怎么做(英)", "how, English", default="")


@dataclass(frozen=True, slots=True, kw_only=True)
class Task(Row):
    """A piece of work assigned to one lead organisation and supporting ones."""

    id: str = column("序号", "id of the task", example="I02")
    title_zh: str = column("任务", "the task in Chinese")
    title_en: str = column("英文名称", "the task in English", default="")
    goals: tuple[str, ...] = column("目标", "goals it serves", refers="goals", default=())
    lead: str = column(
        "牵头单位", "the one organisation that answers for it", refers="organisations", default=""
    )
    supporting: tuple[str, ...] = column(
        "配合单位", "organisations that help", refers="organisations", default=()
    )
    person: str = column("责任人", "the person named", default="")
    place: str = column("片区", "where", refers="places", default="")
    deadline: date | None = column("完成时限", "the day promised in the ledger", default=None)
    state: str = column("进展", "progress as the ledger says it", default="")
    missing_zh: str = column("缺少", "what is missing before it can be forecast", default="")
    missing_en: str = column("缺少(英)", "the same in English", default="")


@dataclass(frozen=True, slots=True, kw_only=True)
class Commitment(Row):
    """What a person or body said it will do: a gist in our words, and where the words stand in the source."""

    id: str = column("编号", "id of the commitment", example="C03")
    speaker: str = column("发言人", "name", default="")
    post: str = column("职务", "post", default="")
    organisation: str = column("单位", "organisation spoken for", refers="organisations", default="")
    goals: tuple[str, ...] = column("目标", "goals it serves", refers="goals", default=())
    tasks: tuple[str, ...] = column("任务", "tasks it concerns", refers="tasks", default=())
    gist_zh: str = column("要点", "the commitment in our own words", default="")
    gist_en: str = column("要点(英)", "the same in English", default="")
    said_on: date | None = column("说于", "day it was said", default=None)
    source: str = column("原文", "the source the words stand in", refers="sources", default="")
    start: int | None = column("起始", "first code point of the span", example="412", default=None)
    end: int | None = column("结束", "code point after the span", example="655", default=None)
    sha256: str = column("哈希", "SHA-256 of the span", default="")


@dataclass(frozen=True, slots=True, kw_only=True)
class Organisation(Row):
    """A body that can be given work."""

    id: str = column("编号", "id of the organisation", example="ggfw")
    title_zh: str = column("名称", "name in Chinese", example="公共服务局")
    title_en: str = column("英文名称", "name in English", default="")
    parent: str = column("上级", "the body above it", refers="organisations", default="")
    kind: str = column("类别", "government, company, school ...", default="")


@dataclass(frozen=True, slots=True, kw_only=True)
class Place(Row):
    """A node of the tree of areas (片区、组团、社区、网格)."""

    id: str = column("编号", "id of the place", example="rongdong")
    title_zh: str = column("名称", "name in Chinese", example="容东片区")
    title_en: str = column("英文名称", "name in English", default="")
    parent: str = column("上级", "the place around it", refers="places", default="")
    kind: str = column("类别", "area, group, community, grid cell, lake ...", default="")
    longitude: Decimal | None = column("经度", "CGCS2000", unit="degree", default=None)
    latitude: Decimal | None = column("纬度", "CGCS2000", unit="degree", default=None)
