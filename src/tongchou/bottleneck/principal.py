"""The principal constraint of each horizon: count, rank, name, test its firmness, and say it."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from tongchou.bottleneck import explain
from tongchou.bottleneck.counting import LeverCounts, classes_of, count_levers
from tongchou.bottleneck.firmness import FIRM
from tongchou.bottleneck.levers import Lever, Method, method_of
from tongchou.bottleneck.naming import LEAST_GAIN, Named, name_classes, nested_classes
from tongchou.bottleneck.pairs import contains
from tongchou.bottleneck.search import Question, Search, search
from tongchou.forecast.interval import Interval, gain_interval
from tongchou.forecast.simulate import Map
from tongchou.kernel.finding import Text
from tongchou.network.model import TICKS_PER_DAY

Float64 = npt.NDArray[np.float64]
TOGETHER = 3  # levers of one package


@dataclass(frozen=True, slots=True, kw_only=True)
class Horizon:
    """A horizon's name ("" is the whole plan) and the weights of the model's goals in it, (n_goals,), sum 1 or all 0."""

    id: str
    weights: Float64


@dataclass(frozen=True, slots=True, kw_only=True)
class RankedLever:
    """One lever's gain in one horizon with its 95 % interval; `class_id` joins levers with the same result."""

    lever: Lever
    gain: Interval
    effort_days: float  # expected days it removes
    class_id: str
    method: Method
    saved: tuple[float, ...]  # per goal of the model: share of its missed futures


@dataclass(frozen=True, slots=True, kw_only=True)
class Share:
    """Of a few levers pulled together: what one adds last of all, and its fair share (Shapley) of the joint gain."""

    lever: str
    last_in: float
    shapley: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Principal:
    """The answer for one horizon. `named` holds class ids; more than one: they cannot be told apart."""

    horizon: str
    effort_days: float  # expected days every lever removes
    levers: tuple[RankedLever, ...]  # best first
    named: tuple[str, ...]
    more: int
    firmness: float | None
    reason: Text | None
    sentence: Text
    goal: int | None  # the goal (row of the model) the sentence speaks of
    pair: tuple[str, str] | None
    pair_gain: float | None
    package: tuple[str, ...] = ()  # the best few levers together, each at the same effort
    package_gain: float = 0.0
    shares: tuple[Share, ...] = ()


def answers(
    *, question: Question, horizons: tuple[Horizon, ...], titles: tuple[Text, ...], map_: Map
) -> tuple[Principal, ...]:
    """The principal constraint of every horizon, each at the smallest effort at which some lever gains enough.

    Parameters
    ----------
    titles : names of the model's goals, in order
    """
    counted: dict[int, LeverCounts] = {}
    searched: dict[int, Search] = {}
    found = []
    for horizon in horizons:
        if not horizon.weights.any():
            found.append(_silent(question.efforts[0], horizon, (), explain.NO_GOALS))
            continue
        effort = _effort(question, horizon.weights, counted, map_)
        if effort not in searched:
            searched[effort] = search(question=question, counts=counted[effort], map_=map_)
        found.append(principal(found=searched[effort], horizon=horizon, titles=titles))
    return tuple(found)


def _effort(question: Question, weights: Float64, counted: dict[int, LeverCounts], map_: Map) -> int:
    """The smallest effort at which a lever gains enough; the standard one where none does at any."""
    for effort in question.efforts:
        if effort not in counted:
            counted[effort] = count_levers(
                model=question.model,
                trials=question.trials,
                map_=map_,
                levers=question.levers,
                effort=effort,
            )
        if counted[effort].gains(weights).mean(axis=0).max(initial=0.0) >= LEAST_GAIN:
            return effort
        if not _missed(counted[effort], weights).any():
            break
    return question.efforts[0]


def _missed(counts: LeverCounts, weights: Float64) -> Float64:
    """The weighted share of futures that miss each goal."""
    return np.asarray(counts.missed.sum(axis=0) / counts.n * weights)


def principal(*, found: Search, horizon: Horizon, titles: tuple[Text, ...]) -> Principal:
    """Name the principal constraint of a horizon, or say why none can be named.

    Parameters
    ----------
    titles : names of the model's goals, in order
    """
    ranked, classes = _rank(found, horizon.weights)
    if not _missed(found.counts, horizon.weights).any():
        return _silent(found.counts.effort, horizon, ranked, explain.NOTHING_MISSED)
    gains = found.counts.gains(horizon.weights)
    able = tuple(each for each in classes if gains[:, each[0]].mean() > 0)
    named = name_classes(
        gains=gains[:, [members[0] for members in able]],
        nested=nested_classes(levers=found.levers, classes=able),
    )
    firmness = None
    if named.classes:
        first = classes[named.classes[0]]
        firmness = found.redraws.firmness(
            weights=horizon.weights, members=first, rivals=_rivals(found, first)
        )
    reason = _reason(found, horizon.weights, classes, named, firmness)
    best = found.pairs.best(horizon.weights)
    package = found.subsets.best_package(
        weights=horizon.weights, costs=[1.0] * len(found.team), budget=TOGETHER
    )
    pair = (found.levers[best[0][0]], found.levers[best[0][1]]) if best else None
    goal, sentence = _sentence(found, horizon.weights, classes, named, firmness, titles)
    if sentence is None:
        sentence = explain.none_sentence(
            days=found.counts.effort / TICKS_PER_DAY,
            pair=(pair[0].title, pair[1].title) if pair else None,
            gain=best[1] if best else 0.0,
        )
    if found.counts.effort > found.standard:
        days = (found.standard / TICKS_PER_DAY, found.counts.effort / TICKS_PER_DAY)
        sentence = explain.at_more_effort(sentence=sentence, standard=days[0], days=days[1])
    return Principal(
        horizon=horizon.id,
        effort_days=found.counts.effort / TICKS_PER_DAY,
        levers=ranked,
        named=tuple(found.levers[classes[k][0]].id for k in named.classes),
        more=named.more,
        firmness=firmness,
        reason=reason,
        sentence=sentence,
        goal=goal,
        pair=(pair[0].id, pair[1].id) if pair else None,
        pair_gain=best[1] if best else None,
        package=tuple(found.levers[found.team[k]].id for k in package.levers),
        package_gain=package.gain,
        shares=_shares(found, horizon.weights),
    )


def _shares(found: Search, weights: Float64) -> tuple[Share, ...]:
    """Last-in gain and fair share of every lever of the team, greatest share first."""
    last, fair = found.subsets.last_in(weights=weights), found.subsets.shapley(weights=weights)
    rows = [
        Share(lever=found.levers[k].id, last_in=float(last[number]), shapley=float(fair[number]))
        for number, k in enumerate(found.team)
    ]
    return tuple(sorted(rows, key=lambda row: (-row.shapley, row.lever)))


def _silent(effort: int, horizon: Horizon, ranked: tuple[RankedLever, ...], why: Text) -> Principal:
    return Principal(
        horizon=horizon.id,
        effort_days=effort / TICKS_PER_DAY,
        levers=ranked,
        named=(),
        more=0,
        firmness=None,
        reason=why,
        sentence=why,
        goal=None,
        pair=None,
        pair_gain=None,
    )


def _rank(found: Search, weights: Float64) -> tuple[tuple[RankedLever, ...], tuple[tuple[int, ...], ...]]:
    """Levers best first, and the classes in that order, each class led by its first lever."""
    gains = found.counts.gains(weights)
    mean = gains.mean(axis=0)
    saved = found.counts.saved.sum(axis=0)
    share = saved / np.maximum(found.counts.missed.sum(axis=0), 1)[:, None]
    classes = sorted(
        classes_of(counts=found.counts, weights=weights),
        key=lambda each: (-mean[each[0]], found.levers[each[0]].id),
    )
    rows = [
        RankedLever(
            lever=found.levers[k],
            gain=gain_interval(by_block=gains[:, k], n=found.counts.n),
            effort_days=float(found.counts.removed_days[k]),
            class_id=found.levers[members[0]].id,
            method=method_of(model=found.model, lever=found.levers[k]),
            saved=tuple(float(value) for value in share[:, k]),
        )
        for members in classes
        for k in members
    ]
    return tuple(rows), tuple(classes)


def _reason(
    found: Search,
    weights: Float64,
    classes: tuple[tuple[int, ...], ...],
    named: Named,
    firmness: float | None,
) -> Text | None:
    if not named.classes:
        return explain.TOO_LITTLE
    if len(named.classes) > 1:
        return explain.NOT_APART
    if firmness is None or firmness >= FIRM:
        return None
    first = classes[named.classes[0]]
    places = found.redraws.deciding(weights=weights, members=first, rivals=_rivals(found, first))
    names = {int(each.members[0]): each.title for each in found.levers if each.kind == "activity"}
    ids = found.model.network.ids
    return explain.not_firm(
        firmness=firmness,
        deciding=tuple(names.get(place, Text(zh=ids[place], en=ids[place])) for place in places),
    )


def _sentence(
    found: Search,
    weights: Float64,
    classes: tuple[tuple[int, ...], ...],
    named: Named,
    firmness: float | None,
    titles: tuple[Text, ...],
) -> tuple[int | None, Text | None]:
    """The goal the named class saves most of, and the sentence about it; (None, None) where none is named."""
    if not named.classes:
        return None, None
    first = classes[named.classes[0]]
    saved = found.counts.saved.sum(axis=0)
    goal = int((weights * saved[:, first[0]]).argmax())
    story = _story(found, weights, first, goal, titles[goal])
    if len(named.classes) == 1 and (firmness is None or firmness >= FIRM):
        return goal, explain.one_sentence(story=story)
    leaders = [classes[k][0] for k in named.classes]
    if len(leaders) == 1:
        leaders += [each[0] for each in classes if each != first][:1]
    return goal, explain.several_sentence(
        story=story,
        levers=tuple(found.levers[k].title for k in leaders),
        more=named.more,
        one_goal=bool((saved[goal, leaders] > 0).all()),
    )


def _rivals(found: Search, first: tuple[int, ...]) -> tuple[int, ...]:
    """The levers a class is ranked against: none of its own, none that holds its leader or is held by it."""
    leader = found.levers[first[0]]
    return tuple(
        k
        for k, each in enumerate(found.levers)
        if k not in first and not contains(each, leader) and not contains(leader, each)
    )


def _story(found: Search, weights: Float64, first: tuple[int, ...], goal: int, title: Text) -> explain.Story:
    """The numbers of the sentence."""
    leader, others = found.levers[first[0]], _rivals(found, first)
    missed = int(found.counts.missed[:, goal].sum())
    saved = found.counts.saved.sum(axis=0)
    gains = found.counts.gains(weights).mean(axis=0)
    return explain.Story(
        goal=title,
        lever=leader.title,
        alike=len(first) - 1,
        days=float(found.counts.removed_days[first[0]]),
        in_all=len(leader.members) > 1,
        missed=missed / found.counts.n,
        saved=float(saved[goal, first[0]]) / missed,
        next_saved=max((float(saved[goal, k]) for k in others), default=0.0) / missed,
        gain=float(gains[first[0]]),
        next_gain=max((float(gains[k]) for k in others), default=0.0),
    )
