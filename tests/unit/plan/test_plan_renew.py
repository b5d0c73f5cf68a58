"""A plan and a newer one of it: what comes, what changes, what stays."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

from tongchou.plan.compose import compose
from tongchou.plan.compose.ledger import LedgerRow
from tongchou.plan.compose.promise import Promise
from tongchou.plan.model import Plan
from tongchou.plan.purpose import Organisation, Task
from tongchou.plan.renew import renew_by_ledger, renew_by_plan
from tongchou.plan.works import Activity, Statement

AUGUST, SEPTEMBER = date(2021, 8, 1), date(2021, 9, 1)
OLD = Plan(
    id="p",
    title_zh="规划",
    organisations=(Organisation(id="edu", title_zh="教育局"),),
    tasks=(Task(id="A", title_zh="学校（一期）", lead="edu"), Task(id="B", title_zh="道路", lead="edu")),
    activities=(Activity(id="a", task="A", title_zh="甲"), Activity(id="b", task="B", title_zh="乙")),
    statements=(
        Statement(id="S", subject="b", aspect="finish", kind="planned", value="2021-12-31", said_on=AUGUST),
    ),
)


def row(title: str, number: str, day: date, state: str = "") -> LedgerRow:
    said = Promise(day=day, precision="day", word="", text=day.isoformat())
    return LedgerRow(
        row=2, title=title, number=number, lead="教育局", promises=(said,), promised="x", state=state
    )


def ledger(*rows: LedgerRow, on: date = AUGUST, known: Plan | None = None) -> Plan:
    ids = frozenset(each.id for each in known.tasks) if known else frozenset()
    return compose(rows=rows, on=on, plan_id="l", title="台账", known=ids)


def test_the_same_plan_renews_to_itself() -> None:
    found = renew_by_plan(old=OLD, new=OLD)
    assert (found.plan, found.added, found.changes, found.kept, found.removed) == (OLD, (), (), (), {})


def test_a_task_that_is_left_out_stays_with_its_work_and_what_was_said_of_it() -> None:
    new = replace(OLD, tasks=OLD.tasks[:1], activities=OLD.activities[:1], statements=())
    found = renew_by_plan(old=OLD, new=new)
    assert (found.plan, found.kept) == (OLD, ("B",))


def test_a_step_that_is_left_out_of_a_task_that_is_named_is_told() -> None:
    new = replace(OLD, activities=OLD.activities[:1], statements=())
    assert renew_by_plan(old=OLD, new=new).removed == {"activities": ("b",), "statements": ("S",)}


def test_a_changed_cell_is_told_with_both_versions() -> None:
    new = replace(OLD, tasks=(replace(OLD.tasks[0], person="张三"), OLD.tasks[1]))
    (change,) = renew_by_plan(old=OLD, new=new).changes
    assert (change.task, change.column, change.before, change.after) == ("A", "person", "", "张三")


def test_the_plan_keeps_its_id_whatever_the_file_calls_itself() -> None:
    assert renew_by_plan(old=OLD, new=replace(OLD, id="other")).plan.id == "p"


def test_a_ledger_speaks_of_the_task_where_the_plan_has_other_steps() -> None:
    new = ledger(row("学校（一期）", "A", date(2022, 3, 1)), known=OLD)
    found = renew_by_ledger(old=OLD, new=new).plan
    assert [(each.subject, each.value) for each in found.statements] == [
        ("b", "2021-12-31"),
        ("A", "2022-03-01"),
    ]
    assert found.activities == OLD.activities


def test_a_ledger_that_narrows_signs_changes_no_title() -> None:
    new = ledger(row("学校(一期)", "A", date(2022, 3, 1)), known=OLD)
    assert renew_by_ledger(old=OLD, new=new).plan.tasks[0].title_zh == "学校（一期）"


def test_a_name_that_is_there_keeps_its_id() -> None:
    new = ledger(row("学校(一期)", "A", date(2022, 3, 1)), known=OLD)
    found = renew_by_ledger(old=OLD, new=new).plan
    assert (found.tasks[0].lead, found.organisations) == ("edu", OLD.organisations)


def test_next_months_ledger_adds_its_promise_beside_the_first() -> None:
    old = ledger(row("城南小学建设", "1", date(2021, 12, 31)))
    new = ledger(row("城南小学建设", "T01", date(2022, 3, 1)), on=SEPTEMBER, known=old)
    found = renew_by_ledger(old=old, new=new).plan
    said = [(each.value, each.said_on) for each in found.statements if each.kind == "planned"]
    assert said == [("2021-12-31", AUGUST), ("2022-03-01", SEPTEMBER)]
    assert len({each.id for each in found.statements}) == len(found.statements)


def test_the_goals_of_a_ledger_follow_the_next_one() -> None:
    old = ledger(row("城南小学建设", "1", date(2021, 12, 31)))
    new = ledger(row("城南小学建设", "1", date(2022, 3, 1)), on=SEPTEMBER)
    leaf = renew_by_ledger(old=old, new=new).plan.goals[-1]
    assert (leaf.deadline, leaf.required) == (date(2022, 3, 1), ("T01.open",))


def test_a_new_row_comes_with_its_work() -> None:
    old = ledger(row("城南小学建设", "1", date(2021, 12, 31)))
    more = row("人民路改造", "2", date(2021, 10, 31))
    found = renew_by_ledger(old=old, new=ledger(row("城南小学建设", "1", date(2021, 12, 31)), more))
    assert found.added == ("T02",)
    assert any(each.project == "T02" for each in found.plan.activities)


def test_a_row_that_is_left_out_of_a_ledger_is_kept_and_told() -> None:
    more = row("人民路改造", "2", date(2021, 10, 31))
    old = ledger(row("城南小学建设", "1", date(2021, 12, 31)), more)
    found = renew_by_ledger(old=old, new=ledger(row("城南小学建设", "1", date(2021, 12, 31))))
    assert (found.kept, [each.id for each in found.plan.tasks]) == (("T02",), ["T01", "T02"])
