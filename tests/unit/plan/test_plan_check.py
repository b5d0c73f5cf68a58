"""A check finds each thing that can be wrong, where it is, and says nothing of a sound plan."""

from __future__ import annotations

import dataclasses
from datetime import date
from decimal import Decimal
from typing import Any

import pytest

from tongchou.kernel.errors import BadInput, Problem
from tongchou.plan.causes import Driver, Mechanism, Resource, Risk
from tongchou.plan.check import check, sound
from tongchou.plan.check.report import MOST_ERRORS, MOST_WARNINGS
from tongchou.plan.measures import Effect, Indicator, Reading, Target
from tongchou.plan.model import Plan
from tongchou.plan.purpose import Commitment, Goal, Horizon, Organisation, Source, Task
from tongchou.plan.works import Activity, Calendar, Link, Project, Statement

SAID: dict[str, Any] = {"basis": "source", "sources": ("S1",)}
DAY = date(2021, 5, 1)


def activity(name: str, **more: Any) -> Activity:
    return Activity(**{"id": name, "title_zh": name, "mode": Decimal(10), **SAID, **more})


def link(pred: str, succ: str, **more: Any) -> Link:
    return Link(**{"id": f"{pred}-{succ}", "pred": pred, "succ": succ, **SAID, **more})


def statement(value: str, **more: Any) -> Statement:
    row = {
        "id": f"ST-{value}-{len(more)}",
        "subject": "B",
        "aspect": "finish",
        "kind": "planned",
        "said_on": DAY,
    }
    return Statement(**{**row, "value": value, **SAID, **more})


SOUND = Plan(
    id="p",
    title_zh="规划",
    sources=(Source(id="S1", **SAID),),
    organisations=(Organisation(id="edu", title_zh="教育局", **SAID),),
    goals=(
        Goal(id="G", title_zh="总目标", deadline=date(2021, 12, 31), **SAID),
        Goal(
            id="G1",
            parent="G",
            title_zh="学校",
            weight=Decimal(1),
            deadline=date(2021, 9, 1),
            required=("B",),
            **SAID,
        ),
    ),
    tasks=(Task(id="T1", title_zh="办学", goals=("G1",), lead="edu", **SAID),),
    projects=(Project(id="P1", title_zh="小学", owner="edu", tasks=("T1",), **SAID),),
    activities=(activity("A", project="P1"), activity("B", project="P1")),
    links=(link("A", "B"),),
    statements=(statement("2021-08-20"),),
)


def with_rows(**tables: Any) -> Plan:
    return dataclasses.replace(SOUND, **tables)


def problems(plan: Plan, code: str) -> list[Problem]:
    return [each for each in check(plan=plan, on=date.max).problems if each.code == code]


def target(**more: Any) -> Plan:
    row = {"id": "TG", "indicator": "I", "operator": ">=", "value": "3", "due": DAY, **SAID, **more}
    scale = ("I", "II", "III")
    indicators = (
        Indicator(id="I", title_zh="学位", **SAID),
        Indicator(id="L", title_zh="水质", scale=scale, **SAID),
    )
    return with_rows(indicators=indicators, targets=(Target(**row),))


def reading(**more: Any) -> Plan:
    row = {"id": "R", "indicator": "I", "measured_on": DAY, "said_on": DAY, "value": "3", **SAID, **more}
    return dataclasses.replace(target(), readings=(Reading(**row),))


def driver(**more: Any) -> Plan:
    factor = {"low": Decimal("0.8"), "mode": Decimal(1), "high": Decimal("1.5")}
    return with_rows(
        drivers=(Driver(**{"id": "D", "title_zh": "天气", "applies_to": ("all",), **factor, **SAID, **more}),)
    )


def risk(**more: Any) -> Plan:
    row = {
        "id": "R",
        "title_zh": "洪水",
        "applies_to": ("all",),
        "chance": Decimal("0.1"),
        "mode": Decimal(2),
    }
    return with_rows(risks=(Risk(**{**row, "low": Decimal(1), "high": Decimal(3), **SAID, **more}),))


def goal(**more: Any) -> Plan:
    return with_rows(goals=(SOUND.goals[0], dataclasses.replace(SOUND.goals[1], **more)))


def quote(**more: Any) -> Plan:
    row = {"id": "C", "source": "S1", "start": 1, "end": 5, "sha256": "a" * 64, **SAID, **more}
    return with_rows(commitments=(Commitment(**row),))


def acts(**more: Any) -> Plan:
    return with_rows(activities=(SOUND.activities[0], activity("B", project="P1", **more)))


def says(*rows: Statement) -> Plan:
    return with_rows(statements=rows)


def test_a_sound_plan_has_no_problems() -> None:
    assert check(plan=SOUND, on=date.max).problems == ()


@pytest.mark.parametrize("plan", [target(), target(operator="grade", indicator="L", value="II"), reading(), driver(),
                                  risk(), quote(), target(operator="range", value_high="5")])  # fmt: skip
def test_a_sound_row_of_each_kind_has_no_problems(plan: Plan) -> None:
    assert check(plan=plan, on=date.max).problems == ()


A_LOOP = with_rows(links=(link("A", "B"), link("B", "A")))
LATE = {"earliest": date(2022, 1, 1)}
CASES: list[tuple[str, Plan, str, int | None]] = [
    ("bad-id", acts(id="a b"), "activities", 3),
    ("duplicate-id", with_rows(sources=SOUND.sources * 2), "sources", 3),
    ("unknown-owner", acts(owner="nobody"), "activities", 3),
    ("unknown-pred", with_rows(links=(link("A", "B"), link("X", "B"))), "links", 3),
    ("unknown-subject", says(statement("2021-08-20", subject="Z")), "statements", 2),
    ("unknown-sources", acts(sources=("S9",)), "activities", 3),
    ("unknown-calendar", acts(calendar="moon"), "activities", 3),
    ("loop", A_LOOP, "links", None),
    ("negative-duration", acts(mode=Decimal(-1)), "activities", 3),
    ("low-mode-high", acts(low=Decimal(20)), "activities", 3),
    ("no-duration", acts(mode=None), "activities", 3),
    ("lasting-milestone", acts(milestone=True), "activities", 3),
    ("shape-needs-bounds", acts(shape="uniform"), "activities", 3),
    ("end-before-start", acts(earliest=DAY, latest=date(2021, 4, 1)), "activities", 3),
    ("deadline-before-start", acts(**LATE), "goals", 3),
    ("deadline-after-parent", goal(deadline=date(2022, 1, 1)), "goals", 3),
    ("several-roots", goal(parent=""), "goals", 3),
    ("tree-loop", goal(parent="G1"), "goals", None),
    ("weights-not-one", goal(weight=Decimal("0.5")), "goals", None),
    ("no-weights", goal(weight=None), "goals", None),
    ("negative-weight", goal(weight=Decimal(-1)), "goals", 3),
    ("goal-without-test", goal(required=()), "goals", 3),
    ("weight-on-parent", with_rows(goals=(dataclasses.replace(SOUND.goals[0], weight=Decimal(1)), SOUND.goals[1])),
     "goals", 2),
    ("end-before-start", with_rows(horizons=(Horizon(id="h", title_zh="年", start=DAY, end=date(2020, 1, 1)),)),
     "horizons", 2),
    ("several-owners", with_rows(tasks=(Task(id="T1", title_zh="办学", lead="教育局、卫健局", **SAID),)), "tasks", 2),
    ("lead-supports-itself", with_rows(tasks=(dataclasses.replace(SOUND.tasks[0], supporting=("edu",)),)), "tasks", 2),
    ("bad-span", quote(end=1), "commitments", 2),
    ("bad-span", quote(sha256=""), "commitments", 2),
    ("bad-hash", quote(sha256="A" * 64), "commitments", 2),
    ("dangling-end", goal(required=("A",)), "activities", 3),
    ("doubled-link", with_rows(links=(link("A", "B"), link("A", "B", id="x"))), "links", 3),
    ("redundant-link", with_rows(activities=(*SOUND.activities, activity("M")),
                                 links=(link("A", "B"), link("A", "M"), link("M", "B"))), "links", 2),
    ("gate-without-window", with_rows(calendars=(Calendar(id="g", kind="gate", **SAID),)), "calendars", 2),
    ("bad-gate", with_rows(calendars=(Calendar(id="g", kind="gate", gates=("13-01",), **SAID),)), "calendars", 2),
    ("bad-date", with_rows(calendars=(Calendar(id="g", kind="weekdays", days_off=("x",), **SAID),)), "calendars", 2),
    ("bad-date", says(statement("6月底")), "statements", 2),
    ("said-before-it-happened", says(statement("2021-05-02", kind="actual")), "statements", 2),
    ("finish-before-start", says(statement("2021-04-02", kind="actual", aspect="start"),
                                 statement("2021-04-01", kind="actual")), "statements", 3),
    ("promised-finish-before-start", says(statement("2021-06-02", aspect="start"), statement("2021-06-01")),
     "statements", 3),
    ("grade-off-scale", reading(indicator="L", value="VI"), "readings", 2),
    ("not-a-number", reading(value="many"), "readings", 2),
    ("known-before-measured", reading(said_on=date(2021, 4, 30)), "readings", 2),
    ("not-a-number", target(value="many"), "targets", 2),
    ("grade-off-scale", target(operator="grade", indicator="L", value="VI"), "targets", 2),
    ("grade-without-scale", target(operator="grade", value="III"), "targets", 2),
    ("text-target", target(operator="text", value="更好", goal="G1"), "targets", 2),
    ("range-without-upper-end", target(operator="range"), "targets", 2),
    ("range-reversed", target(operator="range", value_high="2"), "targets", 2),
    ("upper-end-unused", target(value_high="9"), "targets", 2),
    ("target-on-parent", target(goal="G"), "targets", 2),
    ("negative-delay", with_rows(effects=(Effect(id="E", activity="A", indicator="I", delay_days=-1),)), "effects", 2),
    ("effect-without-size", with_rows(effects=(Effect(id="E", activity="A", indicator="I"),)), "effects", 2),
    ("driver-without-factor", driver(low=None, mode=None, high=None), "drivers", 2),
    ("half-a-factor", driver(low=None), "drivers", 2),
    ("bad-factor", driver(low=Decimal(0)), "drivers", 2),
    ("bad-rho", driver(low=None, mode=None, high=None, rho=Decimal(2)), "drivers", 2),
    ("factor-and-rho", driver(rho=Decimal("0.4")), "drivers", 2),
    ("nothing-selected", driver(applies_to=()), "drivers", 2),
    ("bad-selector", driver(applies_to=("colour:red",)), "drivers", 2),
    ("selector-without-match", driver(applies_to=("project:P1+phase:permits",)), "drivers", 2),
    ("bad-chance", risk(chance=Decimal(2)), "risks", 2),
    ("negative-amount", with_rows(resources=(Resource(id="F", kind="money", title_zh="资金", amount=Decimal(-1)),)),
     "resources", 2),
    ("replaces-itself", with_rows(mechanisms=(Mechanism(id="M", title_zh="规则", replaces="M"),)), "mechanisms", 2),
    ("basis-without-source", acts(sources=()), "activities", 3),
    ("recalled-with-source", acts(confidence="R"), "activities", 3),
    ("assumption-without-reason", acts(basis="assumption"), "activities", 3),
    ("no-basis", acts(basis=""), "activities", None),
    ("number-not-usable", acts(mode=Decimal("NaN")), "activities", 3),
]  # fmt: skip


@pytest.mark.parametrize(
    ("code", "plan", "table", "row"), CASES, ids=[f"{n}-{c[0]}" for n, c in enumerate(CASES)]
)
def test_a_fault_is_found_where_it_is(code: str, plan: Plan, table: str, row: int | None) -> None:
    assert [(each.where.table, each.where.row) for each in problems(plan, code)] == [(table, row)]


def test_every_problem_speaks_both_languages_and_gives_a_mend() -> None:
    found = [each for _, plan, _, _ in CASES for each in check(plan=plan, on=date.max).problems]
    assert [each.code for each in found if not (each.zh and each.en and each.mend_zh and each.mend_en)] == []


def test_weights_that_are_all_nought_are_none() -> None:
    assert [each.severity for each in problems(goal(weight=Decimal(0)), "no-weights")] == ["warning"]


def test_a_deadline_before_the_start_of_something_waited_for_is_found() -> None:
    plan = with_rows(activities=(activity("A", earliest=date(2022, 1, 1)), SOUND.activities[1]))
    assert [each.value for each in problems(plan, "deadline-before-start")] == ["A: 2022-01-01 > 2021-09-01"]


def test_a_lead_over_something_late_is_no_fault() -> None:
    plan = with_rows(
        activities=(activity("A", earliest=date(2022, 1, 1)), SOUND.activities[1]),
        links=(link("A", "B", lag=Decimal(-300)),),
    )
    assert problems(plan, "deadline-before-start") == []


def test_a_plan_without_goals_is_refused() -> None:
    assert [each.severity for each in problems(with_rows(goals=()), "no-goals")] == ["error"]


def test_errors_of_one_kind_are_cut_and_counted() -> None:
    rows = tuple(activity(f"X{n}", project="P1", owner="nobody") for n in range(MOST_ERRORS + 2))
    found = problems(with_rows(activities=(*SOUND.activities, *rows)), "unknown-owner")
    assert (len(found), found[-1].en[:6], found[-1].where.row) == (MOST_ERRORS + 1, "2 more", None)


def test_a_sound_plan_is_given_back() -> None:
    assert sound(plan=SOUND, on=date.max) is SOUND


def test_a_plan_with_errors_is_refused_with_all_of_them() -> None:
    with pytest.raises(BadInput) as caught:
        sound(plan=dataclasses.replace(A_LOOP, goals=goal(parent="nowhere").goals), on=date.max)
    assert {each.code for each in caught.value.problems} == {"loop", "unknown-parent"}


def test_warnings_alone_refuse_nothing() -> None:
    plan = goal(weight=None)
    assert sound(plan=plan, on=date.max) is plan


def test_a_loop_is_named_as_a_path_of_activities() -> None:
    assert [each.value for each in problems(A_LOOP, "loop")] == ["A → B → A"]


def test_a_link_of_an_activity_to_itself_is_a_loop() -> None:
    plan = with_rows(links=(link("A", "B"), link("A", "A")))
    assert [each.value for each in problems(plan, "loop")] == ["A → A"]


def test_starts_and_finishes_that_wait_crosswise_are_no_loop() -> None:
    plan = with_rows(links=(link("A", "B", kind="SS"), link("B", "A", id="x", kind="FF")))
    assert problems(plan, "loop") == []


def test_a_misspelt_id_is_offered_its_nearest() -> None:
    plan = acts(owner="edv")
    assert "'edu'" in problems(plan, "unknown-owner")[0].mend_en


def test_faults_of_many_kinds_are_reported_together() -> None:
    plan = dataclasses.replace(A_LOOP, goals=goal(parent="nowhere").goals)
    assert {each.code for each in check(plan=plan, on=date.max).problems} >= {"loop", "unknown-parent"}


def test_warnings_of_one_kind_are_cut_and_counted() -> None:
    extra = tuple(activity(f"X{n}", project="P1", milestone=True) for n in range(MOST_WARNINGS + 3))
    found = problems(with_rows(activities=(*SOUND.activities, *extra)), "lasting-milestone")
    assert (len(found), found[-1].en[:6]) == (MOST_WARNINGS + 1, "3 more")


def test_the_loose_ends_of_one_project_are_one_warning() -> None:
    extra = tuple(activity(f"X{n}", project="P1") for n in range(7))
    found = problems(with_rows(activities=(*SOUND.activities, *extra)), "dangling-end")
    assert [each.value for each in found] == ["X0;X1;X2;X3;X4 (+2)"]


def test_the_natural_end_of_a_template_is_no_loose_end() -> None:
    plan = with_rows(activities=(*SOUND.activities, activity("F", project="P1", template="school/file")))
    assert problems(plan, "dangling-end") == []


def test_a_template_row_that_lost_its_link_is_a_loose_end() -> None:
    rows = (
        activity("F", project="P1", template="school/fitout"),
        activity("T", project="P1", template="school/test"),
    )
    plan = with_rows(activities=(*SOUND.activities, *rows), goals=goal(required=("B", "T")).goals)
    assert [each.value for each in problems(plan, "dangling-end")] == ["F"]


def test_a_template_nobody_knows_is_no_error() -> None:
    plan = with_rows(activities=(*SOUND.activities, activity("F", project="P1", template="circus/tent")))
    assert [each.value for each in problems(plan, "dangling-end")] == ["F"]


def test_errors_come_before_warnings() -> None:
    plan = dataclasses.replace(A_LOOP, activities=(*SOUND.activities, activity("X")))
    kinds = [each.severity for each in check(plan=plan, on=date.max).problems]
    assert kinds == ["error", "warning"]
