"""The page of decisions: what was chosen or refused, on which forecast, what it led to, what came of it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from tongchou.kernel.finding import Text
from tongchou.publish.provenance import Figure, computed
from tongchou.publish.scene import Scene
from tongchou.publish.words import per_hundred, whole
from tongchou_site.records.queries.bureaus import ItemLight
from tongchou_site.records.queries.decisions import Decided, LedTo
from tongchou_site.records.queries.runs import answer_of


@dataclass(frozen=True, slots=True, kw_only=True)
class Work:
    """An activity a decision led to, and its median finish now."""

    title: Text
    done: bool
    p50: Figure | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """One decision. Attainment then and now is what the forecasts say, not what the decision did.

    `tasks`: those its activities serve, each with its item where the reader may see it.
    """

    code: str
    lever: Text
    choice: str
    by: str
    on: date
    note: str
    expected: Figure | None
    seen: Figure | None
    then: Figure | None
    now: Figure
    works: tuple[Work, ...]
    tasks: tuple[tuple[Text, ItemLight | None], ...]


def lines(*, rows: tuple[Decided, ...], scene: Scene, lights: Mapping[str, ItemLight]) -> tuple[Line, ...]:
    """Every decision as it is shown; `lights` holds the items the reader may see."""
    return tuple(_line(row, scene, lights) for row in rows)


def _line(row: Decided, scene: Scene, lights: Mapping[str, ItemLight]) -> Line:
    then = answer_of(run=row.run).outcome if row.run else None
    titles = {each.id: each.title for each in (then or scene.outcome).levers}
    return Line(
        code=row.code,
        lever=titles.get(row.lever, scene.name(row.lever.partition(":")[2] or row.lever)),
        choice=row.choice,
        by=row.by,
        on=row.on,
        note=row.note,
        expected=_gain(row.gain_expected),
        seen=_gain(row.gain_seen),
        then=_attainment(then.attainment) if then else None,
        now=_attainment(scene.outcome.attainment),
        works=tuple(_work(each, scene) for each in row.led_to),
        tasks=tuple(
            (scene.name(task), lights.get(task))
            for task in dict.fromkeys(task for each in row.led_to for task in each.tasks)
        ),
    )


def _gain(share: float | None) -> Figure | None:
    return computed(name="gain", text=per_hundred(share=share)) if share is not None else None


def _attainment(share: float) -> Figure:
    return computed(name="attainment", text=f"{whole(share=share)} %")


def _work(each: LedTo, scene: Scene) -> Work:
    known = scene.activities.get(each.activity)
    return Work(
        title=scene.name(each.activity),
        done=known is not None and known.done,
        p50=computed(name="finish", text=known.finish_p50.isoformat()) if known else None,
    )
