"""What the domains give, woven into a plan."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest

from tongchou.cycle.weave import weave
from tongchou.kernel.errors import BadInput
from tongchou.kernel.feed import BlockFeed, CapacityFeed, DurationFeed, Feeds, Spread
from tongchou.kernel.finding import Text
from tongchou.plan.model import Plan
from tongchou.plan.works import Activity

PLAN = Plan(
    id="p",
    title_zh="规划",
    activities=(
        Activity(id="A", title_zh="许可", permit_class="PC_X", mode=Decimal(20), unit="wd"),
        Activity(id="B", title_zh="施工", mode=Decimal(100), unit="cd", earliest=date(2021, 9, 1)),
    ),
)


def duration(address: str, mode: float = 10.0) -> DurationFeed:
    return DurationFeed(
        address=address, spread=Spread(shape="pert", low=5, mode=mode, high=20), standard="mined, n 40"
    )


def test_a_permit_class_gives_its_duration_to_every_permit_of_the_class() -> None:
    woven = weave(plan=PLAN, feeds=[Feeds(domain="approvals", durations=(duration("permit:PC_X"),))])
    assert [row.mode for row in woven.activities] == [Decimal("10.0"), Decimal(100)]


def test_a_woven_duration_names_its_parent() -> None:
    woven = weave(plan=PLAN, feeds=[Feeds(domain="approvals", durations=(duration("activity:A"),))])
    assert (woven.activities[0].basis, woven.activities[0].reason) == ("computed", "mined, n 40")


def test_two_feeds_on_one_field_are_an_error() -> None:
    feeds = [
        Feeds(domain="approvals", durations=(duration("activity:A"),)),
        Feeds(domain="safety", durations=(duration("activity:A", 12.0),)),
    ]
    with pytest.raises(BadInput) as caught:
        weave(plan=PLAN, feeds=feeds)
    assert [problem.code for problem in caught.value.problems] == ["two-feeds"]


def test_a_feed_on_an_unknown_activity_is_an_error() -> None:
    with pytest.raises(BadInput, match="not in the plan"):
        weave(plan=PLAN, feeds=[Feeds(domain="approvals", durations=(duration("activity:Z"),))])


def test_a_block_never_brings_a_start_forward() -> None:
    block = BlockFeed(activity="B", until=date(2021, 8, 1), text=Text(zh="红色风险", en="red risk"))
    woven = weave(plan=PLAN, feeds=[Feeds(domain="safety", blocks=(block,))])
    assert woven.activities[1].earliest == date(2021, 9, 1)


def test_a_capacity_becomes_a_resource_of_the_plan() -> None:
    capacity = CapacityFeed(
        resource="beds", start=date(2021, 1, 1), end=date(2021, 12, 31), amount=600, unit="beds"
    )
    woven = weave(plan=PLAN, feeds=[Feeds(domain="health", capacities=(capacity,))])
    assert [(row.id, row.amount) for row in woven.resources] == [("beds-20210101", Decimal("600"))]


def test_without_feeds_a_plan_is_unchanged() -> None:
    assert weave(plan=PLAN, feeds=[]) == PLAN
