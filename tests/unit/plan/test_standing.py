"""Where activities stand: by evidence, by what others imply, by presumption for a template's silent steps."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from decimal import Decimal
from typing import Any

from tongchou.plan.model import Plan
from tongchou.plan.standing import Standing, standing
from tongchou.plan.works import Activity, Link, Statement

ON = date(2021, 8, 3)


def step(name: str, *, template: str = "school/x", milestone: bool = False) -> Activity:
    return Activity(
        id=name, title_zh=name, mode=Decimal(10), unit="cd", template=template, milestone=milestone
    )


def link(pred: str, succ: str, kind: Any = "FS", lag: int = 0) -> Link:
    return Link(id=f"{pred}-{succ}", pred=pred, succ=succ, kind=kind, lag=Decimal(lag))


def fact(name: str, aspect: Any, day: str, precision: Any = "day") -> Statement:
    return Statement(
        id=f"{name}.{aspect}",
        subject=name,
        aspect=aspect,
        kind="actual",
        value=day,
        precision=precision,
        said_on=date(2021, 8, 1),
    )


def promise(name: str, aspect: Any, day: str) -> Statement:
    return Statement(
        id=f"{name}.p", subject=name, aspect=aspect, kind="planned", value=day, said_on=date(2021, 1, 1)
    )


def stands(
    *names: str, links: tuple[Link, ...], said: tuple[Statement, ...], template: str = "school/x"
) -> dict[str, Standing]:
    plan = Plan(
        id="p",
        title_zh="p",
        activities=tuple(step(name, template=template) for name in names),
        links=links,
        statements=said,
    )
    return dict(zip(names, standing(plan=plan, on=ON), strict=True))


def test_what_is_evidenced_stands_as_it_was_said() -> None:
    found = stands("A", links=(), said=(fact("A", "finish", "2021-05-01"),))["A"]
    assert (found.progress.finished, found.grounds) == (date(2021, 5, 1), "evidence")


def test_what_something_done_waited_for_is_done_too() -> None:
    links = (link("A", "B"), link("B", "C"))
    found = stands("A", "B", "C", links=links, said=(fact("C", "finish", "2021-05-01"),))
    assert [found[name].progress.finished for name in "AB"] == [date(2021, 5, 1)] * 2
    assert [found[name].grounds for name in "AB"] == ["inferred"] * 2


def test_an_inferred_day_is_the_latest_possible_one() -> None:
    links = (link("A", "B"), link("A", "C", lag=10))
    said = (fact("B", "start", "2021-05-20"), fact("C", "start", "2021-05-25"))
    assert stands("A", "B", "C", links=links, said=said)["A"].progress.finished == date(2021, 5, 15)


def test_a_start_to_start_link_implies_only_that_the_work_had_begun() -> None:
    found = stands("A", "B", links=(link("A", "B", "SS", 5),), said=(fact("B", "start", "2021-05-20"),))["A"]
    assert found.progress.started == date(2021, 5, 15)
    assert found.progress.finished is None
    assert found.progress.start_open


def test_work_said_to_run_is_not_closed_by_a_successor_that_has_merely_begun() -> None:
    said = (fact("A", "start", "2021-03-01"), fact("B", "start", "2021-05-20"))
    found = stands("A", "B", links=(link("A", "B"),), said=said)["A"]
    assert (found.progress.finished, found.grounds) == (None, "evidence")


def test_work_said_to_run_is_done_once_what_waits_for_it_is_done() -> None:
    said = (fact("A", "start", "2021-03-01"), fact("B", "finish", "2021-05-20"))
    found = stands("A", "B", links=(link("A", "B"),), said=said)["A"]
    assert found.progress.finished == date(2021, 5, 20)
    assert found.progress.started == date(2021, 3, 1)


def test_a_negative_lag_implies_nothing_before_its_day_has_come() -> None:
    links = (link("A", "B", "FS", -200),)
    assert stands("A", "B", links=links, said=(fact("B", "start", "2021-05-20"),))["A"].grounds == ""


def test_a_silent_step_of_a_template_is_presumed_begun_when_it_could() -> None:
    found = stands("A", "B", links=(link("A", "B", lag=3),), said=(fact("A", "finish", "2021-05-01"),))["B"]
    assert (found.progress.started, found.grounds) == (date(2021, 5, 4), "presumed")


def test_a_step_the_plan_lists_by_name_is_never_presumed() -> None:
    said = (fact("A", "finish", "2021-05-01"),)
    assert stands("A", "B", links=(link("A", "B"),), said=said, template="")["B"].grounds == ""


def test_a_step_promised_to_begin_later_is_not_presumed() -> None:
    said = (fact("A", "finish", "2021-05-01"), promise("B", "start", "2021-12-31"))
    assert stands("A", "B", links=(link("A", "B"),), said=said)["B"].grounds == ""


def test_a_step_that_waits_for_an_open_one_is_not_presumed() -> None:
    links = (link("A", "C"), link("B", "C"))
    assert stands("A", "B", "C", links=links, said=(fact("A", "finish", "2021-05-01"),))["C"].grounds == ""


def test_a_first_step_that_waits_for_nothing_is_not_presumed() -> None:
    assert stands("A", links=(), said=())["A"].grounds == ""


def test_a_step_beside_a_presumed_one_is_presumed_too() -> None:
    links = (link("A", "B"), link("B", "C", "SS", 7))
    found = stands("A", "B", "C", links=links, said=(fact("A", "finish", "2021-05-01"),))["C"]
    assert (found.progress.started, found.grounds) == (date(2021, 5, 8), "presumed")


def test_a_start_known_only_by_a_day_is_marked_open() -> None:
    said = (fact("A", "start", "2021-05-01", "latest"),)
    assert stands("A", links=(), said=said)["A"].progress.start_open


def test_what_was_only_assumed_is_no_evidence() -> None:
    guess = replace(fact("A", "start", "2021-05-01"), basis="assumption", reason="usual")
    assert stands("A", links=(), said=(guess,))["A"].grounds == "assumed"


def test_a_step_presumed_behind_a_bound_is_itself_a_bound() -> None:
    said = (fact("A", "finish", "2021-05-01", "latest"),)
    assert stands("A", "B", links=(link("A", "B"),), said=said)["B"].progress.start_open
