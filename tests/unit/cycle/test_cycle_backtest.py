"""The back-test: what was forecast against what happened later, and its score."""

from __future__ import annotations

import dataclasses
from datetime import date

import pytest
from tests.unit.cycle.cycle_case import TOWN, changed, fact, promise, ran

from tongchou.cycle.backtest import back_test, reliability, score


def test_a_finish_known_only_later_is_a_row() -> None:
    rows = back_test(outcome=ran(), plan=TOWN)
    assert [(row.activity, row.actual) for row in rows] == [("open", date(2021, 11, 20))]


def test_the_promise_shown_is_the_one_known_on_the_day() -> None:
    assert back_test(outcome=ran(), plan=TOWN)[0].promised == date(2021, 8, 31)


def test_what_was_done_by_the_day_is_no_row() -> None:
    assert back_test(outcome=ran(on=date(2021, 12, 1)), plan=TOWN) == ()


def test_a_broken_promise_scores_the_square_of_its_chance() -> None:
    rows = back_test(outcome=ran(), plan=TOWN)
    found = score(rows=rows)
    assert (found.promises, found.kept) == (1, 0)
    assert found.brier == pytest.approx(rows[0].chance ** 2)
    assert found.believing == 1.0


def test_a_kept_promise_scores_against_certainty() -> None:
    plan = changed(
        statements=(promise("open", "2021-12-31", "2021-01-15"), fact("open", "2021-11-20", "2021-11-20"))
    )
    rows = back_test(outcome=ran(plan), plan=plan)
    found = score(rows=rows)
    assert found.kept == 1
    assert found.brier == pytest.approx((1 - rows[0].chance) ** 2)
    assert found.believing == 0.0


def test_without_promises_there_is_no_score() -> None:
    plan = changed(statements=(fact("open", "2021-11-20", "2021-11-20"),))
    found = score(rows=back_test(outcome=ran(plan), plan=plan))
    assert (found.n, found.promises, found.brier) == (1, 0, None)


def test_a_chance_of_nought_point_seven_is_counted_in_the_fourth_band() -> None:
    row = dataclasses.replace(back_test(outcome=ran(), plan=TOWN)[0], chance=0.7, kept=True)
    other = dataclasses.replace(row, chance=0.75, kept=False)
    bands = reliability(rows=(row, other))
    assert [band.n for band in bands] == [0, 0, 0, 2, 0]
    assert (bands[3].kept, bands[3].chance) == (1, pytest.approx(0.725))


def test_certainty_belongs_to_the_last_band() -> None:
    row = dataclasses.replace(back_test(outcome=ran(), plan=TOWN)[0], chance=1.0, kept=True)
    assert [band.n for band in reliability(rows=(row,))] == [0, 0, 0, 0, 1]


def test_one_kept_promise_leaves_a_wide_interval() -> None:
    row = dataclasses.replace(back_test(outcome=ran(), plan=TOWN)[0], chance=1.0, kept=True)
    interval = reliability(rows=(row,))[4].interval
    assert interval is not None
    assert interval.low == pytest.approx(0.207, abs=0.001)  # 1 / (1 + z²)


def test_a_finish_without_a_promise_is_in_no_band() -> None:
    row = dataclasses.replace(back_test(outcome=ran(), plan=TOWN)[0], chance=None, kept=None)
    assert sum(band.n for band in reliability(rows=(row,))) == 0
