"""A plan compiled on a day: what waits for the start of running work counts from the day it began."""

from __future__ import annotations

from datetime import date, timedelta
from decimal import Decimal
from typing import Any

import numpy as np
import pytest

from tongchou.network.compile import compile_network
from tongchou.network.model import TICKS_PER_DAY
from tongchou.network.passes import forward_tile
from tongchou.plan.model import Plan
from tongchou.plan.works import Activity, Link, Statement

BEGAN, ON = date(2021, 7, 1), date(2021, 8, 3)


def finish(*, kind: Any, lag: int, days: int) -> date:
    """The finish of B (1 day) that waits for A, which began on the first of July and needs `days` more."""
    spread = {"low": Decimal(1), "mode": Decimal(1), "high": Decimal(1)}
    plan = Plan(
        id="p",
        title_zh="p",
        activities=(Activity(id="A", title_zh="甲", **spread), Activity(id="B", title_zh="乙", **spread)),
        links=(Link(id="L", pred="A", succ="B", kind=kind, lag=Decimal(lag)),),
        statements=(
            Statement(
                id="S",
                subject="A",
                aspect="start",
                kind="actual",
                value=BEGAN.isoformat(),
                precision="day",
                said_on=BEGAN,
            ),
        ),
    )
    compiled = compile_network(plan=plan, on=ON)
    durations = np.array([[days * TICKS_PER_DAY], [TICKS_PER_DAY]], dtype=np.int32)
    events = forward_tile(network=compiled.network, durations=durations)
    ends = int(events[compiled.network.finish_event[1], 0])
    origin = ON - timedelta(days=(ON - BEGAN).days)
    return origin + timedelta(days=ends // TICKS_PER_DAY - 1)


@pytest.mark.parametrize(
    ("kind", "lag", "expected"),
    [
        ("SF", 60, date(2021, 8, 29)),  # sixty days from the first of July, that day included
        ("SF", 20, date(2021, 8, 3)),  # long past: nothing is waited for
        ("SS", 60, date(2021, 8, 30)),  # begins after sixty days, and takes one
        ("FS", 0, date(2021, 8, 13)),  # after the ten days that are left
        ("FF", 5, date(2021, 8, 17)),
    ],
)
def test_a_lag_after_running_work_counts_from_where_it_stands(kind: str, lag: int, expected: date) -> None:
    assert finish(kind=kind, lag=lag, days=10) == expected
