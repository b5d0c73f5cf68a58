"""The norm of a template: when each step would begin and end at its most likely duration, with no driver and no gate."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache

from tongchou.plan.template import Template, TemplateActivity, template

DAYS_PER_WORKDAY = 1.45  # 365 calendar days over about 251 working days


@dataclass(frozen=True, slots=True, kw_only=True)
class Norm:
    """Calendar days from the first step's beginning: when each step starts and finishes."""

    start: dict[str, float]
    finish: dict[str, float]

    def between(self, *, begin: str, end: str) -> float:
        """Days from the finish of one step to the finish of another."""
        return self.finish[end] - self.finish[begin]


@cache
def norm_of(*, kind: str) -> Norm:
    """The norm of one kind's template, by one forward pass over its rows and links.

    Raises
    ------
    KeyError
        No template of this kind.
    """
    form = template(kind)
    start: dict[str, float] = {}
    finish: dict[str, float] = {}
    for row in _in_order(form):
        days = _days(row)
        begin = 0.0
        for name, link, lag in row.after:
            base = start[name] if link in ("SS", "SF") else finish[name]
            begin = max(begin, base + lag - (days if link in ("FF", "SF") else 0.0))
        start[row.id], finish[row.id] = begin, begin + days
    return Norm(start=start, finish=finish)


def works_done(*, kind: str) -> str:
    """The step with which the building of a kind ends: the one of its building phase that is finished last."""
    norm = norm_of(kind=kind)
    built = [row.id for row in template(kind).activities if row.phase == "building"]
    return max(built, key=lambda name: norm.finish[name])


def _days(row: TemplateActivity) -> float:
    if row.mode is None:
        return 0.0
    return float(row.mode) * (DAYS_PER_WORKDAY if row.unit == "wd" else 1.0)


def _in_order(form: Template) -> list[TemplateActivity]:
    """The rows, each behind all it waits for."""
    waiting = list(form.activities)
    placed: dict[str, TemplateActivity] = {}
    while waiting:
        ready = [row for row in waiting if all(name in placed for name, _, _ in row.after)]
        if not ready:
            raise ValueError(f"template {form.kind}: a loop among {[row.id for row in waiting]}")
        placed |= {row.id: row for row in ready}
        waiting = [row for row in waiting if row.id not in placed]
    return list(placed.values())
