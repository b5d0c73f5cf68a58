"""Redundant links against a search over all paths; taking them away changes no date."""

from __future__ import annotations

import dataclasses

import numpy as np
from tests.property.network_oracle import Case, Event, F, S, always, cases, early

from tongchou.network.check import redundant_links

Arc = tuple[Event, Event, int]


def longest(case: Case, u: Event, v: Event, without: int) -> int | None:
    """The longest path from u to v by lags alone, not using arc number `without`; every road is walked."""
    if u == v:
        return 0
    ways: list[Arc] = [arc for number, arc in enumerate(case.arcs) if number != without and arc[0] == u]
    ways += [(u, (u[0], F), 0)] if u[1] == S else []
    lengths = [lag + rest for _, w, lag in ways if (rest := longest(case, w, v, without)) is not None]
    return max(lengths, default=None)


@always(cases(never=False))
def test_a_link_is_redundant_exactly_if_another_path_is_as_long(case: Case) -> None:
    found = set(redundant_links(network=case.network()).tolist())
    for number, (u, v, lag) in enumerate(case.arcs):
        path = longest(case, u, v, number)
        equal = [k for k, arc in enumerate(case.arcs) if arc == (u, v, lag)]
        if len(equal) > 1 and number == equal[0]:
            continue  # the first of equal links answers for all of them below
        assert (number in found) == (path is not None and path >= lag)


@always(cases())
def test_taking_all_redundant_links_away_changes_no_date(case: Case) -> None:
    found = set(redundant_links(network=case.network()).tolist())
    left = [arc for number, arc in enumerate(case.arcs) if number not in found]
    assert early(dataclasses.replace(case, arcs=left)) == early(case)


@always(cases(never=False))
def test_no_redundant_link_is_left_after_one_cleaning(case: Case) -> None:
    found = redundant_links(network=case.network())
    left = [arc for number, arc in enumerate(case.arcs) if number not in set(found.tolist())]
    again = redundant_links(network=dataclasses.replace(case, arcs=left).network())
    assert np.array_equal(again, [])
