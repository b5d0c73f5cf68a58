"""A time axis: from days to pixels, and where its marks stand."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

STEPS_MONTHS = (1, 3, 6, 12, 24, 60, 120)
LEAST_GAP = 58.0  # pixels between two labels


@dataclass(frozen=True, slots=True, kw_only=True)
class Tick:
    """One mark of the axis."""

    x: float
    label: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Axis:
    """Days from `start` to `end` laid over the pixels from `left` to `right`."""

    start: date
    end: date
    left: float
    right: float

    def __post_init__(self) -> None:
        if self.start >= self.end:
            raise ValueError(f"an axis needs start < end, not {self.start}..{self.end}")

    def x(self, day: date) -> float:
        """The pixel of a day; days outside stand at the ends."""
        share = (day - self.start).days / (self.end - self.start).days
        return round(self.left + (self.right - self.left) * min(1.0, max(0.0, share)), 1)

    def holds(self, day: date) -> bool:
        """Whether a day lies on the axis."""
        return self.start <= day <= self.end

    def ticks(self) -> tuple[Tick, ...]:
        """First days of months, quarters or years, as close as their labels allow."""
        months = (self.end.year - self.start.year) * 12 + self.end.month - self.start.month + 1
        per_month = (self.right - self.left) / months
        step = next((each for each in STEPS_MONTHS if each * per_month >= LEAST_GAP), STEPS_MONTHS[-1])
        first = (self.start.year * 12 + self.start.month - 1) // step * step
        days = [date(k // 12, k % 12 + 1, 1) for k in range(first, first + months + step, step)]
        form = "%Y" if step >= 12 else "%Y-%m"
        return tuple(Tick(x=self.x(day), label=day.strftime(form)) for day in days if self.holds(day))
