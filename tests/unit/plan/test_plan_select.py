"""Selectors pick activities by what they and their project are."""

from __future__ import annotations

import pytest

from tongchou.plan.model import Plan
from tongchou.plan.select import facets, members
from tongchou.plan.works import Activity, Project

PLAN = Plan(
    id="p",
    title_zh="规划",
    projects=(
        Project(id="P1", title_zh="学校", kind="school", owner="edu", programme="aid", tasks=("I09",)),
        Project(id="P2", title_zh="公园", kind="park", owner="eco"),
    ),
    activities=(
        Activity(id="P1.site", project="P1", title_zh="选址", phase="permits", permit_class="PC_SITE"),
        Activity(id="P1.build", project="P1", title_zh="主体", phase="building", owner="firm"),
        Activity(id="P2.build", project="P2", title_zh="主体", phase="building"),
        Activity(id="alone", title_zh="独立事项"),
    ),
)


@pytest.mark.parametrize(
    ("selector", "picked"),
    [
        ("all", (0, 1, 2, 3)),
        ("project:P1", (0, 1)),
        ("programme:aid", (0, 1)),
        ("owner:edu", (0,)),
        ("owner:firm", (1,)),
        ("permit:PC_SITE", (0,)),
        ("kind:park", (2,)),
        ("phase:building", (1, 2)),
        ("phase:building+project:P1", (1,)),
        ("task:I09", (0, 1)),
        ("activity:alone", (3,)),
        ("project:P9", ()),
    ],
)
def test_a_selector_picks_by_its_key(selector: str, picked: tuple[int, ...]) -> None:
    assert members(facets=facets(plan=PLAN), selectors=(selector,)) == picked


def test_several_selectors_join() -> None:
    assert members(facets=facets(plan=PLAN), selectors=("permit:PC_SITE", "kind:park")) == (0, 2)
