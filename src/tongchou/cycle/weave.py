"""What the domains give, woven into the plan: durations, capacities, blocks.

Evidence beats a feed; two feeds on one field are an error.
"""

from __future__ import annotations

import dataclasses
from collections.abc import Iterable
from decimal import Decimal
from typing import TypeVar

from tongchou.kernel.errors import BadInput, Problem, Where
from tongchou.kernel.feed import BlockFeed, CapacityFeed, DurationFeed, Feeds
from tongchou.plan.causes import Resource
from tongchou.plan.model import Plan
from tongchou.plan.works import Activity

Feed = TypeVar("Feed")


def weave(*, plan: Plan, feeds: Iterable[Feeds]) -> Plan:
    """The plan with every feed in its place. What is already done is left as it happened (the network sees to it).

    Raises
    ------
    BadInput
        Two feeds speak of one activity or resource, or one names an activity that does not exist.
    """
    given = tuple(feeds)
    problems: list[Problem] = []
    known = {row.id for row in plan.activities}
    durations = _by_address(
        [(_duration_key(row), row, feed.domain) for feed in given for row in feed.durations], problems
    )
    blocks = _by_address(
        [(row.activity, row, feed.domain) for feed in given for row in feed.blocks], problems
    )
    capacities = _by_address(
        [(f"{row.resource}@{row.start}", row, feed.domain) for feed in given for row in feed.capacities],
        problems,
    )
    named = [key.removeprefix("activity:") for key in durations if key.startswith("activity:")]
    problems += [_unknown(name) for name in [*named, *blocks] if name not in known]
    if problems:
        raise BadInput(problems)
    return dataclasses.replace(
        plan,
        activities=tuple(_blocked(_timed(row, durations), blocks.get(row.id)) for row in plan.activities),
        resources=(*plan.resources, *(_capacity(row) for row in capacities.values())),
    )


def _duration_key(row: DurationFeed) -> str:
    return row.address


def _by_address(rows: list[tuple[str, Feed, str]], problems: list[Problem]) -> dict[str, Feed]:
    found: dict[str, Feed] = {}
    first: dict[str, str] = {}
    for key, row, domain in rows:
        if key in found:
            problems.append(_twice(key, first[key], domain))
        found[key], first[key] = row, domain
    return found


def _timed(row: Activity, feeds: dict[str, DurationFeed]) -> Activity:
    feed = feeds.get(f"activity:{row.id}") or feeds.get(f"permit:{row.permit_class}")
    if feed is None or row.milestone:
        return row
    spread = feed.spread
    if spread.shape == "empirical" or spread.shape == "normal":  # noqa: PLR1714  # narrows the type
        raise BadInput([_unsupported(feed)])
    return dataclasses.replace(
        row,
        low=Decimal(str(spread.low)),
        mode=Decimal(str(spread.mode)),
        high=Decimal(str(spread.high)),
        shape=spread.shape,
        basis="computed",
        sources=(),
        confidence="",
        reason=feed.standard,
    )


def _blocked(row: Activity, block: BlockFeed | None) -> Activity:
    if block is None:
        return row
    earliest = block.until if row.earliest is None else max(row.earliest, block.until)
    return dataclasses.replace(row, earliest=earliest)


def _capacity(row: CapacityFeed) -> Resource:
    return Resource(
        id=f"{row.resource}-{row.start:%Y%m%d}",
        kind="works",
        title_zh=row.resource,
        title_en=row.resource,
        amount=Decimal(str(row.amount)),
        unit=row.unit,
        start=row.start,
        end=row.end,
        basis="computed",
    )


def _twice(key: str, first: str, second: str) -> Problem:
    return Problem(
        code="two-feeds",
        where=Where(table="feeds", column=key),
        zh=f"{first} 与 {second} 两个领域同时给出同一数值",
        en=f"the domains {first} and {second} both give this value",
        mend_zh="请只保留其中一个领域的输入。",
        mend_en="Keep the input of one of the two domains.",
        value=key,
    )


def _unknown(name: str) -> Problem:
    return Problem(
        code="unknown-reference",
        where=Where(table="feeds"),
        zh="领域结果指向的事项不在规划中",
        en="a domain speaks of an activity that is not in the plan",
        mend_zh="请改正编号或把该事项加入规划。",
        mend_en="Correct the id, or add the activity to the plan.",
        value=name,
    )


def _unsupported(feed: DurationFeed) -> Problem:
    return Problem(
        code="unsupported-spread",
        where=Where(table="feeds", column=feed.address),
        zh="规划表暂不能容纳这种分布",
        en="a plan's table cannot hold this form of spread",
        mend_zh="请给出三角、PERT、对数正态、均匀或固定值。",
        mend_en="Give a triangular, PERT, lognormal, uniform or fixed one.",
        value=feed.spread.shape,
    )
