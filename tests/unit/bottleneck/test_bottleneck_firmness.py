"""How firm an answer is when the assumptions are drawn again."""

from __future__ import annotations

import numpy as np
from tests.property.bottleneck_cases import DAY, goal_of, lever, network_of

from tongchou.bottleneck.counting import count_levers
from tongchou.bottleneck.firmness import (
    CAUSE_RANGE,
    MOST_DECIDING,
    RANGE,
    REDRAWS,
    Assumed,
    Redraws,
    redraw,
)
from tongchou.forecast.model import Distribution, Driver, Model, Trials

ONE = np.ones(1)
TRIALS = Trials(seed=3, blocks=4, block_size=256)


def redraws(*saved: tuple[int, ...], factors: np.ndarray | None = None) -> Redraws:
    """One goal; each row the futures saved by every lever in one redraw."""
    known = np.ones((len(saved), 1)) if factors is None else factors
    return Redraws(saved=np.array(saved, dtype=np.float64)[:, np.newaxis, :], factors=known)


def firmness(found: Redraws, members: tuple[int, ...], rivals: tuple[int, ...]) -> float:
    return found.firmness(weights=ONE, members=members, rivals=rivals)


def test_firmness_is_the_share_of_redraws_in_which_the_class_comes_first() -> None:
    assert firmness(redraws((5, 3), (5, 3), (2, 3), (4, 4)), (0,), (1,)) == 0.75


def test_a_redraw_in_which_nothing_is_saved_puts_nobody_first() -> None:
    assert firmness(redraws((0, 0), (5, 3)), (0,), (1,)) == 0.5


def test_a_class_comes_first_by_any_of_its_members() -> None:
    assert firmness(redraws((1, 9, 5)), (0, 1), (2,)) == 1.0


def test_a_lever_that_is_no_rival_takes_nothing_away() -> None:
    assert firmness(redraws((5, 9, 3)), (0,), (2,)) == 1.0


def test_the_assumption_that_moves_the_lead_is_listed_and_the_idle_one_is_not() -> None:
    steps = np.arange(200)
    factors = np.column_stack([1 + steps / 400, 1 + (steps % 2) / 4, np.ones(200)])
    saved = tuple((int(each), 100) for each in steps)
    found = redraws(*saved, factors=factors)
    assert found.deciding(weights=ONE, members=(0,), rivals=(1,)) == (0,)


def test_at_most_five_deciding_assumptions_are_listed() -> None:
    steps = np.arange(200)
    factors = np.column_stack([1 + steps / 400] * 8)
    found = redraws(*((int(each), 100) for each in steps), factors=factors)
    assert len(found.deciding(weights=ONE, members=(0,), rivals=(1,))) == MOST_DECIDING


def test_without_assumptions_nothing_decides() -> None:
    found = redraws((5, 3), (2, 3))
    assert found.deciding(weights=ONE, members=(0,), rivals=(1,)) == ()


def drawn(assumed: list[bool]) -> Redraws:
    span = Distribution(shape="uniform", low=4.0, high=8.0)
    model = Model(network=network_of(2, []), durations=(span, span), goals=(goal_of([0, 1], 6 * DAY),))
    return drawn_from(model, Assumed(durations=np.array(assumed), drivers=np.zeros(0, dtype=np.bool_)))


def drawn_from(model: Model, assumed: Assumed) -> Redraws:
    levers = (lever("activity", [0]), lever("activity", [1]))
    counts = count_levers(model=model, trials=TRIALS, map_=map, levers=levers, effort=DAY)
    return redraw(model=model, trials=TRIALS, map_=map, levers=levers, assumed=assumed, counts=counts)


def test_only_assumed_durations_are_drawn_again_and_within_the_stated_range() -> None:
    factors = drawn([True, False]).factors
    assert factors.shape == (REDRAWS, 2)
    assert np.all(factors[:, 1] == 1.0)
    assert 1 / RANGE <= factors[:, 0].min() < 0.85
    assert 1.2 < factors[:, 0].max() <= RANGE


def test_two_assumptions_are_drawn_independently() -> None:
    factors = drawn([True, True]).factors
    assert abs(np.corrcoef(np.log(factors), rowvar=False)[0, 1]) < 0.2


def test_redraws_are_the_same_every_time() -> None:
    first, second = drawn([True, True]), drawn([True, True])
    assert first.saved.tolist() == second.saved.tolist()
    assert first.factors.tolist() == second.factors.tolist()


def test_with_nothing_assumed_every_redraw_is_the_answer_itself() -> None:
    found = drawn([False, False])
    assert np.ptp(found.saved, axis=0).max() == 0.0


def test_an_assumed_cause_moves_all_its_members_together() -> None:
    """Without assumed durations only the cause can move anything; how often the goal is saved must then vary."""
    span = Distribution(shape="uniform", low=4.0, high=8.0)
    cause = Driver(
        id="weather",
        members=np.array([0, 1], dtype=np.int32),
        factor=Distribution(shape="fixed", mode=1.0),
    )
    model = Model(
        network=network_of(2, []),
        durations=(span, span),
        goals=(goal_of([0, 1], 6 * DAY),),
        drivers=(cause,),
    )
    nothing = np.zeros(2, dtype=np.bool_)
    found = drawn_from(model, Assumed(durations=nothing, drivers=np.array([True])))
    assert np.all(found.factors == 1.0)
    assert np.ptp(found.saved, axis=0).max() > 0.0
    assert CAUSE_RANGE < RANGE
