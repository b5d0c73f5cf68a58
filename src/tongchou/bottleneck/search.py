"""What is counted before anybody is named: all levers at one effort, their pairs, a small team's subsets, redraws."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from tongchou.bottleneck.counting import LeverCounts, classes_of
from tongchou.bottleneck.firmness import Assumed, Redraws, redraw
from tongchou.bottleneck.levers import Lever
from tongchou.bottleneck.packages import SubsetGains, subset_gains
from tongchou.bottleneck.pairs import MOST_CANDIDATES, PairGains, contains, pair_gains
from tongchou.forecast.model import Model, Trials
from tongchou.forecast.simulate import Map

Float64 = npt.NDArray[np.float64]

TEAM = 6  # levers whose every subset is run


@dataclass(frozen=True, slots=True, kw_only=True)
class Question:
    """What is asked: which levers, over which futures, whose assumed durations are drawn again for the firmness.

    `efforts` are the efforts [ticks] to try, ascending: the first is the standard one, and a horizon in which no lever
    gains enough at one is asked at the next.
    """

    model: Model
    trials: Trials
    levers: tuple[Lever, ...]
    assumed: Assumed
    efforts: tuple[int, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Search:
    """What the counting gave, for all horizons: levers, their counts, pairs and redraws, at the effort of the counts.

    `standard` is the effort [ticks] at which levers are normally compared.
    """

    model: Model
    levers: tuple[Lever, ...]
    standard: int
    counts: LeverCounts
    pairs: PairGains
    team: tuple[int, ...]  # positions of the levers whose subsets were run
    subsets: SubsetGains
    redraws: Redraws


def search(*, question: Question, counts: LeverCounts, map_: Map) -> Search:
    """Pairs and redraws beside the counts of one effort; each horizon then only weighs them."""
    model, trials, levers, effort = question.model, question.trials, question.levers, counts.effort
    weights = np.array([goal.weight for goal in model.goals])
    candidates = _candidates(counts, levers, weights)
    pairs = pair_gains(
        model=model,
        trials=trials,
        map_=map_,
        levers=levers,
        candidates=tuple(sorted(candidates)),
        effort=effort,
    )
    best = pairs.best(weights)
    team = _team((*(best[0] if best else ()), *candidates), levers)
    return Search(
        model=model,
        levers=levers,
        standard=question.efforts[0],
        counts=counts,
        pairs=pairs,
        team=team,
        subsets=subset_gains(
            model=model, trials=trials, map_=map_, levers=tuple(levers[k] for k in team), effort=effort
        ),
        redraws=redraw(
            model=model, trials=trials, map_=map_, levers=levers, assumed=question.assumed, counts=counts
        ),
    )


def _candidates(counts: LeverCounts, levers: tuple[Lever, ...], weights: Float64) -> tuple[int, ...]:
    """One lever a class, links left out: those that gain most alone, then those on most too-long paths, best first.

    Both count weighted futures; a lever that gains nothing alone may still be half of the best pair.
    """
    gains, touched = counts.gains(weights).mean(axis=0), weights @ counts.touched
    firsts = [members[0] for members in classes_of(counts=counts, weights=weights)]
    able = [k for k in firsts if levers[k].kind != "link" and touched[k] > 0]
    alone = sorted(able, key=lambda k: (-gains[k], levers[k].id))[: MOST_CANDIDATES // 2]
    others = sorted(set(able) - set(alone), key=lambda k: (-touched[k], levers[k].id))
    return tuple([*alone, *others][:MOST_CANDIDATES])


def _team(candidates: tuple[int, ...], levers: tuple[Lever, ...]) -> tuple[int, ...]:
    """The first candidates, each once, of which none holds another: the best pair goes ahead of them."""
    team: list[int] = []
    for k in candidates:
        apart = not any(contains(levers[k], levers[j]) or contains(levers[j], levers[k]) for j in team)
        if apart and len(team) < TEAM:
            team.append(k)
    return tuple(team)
