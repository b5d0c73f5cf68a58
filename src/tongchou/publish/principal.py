"""The principal constraint of every horizon: sentence, firmness, levers at equal effort, the chain behind them."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass

from tongchou.cycle.outcome import ActivityOutcome, LeverOutcome, PrincipalOutcome
from tongchou.cycle.recorded import both
from tongchou.kernel.finding import Text
from tongchou.publish.provenance import Figure, computed, share_of_assumptions, stated
from tongchou.publish.scene import Scene
from tongchou.publish.words import HUNDRED, hundredths, per_hundred, whole

MOST_CLASSES = 10
MOST_MERGES = 6
MOST_EQUALS = 40
LEAST_MERGE = 0.5  # days
RESOURCES = ("works", "people", "money", "mechanism")
WHOLE = Text(zh="全部", en="whole plan")


@dataclass(frozen=True, slots=True, kw_only=True)
class LeverRow:
    """One class of levers with the same result in every future; `id` is its first lever's."""

    id: str
    title: Text
    named: bool
    kind: str
    gain: Figure
    interval: Figure
    bar: float  # 0 to 100 of the greatest gain
    low: float
    high: float
    goals: tuple[tuple[Text, int, Figure], ...]  # (goal, hue, share of its missed futures saved)
    equals: tuple[Text, ...]  # the first of them
    n_equals: int
    method: str
    resource: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Step:
    """One step of the chain."""

    title: Text
    p50: Figure
    merge: Figure | None


@dataclass(frozen=True, slots=True, kw_only=True)
class ByResource:
    """The best lever of one kind of resource."""

    kind: str
    count: Figure
    title: Text | None
    gain: Figure | None


@dataclass(frozen=True, slots=True, kw_only=True)
class PairLine:
    """The best pair beside the sum of its singles."""

    first: Text
    second: Text
    gain: Figure
    sum: Figure


@dataclass(frozen=True, slots=True, kw_only=True)
class PackageLine:
    """A few levers together, and what each is worth in their company."""

    titles: tuple[Text, ...]
    gain: Figure
    shares: tuple[tuple[Text, Figure, Figure], ...]  # (lever, fair share, added last)


@dataclass(frozen=True, slots=True, kw_only=True)
class Horizon:
    """One horizon's answer as it is drawn."""

    key: int  # of the switch
    id: str  # of the horizon; "" is the whole plan
    title: Text
    end: Figure | None
    sentence: Text
    reason: Text | None
    named: bool
    leader: Text | None  # the lever named, where one is
    firmness: Figure | None
    method: str
    sourced: Figure
    assumed: Figure | None
    attainment: Figure
    effort: str
    rows: tuple[LeverRow, ...]
    rest: int
    pair: PairLine | None
    package: PackageLine | None
    chain: tuple[Step, ...]
    merges: tuple[Step, ...]
    resources: tuple[ByResource, ...]


def horizons(*, scene: Scene) -> tuple[Horizon, ...]:
    """The whole plan first, then the horizons, longest first."""
    ends = {row.id: row for row in scene.plan.horizons}
    order = sorted(scene.outcome.horizons, key=lambda each: str(ends[each.horizon].end), reverse=True)
    return tuple(_horizon(k, each, scene) for k, each in enumerate([scene.outcome.principal, *order]))


def _horizon(key: int, answer: PrincipalOutcome, scene: Scene) -> Horizon:
    row = next((row for row in scene.plan.horizons if row.id == answer.horizon), None)
    goals = tuple(each.id for each in scene.leaves if not answer.horizon or answer.horizon in each.horizons)
    sourced = sum(each.milestones_sourced for each in scene.leaves if each.id in goals)
    classes, named = _classes(answer), bool(answer.classes) and answer.reason is None
    return Horizon(
        key=key,
        id=answer.horizon,
        title=both(row.title_zh, row.title_en) if row else WHOLE,
        end=stated(table="horizons", row=row, text=row.end.isoformat()) if row else None,
        sentence=answer.sentence,
        reason=answer.reason if answer.reason != answer.sentence else None,
        named=named,
        leader=next((each.title for each in answer.levers if each.class_id in answer.classes), None)
        if named
        else None,
        firmness=computed(name="firmness", text=f"{whole(share=answer.firmness)} %")
        if answer.firmness is not None
        else None,
        method=next((each.method for each in answer.levers), ""),
        sourced=computed(name="sourced", text=str(sourced)),
        assumed=share_of_assumptions(outcome=scene.outcome, goals=goals),
        attainment=computed(name="attainment", text=f"{whole(share=answer.attainment)} %"),
        effort=f"{answer.effort:g}",
        rows=tuple(_row(each, answer, classes, scene) for each in classes[:MOST_CLASSES]),
        rest=max(0, len(classes) - MOST_CLASSES),
        pair=_pair(answer),
        package=_package(answer),
        chain=tuple(_step(scene.activities[name], scene) for name in answer.chain),
        merges=_merges(goals, scene),
        resources=tuple(_by_resource(kind, answer) for kind in RESOURCES),
    )


def _classes(answer: PrincipalOutcome) -> list[list[LeverOutcome]]:
    """Levers that gain something, by class, in order."""
    found: dict[str, list[LeverOutcome]] = defaultdict(list)
    for each in answer.levers:
        if each.gain > 0:
            found[each.class_id].append(each)
    return list(found.values())


def _row(
    members: list[LeverOutcome], answer: PrincipalOutcome, classes: list[list[LeverOutcome]], scene: Scene
) -> LeverRow:
    first = members[0]
    greatest = max(each[0].high for each in classes) or 1.0
    low, high = (hundredths(share=each) for each in (first.low, first.high))
    return LeverRow(
        id=first.id,
        title=first.title,
        named=first.class_id in answer.classes,
        kind=first.kind,
        gain=computed(name="gain", text=per_hundred(share=first.gain)),
        interval=computed(name="gain", text=f"{low}–{high}".replace("-", "−")),
        bar=round(HUNDRED * first.gain / greatest, 1),
        low=round(HUNDRED * max(first.low, 0.0) / greatest, 1),
        high=round(HUNDRED * first.high / greatest, 1),
        goals=tuple(
            (
                scene.name(goal),
                scene.hues.get(goal, 1),
                computed(name="saved", text=f"{whole(share=share)} %"),
            )
            for goal, share in first.goals
        ),
        equals=tuple(each.title for each in members[1 : MOST_EQUALS + 1]),
        n_equals=len(members) - 1,
        method=first.method,
        resource=first.resource,
    )


def _pair(answer: PrincipalOutcome) -> PairLine | None:
    found = {each.id: each for each in answer.levers}
    if answer.pair is None or answer.pair_gain is None or not set(answer.pair) <= set(found):
        return None
    first, second = (found[each] for each in answer.pair)
    return PairLine(
        first=first.title,
        second=second.title,
        gain=computed(name="pair", text=per_hundred(share=answer.pair_gain)),
        sum=computed(name="pair", text=per_hundred(share=first.gain + second.gain)),
    )


def _package(answer: PrincipalOutcome) -> PackageLine | None:
    titles = {each.id: each.title for each in answer.levers}
    better = answer.pair_gain is None or answer.package_gain > answer.pair_gain
    if len(answer.package) < 3 or not better or not set(answer.package) <= set(titles):
        return None
    return PackageLine(
        titles=tuple(titles[each] for each in answer.package),
        gain=computed(name="package", text=per_hundred(share=answer.package_gain)),
        shares=tuple(
            (
                titles[each.lever],
                computed(name="package", text=hundredths(share=each.shapley)),
                computed(name="package", text=hundredths(share=each.last_in)),
            )
            for each in answer.shares
            if each.lever in titles and each.shapley >= 0.0005
        ),
    )


def _step(activity: ActivityOutcome, scene: Scene) -> Step:
    days = activity.merge_days
    return Step(
        title=scene.name(activity.id),
        p50=computed(name="finish", text=activity.finish_p50.isoformat()),
        merge=computed(name="merge", text=f"{days:.1f}") if days >= LEAST_MERGE else None,
    )


def _merges(goals: tuple[str, ...], scene: Scene) -> tuple[Step, ...]:
    """The merge points that cost most among the activities that decide one of the goals."""
    rows = [
        each
        for each in scene.outcome.activities
        if not each.done
        and each.merge_days >= LEAST_MERGE
        and any(goal in goals for goal, _ in each.criticality)
    ]
    rows.sort(key=lambda each: (-each.merge_days, each.id))
    return tuple(_step(each, scene) for each in rows[:MOST_MERGES])


def _by_resource(kind: str, answer: PrincipalOutcome) -> ByResource:
    rows = [each for each in answer.levers if each.resource == kind]
    best = max(rows, key=lambda each: each.gain, default=None)
    return ByResource(
        kind=kind,
        count=computed(name="count", text=str(len(rows))),
        title=best.title if best and best.gain > 0 else None,
        gain=computed(name="gain", text=per_hundred(share=best.gain)) if best and best.gain > 0 else None,
    )
