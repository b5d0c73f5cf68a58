"""Simulate: blocks of futures, mapped anywhere, merged in order."""

from __future__ import annotations

import math
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from functools import partial
from typing import Any

import numpy as np
import numpy.typing as npt

from tongchou.forecast.criticality import count_critical, merge_excess
from tongchou.forecast.goals import GoalTile, evaluate
from tongchou.forecast.interval import Interval, block_interval
from tongchou.forecast.model import Model, Trials
from tongchou.forecast.money import within_money
from tongchou.forecast.sample import IndicatorDraws, Sampler, draw_durations, draw_indicator, make_sampler
from tongchou.network.model import INF, Int32
from tongchou.network.passes import forward_tile

Int64 = npt.NDArray[np.int64]
Float64 = npt.NDArray[np.float64]
Bool = npt.NDArray[np.bool_]

Map = Callable[[Callable[[Any], Any], Iterable[Any]], Iterable[Any]]  # Any: workers carry any task and result

LEVELS = (0.1, 0.5, 0.8, 0.9)


@dataclass(frozen=True, slots=True, kw_only=True)
class Futures:
    """One block of futures: durations (n_activities, n), event times (n_events, n), indicator draws, goals met."""

    durations: Int32
    events: Int32
    draws: dict[str, IndicatorDraws]
    goals: GoalTile


@dataclass(frozen=True, slots=True, kw_only=True)
class BlockResult:
    """What one block contributes; all counts are of its trials."""

    met: Bool  # (n_goals, n)
    works: Bool  # (n_goals, n): the activities' part alone
    goal_finish: Int32  # (n_goals, n) last required finish, INF where nothing is required
    last: Int64  # (n_goals, n_activities): trials in which the activity is the goal's last required one
    on_time: Int64  # (n_goals, n_activities): trials in which a required activity alone is in time
    tests: tuple[tuple[str, int], ...]  # (indicator test, trials on target)
    critical: Int64  # (n_goals, n_activities)
    quantiles: Int64  # (5, n_activities) ticks: start P50, finish P10, P50, P80, P90
    merge: Int64  # (n_activities,) ticks lost at merges, summed over trials
    money: Int64  # (n_money_tests, 2): trials within money, and those within it that also meet the goal
    kept: Int64  # (n_activities,) trials in which it keeps its promise; (0,) where the model has none


@dataclass(frozen=True, slots=True, kw_only=True)
class Forecast:
    """The futures together. Rows over goals and activities in the model's order."""

    chance: tuple[Interval, ...]
    attainment: float
    met: Bool  # (n_goals, n_trials), trials in block order
    goal_finish: Int32  # (n_goals, n_trials)
    last: Float64  # (n_goals, n_activities) share of futures in which it is the last required one
    on_time: Float64  # (n_goals, n_activities) chance of each required activity alone
    tests: dict[str, float]
    criticality: Float64  # (n_goals, n_activities)
    quantiles: Int32  # (5, n_activities)
    merge_days: Float64  # (n_activities,) mean ticks lost at merges
    coupling: Float64  # (n_goals, n_goals)
    money: dict[str, tuple[float, float]]  # goal -> chance within money, chance met and within money
    kept: Float64  # (n_activities,) chance that it keeps its promise; (0,) where the model has none


def draw_futures(*, model: Model, sampler: Sampler, seed: int, block: int) -> Futures:
    """One block of futures with every goal tested."""
    durations = draw_durations(sampler=sampler, block=block)
    events = forward_tile(network=model.network, durations=durations)
    draws = {
        test.id: draw_indicator(test=test, seed=seed, bits=sampler.bits, block=block)
        for goal in model.goals
        for test in goal.tests
    }
    tile = evaluate(model=model, events=events, draws=draws)
    return Futures(durations=durations, events=events, draws=draws, goals=tile)


def simulate_block(*, model: Model, sampler: Sampler, seed: int, block: int) -> BlockResult:
    """Draw, run and count one block. A pure function of its arguments."""
    futures = draw_futures(model=model, sampler=sampler, seed=seed, block=block)
    network, events = model.network, futures.events
    finishes = events[network.finish_event]
    goal_finish, last, on_time = _goal_finishes(model, finishes)
    return BlockResult(
        met=futures.goals.met,
        works=futures.goals.works,
        goal_finish=goal_finish,
        last=last,
        on_time=on_time,
        tests=tuple((name, int(row.sum())) for name, row in futures.goals.tests.items()),
        critical=count_critical(model=model, durations=futures.durations, events=events),
        quantiles=np.concatenate(
            [_quantiles(events[network.start_event], (0.5,)), _quantiles(finishes, LEVELS)]
        ).astype(np.int64),
        merge=merge_excess(network=network, events=events),
        money=_money(model, futures.goals.met, seed, sampler.bits, block),
        kept=_kept(model.promises, finishes),
    )


def _money(model: Model, met: Bool, seed: int, bits: int, block: int) -> Int64:
    rows = {goal.id: row for row, goal in enumerate(model.goals)}
    within = [within_money(test=test, seed=seed, bits=bits, block=block) for test in model.money]
    both = [each & met[rows[test.goal]] for test, each in zip(model.money, within, strict=True)]
    counts = [[one.sum(), two.sum()] for one, two in zip(within, both, strict=True)]
    return np.array(counts, dtype=np.int64).reshape(-1, 2)


def _kept(promises: Int32, finishes: Int32) -> Int64:
    if not len(promises):
        return np.zeros(0, dtype=np.int64)
    return np.asarray((finishes <= promises[:, np.newaxis]).sum(axis=1), dtype=np.int64)


def _quantiles(values: Int32, levels: tuple[float, ...]) -> Int32:
    """The least value that at least a share `level` of each row does not exceed, shape (n_levels, n_rows)."""
    places = [max(0, math.ceil(level * values.shape[1]) - 1) for level in levels]
    return np.asarray(np.sort(values, axis=1)[:, places].T)


def _goal_finishes(model: Model, finishes: Int32) -> tuple[Int32, Int64, Int64]:
    shape = (len(model.goals), finishes.shape[1])
    goal_finish = np.full(shape, INF, dtype=np.int32)
    last = np.zeros((len(model.goals), finishes.shape[0]), dtype=np.int64)
    on_time = np.zeros_like(last)
    for row, goal in enumerate(model.goals):
        if not len(goal.required):
            continue
        own = finishes[goal.required]
        goal_finish[row] = own.max(axis=0)
        np.add.at(last[row], goal.required[own.argmax(axis=0)], 1)
        on_time[row, goal.required] = (own <= goal.deadline).sum(axis=1)
    return goal_finish, last, on_time


def forecast(*, model: Model, trials: Trials, map_: Map) -> Forecast:
    """Simulate all blocks through `map_` (results in the order of its inputs) and join them.

    Quantiles of activities are the mean of the blocks' quantiles; those of goals can be taken from `goal_finish`. Memory:
    one block's event times (2 n_activities x block_size x 4 bytes) a worker.
    """
    sampler = make_sampler(model=model, trials=trials)
    task = partial(_block_of, model, sampler, trials.seed)
    blocks: list[BlockResult] = list(map_(task, range(trials.blocks)))
    met = np.concatenate([each.met for each in blocks], axis=1)
    weights = np.array([goal.weight for goal in model.goals])
    chance = _chances([each.met for each in blocks])
    share = met.mean(axis=1)
    tests: dict[str, float] = {}
    for name in [name for name, _ in blocks[0].tests]:
        tests[name] = sum(dict(each.tests)[name] for each in blocks) / trials.count
    joint = (met.astype(np.int64) @ met.T.astype(np.int64)) / trials.count
    return Forecast(
        chance=chance,
        attainment=float(weights @ share),
        met=met,
        goal_finish=np.concatenate([each.goal_finish for each in blocks], axis=1),
        last=_sum([each.last for each in blocks]) / trials.count,
        on_time=_sum([each.on_time for each in blocks]) / trials.count,
        tests=tests,
        criticality=_sum([each.critical for each in blocks]) / trials.count,
        quantiles=(_sum([each.quantiles for each in blocks]) // trials.blocks).astype(np.int32),
        merge_days=_sum([each.merge for each in blocks]) / trials.count,
        coupling=np.asarray(joint - np.outer(share, share)),
        money={
            test.goal: (float(row[0]), float(row[1]))
            for test, row in zip(
                model.money, _sum([each.money for each in blocks]) / trials.count, strict=True
            )
        },
        kept=_sum([each.kept for each in blocks]) / trials.count,
    )


def chances(*, model: Model, trials: Trials, map_: Map) -> tuple[Interval, ...]:
    """The chance of each goal and nothing else: what an edit changes, while a person waits.

    The same futures as in `forecast`, so that the answers are equal to the last bit.
    """
    sampler = make_sampler(model=model, trials=trials)
    return _chances(list(map_(partial(_met_of, model, sampler, trials.seed), range(trials.blocks))))


def _chances(met: list[Bool]) -> tuple[Interval, ...]:
    """From whether each goal is met in the trials of each block, (n_goals, n_trials)."""
    shares = np.array([each.mean(axis=1) for each in met])
    successes = [int(each) for each in np.sum([each.sum(axis=1) for each in met], axis=0)]
    n = sum(each.shape[1] for each in met)
    return tuple(
        block_interval(shares=shares[:, row], successes=each, n=n) for row, each in enumerate(successes)
    )


def _met_of(model: Model, sampler: Sampler, seed: int, block: int) -> Bool:
    return draw_futures(model=model, sampler=sampler, seed=seed, block=block).goals.met


def _sum(rows: list[Int64]) -> Int64:
    return np.asarray(np.sum(rows, axis=0, dtype=np.int64))


def _block_of(model: Model, sampler: Sampler, seed: int, block: int) -> BlockResult:
    return simulate_block(model=model, sampler=sampler, seed=seed, block=block)
