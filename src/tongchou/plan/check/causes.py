"""Checks on drivers, risks, resources and mechanisms: factors, chances, selectors, spans of days."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping
from datetime import date
from decimal import Decimal

from tongchou.kernel.errors import Problem
from tongchou.plan.causes import Driver, Risk
from tongchou.plan.check.purpose import END_BEFORE_START
from tongchou.plan.check.report import doubtful, wrong
from tongchou.plan.check.works import NOT_IN_ORDER, in_order
from tongchou.plan.model import Plan
from tongchou.plan.select import KEYS, facets, members

BAD_SELECTOR = wrong(
    "bad-selector",
    "选择条件的写法不对",
    "not a selector",
    "应为 all 或 " + "、".join(f"{key}:…" for key in KEYS) + ",同时满足用 + 相连。",
    "Write all, or one of " + ", ".join(f"{key}:..." for key in KEYS) + "; join conditions with +.",
)
EMPTY_SELECTOR = doubtful(
    "selector-without-match",
    "选择条件没有选中任何事项",
    "the selector picks no activity",
    "请核对编号，或删去。",
    "Check the id or word, or remove it.",
)
NOTHING_SELECTED = wrong(
    "nothing-selected",
    "没有说明作用于哪些事项",
    "it does not say which activities it applies to",
    "请填写“作用于”，例如 all。",
    "Fill applies_to, for instance with all.",
)
NO_FACTOR = wrong(
    "driver-without-factor",
    "驱动因素既没有倍数也没有相关",
    "the driver has neither a factor nor a correlation",
    "请填写 P10、中位数、P90，或填写相关。",
    "Give P10, median and P90, or rho.",
)
FACTOR_AND_RHO = doubtful(
    "factor-and-rho",
    "倍数和相关只用一种",
    "both a factor and a correlation are given",
    "请留一种。",
    "Keep one of them.",
)
HALF_FACTOR = wrong(
    "half-a-factor",
    "倍数不完整：需要最小、居中、最大三个数",
    "the factor is incomplete: three numbers are needed",
    "请把三个数填全。",
    "Give all three numbers.",
)
BAD_FACTOR = wrong(
    "bad-factor",
    "倍数应大于0",
    "a factor is greater than nought",
    "1.2表示工期延长两成。",
    "1.2 means a fifth longer.",
)
BAD_RHO = wrong(
    "bad-rho", "相关应在0与1之间", "a correlation lies between 0 and 1", "例如 0.4。", "For example 0.4."
)
BAD_CHANCE = wrong(
    "bad-chance", "概率应在0与1之间", "a chance lies between 0 and 1", "两成写0.2。", "One in five is 0.2."
)
NEGATIVE_AMOUNT = wrong(
    "negative-amount", "数量为负", "a negative amount", "请填写0或正数。", "Give nought or a positive number."
)
REPLACES_ITSELF = wrong(
    "replaces-itself", "机制替代自己", "a mechanism replaces itself", "请改正。", "Correct it."
)


RHO_OVER_ONE = wrong(
    "rho-over-one",
    "作用于同一事项的各驱动因素，相关之和超过1",
    "the correlations of the drivers of one activity sum to more than 1",
    "请减小相关，或缩小其作用范围。",
    "Lower them, or narrow what they apply to.",
)


def cause_problems(*, plan: Plan) -> Iterator[Problem]:
    """Everything wrong with drivers, risks, resources and mechanisms."""
    picked = _positions(plan) if plan.drivers or plan.risks else {}
    for place, driver in enumerate(plan.drivers):
        yield from _driver(place, driver)
        yield from _selectors("drivers", place, driver.applies_to, picked)
    yield from _rhos(plan)
    for place, risk in enumerate(plan.risks):
        yield from _risk(place, risk)
        yield from _selectors("risks", place, risk.applies_to, picked)
    for place, row in enumerate(plan.resources):
        yield from _span("resources", place, "end", row.start, row.end)
        if row.amount is not None and row.amount < 0:
            yield NEGATIVE_AMOUNT.at(table="resources", place=place, column="amount", value=str(row.amount))
    for place, rule in enumerate(plan.mechanisms):
        yield from _span("mechanisms", place, "in_force_to", rule.in_force_from, rule.in_force_to)
        if rule.replaces == rule.id:
            yield REPLACES_ITSELF.at(table="mechanisms", place=place, column="replaces", value=rule.id)


def _rhos(plan: Plan) -> Iterator[Problem]:
    """The drivers whose correlations, with those of the drivers before them, sum to more than 1 on some activity."""
    known = facets(plan=plan)
    taken: dict[int, Decimal] = defaultdict(Decimal)
    for place, row in enumerate(plan.drivers):
        if row.rho is None or not row.active:
            continue
        moved = members(facets=known, selectors=row.applies_to)
        for activity in moved:
            taken[activity] += row.rho
        if any(taken[activity] > 1 for activity in moved):
            yield RHO_OVER_ONE.at(table="drivers", place=place, column="rho", value=str(row.rho))


def _span(table: str, place: int, column: str, start: date | None, end: date | None) -> Iterator[Problem]:
    if start is not None and end is not None and end < start:
        yield END_BEFORE_START.at(table=table, place=place, column=column, value=f"{end} < {start}")


def _driver(place: int, row: Driver) -> Iterator[Problem]:
    factor = (row.low, row.mode, row.high)
    if row.rho is not None and not 0 <= row.rho < 1:
        yield BAD_RHO.at(table="drivers", place=place, column="rho", value=str(row.rho))
    if row.rho is not None and any(each is not None for each in factor):
        yield FACTOR_AND_RHO.at(table="drivers", place=place, column="rho", value=row.id)
    if row.rho is None and not any(each is not None for each in factor):
        yield NO_FACTOR.at(table="drivers", place=place, column="mode", value=row.id)
    yield from _factor("drivers", place, factor)


def _risk(place: int, row: Risk) -> Iterator[Problem]:
    if not 0 <= row.chance <= 1:
        yield BAD_CHANCE.at(table="risks", place=place, column="chance", value=str(row.chance))
    factor = (row.low, row.mode, row.high)
    if not any(each is not None for each in factor):
        yield HALF_FACTOR.at(table="risks", place=place, column="mode", value=row.id)
    yield from _factor("risks", place, factor)


def _factor(table: str, place: int, factor: tuple[Decimal | None, ...]) -> Iterator[Problem]:
    given = [each for each in factor if each is not None]
    seen = " ".join(str(each) for each in given)
    if 0 < len(given) < len(factor):
        yield HALF_FACTOR.at(table=table, place=place, column="mode", value=seen)
    if any(each <= 0 for each in given):
        yield BAD_FACTOR.at(table=table, place=place, column="mode", value=seen)
    if not in_order(*factor):
        yield NOT_IN_ORDER.at(table=table, place=place, column="mode", value=seen)


def _positions(plan: Plan) -> Mapping[str, set[int]]:
    found: dict[str, set[int]] = defaultdict(set)
    for place, facet in enumerate(facets(plan=plan)):
        for word in facet.values:
            found[word].add(place)
    return found


def _selectors(
    table: str, place: int, selectors: tuple[str, ...], picked: Mapping[str, set[int]]
) -> Iterator[Problem]:
    if not selectors:
        yield NOTHING_SELECTED.at(table=table, place=place, column="applies_to")
    for selector in selectors:
        words = selector.split("+")
        if not all(_well_formed(word) for word in words):
            yield BAD_SELECTOR.at(table=table, place=place, column="applies_to", value=selector)
        elif not set.intersection(*sorted((picked.get(word, set()) for word in words), key=len)):
            yield EMPTY_SELECTOR.at(table=table, place=place, column="applies_to", value=selector)


def _well_formed(word: str) -> bool:
    key, colon, value = word.partition(":")
    return word == "all" or (key in KEYS and bool(colon) and bool(value))
