"""One run: what was known on a day goes in, an outcome comes out. Pure: same inputs, same bytes, whoever computes."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

import numpy as np

from tongchou.bottleneck.firmness import Assumed
from tongchou.bottleneck.principal import Horizon, Principal, RankedLever, answers
from tongchou.bottleneck.search import Question
from tongchou.cycle import goals as goal_rows
from tongchou.cycle import recorded, works
from tongchou.cycle.assumptions import Weights, listed, weigh
from tongchou.cycle.canonical import input_hash
from tongchou.cycle.known import horizon_weights, known
from tongchou.cycle.levers import offered
from tongchou.cycle.outcome import SCHEMA, Coupling, LeverOutcome, Outcome, PrincipalOutcome, ShareOutcome
from tongchou.cycle.snapshot import Snapshot
from tongchou.forecast.compile import Prepared
from tongchou.forecast.model import GoalTest, Trials
from tongchou.forecast.simulate import Forecast, Map, forecast
from tongchou.kernel.errors import BadInput, Problem, Where
from tongchou.kernel.finding import Text
from tongchou.network.compile import Compiled
from tongchou.network.critical_path import longest_path
from tongchou.network.model import INF, TICKS_PER_DAY, Int32
from tongchou.plan.asof import current_promises
from tongchou.plan.model import Plan
from tongchou.plan.reference import reference_classes

BLOCK = 512
MOST_TRIALS = 2048 * BLOCK  # about a million futures: an interval a tenth as wide as with the usual number
EFFORTS_DAYS = (
    20,
    40,
    80,
    160,
    320,
)  # expected days every lever removes: about a month of working days, then doubled
BINS = 24  # of a goal's finish histogram


def run(*, snapshot: Snapshot, on: date, seed: int, trials: int, map_: Map) -> Outcome:
    """Forecast every goal of a plan and name its principal constraint, as known on the day `on`.

    Parameters
    ----------
    snapshot : the plan and the inputs of the domains
    on : date of judgement; nothing said later is seen
    seed : of all random numbers
    trials : how many futures, a multiple of 512
    map_ : carries blocks of futures to workers and returns results in order

    Raises
    ------
    BadInput
        A plan that cannot be compiled, or a number of trials that is no multiple of 512.
    """
    if not BLOCK <= trials <= MOST_TRIALS or trials % BLOCK:
        raise BadInput([_bad_trials(trials)])
    at = known(snapshot=snapshot, on=on)
    hashed = input_hash(plan=at.plan, inputs=snapshot.inputs, on=on, seed=seed, trials=trials)
    count = Trials(seed=seed, blocks=trials // BLOCK, block_size=BLOCK)
    return _outcome(at.plan, at.compiled, at.prepared, count, hashed, map_)


def _bad_trials(trials: int) -> Problem:
    return Problem(
        code="bad-trials",
        where=Where(column="--trials"),
        zh=f"模拟次数应为512的正整数倍,不超过{MOST_TRIALS}",
        en=f"the number of trials must be a positive multiple of 512, at most {MOST_TRIALS}",
        mend_zh="例如 10240。",
        mend_en="For example 10240.",
        value=str(trials),
    )


def _outcome(
    plan: Plan, compiled: Compiled, prepared: Prepared, trials: Trials, hashed: str, map_: Map
) -> Outcome:
    model = prepared.model
    futures = forecast(model=model, trials=trials, map_=map_)
    weights = weigh(plan=plan, compiled=compiled, prepared=prepared, futures=futures)
    shares = np.array([goal.weight for goal in model.goals])
    found = _answers(plan, compiled, prepared, trials, weights, map_)
    simulated = works.Simulated(
        quantiles=futures.quantiles,
        criticality=futures.criticality,
        rescue=_rescue(plan, model.goals, found[0]),
        merge_days=futures.merge_days / TICKS_PER_DAY,
        kept=futures.kept,
    )
    activities = works.activities(plan=plan, compiled=compiled, model=model, simulated=simulated)
    tasks = recorded.tasks(plan=plan)
    figures = _figures(plan, compiled, prepared, futures, weights)
    told = tuple(_principal(plan, compiled, prepared, futures, figures, each) for each in found)
    whole = told[0]
    return Outcome(
        schema=SCHEMA,
        plan=plan.id,
        title=recorded.both(plan.title_zh, plan.title_en),
        on=compiled.on,
        seed=trials.seed,
        trials=trials.count,
        input_hash=hashed,
        attainment=futures.attainment,
        goals=goal_rows.goals(
            plan=plan,
            figures=figures,
            untested=prepared.untested,
        ),
        coupling=tuple(_coupling(plan, futures, prepared)),
        activities=activities,
        links=works.links(plan=plan, compiled=compiled, model=model),
        tasks=tasks,
        levers=whole.levers,
        principal=whole,
        horizons=told[1:],
        statements=recorded.statements(plan=plan),
        indicators=recorded.indicators(plan=plan, chances=futures.tests),
        readings=recorded.readings(plan=plan),
        decisions=recorded.decisions(plan=plan),
        references=reference_classes(plan=plan, on=compiled.on),
        assumptions=listed(plan=plan, model=model, weights=weights, goal_weights=shares),
        findings=goal_rows.findings(
            activities=activities,
            tasks=tasks,
            promises=current_promises(plan=plan),
        ),
        sentence=whole.sentence,
        notes=_notes(plan),
    )


def _answers(
    plan: Plan, compiled: Compiled, prepared: Prepared, trials: Trials, weights: Weights, map_: Map
) -> tuple[Principal, ...]:
    """The principal constraint of the whole plan, then of every horizon."""
    model = prepared.model
    question = Question(
        model=model,
        trials=trials,
        levers=offered(plan=plan, compiled=compiled, model=model),
        assumed=Assumed(
            durations=weights.assumed_activity
            & np.array(
                [
                    state != "done" and not row.milestone
                    for row, state in zip(plan.activities, compiled.states, strict=True)
                ],
                dtype=np.bool_,
            ),
            drivers=weights.assumed_driver,
        ),
        efforts=tuple(days * TICKS_PER_DAY for days in EFFORTS_DAYS),
    )
    names = ("", *(row.id for row in plan.horizons))
    horizons = tuple(_horizon(plan, model.goals, name) for name in names)
    return answers(question=question, horizons=horizons, titles=_titles(plan, model.goals), map_=map_)


def _titles(plan: Plan, goals: tuple[GoalTest, ...]) -> tuple[Text, ...]:
    named = {row.id: recorded.both(row.title_zh, row.title_en) for row in plan.goals}
    return tuple(named[goal.id] for goal in goals)


def _horizon(plan: Plan, goals: tuple[GoalTest, ...], name: str) -> Horizon:
    return Horizon(id=name, weights=horizon_weights(plan=plan, goals=goals, horizon=name))


def _rescue(plan: Plan, goals: tuple[GoalTest, ...], answer: Principal) -> works.Float64:
    """Share of each goal's missed futures saved by every activity, (n_goals, n_activities)."""
    place = {row.id: number for number, row in enumerate(plan.activities)}
    out = np.zeros((len(goals), len(plan.activities)))
    for each in answer.levers:
        if each.lever.kind == "activity":
            out[:, place[each.lever.id.removeprefix("activity:")]] = each.saved
    return out


def _principal(
    plan: Plan,
    compiled: Compiled,
    prepared: Prepared,
    futures: Forecast,
    figures: dict[str, goal_rows.GoalFigures],
    answer: Principal,
) -> PrincipalOutcome:
    model = prepared.model
    weights = _horizon(plan, model.goals, answer.horizon).weights
    goals = tuple(goal.id for goal in model.goals)
    return PrincipalOutcome(
        horizon=answer.horizon,
        attainment=float(weights @ futures.met.mean(axis=1)) if goals else 0.0,
        effort=answer.effort_days,
        classes=answer.named,
        more=answer.more,
        firmness=answer.firmness,
        reason=answer.reason,
        sentence=_sentence(plan, prepared, figures, answer),
        chain=_chain(compiled, prepared, futures, answer),
        pair=answer.pair,
        pair_gain=answer.pair_gain,
        package=answer.package,
        package_gain=answer.package_gain,
        shares=tuple(
            ShareOutcome(lever=each.lever, last_in=each.last_in, shapley=each.shapley)
            for each in answer.shares
        ),
        levers=tuple(_lever(each, goals, answer.effort_days) for each in answer.levers),
    )


def _sentence(
    plan: Plan, prepared: Prepared, figures: dict[str, goal_rows.GoalFigures], answer: Principal
) -> Text:
    """The sentence, with a remark where the goal it speaks of has too little evidence for a number."""
    if answer.goal is None:
        return answer.sentence
    name = prepared.model.goals[answer.goal].id
    if figures[name].milestones_sourced >= goal_rows.ENOUGH_MILESTONES:
        return answer.sentence
    title = next(recorded.both(row.title_zh, row.title_en) for row in plan.goals if row.id == name)
    remark = goal_rows.TOO_FEW.filled(zh=title.zh, en=title.en, n=goal_rows.ENOUGH_MILESTONES)
    return Text(zh=answer.sentence.zh + remark.zh, en=answer.sentence.en + remark.en)


def _lever(each: RankedLever, goals: tuple[str, ...], effort: float) -> LeverOutcome:
    return LeverOutcome(
        id=each.lever.id,
        kind=each.lever.kind,
        title=each.lever.title,
        size=each.effort_days,
        effort=effort,
        gain=each.gain.value,
        low=each.gain.low,
        high=each.gain.high,
        class_id=each.class_id,
        method=each.method,
        goals=tuple((goal, share) for goal, share in zip(goals, each.saved, strict=True) if share > 0),
        resource=each.lever.resource,
    )


def _chain(compiled: Compiled, prepared: Prepared, futures: Forecast, answer: Principal) -> tuple[str, ...]:
    """The open steps behind the named lever: the longest path to the activity that most often decides its goal."""
    if answer.goal is None or not len(prepared.model.goals[answer.goal].required):
        return ()
    last = compiled.network.ids[int(futures.last[answer.goal].argmax())]
    ticks = works.typical_ticks(model=prepared.model)
    path = longest_path(network=compiled.network, durations=ticks, to=last)
    return tuple(each for each in path.activities if compiled.states[compiled.position[each]] != "done")


def _figures(
    plan: Plan, compiled: Compiled, prepared: Prepared, futures: Forecast, weights: Weights
) -> dict[str, goal_rows.GoalFigures]:
    spoken = {row.subject for row in plan.statements if row.sources}
    sourced = np.array([row.id in spoken for row in plan.activities], dtype=np.bool_)
    out = {}
    for row, goal in enumerate(prepared.model.goals):
        finishes = np.sort(futures.goal_finish[row])
        known = bool(len(goal.required)) and finishes[-1] < INF
        places = [int(level * len(finishes)) for level in goal_rows.FINISH_LEVELS]
        parts = [(compiled.network.ids[a], float(futures.on_time[row, a])) for a in goal.required]
        parts += [(test.id, futures.tests[test.id]) for test in goal.tests]
        out[goal.id] = goal_rows.GoalFigures(
            chance=futures.chance[row].value,
            low=futures.chance[row].low,
            high=futures.chance[row].high,
            finish=tuple(compiled.day(int(finishes[place])) for place in places) if known else None,
            histogram=_histogram(compiled, finishes) if known else (),
            decided_by=compiled.network.ids[int(futures.last[row].argmax())] if known else "",
            parts=tuple(parts),
            assumption_share=weights.share(row),
            money=futures.money.get(goal.id),
            milestones_sourced=_sourced_under(plan, goal, compiled, sourced),
        )
    return out


def _sourced_under(
    plan: Plan, goal: GoalTest, compiled: Compiled, sourced: np.ndarray[tuple[int, ...], np.dtype[np.bool_]]
) -> int:
    """Activities with a sourced date in the projects of the goal's required activities, and sourced readings tested."""
    projects = {plan.activities[a].project for a in goal.required} - {""}
    alone = {int(a) for a in goal.required}
    under = [
        place
        for place, row in enumerate(plan.activities)
        if sourced[place] and (row.project in projects or place in alone)
    ]
    tested = {target.indicator for target in plan.targets if target.goal == goal.id}
    readings = [row for row in plan.readings if row.indicator in tested and row.sources]
    return len(under) + len(readings)


def _histogram(compiled: Compiled, finishes: Int32) -> tuple[tuple[date, int], ...]:
    first, last = int(finishes[0]), int(finishes[-1])
    width = max(TICKS_PER_DAY, -(-(last - first + 1) // BINS))
    width = -(-width // TICKS_PER_DAY) * TICKS_PER_DAY
    start = (first - 1) // TICKS_PER_DAY * TICKS_PER_DAY
    counts = np.bincount((finishes.astype(np.int64) - 1 - start) // width)
    return tuple((compiled.start_day(start + k * width), int(count)) for k, count in enumerate(counts))


def _coupling(plan: Plan, futures: Forecast, prepared: Prepared) -> Iterator[Coupling]:
    goals = prepared.model.goals
    for i, first in enumerate(goals):
        for j in range(i + 1, len(goals)):
            both = (futures.criticality[i] > 0) & (futures.criticality[j] > 0)
            yield Coupling(
                first=first.id,
                second=goals[j].id,
                value=float(futures.coupling[i, j]),
                shared=tuple(plan.activities[a].id for a in np.flatnonzero(both)),
            )


def _notes(plan: Plan) -> tuple[Text, ...]:
    note = recorded.both(plan.note_zh, plan.note_en)
    return (note,) if note.zh else ()
