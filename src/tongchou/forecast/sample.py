"""Durations, sizes and base values drawn for one block of futures.

duration = quantile(own draw) x factor of every driver x impact of every risk that happens, in integers throughout.
Causes that act on running work are drawn given that it still runs.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from tongchou.forecast.evidence import Cause, Group, Running, groups_of, learnt
from tongchou.forecast.model import (
    FACTOR,
    MOST_FACTOR,
    UNITS,
    Distribution,
    Driver,
    IndicatorTest,
    Model,
    Trials,
)
from tongchou.forecast.quantiles import ONE, look_up, quantile_table, rank_of
from tongchou.forecast.random import UInt64, draw_block, draw_from, stream_key
from tongchou.network.jit import inner_kernel, kernel
from tongchou.network.model import INF, TICKS_PER_DAY, Int32

Int64 = npt.NDArray[np.int64]

WEIGHT = 1 << 20  # weights of shared draws are in 1,048,576ths


@dataclass(frozen=True, slots=True, kw_only=True)
class Groups:
    """For each activity the causes that act on it: those of activity a stand at ptr[a]:ptr[a + 1] of `cause`."""

    ptr: Int32
    cause: Int32


@dataclass(frozen=True, slots=True, kw_only=True)
class Sampler:
    """A model made ready for drawing; built once, used by every block. Picklable."""

    bits: int
    tables: Int64  # (n_tables, n_points): distinct duration tables [ticks]
    table_of: Int32  # (n_activities,)
    elapsed: Int64  # (n_activities,) ticks already gone
    keys: UInt64  # (n_activities,)
    scale: Int64  # (n_activities,) factor on the whole duration, one unless assumptions are drawn again
    drivers: Groups
    driver_tables: Int64  # (n_drivers, n_points) factors
    driver_keys: UInt64
    shared: Groups
    shared_weights: Int64  # per entry of shared.cause
    own_weights: Int64  # (n_activities,)
    shared_keys: UInt64
    normal: Int64  # standard normal quantiles
    risks: Groups
    risk_tables: Int64
    risk_chances: UInt64
    risk_keys: UInt64  # (n_risks, 2): whether it happens, how hard
    evidence: tuple[Group, ...]  # causes, drivers before risks, that running work tells something of


def make_sampler(*, model: Model, trials: Trials) -> Sampler:
    """Tables and keys of a model for a seed.

    Raises
    ------
    ValueError
        A block size that is no power of two, or a distribution that is none.
    """
    bits = trials.block_size.bit_length() - 1
    if 1 << bits != trials.block_size:
        raise ValueError(f"a block holds a power of two of trials, not {trials.block_size}")
    factors = [each for each in model.drivers if each.rho <= 0]
    shared = [each for each in model.drivers if each.rho > 0]
    distinct = {
        each: number for number, each in enumerate(dict.fromkeys(_timeless(d) for d in model.durations))
    }
    shared_groups = _groups([each.members for each in shared], model.network.n_activities)
    rhos = np.array([each.rho for each in shared])[shared_groups.cause]
    taken = np.zeros(model.network.n_activities)
    np.add.at(taken, np.repeat(np.arange(len(taken)), np.diff(shared_groups.ptr)), rhos)
    if np.any(taken > 1):
        raise ValueError("the correlations of the drivers of one activity sum to more than 1")
    seed = trials.seed
    return Sampler(
        bits=bits,
        tables=_tables(list(distinct), TICKS_PER_DAY),
        table_of=np.array([distinct[_timeless(each)] for each in model.durations], dtype=np.int32),
        elapsed=np.array([round(each.elapsed * TICKS_PER_DAY) for each in model.durations], dtype=np.int64),
        keys=_keys(seed, "duration", model.network.ids),
        scale=np.full(model.network.n_activities, FACTOR, dtype=np.int64),
        drivers=_groups([each.members for each in factors], model.network.n_activities),
        driver_tables=_tables([each.factor or _UNIT for each in factors], FACTOR),
        driver_keys=_keys(seed, "driver", [each.id for each in factors]),
        shared=shared_groups,
        shared_weights=np.rint(np.sqrt(rhos) * WEIGHT).astype(np.int64),
        own_weights=np.rint(np.sqrt(1 - taken) * WEIGHT).astype(np.int64),
        shared_keys=_keys(seed, "driver", [each.id for each in shared]),
        normal=quantile_table(distribution=_NORMAL, unit=WEIGHT),
        risks=_groups([each.members for each in model.risks], model.network.n_activities),
        risk_tables=_tables([each.impact for each in model.risks], FACTOR),
        risk_chances=np.array([round(each.chance * ONE) for each in model.risks], dtype=np.uint64),
        risk_keys=np.stack(
            [
                _keys(seed, stream, [each.id for each in model.risks])
                for stream in ("risk-happens", "risk-impact")
            ],
            axis=1,
        ),
        evidence=groups_of(causes=_causes(model, factors), running=_running(model), seed=seed),
    )


def _causes(model: Model, factors: Sequence[Driver]) -> list[Cause]:
    """Drivers before risks, as they stand in the rows of drawn factors."""
    drivers = [
        Cause(
            name=f"driver:{each.id}",
            members=frozenset(each.members.tolist()),
            table=quantile_table(distribution=each.factor or _UNIT, unit=FACTOR),
        )
        for each in factors
    ]
    risks = [
        Cause(
            name=f"risk:{each.id}",
            members=frozenset(each.members.tolist()),
            table=quantile_table(distribution=each.impact, unit=FACTOR),
            chance=round(each.chance * ONE),
        )
        for each in model.risks
    ]
    return drivers + risks


def _running(model: Model) -> list[Running]:
    """What is reported to be under way."""
    return [
        Running(
            name=model.network.ids[activity],
            activity=activity,
            table=quantile_table(distribution=_timeless(each), unit=TICKS_PER_DAY),
            gone=round(each.elapsed * TICKS_PER_DAY),
        )
        for activity, each in enumerate(model.durations)
        if each.elapsed > 0 and not each.unreported
    ]


_UNIT = Distribution(shape="fixed", mode=1.0)
_NORMAL = Distribution(shape="normal", low=-1.2815515655446004, mode=0.0, high=1.2815515655446004)


def _timeless(distribution: Distribution) -> Distribution:
    return Distribution(
        shape=distribution.shape,
        low=distribution.low,
        mode=distribution.mode,
        high=distribution.high,
        values=distribution.values,
        underway=distribution.underway,
    )


def _tables(distributions: Sequence[Distribution], unit: int) -> Int64:
    if not distributions:
        return np.zeros((0, 1), dtype=np.int64)
    return np.stack([quantile_table(distribution=each, unit=unit) for each in distributions])


def _keys(seed: int, stream: str, names: Sequence[str]) -> UInt64:
    return np.array([stream_key(seed=seed, name=name, stream=stream) for name in names], dtype=np.uint64)


def _groups(members: Sequence[Int32], n_activities: int) -> Groups:
    counts = np.zeros(n_activities + 1, dtype=np.int32)
    for each in members:
        counts[each + 1] += 1
    ptr = np.cumsum(counts).astype(np.int32)
    cause = np.zeros(int(ptr[-1]), dtype=np.int32)
    place = ptr[:-1].copy()
    for number, each in enumerate(members):
        cause[place[each]] = number
        place[each] += 1
    return Groups(ptr=ptr, cause=cause)


def draw_durations(*, sampler: Sampler, block: int) -> Int32:
    """Durations of every activity in every trial of a block: int32 ticks, shape (n_activities, block_size)."""
    n_trials = 1 << sampler.bits
    factors = draw_from(sampler.driver_tables, sampler.driver_keys, block, sampler.bits)
    impacts = _impacts(sampler, block)
    for group in sampler.evidence:
        found = learnt(group=group, scale=sampler.scale, bits=sampler.bits, block=block)
        for cause, row in zip(group.causes, found, strict=True):
            if cause < len(factors):
                factors[cause] = row
            else:
                impacts[cause - len(factors)] = row
    normals = draw_from(
        np.tile(sampler.normal, (len(sampler.shared_keys), 1)), sampler.shared_keys, block, sampler.bits
    )
    out = np.empty((len(sampler.table_of), n_trials), dtype=np.int32)
    _fill(
        (sampler.tables, sampler.table_of, sampler.elapsed, sampler.keys, sampler.scale),
        (sampler.drivers.ptr, sampler.drivers.cause, factors),
        (sampler.risks.ptr, sampler.risks.cause, impacts),
        (sampler.shared.ptr, sampler.shared.cause, sampler.shared_weights, sampler.own_weights, normals),
        sampler.normal,
        block,
        sampler.bits,
        out,
    )
    return out


def _impacts(sampler: Sampler, block: int) -> Int64:
    """The factor of every risk, one where it does not happen, shape (n_risks, n_trials)."""
    happens = np.empty((len(sampler.risk_chances), 1 << sampler.bits), dtype=np.uint64)
    for key, row in zip(sampler.risk_keys[:, 0], happens, strict=True):
        draw_block(key, block, sampler.bits, row)
    impacts = draw_from(sampler.risk_tables, sampler.risk_keys[:, 1].copy(), block, sampler.bits)
    return np.where(happens < sampler.risk_chances[:, np.newaxis], impacts, FACTOR)


@kernel
def _fill(own, drivers, risks, shared, normal, block, bits, out):  # type: ignore[no-untyped-def]  # tuples of arrays
    """Fill `out` (n_activities, n_trials)."""
    tables, table_of, elapsed, keys, scale = own
    n_trials = out.shape[1]
    draws = np.empty(n_trials, dtype=np.uint64)
    factor = np.empty(n_trials, dtype=np.int64)
    for a in range(out.shape[0]):
        draw_block(keys[a], block, bits, draws)
        if shared[0][a] < shared[0][a + 1]:
            _correlate(a, shared, normal, draws)
        for t in range(n_trials):
            factor[t] = scale[a]
        _multiply(a, drivers, factor)
        _multiply(a, risks, factor)
        table = tables[table_of[a]]
        gone = elapsed[a]
        if gone > 0:
            for t in range(n_trials):
                factor[t] = _remaining(table, np.int64(draws[t]), factor[t], gone)
        else:
            for t in range(n_trials):
                factor[t] = (look_up(table, np.int64(draws[t])) * factor[t]) >> 16
        for t in range(n_trials):
            out[a, t] = min(max(factor[t], 0), INF)


@inner_kernel
def _multiply(a, causes, factor):  # type: ignore[no-untyped-def]  # a tuple of arrays
    ptr, cause, values = causes
    for place in range(ptr[a], ptr[a + 1]):
        row = values[cause[place]]
        for t in range(factor.shape[0]):
            factor[t] = min((factor[t] * row[t]) >> 16, MOST_FACTOR)


@inner_kernel
def _correlate(a, shared, normal, draws):  # type: ignore[no-untyped-def]  # a tuple of arrays
    """Replace own draws by those of the weighted sum of own and shared normal draws."""
    ptr, cause, weights, own_weights, normals = shared
    for t in range(draws.shape[0]):
        z = look_up(normal, np.int64(draws[t])) * own_weights[a]
        for place in range(ptr[a], ptr[a + 1]):
            z += normals[cause[place], t] * weights[place]
        draws[t] = min(rank_of(normal, z >> 20), ONE - 1)


@inner_kernel
def _remaining(table: Int64, u: int | np.int64, factor: int, gone: int) -> int:
    """What is left of an activity that has run `gone` ticks, given that its whole duration exceeds them.

    What has outrun its whole distribution says nothing of what is left: any share of the median, a stated assumption.
    """
    passed = rank_of(table, (gone << 16) // max(factor, 1))
    if passed >= ONE - 1:
        return max(((look_up(table, ONE >> 1) * factor >> 16) * int(u >> 16)) >> 16, 1)
    left = passed + (((ONE - passed) >> 4) * int(u) >> 28)
    return max((look_up(table, min(left, ONE - 1)) * factor >> 16) - gone, 1)


@dataclass(frozen=True, slots=True, kw_only=True)
class IndicatorDraws:
    """One block of one indicator test: base values (block_size,) and sizes (n_effects, block_size), in `UNITS`."""

    base: Int64
    sizes: Int64


def draw_indicator(*, test: IndicatorTest, seed: int, bits: int, block: int) -> IndicatorDraws:
    """Base values at the due date and sizes of the effects of one test, int64 millionths."""
    base_key = stream_key(seed=seed, name=test.id, stream="indicator")
    sizes = [
        draw_values(
            distribution=each.size,
            unit=UNITS,
            key=stream_key(seed=seed, name=each.id, stream="effect"),
            bits=bits,
            block=block,
        )
        for each in test.effects
    ]
    base = draw_values(distribution=test.base, unit=UNITS, key=base_key, bits=bits, block=block)
    return IndicatorDraws(base=base, sizes=np.array(sizes, dtype=np.int64).reshape(-1, 1 << bits))


def draw_values(*, distribution: Distribution, unit: int, key: int, bits: int, block: int) -> Int64:
    """One quantity in every trial of a block, in `unit` parts of one: int64, shape (2**bits,)."""
    tables = quantile_table(distribution=distribution, unit=unit).reshape(1, -1)
    return np.asarray(draw_from(tables, np.array([key], dtype=np.uint64), block, bits)[0])
