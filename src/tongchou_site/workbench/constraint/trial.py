"""The live what-if: the one request that computes. What takes time is kept in memory for the latest answers."""

from __future__ import annotations

import math
from dataclasses import dataclass
from functools import lru_cache

from django.http import QueryDict

from tongchou.cycle.outcome import GoalOutcome
from tongchou.cycle.snapshot import Snapshot
from tongchou.cycle.what_if import GoalChange, Pull, Ready, WhatIf, ready, what_if
from tongchou.forecast.interval import Interval
from tongchou.kernel.finding import Text
from tongchou.publish.provenance import Figure, computed
from tongchou.publish.scene import Scene
from tongchou.publish.words import HUNDRED, per_hundred, percent, whole
from tongchou_site.records.queries.runs import answer_of

KEPT = 2  # answers whose futures are held
PREFIX = "d."  # of the days of a lever that has a field of its own


@dataclass(frozen=True, slots=True, kw_only=True)
class TriedGoal:
    """One goal before and after; without enough sourced milestones no chance is shown."""

    title: Text
    hue: int
    enough: bool
    before: Figure
    after: Figure
    gained: Figure
    interval: Figure
    p50_before: Figure | None
    p50_after: Figure | None
    days: Figure | None  # median earlier by so many days


@dataclass(frozen=True, slots=True, kw_only=True)
class Trial:
    """A what-if as it is shown."""

    pulled: tuple[tuple[Text, Figure], ...]
    goals: tuple[TriedGoal, ...]
    attainment_before: Figure
    attainment_after: Figure
    gain: Figure
    interval: Figure
    n: Figure
    of: Figure
    all_held: bool


def asked(*, query: QueryDict) -> tuple[Pull, ...]:
    """The levers a query pulls: every `d.<lever>=days`, and `lever=` with `days=`; empty and nil are not pulled.

    What is no number comes out as not a number, which the library refuses.
    """
    pairs = [(name.removeprefix(PREFIX), query[name]) for name in query if name.startswith(PREFIX)]
    pairs += zip(query.getlist("lever"), query.getlist("days"), strict=False)
    pulls = [Pull(lever=lever, days=_number(text)) for lever, text in pairs if lever and text.strip()]
    return tuple(pull for pull in pulls if pull.days != 0)


def _number(text: str) -> float:
    try:
        return float(text)
    except ValueError:
        return math.nan


@lru_cache(maxsize=KEPT)
def ready_of(*, run: int) -> Ready:
    """The futures of a finished run, drawn again once and held."""
    answer = answer_of(run=run)
    return ready(
        snapshot=Snapshot(plan=answer.plan),
        on=answer.outcome.on,
        seed=answer.outcome.seed,
        trials=answer.outcome.trials,
    )


def trial(*, run: int, pulls: tuple[Pull, ...], horizon: str, scene: Scene) -> Trial:
    """Try levers in one horizon of an answer.

    Raises
    ------
    BadInput
        As `cycle.what_if.what_if`.
    """
    return trial_page(found=what_if(ready=ready_of(run=run), pulls=pulls, horizon=horizon), scene=scene)


def trial_page(*, found: WhatIf, scene: Scene) -> Trial:
    """An answer of the library as figures."""
    goals = {each.id: each for each in scene.outcome.goals}
    return Trial(
        pulled=tuple((each.title, _figure(f"{each.removed_days:.1f}")) for each in found.pulled),
        goals=tuple(_goal(each, goals[each.goal], scene) for each in found.goals),
        attainment_before=_figure(f"{whole(share=found.attainment_before)} %"),
        attainment_after=_figure(f"{whole(share=found.attainment_after)} %"),
        gain=_figure(per_hundred(share=found.gain.value)),
        interval=_figure(_ends(found.gain)),
        n=_figure(f"{found.n:,}"),
        of=_figure(f"{found.of:,}"),
        all_held=found.n == found.of,
    )


def _goal(each: GoalChange, known: GoalOutcome, scene: Scene) -> TriedGoal:
    days = (each.p50_before - each.p50_after).days if each.p50_before and each.p50_after else None
    return TriedGoal(
        title=each.title,
        hue=scene.hues.get(each.goal, 1),
        enough=known.enough,
        before=_figure(f"{percent(share=each.before.value)} %"),
        after=_figure(f"{percent(share=each.after.value)} %"),
        gained=_figure(per_hundred(share=each.gained.value)),
        interval=_figure(_ends(each.gained)),
        p50_before=_figure(each.p50_before.isoformat()) if each.p50_before else None,
        p50_after=_figure(each.p50_after.isoformat()) if each.p50_after else None,
        days=_figure(str(days).replace("-", "−")) if days is not None else None,
    )


def _ends(interval: Interval) -> str:
    low, high = (f"{HUNDRED * end:.1f}".replace("-", "−") for end in (interval.low, interval.high))
    return f"{low}–{high}"


def _figure(text: str) -> Figure:
    return computed(name="what-if", text=text)
