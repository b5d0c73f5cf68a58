"""Lights by the clock: of plans that something happened in, and of all plans when a new day begins."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime

from tongchou_site.records.actions.lights import relight
from tongchou_site.records.queries.items import plans_by_day
from tongchou_site.records.trail import MACHINE


def relight_plans(*, on: date, at: datetime, only: Iterable[str] | None = None) -> int:
    """Compute the lights of some plans, or of all, as of a day; how many changed.

    A plan judged on a fixed day of the past shows the lights of that day.
    """
    wanted = None if only is None else set(only)
    plans = [(key, day) for key, day in plans_by_day() if wanted is None or key in wanted]
    return sum(relight(plan=key, on=day or on, by=MACHINE, at=at).changed for key, day in plans)
