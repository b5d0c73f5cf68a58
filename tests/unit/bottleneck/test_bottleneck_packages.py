"""Levers together: pairs, last-in gains, Shapley shares, packages within a budget."""

from __future__ import annotations

from itertools import pairwise

import numpy as np
import pytest
from tests.property.bottleneck_cases import DAY, FS, goal_of, lever, model_of, network_of

from tongchou.bottleneck.levers import Lever, relieved, shortened
from tongchou.bottleneck.packages import MOST_LEVERS, SubsetGains, subset_gains
from tongchou.bottleneck.pairs import PairGains, contains, pair_gains
from tongchou.forecast.goals import evaluate
from tongchou.forecast.model import Distribution, Effect, IndicatorTest, Model, Trials
from tongchou.forecast.sample import make_sampler
from tongchou.forecast.simulate import draw_futures
from tongchou.network.passes import forward_tile

ONE = np.ones(1)
TRIALS = Trials(seed=7, blocks=2, block_size=64)


def two_late_chains() -> Model:
    """A0 and A1 side by side, six days each, joined by the milestone A2 that is due after five."""
    network = network_of(3, [(0, 2, FS, 0), (1, 2, FS, 0)])
    return model_of(network, [goal_of([2], 5 * DAY)], days=[6, 6, 0])


SIDES = (lever("activity", [0]), lever("activity", [1]))


def pair_of(model: Model, levers: tuple[Lever, ...]) -> PairGains:
    places = tuple(range(len(levers)))
    return pair_gains(model=model, trials=TRIALS, map_=map, levers=levers, candidates=places, effort=DAY)


def subsets_of(model: Model, levers: tuple[Lever, ...]) -> SubsetGains:
    return subset_gains(model=model, trials=TRIALS, map_=map, levers=levers, effort=DAY)


def test_with_two_late_chains_the_pair_is_everything_and_each_alone_nothing() -> None:
    found = subsets_of(two_late_chains(), SIDES)
    assert found.gains(weights=ONE).tolist() == [0.0, 0.0, 0.0, 1.0]
    assert pair_of(two_late_chains(), SIDES).best(ONE) == ((0, 1), 1.0)


def test_two_late_chains_share_the_gain_equally_and_each_is_worth_all_when_last() -> None:
    found = subsets_of(two_late_chains(), SIDES)
    assert found.shapley(weights=ONE).tolist() == [0.5, 0.5]
    assert found.last_in(weights=ONE).tolist() == [1.0, 1.0]


def test_no_pair_is_best_where_none_gains() -> None:
    late = model_of(network_of(2, []), [goal_of([0, 1], 2 * DAY)], days=[6, 6])
    assert pair_of(late, SIDES).best(ONE) is None


def test_a_lever_is_not_paired_with_one_it_contains() -> None:
    levers = (lever("activity", [0]), lever("organisation", [0, 1]))
    assert pair_of(two_late_chains(), levers).pairs == ()


def test_an_organisation_contains_its_works_and_no_link() -> None:
    assert contains(lever("organisation", [0, 1]), lever("activity", [1]))
    assert not contains(lever("activity", [1]), lever("organisation", [0, 1]))
    assert not contains(lever("organisation", [0, 1]), lever("link", [], arc=0))


def test_the_best_package_within_a_budget_leaves_out_what_adds_nothing() -> None:
    gains = SubsetGains(saved=np.array([[0], [10], [30], [40], [0], [10], [30], [40]]), n=100)
    package = gains.best_package(weights=ONE, costs=(5.0, 10.0, 1.0), budget=100.0)
    assert (package.levers, package.gain, package.cost) == ((0, 1), 0.4, 15.0)


def test_a_tight_budget_buys_the_best_it_can_pay_for() -> None:
    gains = SubsetGains(saved=np.array([[0], [10], [30], [40]]), n=100)
    assert gains.best_package(weights=ONE, costs=(5.0, 10.0), budget=9.0).levers == (0,)
    assert gains.best_package(weights=ONE, costs=(5.0, 10.0), budget=0.0).levers == ()


def test_a_package_needs_a_cost_for_every_lever_and_a_budget() -> None:
    gains = SubsetGains(saved=np.zeros((4, 1), dtype=np.int64), n=100)
    with pytest.raises(ValueError, match="2 levers need"):
        gains.best_package(weights=ONE, costs=(1.0,), budget=1.0)
    with pytest.raises(ValueError, match="below nil"):
        gains.best_package(weights=ONE, costs=(1.0, 1.0), budget=-1.0)


def test_more_levers_than_subsets_can_be_run_are_refused() -> None:
    with pytest.raises(ValueError, match="at most 10"):
        subsets_of(two_late_chains(), tuple(lever("activity", [k % 3]) for k in range(MOST_LEVERS + 1)))


def uncertain(effect_sign: float) -> Model:
    """Two uncertain chains, a lag, two goals; one goal has an indicator that its works move (the wrong way at -1)."""
    network = network_of(5, [(0, 2, FS, DAY), (1, 2, FS, 0), (1, 3, FS, 0), (3, 4, FS, 0)])
    span = Distribution(shape="uniform", low=1.0, high=5.0)
    effect = Effect(id="E", activity=3, size=Distribution(shape="fixed", mode=effect_sign))
    base = Distribution(shape="uniform", low=-1.0, high=1.5)
    test = IndicatorTest(id="T", operator=">=", low=0.0, high=0.0, due=7 * DAY, base=base, effects=(effect,))
    goals = (
        goal_of([2], 6 * DAY, weight=0.6),
        goal_of([4], 10 * DAY, (test,), name="H", weight=0.4),
    )
    return Model(network=network, durations=(span,) * 5, goals=goals)


LEVERS = (
    lever("activity", [1]),
    lever("organisation", [0, 3, 4]),
    lever("activity", [0]),
    lever("link", [], arc=0),
)


@pytest.mark.parametrize("sign", [1.0, -1.0])
def test_subsets_cut_short_equal_every_subset_run_in_full(sign: float) -> None:
    model = uncertain(sign)
    expected = np.zeros((16, 2), dtype=np.int64)
    sampler = make_sampler(model=model, trials=TRIALS)
    for block in range(TRIALS.blocks):
        futures = draw_futures(model=model, sampler=sampler, seed=TRIALS.seed, block=block)
        for subset in range(16):
            changed, durations = model, futures.durations
            for k, each in enumerate(LEVERS):
                if subset >> k & 1:
                    changed = relieved(model=changed, lever=each, effort=DAY)
                    durations = shortened(durations=durations, lever=each, effort=DAY)
            events = forward_tile(network=changed.network, durations=durations)
            after = evaluate(model=changed, events=events, draws=futures.draws).met
            expected[subset] += after.sum(axis=1) - futures.goals.met.sum(axis=1)
    assert expected[-1].any()
    assert subsets_of(model, LEVERS).saved.tolist() == expected.tolist()


def test_shares_sum_to_what_all_levers_gain_together() -> None:
    found = subsets_of(uncertain(1.0), LEVERS)
    weights = np.array([0.6, 0.4])
    assert found.shapley(weights=weights).sum() == pytest.approx(found.gains(weights=weights)[-1])


def test_more_budget_never_gains_less() -> None:
    found = subsets_of(uncertain(1.0), LEVERS)
    weights = np.array([0.6, 0.4])
    gains = [
        found.best_package(weights=weights, costs=(1, 3, 1, 1), budget=budget).gain for budget in range(7)
    ]
    assert all(less <= more for less, more in pairwise(gains))
    assert gains[0] == 0.0 < gains[-1]
