"""Calibration: only stored forecasts against facts, each with n; too few are said to be too few."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta

import pytest
from django.test import Client
from tests.site.constraint_case import NOW, PLAN, TODAY, add_answer, changed, said

from tongchou.plan.model import Plan
from tongchou_site.records import models
from tongchou_site.records.actions.plans import add_plan
from tongchou_site.records.queries.calibration import earlier
from tongchou_site.records.trail import MACHINE, Actor

Browser = Callable[[str], Client]


@pytest.fixture
def small() -> Plan:
    return PLAN


def page(browser: Browser) -> str:
    return browser("office").get("/p/small/calibration").content.decode()


def test_a_promise_forecast_to_be_broken_and_broken_scores_nought(
    browser: Browser, people: dict[str, Actor]
) -> None:
    add_answer()
    found = page(browser)
    assert "布赖尔评分" in found
    assert '#calc-brier">0.00</a>' in found.split("一概相信承诺者")[0]


def test_with_few_promises_the_page_says_that_they_grade_nothing(
    browser: Browser, people: dict[str, Actor]
) -> None:
    add_answer()
    assert "样本太小" in page(browser)


def test_a_chart_stands_with_its_table(browser: Browser, people: dict[str, Actor]) -> None:
    add_answer()
    found = page(browser)
    assert "<circle" in found
    assert "0–20 %" in found


def test_a_finish_told_a_month_ahead_counts_and_one_told_later_does_not(plan: models.Plan) -> None:
    run = add_answer()
    found = earlier(plan=plan.pk)  # the fence was finished on the twentieth of August, 17 days on
    assert [(each.row.activity, each.run) for each in found] == [("school", run)]


def test_the_last_forecast_made_early_enough_counts(plan: models.Plan) -> None:
    add_answer()
    last = add_answer(on=date(2021, 9, 1), at=NOW + timedelta(days=29))
    add_answer(on=date(2021, 9, 21), at=NOW + timedelta(days=49))  # 29 days before
    assert [(each.row.activity, each.run) for each in earlier(plan=plan.pk)] == [("school", last)]


def test_a_forecast_of_thirty_days_ahead_is_early_enough(plan: models.Plan) -> None:
    last = add_answer(on=date(2021, 9, 20), at=NOW + timedelta(days=48))
    assert [each.run for each in earlier(plan=plan.pk)] == [last]


def test_a_run_made_after_the_fact_is_marked(plan: models.Plan) -> None:
    add_answer(at=NOW + timedelta(days=365))
    assert [each.hindsight for each in earlier(plan=plan.pk)] == [True]


def test_a_run_made_before_the_fact_is_not_marked(plan: models.Plan) -> None:
    add_answer()
    assert [each.hindsight for each in earlier(plan=plan.pk)] == [False]


def test_under_five_finishes_earlier_runs_are_grey_and_not_scored(
    browser: Browser, people: dict[str, Actor]
) -> None:
    add_answer()
    assert "积累不足" in page(browser)


def test_without_a_fact_there_is_nothing_to_hold_a_forecast_against(db: None) -> None:
    value = changed(statements=tuple(row for row in PLAN.statements if row.kind == "planned"))
    add_plan(value=value, on=TODAY, fixed=True, by=MACHINE, at=NOW)
    add_answer(value=value)
    assert earlier(plan=models.Plan.objects.get().pk) == ()


class TestFive:
    @pytest.fixture
    def small(self) -> Plan:
        """Every activity finished on the first of November."""
        facts = tuple(said(each.id, "2021-11-01", "2021-11-02", "actual") for each in PLAN.activities)
        return changed(statements=(*(row for row in PLAN.statements if row.kind == "planned"), *facts))

    def test_from_five_finishes_on_earlier_runs_are_scored(
        self, browser: Browser, people: dict[str, Actor], small: Plan
    ) -> None:
        add_answer(value=small)
        found = page(browser)
        assert "积累不足" not in found
        assert "共 <a" in found
        assert "样本太小" in found
