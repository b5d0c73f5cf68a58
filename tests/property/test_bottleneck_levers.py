"""Every way of counting a lever equals the slow truth: pull it, run all futures again, look at every goal."""

from __future__ import annotations

import numpy as np
from hypothesis import given, settings
from tests.property.bottleneck_cases import Case, cases, pulled

from tongchou.bottleneck.goals import exact, rescue_goal
from tongchou.bottleneck.levers import lever_block, method_of


def agree(case: Case) -> None:
    block = lever_block(
        model=case.model, futures=case.futures, levers=case.levers, effort=case.effort, block=0
    )
    for number, each in enumerate(case.levers):
        assert block.saved[:, number].tolist() == pulled(case, each).sum(axis=1).tolist(), each


@settings(max_examples=400, deadline=None)
@given(cases())
def test_activities_links_and_groups_save_exactly_what_running_all_again_saves(case: Case) -> None:
    agree(case)


@settings(max_examples=150, deadline=None)
@given(cases(hurting=True))
def test_where_relief_can_hurt_the_count_still_equals_running_all_again(case: Case) -> None:
    agree(case)


@settings(max_examples=200, deadline=None)
@given(cases())
def test_rescue_of_a_goal_names_the_very_futures_saved(case: Case) -> None:
    network = case.model.network
    efforts = np.full(network.n_activities + len(network.source), case.effort, dtype=np.int32)
    for row, goal in enumerate(case.model.goals):
        assert exact(goal=goal)
        found = rescue_goal(model=case.model, futures=case.futures, row=row, effort=efforts)
        for each in case.levers[: network.n_activities]:
            saved = found.missed[found.activities[each.members[0]]]
            assert saved.tolist() == np.flatnonzero(pulled(case, each)[row] > 0).tolist()


@settings(max_examples=200, deadline=None)
@given(cases())
def test_levers_with_one_mark_save_the_same_futures_and_others_do_not(case: Case) -> None:
    block = lever_block(
        model=case.model, futures=case.futures, levers=case.levers, effort=case.effort, block=0
    )
    truth = [pulled(case, each) for each in case.levers]
    for first, one in enumerate(truth):
        for second, other in enumerate(truth):
            same = [bool((a == b).all()) for a, b in zip(one, other, strict=True)]
            assert (block.mark[:, first] == block.mark[:, second]).tolist() == same


@settings(max_examples=100, deadline=None)
@given(cases(hurting=True))
def test_a_lever_is_called_exact_only_where_every_goal_is(case: Case) -> None:
    every = all(exact(goal=goal) for goal in case.model.goals)
    for each in case.levers:
        single = each.kind in ("activity", "link")
        assert method_of(model=case.model, lever=each) == ("exact" if single and every else "re-run")
