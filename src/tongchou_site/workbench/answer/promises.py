"""The dates said of activities, each saying kept, beside what the forecast makes of the latest of them."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from tongchou.cycle.outcome import ActivityOutcome
from tongchou.kernel.finding import Text
from tongchou.publish.lights import Light
from tongchou.publish.provenance import Figure, computed, said
from tongchou.publish.scene import Scene
from tongchou.publish.words import percent


@dataclass(frozen=True, slots=True, kw_only=True)
class Saying:
    """One dated saying about a finish."""

    value: Figure
    said_on: str
    kind: str  # planned or actual


@dataclass(frozen=True, slots=True, kw_only=True)
class Promise:
    """One activity with all that was said of its finish."""

    id: str
    title: Text
    project: str
    light: Light
    sayings: tuple[Saying, ...]  # in the order they were said
    moved: int | None  # days from the first promise to the latest; None where it never moved
    p50: Figure
    p80: Figure | None
    late: Figure | None  # days of the median after the latest promise
    kept: Figure | None  # chance that the latest promise is kept
    done: bool


def promises(*, activities: Iterable[ActivityOutcome], scene: Scene) -> tuple[Promise, ...]:
    """Of these activities those whose finish was spoken of: open ones first, the latest against promise on top."""
    rows = [(each, found) for each in activities if (found := _promise(each, scene)) is not None]
    rows.sort(key=lambda pair: (pair[0].done, -_days_late(pair[0]), pair[0].finish_p50, pair[0].id))
    return tuple(found for _, found in rows)


def _days_late(each: ActivityOutcome) -> int:
    return (each.finish_p50 - each.promised).days if each.promised and not each.done else 0


def _promise(each: ActivityOutcome, scene: Scene) -> Promise | None:
    rows = [row for row in scene.said.get(each.id, ()) if row.aspect == "finish"]
    if not rows:
        return None
    planned = [date.fromisoformat(row.value) for row in rows if row.kind == "planned"]
    moved = (planned[-1] - planned[0]).days if planned else 0
    late = _days_late(each)
    return Promise(
        id=each.id,
        title=scene.name(each.id),
        project=each.project,
        light=scene.lights[each.id],
        sayings=tuple(
            Saying(value=said(statement=row), said_on=row.said_on.isoformat(), kind=row.kind) for row in rows
        ),
        moved=moved or None,
        p50=computed(name="finish", text=each.finish_p50.isoformat()),
        p80=None if each.done else computed(name="finish", text=each.finish_p80.isoformat()),
        late=computed(name="late-days", text=str(late)) if late > 0 else None,
        kept=computed(name="promise", text=f"{percent(share=each.promise_chance)} %")
        if each.promise_chance is not None
        else None,
        done=each.done,
    )
