"""Targets as intervals of numbers."""

from __future__ import annotations

from decimal import Decimal

import pytest

from tongchou.kernel.indicator import Interval, Operator, interval_of, number_of

CLASSES = ("I", "II", "III", "IV", "V", "劣V")


def test_a_grade_is_its_place_on_the_scale() -> None:
    assert number_of(text="III", scale=CLASSES) == 3


def test_a_word_off_the_scale_is_no_number() -> None:
    assert number_of(text="VII", scale=CLASSES) is None


@pytest.mark.parametrize("text", ["", "abc", "NaN", "Infinity"])
def test_what_is_not_finite_is_no_number(text: str) -> None:
    assert number_of(text=text) is None


@pytest.mark.parametrize(
    ("operator", "high", "inside", "outside"),
    [(">=", "", "40", "39.9"), ("<=", "", "40", "40.1"), ("=", "", "40", "41"), ("range", "50", "45", "51")],
)
def test_an_operator_decides_what_meets_the_target(
    operator: Operator, high: str, inside: str, outside: str
) -> None:
    interval = interval_of(operator=operator, value="40", value_high=high)
    assert interval is not None
    assert interval.contains(Decimal(inside))
    assert not interval.contains(Decimal(outside))


def test_a_grade_is_met_by_everything_better() -> None:
    assert interval_of(operator="grade", value="III", scale=CLASSES) == Interval(
        low=None, high=Decimal("3.5")
    )


def test_a_target_in_words_cannot_be_computed() -> None:
    assert interval_of(operator="text", value="全覆盖") is None


def test_a_range_without_its_upper_end_cannot_be_computed() -> None:
    assert interval_of(operator="range", value="2") is None
