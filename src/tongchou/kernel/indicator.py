"""Measured quantities against their targets: numbers, ranges, grades and words."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal, InvalidOperation
from typing import Literal

Operator = Literal[">=", "<=", "=", "range", "text", "grade"]

HALF_A_GRADE = Decimal("0.5")  # a latent level belongs to grade k while it is below k + 1/2


@dataclass(frozen=True, slots=True, kw_only=True)
class Interval:
    """The values that meet a target; an open end is None."""

    low: Decimal | None
    high: Decimal | None

    def contains(self, value: Decimal) -> bool:
        """Whether the value meets the target."""
        return (self.low is None or self.low <= value) and (self.high is None or value <= self.high)


def number_of(*, text: str, scale: tuple[str, ...] = ()) -> Decimal | None:
    """A reading as a number: itself, or the place (from 1) of its grade on a scale that runs from best to worst.

    Returns None where the text is neither.
    """
    if scale:
        return Decimal(scale.index(text) + 1) if text in scale else None
    try:
        value = Decimal(text)
    except InvalidOperation:
        return None
    return value if value.is_finite() else None


def interval_of(
    *, operator: Operator, value: str, value_high: str = "", scale: tuple[str, ...] = ()
) -> Interval | None:
    """The numbers that meet a target; None where it is in words and nothing can be computed.

    A grade is met by itself and everything better; the latent level between two grades is rounded half up.
    """
    first = number_of(text=value, scale=scale)
    if operator == "text" or first is None:
        return None
    if operator == "grade":
        return Interval(low=None, high=first + HALF_A_GRADE)
    if operator == ">=":
        return Interval(low=first, high=None)
    if operator == "<=":
        return Interval(low=None, high=first)
    last = number_of(text=value_high, scale=scale) if operator == "range" else first
    return None if last is None else Interval(low=first, high=last)
