"""Goals as cards, their coupling as squares, and green lights whose promise the forecast does not keep."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from tongchou.cycle.outcome import Coupling, GoalOutcome
from tongchou.kernel.finding import Text
from tongchou.plan.purpose import Goal
from tongchou.publish.lights import Light, light_of_target, worst
from tongchou.publish.provenance import Figure, computed, said, stated
from tongchou.publish.scene import Scene
from tongchou.publish.verdict import deciding, is_met
from tongchou.publish.words import HUNDRED, interval, percent, whole

REMARK = Text(zh="工作检验;官方检验未公布。", en="Working test; the official test is not published. ")
PROOF = Text(zh="依据", en="evidence")
MOST_SQUARES = 6  # goals; with more the closest pairs are listed instead
MOST_PAIRS = 8
MOST_REST = 40  # pairs folded under the closest ones; the open data hold them all
MOST_NAMES = 40
UNLIKELY = 0.5  # a green light beside a smaller chance is called out
LEAST_COUPLING = 0.005  # under half a future of a hundred goals count as independent
STRONG = 0.05  # coupling drawn in the strongest tone


@dataclass(frozen=True, slots=True, kw_only=True)
class Badge:
    """The forecast badge: a whole number with its interval as a bar, or too little evidence and no number."""

    chance: Figure | None
    low: float  # of the bar, 0 to 100
    high: float
    value: float
    ends: Figure | None
    sourced: Figure


@dataclass(frozen=True, slots=True, kw_only=True)
class Leaf:
    """One goal that is tested."""

    id: str
    title: Text
    due: Figure | None
    test: Text
    proof: Figure | None
    light: Light
    badge: Badge
    decides: Text | None
    met: bool
    missing: tuple[Text, ...]
    assumed: Figure | None
    clash: bool  # a green light, yet the forecast is more likely late than not
    money: Figure | None  # chance that its works stay within their money
    met_and_money: Figure | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Card:
    """A goal of the first row with the tested goals under it."""

    id: str
    title: Text
    hue: int
    working: bool  # tested by whoever drew up the plan
    why: Text
    what: Text
    how: Text
    leaves: tuple[Leaf, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Square:
    """One square of the coupling table; `tone` -4 to 4."""

    anchor: str
    value: Figure | None
    tone: int
    enough: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Pair:
    """One pair of goals and the activities they share."""

    anchor: str
    first: Text
    second: Text
    value: Figure
    enough: bool
    shared: tuple[Text, ...]  # the first of them
    n_shared: int


@dataclass(frozen=True, slots=True, kw_only=True)
class GreenLate:
    """A promise whose light is green and whose median forecast is later."""

    title: Text
    owner: Text
    light: Light
    promised: Figure
    p50: Figure
    days: Figure
    kept: Figure | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Goals:
    """The goals section."""

    root: Text | None
    root_why: Text | None
    cards: tuple[Card, ...]
    attainment: Figure
    few: Figure
    n_leaves: int
    working: bool  # any goal is tested by whoever drew up the plan
    unpublished: Figure | None  # goals whose own test says that the official one is not published
    clashes: int
    heads: tuple[tuple[Text, int], ...]
    squares: tuple[tuple[Square, ...], ...]
    closest: Pair | None  # the pair coupled most, where any is
    pairs: tuple[Pair, ...]
    rest: tuple[Pair, ...]  # the first of the pairs not shown, folded
    n_rest: int
    n_rest_close: int  # of them coupled by half a future of a hundred or more
    late: tuple[GreenLate, ...]


def goals(*, scene: Scene) -> Goals:
    """Cards, coupling and green-but-late rows of an outcome."""
    outcome, rows = scene.outcome, {row.id: row for row in scene.plan.goals}
    roots = [each for each in outcome.goals if not each.parent and each not in scene.tops]
    few = sum(not each.enough for each in scene.leaves)
    cards = tuple(_card(each, scene, rows) for each in scene.tops)
    shown, rest = _pairs(scene)
    return Goals(
        root=roots[0].title if roots else None,
        root_why=_text(rows.get(roots[0].id), "why") if roots else None,
        cards=cards,
        attainment=computed(name="attainment", text=f"{percent(share=outcome.attainment)} %"),
        few=computed(name="sourced", text=str(few)),
        n_leaves=len(scene.leaves),
        working=any(card.working for card in cards),
        unpublished=_unpublished(scene),
        clashes=sum(leaf.clash for card in cards for leaf in card.leaves),
        heads=tuple((each.title, scene.hues.get(each.id, 1)) for each in scene.leaves),
        squares=_squares(scene) if len(scene.leaves) <= MOST_SQUARES else (),
        pairs=tuple(_pair(each, scene) for each in shown),
        rest=tuple(_pair(each, scene) for each in rest[:MOST_REST]),
        n_rest=len(rest),
        n_rest_close=sum(_is_close(each) for each in rest),
        closest=_strongest(scene),
        late=_late(scene),
    )


def _unpublished(scene: Scene) -> Figure | None:
    """How many goals say of themselves that their official test is not published; None where none does."""
    n = sum(_says_unpublished(each) for each in scene.leaves)
    return computed(name="count", text=str(n)) if n else None


def _says_unpublished(goal: GoalOutcome) -> bool:
    return goal.test_kind == "working" and goal.test.zh.startswith(REMARK.zh)


def _text(row: Goal | None, field: str) -> Text:
    zh, en = (str(getattr(row, f"{field}_{lang}", "")) for lang in ("zh", "en"))
    return Text(zh=zh, en=en)


def _card(goal: GoalOutcome, scene: Scene, rows: dict[str, Goal]) -> Card:
    row = rows.get(goal.id)
    return Card(
        id=goal.id,
        title=goal.title,
        hue=scene.hues.get(goal.id, 1),
        working=any(each.test_kind == "working" for each in scene.leaves_under(goal.id)),
        why=_text(row, "why"),
        what=_text(row, "what"),
        how=_text(row, "how"),
        leaves=tuple(_leaf(each, scene, rows) for each in scene.leaves_under(goal.id)),
    )


def _leaf(goal: GoalOutcome, scene: Scene, rows: dict[str, Goal]) -> Leaf:
    row = rows.get(goal.id)
    parts = [scene.lights[name] for name, _ in goal.parts if name in scene.lights]
    parts += [
        light_of_target(target=each, plan=scene.plan, on=scene.outcome.on)
        for each in scene.plan.targets
        if each.goal == goal.id
    ]
    share = goal.assumption_share
    shown, met = worst(lights=parts), is_met(goal=goal, activities=scene.activities)
    decided = deciding(goal=goal, activities=scene.activities)
    return Leaf(
        id=goal.id,
        title=goal.title,
        due=stated(table="goals", row=row, text=goal.due.isoformat()) if goal.due and row else None,
        test=Text(zh=goal.test.zh.removeprefix(REMARK.zh), en=goal.test.en.removeprefix(REMARK.en)),
        proof=stated(table="goals", row=row, text=PROOF) if row else None,
        light=shown,
        badge=badge(goal=goal),
        decides=scene.name(decided) if decided else None,
        met=met,
        missing=goal.missing,
        assumed=computed(name="assumption-share", text=f"{whole(share=share)} %")
        if share is not None
        else None,
        clash=shown.colour == "green" and not met and goal.enough and (goal.chance or 0.0) < UNLIKELY,
        money=_money(goal.within_money),
        met_and_money=_money(goal.met_within_money) if goal.enough else None,
    )


def _money(share: float | None) -> Figure | None:
    return computed(name="money", text=f"{percent(share=share)} %") if share is not None else None


def badge(*, goal: GoalOutcome) -> Badge:
    """The badge of a goal; without enough sourced milestones it holds no number of the forecast."""
    sourced = computed(name="sourced", text=str(goal.milestones_sourced))
    if not goal.enough or goal.chance is None:
        return Badge(chance=None, low=0.0, high=0.0, value=0.0, ends=None, sourced=sourced)
    low, high = (HUNDRED * (each or 0.0) for each in (goal.low, goal.high))
    ends = interval(goal=goal)
    return Badge(
        chance=computed(name="chance", text=f"{percent(share=goal.chance)} %"),
        low=round(low, 1),
        high=round(high, 1),
        value=round(HUNDRED * goal.chance, 1),
        ends=computed(name="interval", text=ends) if ends else None,
        sourced=sourced,
    )


def _pairs(scene: Scene) -> tuple[tuple[Coupling, ...], tuple[Coupling, ...]]:
    """The pairs shown and the rest: all where the squares show them, else the closest that are not nearly nil."""
    pairs = scene.outcome.coupling
    if len(scene.leaves) <= MOST_SQUARES:
        return pairs, ()
    ranked = sorted(pairs, key=lambda each: (-abs(each.value), each.first, each.second))
    n = min(MOST_PAIRS, sum(_is_close(each) for each in ranked))
    return tuple(ranked[:n]), tuple(ranked[n:])


def _is_close(each: Coupling) -> bool:
    return abs(each.value) >= LEAST_COUPLING


def _strongest(scene: Scene) -> Pair | None:
    """The pair coupled most; None where no pair moves together by half a future of a hundred."""
    best = max(scene.outcome.coupling, key=lambda each: abs(each.value), default=None)
    return _pair(best, scene) if best is not None and _is_close(best) else None


def _squares(scene: Scene) -> tuple[tuple[Square, ...], ...]:
    found = {frozenset((each.first, each.second)): each for each in scene.outcome.coupling}
    return tuple(
        tuple(_square(found.get(frozenset((row.id, column.id))), row, column) for column in scene.leaves)
        for row in scene.leaves
    )


def _square(each: Coupling | None, row: GoalOutcome, column: GoalOutcome) -> Square:
    enough = row.enough and column.enough
    if each is None or row.id == column.id:
        return Square(anchor="", value=None, tone=0, enough=enough)
    size = min(4, -(-int(1000 * abs(each.value)) * 4 // int(1000 * STRONG)))
    return Square(
        anchor=_anchor(each),
        value=computed(name="coupling", text=_signed(each.value)),
        tone=size if each.value >= 0 else -size,
        enough=enough,
    )


def _signed(value: float) -> str:
    shown = f"{HUNDRED * value:+.1f}"
    return "0.0" if shown in ("+0.0", "-0.0") else shown.replace("-", "−")


def _anchor(each: Coupling) -> str:
    return f"pair-{each.first}-{each.second}"


def _pair(each: Coupling, scene: Scene) -> Pair:
    known = {goal.id: goal.enough for goal in scene.leaves}
    return Pair(
        anchor=_anchor(each),
        first=scene.name(each.first),
        second=scene.name(each.second),
        value=computed(name="coupling", text=_signed(each.value)),
        enough=known.get(each.first, False) and known.get(each.second, False),
        shared=tuple(scene.name(name) for name in each.shared[:MOST_NAMES]),
        n_shared=len(each.shared),
    )


def _late(scene: Scene) -> tuple[GreenLate, ...]:
    rows = []
    for each in scene.outcome.activities:
        shown = scene.lights[each.id]
        promises = [
            row for row in scene.said.get(each.id, ()) if row.kind == "planned" and row.aspect == "finish"
        ]
        if shown.colour != "green" or each.done or not promises:
            continue
        days = (each.finish_p50 - date.fromisoformat(promises[-1].value)).days
        if days > 0:
            rows.append(
                (
                    days,
                    GreenLate(
                        title=scene.name(each.id),
                        owner=scene.body(each.owner),
                        light=shown,
                        promised=said(statement=promises[-1]),
                        p50=computed(name="finish", text=each.finish_p50.isoformat()),
                        days=computed(name="late-days", text=str(days)),
                        kept=computed(name="promise", text=f"{percent(share=each.promise_chance)} %")
                        if each.promise_chance is not None
                        else None,
                    ),
                )
            )
    return tuple(row for _, row in sorted(rows, key=lambda pair: -pair[0]))
