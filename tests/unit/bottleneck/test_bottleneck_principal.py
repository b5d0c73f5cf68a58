"""The whole answer of a horizon: who is named, why not, and in which words."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import numpy as np
from tests.property.bottleneck_cases import DAY, FS, goal_of, lever, network_of

from tongchou.bottleneck import explain
from tongchou.bottleneck.counting import count_levers
from tongchou.bottleneck.firmness import Assumed
from tongchou.bottleneck.levers import Lever
from tongchou.bottleneck.principal import Horizon, Principal, answers, principal
from tongchou.bottleneck.search import Question, Search, search
from tongchou.forecast.model import Distribution, Model, Trials
from tongchou.kernel.finding import Text

TRIALS = Trials(seed=11, blocks=8, block_size=64)
TITLES = (Text(zh="开学", en="school opens"), Text(zh="通车", en="road opens"))
WHOLE = Horizon(id="", weights=np.array([1.0, 0.0]))


def span(low: float, high: float) -> Distribution:
    return Distribution(shape="uniform", low=low, high=high)


def school(permit: Distribution, building: Distribution, *, due: int = 10) -> Model:
    """A permit (A0), then two ways to wait: building (A1) and fitting out (A2), joined by the opening (A3)."""
    network = network_of(4, [(0, 1, FS, 0), (0, 2, FS, 0), (1, 3, FS, 0), (2, 3, FS, 0)])
    durations = (permit, building, span(1, 2), Distribution(shape="fixed", mode=0.0))
    goals = (goal_of([3], due * DAY), goal_of([0], 10**6, name="R", weight=0.0))
    return Model(network=network, durations=durations, goals=goals)


LEVERS = (
    lever("activity", [0], name="permit"),
    lever("activity", [1], name="building"),
    lever("activity", [2], name="fitting"),
)


def looked_for(
    model: Model, levers: tuple[Lever, ...] = LEVERS, *, map_: Any = map, assumed: Iterable[int] = ()
) -> Search:
    question = asked(model, levers, assumed=assumed)
    counts = count_levers(model=model, trials=TRIALS, map_=map_, levers=levers, effort=2 * DAY)
    return search(question=question, counts=counts, map_=map_)


def asked(
    model: Model, levers: tuple[Lever, ...], *, assumed: Iterable[int] = (), days: tuple[int, ...] = (2,)
) -> Question:
    mark = np.isin(np.arange(model.network.n_activities), list(assumed))
    efforts = tuple(DAY * each for each in days)
    guessed = Assumed(durations=mark, drivers=np.zeros(len(model.drivers), dtype=np.bool_))
    return Question(model=model, trials=TRIALS, levers=levers, assumed=guessed, efforts=efforts)


def answer(model: Model, levers: tuple[Lever, ...] = LEVERS, **more: Any) -> Principal:
    return principal(found=looked_for(model, levers, **more), horizon=WHOLE, titles=TITLES)


CLEAR = school(span(3, 7), span(1, 1.5), due=6)  # the building can be shortened by little more than a day
CHAIN = school(span(3, 7), span(3, 7), due=9)


def test_the_one_step_that_can_be_shortened_enough_is_named_alone() -> None:
    found = answer(CLEAR, LEVERS)
    assert found.named == ("permit",)
    assert found.reason is None
    assert found.firmness == 1.0


def test_the_sentence_counts_futures_in_both_languages() -> None:
    found = answer(CLEAR, LEVERS)
    search_ = looked_for(CLEAR)
    missed = search_.counts.missed[:, 0].sum()
    saved = search_.counts.saved[:, 0].sum(axis=0) / missed
    head = explain.count(share=missed / TRIALS.count)
    for words in (found.sentence.zh, found.sentence.en):
        assert head in words
        assert explain.count(share=saved[0]) in words
        assert explain.count(share=max(saved[1:])) in words
        assert "permit" in words


def test_steps_that_save_the_same_futures_are_one_class() -> None:
    found = answer(CHAIN, LEVERS[:2])
    assert {each.class_id for each in found.levers} == {"permit"}
    assert found.named == ("permit",)
    assert "另外1项" in found.sentence.zh


def test_levers_are_given_best_first_with_intervals_around_their_gain() -> None:
    found = answer(CLEAR, LEVERS)
    values = [each.gain.value for each in found.levers]
    assert values == sorted(values, reverse=True)
    assert all(each.gain.low <= each.gain.value <= each.gain.high for each in found.levers)


def test_with_two_late_chains_none_is_named_and_the_sentence_gives_the_pair() -> None:
    model = Model(
        network=network_of(3, [(0, 2, FS, 0), (1, 2, FS, 0)]),
        durations=(span(6, 7), span(6, 7), Distribution(shape="fixed", mode=0.0)),
        goals=(goal_of([2], 5 * DAY + 50), goal_of([0], 10**6, name="R", weight=0.0)),
    )
    found = answer(model, LEVERS[:2])
    assert found.named == ()
    assert found.pair == ("permit", "building")
    assert found.pair_gain == 1.0
    assert found.reason == explain.TOO_LITTLE
    assert "permit" in found.sentence.en
    assert "building" in found.sentence.en


def test_a_goal_that_is_always_met_has_no_principal_constraint() -> None:
    found = answer(school(span(1, 2), span(1, 2), due=50))
    assert found.named == ()
    assert found.reason == explain.NOTHING_MISSED


def test_a_horizon_without_goals_says_so() -> None:
    nothing = Horizon(id="H5", weights=np.zeros(2))
    found = answers(question=asked(CLEAR, LEVERS), horizons=(nothing,), titles=TITLES, map_=map)[0]
    assert found.reason == explain.NO_GOALS
    assert found.levers == ()


def test_an_organisation_is_not_ranked_against_its_own_work() -> None:
    bureau = lever("organisation", [0, 2], name="bureau")
    found = answer(CLEAR, (*LEVERS, bureau))
    assert len(found.named) == 1
    assert found.reason is None


def test_workers_and_their_order_change_nothing() -> None:
    def threads(task: Callable[[Any], Any], items: Iterable[Any]) -> list[Any]:
        with ThreadPoolExecutor(max_workers=2) as pool:
            return list(pool.map(task, items))

    alone, together = looked_for(CHAIN, assumed=[0, 1]), looked_for(CHAIN, assumed=[0, 1], map_=threads)
    assert together.counts.saved.tolist() == alone.counts.saved.tolist()
    assert together.counts.mark.tolist() == alone.counts.mark.tolist()
    assert together.pairs.saved.tolist() == alone.pairs.saved.tolist()
    assert together.redraws.saved.tolist() == alone.redraws.saved.tolist()


def test_an_answer_that_hangs_on_an_assumption_is_not_named_alone_and_the_assumption_is() -> None:
    """Two goals of equal weight, each late by its own work; which matters more hangs on A0's assumed length."""
    model = Model(
        network=network_of(2, []),
        durations=(span(6.8, 10.8), span(5, 9)),
        goals=(goal_of([0], 7 * DAY, weight=0.5), goal_of([1], 7 * DAY, name="R", weight=0.5)),
    )
    found = looked_for(model, LEVERS[:2], assumed=[0])
    weights = np.array([0.5, 0.5])
    said = found.redraws.firmness(weights=weights, members=(0,), rivals=(1,))
    assert 0.0 < said < 1.0
    assert found.redraws.deciding(weights=weights, members=(0,), rivals=(1,)) == (0,)


def answered(model: Model, *days: int) -> Principal:
    question = asked(model, LEVERS, days=days)
    return answers(question=question, horizons=(WHOLE,), titles=TITLES, map_=map)[0]


def test_where_the_standard_effort_is_enough_it_is_the_one_used() -> None:
    found = answered(CLEAR, 2, 4)
    assert found.effort_days == 2.0
    assert "at 4 days" not in found.sentence.en


def test_where_no_lever_gains_at_the_standard_effort_the_next_one_is_tried_and_said() -> None:
    late = school(span(6, 6.5), span(5.5, 6), due=9)  # 2.5 to 3.5 days late
    found = answered(late, 2, 4)
    assert found.effort_days == 4.0
    assert "at 4 days" in found.sentence.en
    assert "标准力度(2天)" in found.sentence.zh


def test_where_no_effort_is_enough_the_standard_one_is_reported() -> None:
    found = answered(school(span(60, 61), span(60, 61), due=9), 2, 4)
    assert found.effort_days == 2.0
    assert found.reason == explain.TOO_LITTLE


def test_the_best_pair_gains_no_less_than_the_best_single_lever() -> None:
    found = answer(school(span(3, 7), span(3, 7), due=8))
    assert found.pair_gain is not None
    assert found.pair_gain >= found.levers[0].gain.value
