"""Monte Carlo with its sampling, against NumPy vectorised over trials and against pmcontrols; two cores over one.

The plain simulation draws durations, runs the forward pass and tests the goal; the full one adds what a forecast
shows (criticality, quantiles, merge points). NumPy is given the same sampler (Latin-hypercube blocks, the same inverse
tables, the same common factors) in floats and the tile in which it is fastest. pmcontrols draws PERT durations without
common factors and reports criticality as well; it is compared with the full simulation.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, replace
from datetime import date
from importlib.util import find_spec
from pathlib import Path

import numpy as np
import numpy.typing as npt

from benchmarks.measure import ON_THE_WALL, Case, Pair, interleaved, median_seconds
from benchmarks.network import aim_at, sample
from tongchou.forecast.compile import prepare
from tongchou.forecast.model import Distribution, Driver, GoalTest, Model, Trials
from tongchou.forecast.quantiles import probabilities, quantile_table
from tongchou.forecast.sample import Sampler, make_sampler
from tongchou.forecast.simulate import chances, draw_futures, forecast
from tongchou.network.assemble import Links
from tongchou.network.compile import compile_network
from tongchou.network.model import TICKS_PER_DAY
from tongchou.plan.asof import as_of
from tongchou.workspace.source import read_any

SEED = 20260601
DRIVERS = 4
EXAMPLE = Path("examples/xiongan-2021")
ON = date(2021, 8, 3)
LIVE = 0.2  # seconds within which an answer feels immediate
FACTOR = Distribution(shape="lognormal", low=0.8, mode=1.0, high=1.3)
Float64 = npt.NDArray[np.float64]


@dataclass(frozen=True, slots=True, kw_only=True)
class Sample:
    """A model on a random network with its sampler."""

    model: Model
    links: Links
    trials: Trials
    sampler: Sampler

    def plain(self, block: int) -> int:
        """How many futures of one block meet the goal."""
        made = draw_futures(model=self.model, sampler=self.sampler, seed=SEED, block=block)
        return int(made.goals.met.sum())

    def title(self) -> str:
        """What was simulated."""
        n = self.model.network.n_activities
        return f"{n:,} activities, {len(self.links.lag):,} links, {self.trials.count:,} trials"


def made(*, n_activities: int, blocks: int, common: bool = True) -> Sample:
    """PERT durations and one goal over all that has no successor; `common`: four factors, each on a quarter of them."""
    drawn = sample(n_activities=n_activities, reach=100)
    generator = np.random.default_rng(SEED)
    modes = generator.uniform(3, 30, n_activities).round(1)
    drivers = tuple(
        Driver(id=f"D{k}", members=np.arange(k, n_activities, DRIVERS, dtype=np.int32), factor=FACTOR)
        for k in range(DRIVERS if common else 0)
    )
    last = np.setdiff1d(np.arange(n_activities), drawn.links.pred).astype(np.int32)
    model = Model(
        network=drawn.network,
        durations=tuple(
            Distribution(shape="pert", low=float(0.7 * m), mode=float(m), high=float(1.8 * m)) for m in modes
        ),
        drivers=drivers,
        goals=(GoalTest(id="G", weight=1.0, deadline=10**6, required=last),),
    )
    trials = Trials(seed=SEED, blocks=blocks)
    sampler = make_sampler(model=model, trials=trials)
    first = draw_futures(model=model, sampler=sampler, seed=SEED, block=0)
    due = int(np.median(first.events.max(axis=0)))
    model = replace(model, goals=(replace(model.goals[0], deadline=due),))
    return Sample(model=model, links=drawn.links, trials=trials, sampler=sampler)


def cases(*, quick: bool, data: Path | None) -> Iterator[Case]:
    """All cases of this benchmark; `data`: the plan folder that is edited live. `quick` only shows that they run."""
    n_activities, blocks, pairs = (100, 2, 1) if quick else (1_000, 20, 5)
    thousand = made(n_activities=n_activities, blocks=blocks)
    yield _set_up(thousand)
    yield _over_numpy(thousand, quick, pairs)
    alike = made(n_activities=n_activities, blocks=blocks, common=False)
    for full in (False, True):
        yield _over_pmcontrols(alike, quick, full)
    yield _edit(thousand, quick, pairs)
    yield _live(data or EXAMPLE, quick)
    yield _two_cores(made(n_activities=10 * n_activities, blocks=blocks), quick, 1 if quick else 3)


def _case(title: str, measure: str, value: float | None, **rest: object) -> Case:
    return Case(benchmark="simulation", case=title, measure=measure, value=value, unit="s", **rest)  # type: ignore[arg-type]


def _compared(title: str, measure: str, pair: Pair, peer: str, reach: str | None, *, faster: bool) -> Case:
    ratio = 1 / pair.ours_over_peer if faster else pair.ours_over_peer
    return _case(title, measure, pair.ours, peer=peer, peer_value=pair.peer, ratio=ratio, reach=reach)


def _set_up(this: Sample) -> Case:
    seconds = median_seconds(call=lambda: make_sampler(model=this.model, trials=this.trials), times=3)
    return _case(
        this.title(), "tables and keys of the sampler, made once (both sides are given them)", seconds
    )


def _plain(this: Sample) -> Callable[[], object]:
    return lambda: sum(this.plain(block) for block in range(this.trials.blocks))


def _over_numpy(this: Sample, quick: bool, pairs: int) -> Case:
    tiles = (512, 2048) if this.trials.count >= 2048 else (512,)
    fastest = min(tiles, key=lambda tile: median_seconds(call=in_numpy(this, tile), times=1))
    theirs, ours = in_numpy(this, fastest), _plain(this)
    _same_chance(ours(), theirs(), this.trials.count)
    pair = interleaved(ours=ours, peer=theirs, pairs=pairs)
    measure = "plain simulation, one core: times faster"
    peer = f"NumPy vectorised over {fastest} trials"
    return _compared(this.title(), measure, pair, peer, aim_at(quick, ">= 3"), faster=True)


def _same_chance(ours: object, theirs: object, n: int) -> None:
    """Both sides must estimate the same chance: drawn apart, so within four standard errors of a fair coin."""
    if abs(float(ours) - float(theirs)) / n > 4 * np.sqrt(0.5 / n) + 0.02:  # type: ignore[arg-type]
        raise ArithmeticError(f"{ours} and {theirs} of {n} futures meet the goal")


def in_numpy(this: Sample, tile: int) -> Callable[[], object]:
    """The same simulation in NumPy, `tile` trials at a time, each tile of whole Latin-hypercube blocks."""
    n, size, order = this.model.network.n_activities, this.trials.block_size, _order(this)
    at = probabilities()
    tables = [
        quantile_table(distribution=each, unit=TICKS_PER_DAY).astype(float) for each in this.model.durations
    ]
    factors = [
        quantile_table(distribution=each.factor or FACTOR, unit=1 << 16) / 65536.0
        for each in this.model.drivers
    ]
    deadline, last = this.model.goals[0].deadline, this.model.goals[0].required
    generator = np.random.default_rng(SEED)
    strata = np.tile(np.arange(size, dtype=np.float64), (tile // size, 1))

    def uniform() -> Float64:
        ranks = generator.permuted(strata, axis=1)
        ranks += generator.random(ranks.shape)
        ranks /= size
        return ranks.reshape(-1)

    def one_tile() -> int:
        common = [np.interp(uniform(), at, table) for table in factors]
        finish = np.empty((n, tile))
        for a, before in order:
            work = np.interp(uniform(), at, tables[a])
            if common:
                work *= common[a % DRIVERS]
            finish[a] = work + finish[before].max(axis=0) if len(before) else work
        return int((finish[last].max(axis=0) <= deadline).sum())

    return lambda: sum(one_tile() for _ in range(this.trials.count // tile))


def _order(this: Sample) -> list[tuple[int, npt.NDArray[np.int32]]]:
    """Activities in topological order with the predecessors of each."""
    network = this.model.network
    starts = np.argsort(network.start_event, kind="stable")
    preds = [this.links.pred[this.links.succ == a] for a in range(network.n_activities)]
    return [(int(a), np.unique(preds[a])) for a in starts]


def _over_pmcontrols(this: Sample, quick: bool, full: bool) -> Case:
    """The plain simulation or the full one; theirs has sampling, both passes and criticality in one call."""
    title = f"{this.title()}, no common factors"
    measure = f"{'full' if full else 'plain'} simulation, one core: times faster"
    plain = _plain(this)

    def ours() -> object:
        return forecast(model=this.model, trials=this.trials, map_=map) if full else plain()

    if find_spec("pmcontrols") is None:
        note = "pmcontrols is not installed: make bench-env"
        return _case(title, measure, median_seconds(call=ours, times=1), peer="pmcontrols", note=note)
    import pmcontrols

    order = _order(this)
    ids = this.model.network.ids
    rows = [
        {"id": ids[a], "pred": [ids[p] for p in before], "a": d.low, "m": d.mode, "b": d.high}
        for a, before in order
        for d in [this.model.durations[a]]
    ]
    pair = interleaved(
        ours=ours, peer=lambda: pmcontrols.pert(rows, n_sim=this.trials.count, seed=SEED), pairs=3
    )
    return _compared(title, measure, pair, "pmcontrols", aim_at(quick, ">= 50"), faster=True)


def _edit(this: Sample, quick: bool, pairs: int) -> Case:
    """One duration is changed: everything from the tables on is made again, on the same random numbers."""
    changed = replace(this.model.durations[0], high=this.model.durations[0].high * 2)
    model = replace(this.model, durations=(changed, *this.model.durations[1:]))

    def again() -> object:
        return chances(model=model, trials=this.trials, map_=map)

    pair = interleaved(ours=again, peer=_plain(this), pairs=pairs)
    measure = "one edit to the chance of the goal, over the plain simulation"
    return _compared(this.title(), measure, pair, "plain simulation", aim_at(quick, "<= 1.2"), faster=False)


def _live(folder: Path, quick: bool) -> Case:
    """One duration of a real plan is doubled, from the tables on; the plan is read and compiled once."""
    if not folder.is_dir():
        note = f"no plan folder at {folder}"
        return _case(folder.name, "one edit to the chances of all goals", None, note=note)
    plan = as_of(plan=read_any(path=folder), on=ON)
    model = prepare(plan=plan, compiled=compile_network(plan=plan, on=ON)).model
    trials = Trials(seed=SEED, blocks=2 if quick else 20)
    place = next(k for k, each in enumerate(model.durations) if each.shape != "fixed")
    changed = replace(model.durations[place], high=model.durations[place].high * 2)
    edited = replace(model, durations=(*model.durations[:place], changed, *model.durations[place + 1 :]))
    took = median_seconds(call=lambda: chances(model=edited, trials=trials, map_=map), times=9)
    title = f"{folder.name}: {model.network.n_activities:,} activities, {len(model.goals)} goals, {trials.count:,} trials"
    measure = "one edit to the chances of all goals, over 0.2 s"
    aim = aim_at(quick, "<= 1")
    return _case(title, measure, took, peer="0.2 s", peer_value=LIVE, ratio=took / LIVE, reach=aim)


def _two_cores(this: Sample, quick: bool, pairs: int) -> Case:
    with ThreadPoolExecutor(max_workers=2) as pool:

        def two() -> int:
            return sum(pool.map(this.plain, range(this.trials.blocks)))

        one = _plain(this)
        if two() != one():
            raise ArithmeticError("two cores find another answer")
        pair = interleaved(ours=two, peer=one, pairs=pairs, clock=ON_THE_WALL)
    measure = "plain simulation on two threads: times faster than on one"
    return _compared(this.title(), measure, pair, "one core", aim_at(quick, ">= 1.6"), faster=True)
