"""Where work stands when all that is said is a percentage: the norm's steps up to that share of it. An assumption."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal

from tongchou.plan.template import template
from tongchou.plan.template_norm import norm_of


@dataclass(frozen=True, slots=True, kw_only=True)
class Reached:
    """Template rows done and running at a share of the work."""

    done: tuple[str, ...]
    running: tuple[str, ...]


def steps_at(*, kind: str, share: Decimal) -> Reached:
    """The steps that are done, and that run, once a share of the work (0 to 1) is done.

    Of works the share counts from their start to their acceptance, as a site counts it; of everything else from the
    first step to the day it is adopted or opens. Time stands for work: the share of the norm's days, no more.
    """
    form, norm = template(kind), norm_of(kind=kind)
    building = form.has("start") and form.has("accept")
    begin = norm.finish["start"] if building else 0.0
    last = next(name for name in ("accept", "adopted", "open") if form.has(name))
    now = begin + float(share) * (norm.finish[last] - begin)
    steps = [row.id for row in form.activities if row.id in form.upstream(last)]
    if share <= 0:
        return Reached(done=(), running=())
    done = [name for name in steps if norm.finish[name] <= now]
    running = [name for name in steps if norm.start[name] < now < norm.finish[name]]
    return Reached(done=tuple(done), running=tuple(running))
