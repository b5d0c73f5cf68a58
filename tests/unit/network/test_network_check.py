from __future__ import annotations

from datetime import date

import numpy as np

from tongchou.network.assemble import FF, FS, SS, Links, assemble
from tongchou.network.calendars import make_calendars
from tongchou.network.check import dangling_ends, network_problems, redundant_links
from tongchou.network.model import Network

Row = tuple[int, int, int, int]


def network(n: int, rows: list[Row]) -> Network:
    table = np.array(rows, dtype=np.int32).reshape(-1, 4)
    nothing = np.zeros(n, dtype=np.int32)
    return assemble(
        ids=tuple("ABCDE"[:n]),
        links=Links(pred=table[:, 0], succ=table[:, 1], kind=table[:, 2], lag=table[:, 3]),
        release=nothing,
        calendar=nothing,
        calendars=make_calendars(origin=date(2026, 6, 1), n_days=1, working={}),
    )


def test_a_link_that_skips_a_step_is_redundant() -> None:
    net = network(3, [(0, 1, FS, 0), (1, 2, FS, 0), (0, 2, FS, 0)])
    assert redundant_links(network=net).tolist() == [2]


def test_a_link_whose_lag_asks_for_more_is_not_redundant() -> None:
    net = network(3, [(0, 1, FS, 0), (1, 2, FS, 0), (0, 2, FS, 1)])
    assert redundant_links(network=net).tolist() == []


def test_lags_on_the_way_count() -> None:
    net = network(3, [(0, 1, FS, 30), (1, 2, FS, -10), (0, 2, FS, 20)])
    assert redundant_links(network=net).tolist() == [2]


def test_of_a_link_given_twice_the_first_stays() -> None:
    assert redundant_links(network=network(2, [(0, 1, FS, 5), (0, 1, FS, 5)])).tolist() == [1]


def test_of_a_link_given_twice_the_longer_lag_stays() -> None:
    assert redundant_links(network=network(2, [(0, 1, FS, 5), (0, 1, FS, 9)])).tolist() == [0]


def test_a_finish_to_finish_link_beside_finish_to_start_is_redundant() -> None:
    net = network(2, [(0, 1, FS, 0), (0, 1, FF, 0)])
    assert redundant_links(network=net).tolist() == [1]


def test_a_start_to_start_link_beside_finish_to_start_is_redundant() -> None:
    net = network(2, [(0, 1, SS, 0), (0, 1, FS, 0)])
    assert redundant_links(network=net).tolist() == [0]


def test_the_first_and_the_last_activity_are_loose_ends() -> None:
    ends = dangling_ends(network=network(3, [(0, 1, FS, 0), (1, 2, FS, 0)]))
    assert ends.starts == ("A",)
    assert ends.finishes == ("C",)


def test_an_activity_that_leads_on_by_its_start_alone_has_an_open_finish() -> None:
    ends = dangling_ends(network=network(2, [(0, 1, SS, 0)]))
    assert ends.finishes == ("A", "B")


def test_one_first_and_one_last_activity_are_no_problem() -> None:
    assert network_problems(network=network(2, [(0, 1, FS, 0)])) == ()


def test_loose_and_redundant_things_are_warned_of_by_name() -> None:
    net = network(4, [(0, 1, FS, 0), (1, 2, FS, 0), (0, 2, FS, 0)])
    problems = network_problems(network=net)
    assert {(problem.code, problem.value) for problem in problems} == {
        ("open-start", "A"),
        ("open-start", "D"),
        ("open-finish", "C"),
        ("open-finish", "D"),
        ("redundant-link", "A → C"),
    }
    assert {problem.severity for problem in problems} == {"warning"}
