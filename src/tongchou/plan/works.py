"""What is done: projects, activities, links, calendars, and every dated saying about them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Literal

from tongchou.plan.table import Row, column

Phase = Literal["planning", "permits", "building", "handover", "operation", ""]
ResourceKind = Literal["works", "people", "money", "mechanism", ""]


@dataclass(frozen=True, slots=True, kw_only=True)
class Project(Row):
    """What is planned, approved, built and then run."""

    id: str = column("编号", "id of the project", example="P03")
    title_zh: str = column("项目", "name in Chinese", example="北京四中雄安校区")
    title_en: str = column("英文名称", "name in English", default="")
    kind: str = column("类别", "template kind: school, hospital, housing ...", example="school", default="")
    owner: str = column(
        "责任单位", "the organisation that answers for it", refers="organisations", default=""
    )
    place: str = column("片区", "where", refers="places", default="")
    tasks: tuple[str, ...] = column("任务", "tasks it carries out", refers="tasks", default=())
    programme: str = column(
        "批次", "works that share people, money and fate", example="beijing-aid", default=""
    )
    investment_cny: Decimal | None = column("投资", "planned investment", unit="CNY", default=None)
    cost_low: Decimal | None = column(
        "造价低", "final cost exceeded in nine futures of ten", unit="CNY", default=None
    )
    cost_mode: Decimal | None = column(
        "造价中", "median final cost; empty: the planned investment", unit="CNY", default=None
    )
    cost_high: Decimal | None = column(
        "造价高", "final cost exceeded in one future of ten", unit="CNY", default=None
    )
    size: str = column("规模", "size as published", example="36 classes", default="")
    capacity: Decimal | None = column("能力", "what it gives once open", default=None)
    capacity_unit: str = column("能力单位", "of what", example="school places", default="")


@dataclass(frozen=True, slots=True, kw_only=True)
class Activity(Row):
    """A node of the network. Dates said of it stand in `statements`; what is here is duration and rules."""

    id: str = column("编号", "id of the activity", example="P03.open")
    project: str = column("项目", "the project it belongs to", refers="projects", default="")
    task: str = column("任务", "the task it belongs to", refers="tasks", default="")
    title_zh: str = column("事项", "name in Chinese")
    title_en: str = column("英文名称", "name in English", default="")
    owner: str = column(
        "责任单位", "who does it; empty: the project's owner", refers="organisations", default=""
    )
    phase: Phase = column("阶段", "phase of the project", example="permits", default="")
    resource: ResourceKind = column("资源", "the kind of resource it mainly needs", default="")
    permit_class: str = column("审批类别", "class of permit", example="PC_CONSTR", default="")
    milestone: bool = column("节点", "an activity of zero duration", default=False)
    low: Decimal | None = column(
        "最短", "least duration; P10 when the shape is lognormal", unit="days", default=None
    )
    mode: Decimal | None = column(
        "最可能", "most likely duration; median when lognormal", unit="days", default=None
    )
    high: Decimal | None = column("最长", "longest duration; P90 when lognormal", unit="days", default=None)
    unit: Literal["wd", "cd", ""] = column(
        "日历单位", "wd working days, cd calendar days", example="wd", default=""
    )
    shape: Literal["pert", "triangular", "lognormal", "uniform", "fixed", ""] = column(
        "分布", "form of the uncertainty; empty: pert", default=""
    )
    calendar: str = column("日历", "calendar; empty: by the unit", refers="calendars", default="")
    earliest: date | None = column("不早于", "may not start before", default=None)
    latest: date | None = column("不晚于", "should be finished by (reported, not enforced)", default=None)
    remaining: Decimal | None = column(
        "剩余", "most likely days still to go, once begun", unit="days", default=None
    )
    template: str = column("模板行", "the template row it was made from", example="school/site", default="")


@dataclass(frozen=True, slots=True, kw_only=True)
class Link(Row):
    """One activity's start or finish waits for another's."""

    id: str = column("编号", "id of the link", example="P03.site-feas")
    pred: str = column("前置事项", "the activity waited for", refers="activities")
    succ: str = column("后续事项", "the activity that waits", refers="activities")
    kind: Literal["FS", "SS", "FF", "SF"] = column("搭接", "finish-start, start-start ...", default="FS")
    lag: Decimal = column("延时", "elapsed days after; may be negative", unit="days", default=Decimal(0))


@dataclass(frozen=True, slots=True, kw_only=True)
class Calendar(Row):
    """Days on which work counts. `every-day` and `cn-workdays` are always there."""

    id: str = column("编号", "id of the calendar", example="school-year")
    title_zh: str = column("名称", "name in Chinese", default="")
    title_en: str = column("英文名称", "name in English", default="")
    kind: Literal["every-day", "weekdays", "cn-workdays", "gate"] = column("类型", "the base rule")
    gates: tuple[str, ...] = column(
        "窗口", "for a gate: days MM-DD or windows MM-DD..MM-DD of each year", example="09-01", default=()
    )
    days_off: tuple[str, ...] = column("停工日", "extra days off, ISO dates", default=())
    days_on: tuple[str, ...] = column("加班日", "extra working days, ISO dates", default=())


@dataclass(frozen=True, slots=True, kw_only=True)
class Statement(Row):
    """One dated saying of a value. Never overwritten: a new saying is a new row."""

    id: str = column("编号", "id of the statement", example="ST014")
    subject: str = column(
        "对象", "the activity, target or task spoken of", refers="activities|targets|tasks|projects"
    )
    aspect: Literal["start", "finish", "value"] = column("方面", "its start, its finish or its value")
    kind: Literal["planned", "actual"] = column("性质", "planned: a promise; actual: it has happened")
    value: str = column("内容", "an ISO date (of a period its last day), or the value", example="2021-06-30")
    precision: Literal["day", "month", "quarter", "half", "year", "about", "latest", ""] = column(
        "精度", "how exact; latest: it had happened by then", example="day", default=""
    )
    said_by: str = column("说者", "who said it", default="")
    said_on: date = column("说于", "the day it was said or became known", example="2021-05-09")
    text: str = column("原话要点", "the value as said, in a word or two", example="6月底", default="")
