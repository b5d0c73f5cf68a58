"""Past promises against outcomes: the first promise counts, nothing unknown is counted, nothing small is fitted."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest

from tongchou.plan.model import Plan
from tongchou.plan.reference import LEAST_N, ReferenceClass, optimism_driver, reference_classes
from tongchou.plan.works import Activity, Project, Statement

SAID, DUE, ON = date(2020, 1, 1), date(2020, 12, 31), date(2022, 1, 1)


def activity(name: str, **more: Any) -> Activity:
    return Activity(
        **{"id": name, "project": "P", "title_zh": name, "phase": "handover", "milestone": True, **more}
    )


def promised(name: str, due: date = DUE, said: date = SAID, **more: Any) -> Statement:
    row = {
        "id": f"{name}.{due}.{said}",
        "subject": name,
        "aspect": "finish",
        "kind": "planned",
        "said_on": said,
    }
    return Statement(**{**row, "value": due.isoformat(), **more})


def happened(name: str, day: date, precision: str = "day") -> Statement:
    return promised(name, day, day, kind="actual", precision=precision, id=f"{name}.actual")


def classes(
    *statements: Statement, activities: tuple[Activity, ...] = (), on: date = ON
) -> tuple[ReferenceClass, ...]:
    names = dict.fromkeys(row.subject for row in statements)
    plan = Plan(
        id="p",
        title_zh="规划",
        projects=(Project(id="P", title_zh="甲", kind="school"),),
        activities=activities or tuple(activity(name) for name in names),
        statements=statements,
    )
    return reference_classes(plan=plan, on=on)


def many(slips: list[int]) -> ReferenceClass:
    rows = [
        row
        for place, slip in enumerate(slips)
        for row in (promised(f"A{place}"), happened(f"A{place}", DUE + timedelta(days=slip)))
    ]
    return classes(*rows)[0]


def test_a_promise_kept_counts_and_is_not_missed() -> None:
    found = classes(promised("A"), happened("A", DUE))[0]
    assert (found.milestone, found.n, found.missed) == ("works", 1, 0)


def test_a_promise_missed_says_by_how_many_days() -> None:
    found = classes(promised("A"), happened("A", DUE + timedelta(days=90)))[0]
    assert found.slip is not None
    assert (found.missed, found.slip.value) == (1, 90)


def test_a_promise_not_yet_due_is_left_out() -> None:
    assert classes(promised("A", due=ON)) == ()


def test_a_promise_without_an_outcome_is_unknown_and_not_counted() -> None:
    found = classes(promised("A"))[0]
    assert (found.n, found.unknown) == (0, 1)


def test_what_had_happened_by_a_later_day_is_unknown() -> None:
    found = classes(promised("A"), happened("A", DUE + timedelta(days=9), "latest"))[0]
    assert (found.n, found.unknown) == (0, 1)


def test_what_had_happened_by_a_day_in_time_was_kept() -> None:
    found = classes(promised("A"), happened("A", DUE, "latest"))[0]
    assert (found.n, found.missed) == (1, 0)


def test_of_two_promises_of_one_thing_the_first_counts() -> None:
    later = promised("A", due=DUE + timedelta(days=200), said=DUE)
    found = classes(promised("A"), later, happened("A", DUE + timedelta(days=100)))[0]
    assert (found.n, found.missed) == (1, 1)


def test_a_promise_made_shortly_before_is_left_out() -> None:
    assert classes(promised("A", said=DUE - timedelta(days=29)), happened("A", DUE)) == ()


def test_an_outcome_said_after_the_day_of_judgement_is_not_seen() -> None:
    found = classes(promised("A"), happened("A", ON + timedelta(days=1)))[0]
    assert (found.n, found.unknown) == (0, 1)


@pytest.mark.parametrize(
    ("row", "milestone"),
    [
        (activity("P.start", phase="building"), "start"),
        (activity("P.topout", phase="building"), "works"),
        (activity("P.accept", phase="permits"), "works"),
        (activity("P.handover"), "works"),
        (activity("P.open", phase="operation"), "opening"),
        (activity("P.x", phase="building", template="school/start"), "start"),
    ],
    ids=lambda value: value if isinstance(value, str) else value.id,
)
def test_a_promise_belongs_to_the_class_of_its_milestone(row: Activity, milestone: str) -> None:
    assert [each.milestone for each in classes(promised(row.id), activities=(row,))] == [milestone]


def test_below_the_least_n_nothing_is_fitted() -> None:
    small = many([10] * (LEAST_N - 1))
    assert (small.n, small.optimism, optimism_driver(reference=small)) == (LEAST_N - 1, None, None)


def test_optimism_is_the_median_of_days_taken_over_days_promised() -> None:
    lead = (DUE - SAID).days
    found = many([lead] * LEAST_N)
    assert found.optimism is not None
    assert found.optimism.value == 2.0


def test_the_fitted_factor_becomes_one_driver_that_can_be_switched_off() -> None:
    driver = optimism_driver(reference=many([365] * LEAST_N))
    assert driver is not None
    assert (driver.kind, driver.active, str(driver.mode)) == ("optimism", True, "2.0")


def test_the_interval_of_a_median_is_that_of_order_statistics() -> None:
    """Of ten values the 2nd and the 9th enclose the median with 1 - 2 x 11/1024 = 97.9 %; the 3rd and 8th with 89.1 %."""
    found = many([10 * place for place in range(1, 11)])
    assert found.slip is not None
    assert (found.slip.value, found.slip.low, found.slip.high) == (55, 20, 90)


def test_four_values_give_no_interval() -> None:
    found = many([10, 20, 30, 40])
    assert found.slip is not None
    assert (found.slip.low, found.slip.high) == (None, None)
