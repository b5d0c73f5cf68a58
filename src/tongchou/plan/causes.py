"""What moves many things at once: drivers, risks, resources, mechanisms, permit classes."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Literal

from tongchou.plan.table import Row, column

SELECTOR = (
    "which activities: all, or any of activity:ID, project:ID, programme:NAME, owner:ID, permit:CLASS, "
    "phase:NAME, kind:NAME, place:ID, resource:NAME, joined by ;  (+ inside one joins conditions)"
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Driver(Row):
    """A common cause: one factor drawn in each future multiplies the durations of all it applies to."""

    id: str = column("编号", "id of the driver", example="DR-P03")
    title_zh: str = column("驱动因素", "name in Chinese")
    title_en: str = column("英文名称", "name in English", default="")
    applies_to: tuple[str, ...] = column("作用于", SELECTOR, example="project:P03")
    low: Decimal | None = column("P10", "factor exceeded in nine futures of ten", example="0.8", default=None)
    mode: Decimal | None = column("中位数", "median factor", example="1.0", default=None)
    high: Decimal | None = column("P90", "factor exceeded in one future of ten", example="1.5", default=None)
    rho: Decimal | None = column(
        "相关", "instead of a factor: correlation of the members' draws", default=None
    )
    kind: str = column("类别", "project, programme, optimism, weather, bureau ...", default="")
    active: bool = column("启用", "whether it is switched on", default=True)


@dataclass(frozen=True, slots=True, kw_only=True)
class Risk(Row):
    """An event of given chance that multiplies durations when it happens."""

    id: str = column("编号", "id of the risk", example="R1")
    title_zh: str = column("风险", "name in Chinese")
    title_en: str = column("英文名称", "name in English", default="")
    applies_to: tuple[str, ...] = column("作用于", SELECTOR, example="phase:building")
    chance: Decimal = column("概率", "chance that it happens", example="0.2")
    low: Decimal | None = column("影响最小", "least factor", example="1.0", default=None)
    mode: Decimal | None = column("影响最可能", "most likely factor", example="1.2", default=None)
    high: Decimal | None = column("影响最大", "greatest factor", example="1.6", default=None)


@dataclass(frozen=True, slots=True, kw_only=True)
class Resource(Row):
    """A capacity over a period: works, people, money or mechanism."""

    id: str = column("编号", "id of the row", example="F14")
    kind: Literal["works", "people", "money", "mechanism"] = column("类别", "one of the four kinds")
    title_zh: str = column("资源", "name in Chinese")
    title_en: str = column("英文名称", "name in English", default="")
    organisation: str = column("单位", "whose it is", refers="organisations", default="")
    amount: Decimal | None = column("数量", "capacity in the period", example="9800000000", default=None)
    unit: str = column("单位名称", "of the amount", example="CNY", default="")
    start: date | None = column("起", "first day it can be used", default=None)
    end: date | None = column("止", "last day it can be used", default=None)
    tasks: tuple[str, ...] = column("任务", "tasks it serves", refers="tasks", default=())


@dataclass(frozen=True, slots=True, kw_only=True)
class Mechanism(Row):
    """A rule, number or institution in force from a day, and what it gates."""

    id: str = column("编号", "id of the rule", example="AP09")
    title_zh: str = column("机制", "the rule in our own words")
    title_en: str = column("英文名称", "the same in English", default="")
    number: str = column("文号", "official number", default="")
    value: str = column("数值", "the parameter it sets", example="39", default="")
    unit: str = column("单位名称", "of the value", example="working days", default="")
    in_force_from: date | None = column("生效", "first day in force", default=None)
    in_force_to: date | None = column("失效", "last day in force", default=None)
    replaces: str = column("替代", "the mechanism it replaces", refers="mechanisms", default="")
    permit_classes: tuple[str, ...] = column("审批类别", "classes of permit it rules", default=())
    tasks: tuple[str, ...] = column("任务", "tasks it serves", refers="tasks", default=())
