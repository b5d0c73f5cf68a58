"""A ledger's rows become tasks, projects, promises and facts; nothing is invented and nothing is lost."""

from __future__ import annotations

import re
from datetime import date
from decimal import Decimal
from typing import Any

import pytest

from tongchou.kernel.finding import HAN, Text, in_two
from tongchou.plan.check import check
from tongchou.plan.compose import compose
from tongchou.plan.compose.kind import kind_of
from tongchou.plan.compose.ledger import LedgerRow
from tongchou.plan.compose.promise import parse_promises
from tongchou.plan.compose.summary import summarise
from tongchou.plan.model import TITLES_ZH, Plan
from tongchou.plan.standing import NOT_YET, standing
from tongchou.plan.works import Statement

ON = date(2021, 8, 3)


def row(
    title: str = "甲片区小学", due: str = "2021年底前", state: str = "主体封顶", **more: Any
) -> LedgerRow:
    said = parse_promises(text=due, on=ON, year=2021)
    return LedgerRow(
        **{
            "row": 5,
            "title": title,
            "lead": "甲局",
            "promises": said,
            "promised": due,
            "state": state,
            **more,
        }
    )


def plan_of(*rows: LedgerRow, on: date = ON) -> Plan:
    return compose(rows=rows, on=on, plan_id="p", title="示例县台账", file="台账.xlsx")


def planned(plan: Plan) -> list[tuple[str, str]]:
    return [(each.subject, each.value) for each in plan.statements if each.kind == "planned"]


def facts(plan: Plan) -> dict[str, Statement]:
    return {each.subject: each for each in plan.statements if each.kind == "actual"}


@pytest.mark.parametrize(
    ("due", "milestone"),
    [
        ("2021年底前", "open"),
        ("2021年底前交付", "handover"),
        ("2021年底前封顶", "topout"),
        ("2021年底前竣工", "accept"),
        ("2021年底前开工", "start"),
        ("2021年底前完成招标", "works_tender"),
    ],
)
def test_a_promise_stands_on_the_milestone_its_words_name(due: str, milestone: str) -> None:
    assert planned(plan_of(row(due=due))) == [(f"T01.{milestone}", "2021-12-31")]


def test_two_promises_of_one_cell_stand_on_two_milestones() -> None:
    assert planned(plan_of(row(due="9月底前封顶,2022年底前交付"))) == [
        ("T01.topout", "2021-09-30"),
        ("T01.handover", "2022-12-31"),
    ]


def test_a_promise_without_a_word_takes_that_of_the_title() -> None:
    assert planned(plan_of(row(title="甲片区小学主体封顶"))) == [("T01.topout", "2021-12-31")]


def test_a_promise_is_the_ledgers_own_saying() -> None:
    said = next(each for each in plan_of(row()).statements if each.kind == "planned")
    assert (said.said_by, said.said_on, said.basis, said.sources) == ("甲局", ON, "statement", ("ledger",))


def test_work_without_an_end_promises_no_day() -> None:
    assert planned(plan_of(row(due="长期"))) == []


def test_a_state_becomes_a_fact_known_by_the_ledgers_day() -> None:
    said = facts(plan_of(row()))["T01.topout"]
    assert (said.value, said.precision, said.said_on) == ("2021-08-03", "latest", ON)


def test_done_means_what_was_promised_and_not_the_end_of_the_template() -> None:
    happened = facts(plan_of(row(due="2021年7月底前开工", state="已完成")))
    assert "T01.start" in happened
    assert "T01.open" not in happened


def test_done_without_a_day_is_taken_as_done_on_the_promised_day_and_says_so() -> None:
    plan = plan_of(row(title="选房办法", due="6月底前", state="已完成"))
    said = facts(plan)["T01.open"]
    assert (said.value, said.basis) == ("2021-06-30", "assumption")
    assert "没有写完成日期" in plan.tasks[0].missing_zh


def test_done_with_a_day_keeps_its_day() -> None:
    said = facts(plan_of(row(title="选房办法", due="6月底前", state="已于2021年7月20日完成")))["T01.open"]
    assert (said.value, said.basis) == ("2021-07-20", "statement")


def test_a_percentage_becomes_steps_and_is_marked_an_assumption() -> None:
    plan = plan_of(row(state="进行中 60%"))
    assert {each.basis for each in facts(plan).values()} == {"assumption"}
    assert "T01.topout" in facts(plan)
    assert "百分比" in plan.tasks[0].missing_zh


def test_work_that_has_merely_begun_runs_its_first_step() -> None:
    happened = facts(plan_of(row(state="有序推进")))
    assert {(each.subject, each.aspect) for each in happened.values()} == {("T01.need", "start")}


@pytest.mark.parametrize(
    ("title", "state"),
    [("甲管理办法", "主体封顶"), ("某专项行动", "已完成招标"), ("甲路改造道路", "正在自查")],
)
def test_a_state_naming_a_step_the_kind_lacks_sets_nothing_and_says_so(title: str, state: str) -> None:
    plan = plan_of(row(title=title, state=state))
    assert facts(plan) == {}
    assert "看不出对应的步骤" in plan.tasks[0].missing_zh


def test_of_several_steps_the_one_the_kind_has_counts_and_the_other_is_told() -> None:
    plan = plan_of(row(title="某专项行动", state="已完成招标，已动员部署"))
    assert facts(plan)["T01.mobil"].aspect == "finish"
    assert "有的这类工作没有" in plan.tasks[0].missing_zh


def test_of_work_said_not_to_have_begun_no_step_is_presumed_begun() -> None:
    plan = plan_of(row(state="未启动"))
    assert {each.progress for each in standing(plan=plan, on=ON)} == {NOT_YET}


@pytest.mark.parametrize("state", ["", "未启动", "绿灯", "待批"])
def test_what_has_not_begun_or_is_not_understood_gives_no_fact(state: str) -> None:
    assert facts(plan_of(row(state=state))) == {}


@pytest.mark.parametrize(
    ("more", "words"),
    [
        ({"lead": ""}, "没有牵头单位"),
        ({"promises": (), "promised": ""}, "没有完成时限"),
        ({"state": ""}, "没有进展"),
        ({"state": "绿灯"}, "看不出"),
    ],
    ids=lambda value: value if isinstance(value, str) else "",
)
def test_a_task_says_what_its_row_lacks(more: dict[str, Any], words: str) -> None:
    assert words in plan_of(row(**more)).tasks[0].missing_zh


def test_own_numbers_become_ids() -> None:
    plan = plan_of(row(number="7"), row(number="12.0"))
    assert [each.id for each in plan.tasks] == ["T07", "T12"]


def test_numbers_that_occur_twice_give_way_to_the_place_in_the_list() -> None:
    plan = plan_of(row(number="7"), row(number="7"))
    assert [each.id for each in plan.tasks] == ["T01", "T02"]


def test_a_second_number_in_words_leaves_the_ids_valid() -> None:
    plan = plan_of(row(number="一"), row(number="二"))
    assert [each.id for each in plan.tasks] == ["T01", "T02"]


def test_next_months_ledger_gives_an_organisation_the_same_id() -> None:
    first, second = plan_of(row()), plan_of(row(lead="乙局"), row(), on=date(2021, 9, 3))
    assert first.organisations[0].id in {each.id for each in second.organisations}


def test_goals_are_the_groups_of_the_ledger_with_weights_that_sum_to_one() -> None:
    plan = plan_of(row(goal="民生"), row(goal="民生", due="9月底前"), row(goal="生态", due="年底前"))
    leaves = [goal for goal in plan.goals if goal.weight is not None]
    assert sum((goal.weight or Decimal(0) for goal in leaves), Decimal(0)) == 1
    assert [goal.title_zh for goal in plan.goals if goal.parent == "G0"] == ["民生", "生态"]


def test_without_groups_goals_are_the_kinds_of_work() -> None:
    plan = plan_of(row(), row(title="河口湿地"))
    assert [goal.title_zh for goal in plan.goals if goal.parent == "G0"] == ["学校", "湿地"]


def test_a_ledger_without_any_day_still_gives_a_plan() -> None:
    plan = plan_of(row(due="", promises=()))
    assert all(goal.deadline is None for goal in plan.goals)
    assert not [each for each in check(plan=plan, on=ON).problems if each.severity == "error"]


def test_works_of_one_kind_under_one_lead_share_a_programme() -> None:
    plan = plan_of(row(), row(title="乙中学"), row(title="丙小学", lead="丙局"))
    names = [project.programme for project in plan.projects]
    assert (names[0] == names[1], names[0] == names[2]) == (True, False)


def test_every_project_and_programme_has_its_driver_and_optimism_stands_once() -> None:
    plan = plan_of(row(), row(title="乙中学"))
    assert sorted(driver.kind for driver in plan.drivers) == ["optimism", "programme", "project", "project"]


def test_every_source_that_a_step_names_goes_into_the_plan() -> None:
    plan = plan_of(row())
    named = {name for each in plan.activities for name in each.sources}
    assert named <= {source.id for source in plan.sources}


def test_of_several_sheets_a_task_says_in_which_it_stands() -> None:
    reason = plan_of(row(sheet="民生")).tasks[0].reason
    assert in_two(text=reason) == Text(zh="台账“民生”第5行", en="ledger “民生” row 5")


STATES = (
    "",
    "已完成",
    "进行中 60%",
    "有序推进",
    "主体封顶",
    "正在征求意见",
    "停工",
    "已投用",
    "竣工验收",
    "未启动",
    "100%",
)
TITLES = (
    "甲小学",
    "县医院",
    "乙安置房",
    "丙路",
    "河口湿地",
    "丁公园",
    "戊总部",
    "己办法",
    "庚规划",
    "辛政策",
    "壬专项行动",
    "癸",
)


def reasons(plan: Plan) -> set[str]:
    return {row.reason for name in TITLES_ZH for row in plan.table(name) if row.reason}


@pytest.mark.parametrize("state", [*STATES, "“甲”路面 / “乙”管网施工", "清淤 / A", "已完成" * 200])
def test_every_reason_stands_in_both_languages(state: str) -> None:
    plan = plan_of(*(row(title=title, state=state, sheet="民生", due="9月1日") for title in TITLES))
    told = [in_two(text=each) for each in reasons(plan)]
    assert [each.zh for each in told if each.zh == each.en or not each.zh or not each.en] == []
    unquoted = [re.sub("“[^“”]*”", "", each.en) for each in told]
    assert [each for each in unquoted if re.search(f"[{HAN}]", each)] == []


def test_chinese_reasons_have_full_width_punctuation() -> None:
    plan = plan_of(*(row(title=title, state=state) for title in TITLES for state in STATES))
    own = {each for each in reasons(plan) if not each.startswith("模板")}
    assert [each for each in own if re.search(f"[{HAN}][,:;?()]", in_two(text=each).zh)] == []


@pytest.mark.parametrize(
    ("more", "how"),
    [
        ({"kind": "学校"}, "given"),
        ({}, "told"),
        ({"title": "入湖河道清淤"}, "near"),
        ({"title": "甲"}, "guessed"),
    ],
)
def test_how_a_kind_was_found_is_known_without_reading_its_reason(more: dict[str, Any], how: str) -> None:
    assert kind_of(row=row(**more)).how == how


def test_the_place_of_a_kind_is_counted_once() -> None:
    rows = [row(title=title) for title in ("甲小学", "乙小学", "入湖河道清淤", "癸")]
    made = summarise(rows=rows, plan=plan_of(*rows)).kinds
    counts = {each.kind: (len(each.tasks), each.told, each.near, each.guessed) for each in made}
    assert counts == {"school": (2, 2, 0, 0), "wetland": (1, 0, 1, 0), "campaign": (1, 0, 0, 1)}


@pytest.mark.parametrize("state", STATES)
def test_whatever_the_state_the_plan_has_no_error(state: str) -> None:
    plan = plan_of(*(row(title=title, state=state) for title in TITLES))
    assert [each.line("en") for each in check(plan=plan, on=ON).problems if each.severity == "error"] == []


def test_a_figure_to_be_reached_is_a_task_without_a_project() -> None:
    plan = plan_of(row(title="居民收入增长6%"), row(title="甲小学"))
    assert [each.id for each in plan.tasks] == ["T01", "T02"]
    assert [each.tasks for each in plan.projects] == [("T02",)]
    assert "这一行是指标，没有可排程的工作" in plan.tasks[0].missing_zh


def test_a_figure_keeps_its_day_and_promises_no_step() -> None:
    plan = plan_of(row(title="居民收入增长6%"))
    assert plan.tasks[0].deadline == date(2021, 12, 31)
    assert (plan.statements, plan.activities) == ((), ())


def test_a_ledger_of_figures_alone_is_a_plan_without_errors() -> None:
    plan = plan_of(row(title="居民收入增长6%"), row(title="森林覆盖率达到35%", lead=""))
    assert [each for each in check(plan=plan, on=ON).problems if each.severity == "error"] == []


def test_a_column_of_kinds_makes_work_of_what_reads_like_a_figure() -> None:
    assert plan_of(row(title="覆盖率达到100%", kind="campaign")).projects[0].kind == "campaign"


@pytest.mark.parametrize(
    ("title", "confidence", "said"),
    [
        ("政务数据共享", "C", "名称看不出类别"),
        ("县图书馆", "C", "没有这类工作的模板"),
        ("甲小学", "", ""),
    ],
)
def test_a_kind_that_is_not_told_is_said_to_be_open(title: str, confidence: str, said: str) -> None:
    plan = plan_of(row(title=title, due="2021年底前投用", state="未开工"))
    assert (plan.projects[0].basis, plan.projects[0].confidence) == ("assumption", confidence)
    assert plan.tasks[0].missing_zh.startswith(said)
