from __future__ import annotations

from datetime import date

import numpy as np
import pytest

from tongchou.kernel.errors import BadInput
from tongchou.network.assemble import FF, FS, SF, SS, Links, assemble
from tongchou.network.calendars import make_calendars
from tongchou.network.model import INF, Network
from tongchou.network.single import forward

Row = tuple[str, str, int, int]


def links(ids: str, rows: list[Row]) -> Links:
    return Links(
        pred=np.array([ids.index(row[0]) for row in rows], dtype=np.int32),
        succ=np.array([ids.index(row[1]) for row in rows], dtype=np.int32),
        kind=np.array([row[2] for row in rows], dtype=np.int32),
        lag=np.array([row[3] for row in rows], dtype=np.int32),
    )


def network(ids: str, rows: list[Row], **given: np.ndarray) -> Network:
    nothing = np.zeros(len(ids), dtype=np.int32)
    return assemble(
        ids=tuple(ids),
        links=links(ids, rows),
        release=given.get("release", nothing),
        calendar=given.get("calendar", nothing),
        calendars=make_calendars(
            origin=date(2026, 8, 30), n_days=5, working={"gate": np.array([0, 0, 1, 0, 0], dtype=bool)}
        ),
    )


def dates(net: Network, durations: list[int]) -> list[tuple[int, int]]:
    events = forward(network=net, durations=np.array(durations, dtype=np.int32))
    return list(zip(events[net.start_event].tolist(), events[net.finish_event].tolist(), strict=True))


def loops_of(ids: str, rows: list[Row]) -> list[str]:
    with pytest.raises(BadInput) as caught:
        network(ids, rows)
    assert {problem.code for problem in caught.value.problems} == {"loop"}
    return [problem.value for problem in caught.value.problems]


def test_a_finish_to_start_link_with_lag_delays_the_successor() -> None:
    assert dates(network("AB", [("A", "B", FS, 50)]), [100, 30]) == [(0, 100), (150, 180)]


def test_a_start_to_start_link_moves_the_start() -> None:
    assert dates(network("AB", [("A", "B", SS, 20)]), [100, 30]) == [(0, 100), (20, 50)]


def test_a_finish_to_finish_link_stretches_the_successor() -> None:
    assert dates(network("AB", [("A", "B", FF, 10)]), [100, 30]) == [(0, 100), (0, 110)]


def test_a_start_to_finish_link_holds_the_finish() -> None:
    assert dates(network("AB", [("A", "B", SF, 70)]), [100, 30]) == [(0, 100), (0, 70)]


def test_a_lead_lets_the_successor_begin_before_the_end() -> None:
    assert dates(network("AB", [("A", "B", FS, -40)]), [100, 30]) == [(0, 100), (60, 90)]


def test_no_start_is_earlier_than_its_release() -> None:
    net = network("AB", [("A", "B", FS, -400)], release=np.array([0, 15], dtype=np.int32))
    assert dates(net, [100, 30])[1] == (15, 45)


def test_a_milestone_waits_for_its_gate() -> None:
    net = network("AB", [("A", "B", FS, 0)], calendar=np.array([0, 1], dtype=np.int32))
    assert dates(net, [120, 0])[1] == (200, 200)


def test_of_a_link_given_twice_the_longer_lag_decides() -> None:
    assert dates(network("AB", [("A", "B", FS, 50), ("A", "B", FS, 10)]), [100, 30])[1] == (150, 180)


def test_start_to_start_one_way_and_finish_to_finish_the_other_is_no_loop() -> None:
    net = network("AB", [("A", "B", SS, 10), ("B", "A", FF, 5)])
    assert dates(net, [20, 100]) == [(0, 115), (10, 110)]


def test_what_never_finishes_never_lets_its_successor_start() -> None:
    assert dates(network("AB", [("A", "B", FS, -50)]), [INF, 30])[1] == (INF, INF)


def test_a_network_without_activities_has_no_events() -> None:
    assert network("", []).n_events == 0


def test_a_loop_is_named_as_a_path_of_activities() -> None:
    rows = [("C", "A", FS, 0), ("A", "B", FS, 0), ("B", "C", SS, 0), ("A", "D", FS, 0)]
    assert loops_of("DCBA", rows) == ["A → B → C → A"]


def test_of_one_knot_the_shortest_loop_through_its_smallest_id_is_named() -> None:
    rows = [("A", "B", FS, 0), ("B", "C", FS, 0), ("C", "D", FS, 0), ("D", "A", FS, 0), ("B", "A", FS, 0)]
    assert loops_of("ABCD", rows) == ["A → B → A"]


def test_every_knot_is_reported_at_once() -> None:
    rows = [(*pair, FS, 0) for pair in ("AB", "BA", "CD", "DC", "EE")]
    assert loops_of("ABCDE", rows) == ["A → B → A", "C → D → C", "E → E"]


def test_a_loop_of_starts_alone_is_named() -> None:
    assert loops_of("AB", [("A", "B", SS, 0), ("B", "A", SS, 0)]) == ["A → B → A"]


def test_the_words_for_a_loop_are_in_both_languages() -> None:
    with pytest.raises(BadInput) as caught:
        network("AB", [("A", "B", FS, 0), ("B", "A", FS, 0)])
    problem = caught.value.problems[0]
    assert "环" in problem.line("zh")
    assert "loop" in problem.line("en")


@pytest.mark.parametrize(
    ("rows", "message"),
    [([("A", "B", 4, 0)], "kind"), ([("A", "B", FS, INF)], "lag")],
)
def test_a_link_that_makes_no_sense_is_refused(rows: list[Row], message: str) -> None:
    with pytest.raises(ValueError, match=message):
        links("AB", rows)


def test_links_of_unequal_length_are_refused() -> None:
    one, two = np.zeros(1, dtype=np.int32), np.zeros(2, dtype=np.int32)
    with pytest.raises(ValueError, match="one length"):
        Links(pred=one, succ=two, kind=one, lag=one)


def test_a_position_past_the_activities_is_refused() -> None:
    one = np.zeros(1, dtype=np.int32)
    calendars = make_calendars(origin=date(2026, 1, 1), n_days=1, working={})
    wrong = Links(pred=one, succ=one + 1, kind=one, lag=one)
    with pytest.raises(ValueError, match="succ"):
        assemble(ids=("A",), links=wrong, release=one, calendar=one, calendars=calendars)


def test_an_id_given_twice_is_refused() -> None:
    with pytest.raises(ValueError, match="unique"):
        network("AA", [])


def test_a_negative_release_is_refused() -> None:
    with pytest.raises(ValueError, match="release"):
        network("A", [], release=np.array([-1], dtype=np.int32))


def test_a_calendar_that_is_not_there_is_refused() -> None:
    with pytest.raises(ValueError, match="calendar"):
        network("A", [], calendar=np.array([2], dtype=np.int32))


def test_fractions_of_ticks_are_refused() -> None:
    with pytest.raises(ValueError, match="integers"):
        network("A", [], release=np.array([0.5]))
