"""Activities and links of an outcome: deterministic dates beside what the futures say."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from tongchou.cycle.outcome import ActivityOutcome, LinkOutcome
from tongchou.cycle.recorded import both, full_titles
from tongchou.forecast.model import Distribution, Model
from tongchou.network.compile import Compiled
from tongchou.network.critical_path import Dates, driving_links, passes
from tongchou.network.model import INF, TICKS_PER_DAY, Int32
from tongchou.plan.asof import current_promises
from tongchou.plan.model import Plan
from tongchou.plan.select import owner_of

Float64 = npt.NDArray[np.float64]


@dataclass(frozen=True, slots=True, kw_only=True)
class Simulated:
    """What the futures say of every activity, in the plan's order.

    `quantiles` holds ticks, shape (5, n_activities): start P50, finish P10, P50, P80, P90. `criticality` and `rescue`
    have shape (n_goals, n_activities), goals in the model's order; `merge_days` and `kept` shape (n_activities,).
    """

    quantiles: Int32
    criticality: Float64
    rescue: Float64
    merge_days: Float64
    kept: Float64  # (n_activities,) chance of keeping the promise


def typical_ticks(*, model: Model) -> Int32:
    """The deterministic duration of every activity: its most likely one, half of it where it was seen running [ticks]."""
    return np.array([round(_typical(each) * TICKS_PER_DAY) for each in model.durations], dtype=np.int32)


def _typical(distribution: Distribution) -> float:
    if distribution.shape == "empirical":
        return float(np.median(distribution.values))
    middle = distribution.mode
    if distribution.shape == "uniform":
        middle = (distribution.low + distribution.high) / 2
    return max((middle / 2 if distribution.underway else middle) - distribution.elapsed, 0.0)


def dates_of(*, model: Model, compiled: Compiled) -> Dates:
    """Deterministic dates; late dates go back from the deadlines of the goals."""
    deadlines = np.full(compiled.network.n_activities, INF, dtype=np.int32)
    for goal in model.goals:
        deadlines[goal.required] = np.minimum(deadlines[goal.required], goal.deadline)
    return passes(network=compiled.network, durations=typical_ticks(model=model), deadlines=deadlines)


def activities(
    *, plan: Plan, compiled: Compiled, model: Model, simulated: Simulated
) -> tuple[ActivityOutcome, ...]:
    """Every activity of the plan."""
    dates = dates_of(model=model, compiled=compiled)
    projects = {row.id: row for row in plan.projects}
    promised, names = current_promises(plan=plan), full_titles(plan=plan)
    goals = [goal.id for goal in model.goals]
    day, start_day = compiled.day, compiled.start_day
    rows = []
    for place, row in enumerate(plan.activities):
        late_start, late_finish = int(dates.late_start[place]), int(dates.late_finish[place])
        quantile = simulated.quantiles[:, place]
        done = compiled.states[place] == "done"
        begin = day if row.milestone and not row.calendar else start_day
        rows.append(
            ActivityOutcome(
                id=row.id,
                title=both(row.title_zh, row.title_en),
                name=names[row.id],
                project=row.project,
                task=row.task,
                owner=owner_of(activity=row, project=projects.get(row.project)),
                phase=row.phase,
                milestone=row.milestone,
                done=done,
                state=compiled.states[place],
                grounds=compiled.grounds[place],
                early_start=begin(int(dates.early_start[place])),
                early_finish=day(int(dates.early_finish[place])),
                late_start=None if late_start >= INF or done else begin(late_start),
                late_finish=None if late_finish >= INF or done else day(late_finish),
                total_float=None
                if dates.total_float[place] >= INF or done
                else float(dates.total_float[place]) / TICKS_PER_DAY,
                critical=bool(dates.critical[place]) and not done,
                start_p50=begin(int(quantile[0])),
                finish_p10=day(int(quantile[1])),
                finish_p50=day(int(quantile[2])),
                finish_p80=day(int(quantile[3])),
                finish_p90=day(int(quantile[4])),
                criticality=_shares(goals, simulated.criticality[:, place]),
                rescue=_shares(goals, simulated.rescue[:, place]),
                merge_days=float(simulated.merge_days[place]),
                promised=promised.get(row.id),
                promise_chance=None if done or row.id not in promised else float(simulated.kept[place]),
            )
        )
    return tuple(rows)


def _shares(goals: list[str], values: Float64) -> tuple[tuple[str, float], ...]:
    return tuple((goal, float(value)) for goal, value in zip(goals, values, strict=True) if value > 0)


def links(*, plan: Plan, compiled: Compiled, model: Model) -> tuple[LinkOutcome, ...]:
    """The links that still hold, and which of them drive in the deterministic pass."""
    driving = driving_links(network=compiled.network, durations=typical_ticks(model=model))
    return tuple(
        LinkOutcome(
            pred=row.pred, succ=row.succ, kind=row.kind, lag=float(row.lag), driving=bool(driving[number])
        )
        for number, place in enumerate(compiled.kept)
        for row in [plan.links[place]]
    )
