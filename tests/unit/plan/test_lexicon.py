"""The words of ledgers: kinds told by titles, milestones by promises, steps by states."""

from __future__ import annotations

import time
from decimal import Decimal

import pytest

from tongchou.plan.compose.lexicon import (
    State,
    closing_word,
    is_blank,
    kind_named,
    milestone_of,
    promise_word,
    read_state,
    recognise,
    rows_of,
    sets_a_figure,
)
from tongchou.plan.template import kinds, template


@pytest.mark.parametrize(
    ("title", "kind"),
    [
        ("甲片区第一小学建设", "school"),
        ("县人民医院迁建工程", "hospital"),
        ("乙片区安置房", "housing"),
        ("东部污水管网", "road_pipes"),
        ("河口湿地修复", "wetland"),
        ("中央公园二期", "park"),
        ("示例企业总部大厦", "headquarters"),
        ("学校建设管理办法", "rule_document"),
        ("医院布局规划编制", "plan_document"),
        ("教师人才补贴政策出台", "policy"),
        ("校园周边环境专项行动", "campaign"),
        ("人民路(东街—西街)改造", "road_pipes"),
        ("人民路（东街—西街）改造", "road_pipes"),
        ("建设路改造工程", "road_pipes"),
        ("解放大街", "road_pipes"),
        ("滨河路南延", "road_pipes"),
        ("打通槐树巷", "road_pipes"),
        ("人民路东街至西街段拓宽改造工程", "road_pipes"),
        ("县二中改扩建", "school"),
        ("新城一小", "school"),
        ("第三幼改扩建项目", "school"),
        ("县一中学生宿舍", "school"),
        ("铁路站场", "road_pipes"),
        ("打通背街小巷整治", "campaign"),
        ("建设路棚户区改造", "housing"),
        ("解放大街棚户区改造工程(一期)", "housing"),
        ("棚户区改造配套道路", "road_pipes"),
        ("建设路城中村改造", "housing"),
    ],
)
def test_a_title_tells_its_kind(title: str, kind: str) -> None:
    assert recognise(title=title).kind == kind


@pytest.mark.parametrize("title", ["理清发展思路", "一带一路", "政务数据集中", "企业从小到大", "特色商业街"])
def test_what_merely_ends_like_a_road_or_a_school_is_none(title: str) -> None:
    assert recognise(title=title).word == ""


@pytest.mark.parametrize(
    ("title", "figure"),
    [
        ("增长6%", True),
        ("农村居民收入增长", True),
        ("固定资产投资增长6%以上", True),
        ("森林覆盖率达到35%", True),
        ("公路货运量增长5%", True),
        ("城镇登记失业率控制在4%以内", True),
        ("粮食产量100万吨以上", True),
        ("建设高标准农田5万亩以上", False),
        ("打造新增长极", False),
        ("规模以上工业企业培育", False),
        ("甲小学建设，完成投资达到50%", False),
        ("安置房分配100%", False),
        ("提升审批效率", False),
        ("甲小学", False),
    ],
)
def test_a_figure_to_be_reached_is_told_from_work(title: str, figure: bool) -> None:
    assert sets_a_figure(title=title, told=bool(recognise(title=title).word)) == figure


def test_a_kind_without_a_template_is_told_to_be_the_nearest() -> None:
    assert (recognise(title="县污水处理厂").kind, recognise(title="县污水处理厂").near) == (
        "road_pipes",
        True,
    )


@pytest.mark.parametrize("more", [")", "()", "增长", "9", "改造"])
def test_the_end_of_a_title_of_any_length_is_found_at_once(more: str) -> None:
    begin = time.perf_counter()
    recognise(title="甲" + more * 16_000)
    sets_a_figure(title="增长" + more * 16_000, told=False)
    assert time.perf_counter() - begin < 1


def test_a_title_without_a_known_word_names_no_word() -> None:
    assert recognise(title="政务数据共享").word == ""


@pytest.mark.parametrize("kind", kinds())
def test_a_kind_is_named_by_its_id_and_its_chinese_name(kind: str) -> None:
    assert {kind_named(text=kind), kind_named(text=template(kind).zh)} == {kind}


@pytest.mark.parametrize(
    ("text", "word"),
    [
        ("年底前封顶", "封顶"),
        ("建成投用", "投用"),
        ("12月底前通过验收", "验收"),
        ("启动区9月完成", ""),
        ("年底前完成招标", "招标"),
    ],
)
def test_a_promise_names_its_milestone(text: str, word: str) -> None:
    assert promise_word(text=text) == word


def test_a_milestone_a_kind_lacks_is_the_next_one_along() -> None:
    assert milestone_of(word="封顶", template=template("road_pipes")) == "accept"


def test_a_start_of_a_campaign_is_its_launch() -> None:
    assert milestone_of(word="启动", template=template("campaign")) == "mobil"


def test_a_promise_without_a_word_means_that_it_is_open() -> None:
    assert milestone_of(word="", template=template("school")) == "open"


def test_a_title_may_close_on_what_is_promised() -> None:
    assert (closing_word(title="甲小学建成投用"), closing_word(title="投用后的甲小学")) == ("投用", "")


@pytest.mark.parametrize("text", ["", " ", "-", "—", "——", "/", "无", "N/A"])
def test_a_dash_says_nothing(text: str) -> None:
    assert is_blank(text=text)


@pytest.mark.parametrize(
    "text",
    [
        "已完成",
        "已全部完成",
        "已于2021年5月20日完成",
        "已完成(5月20日)",
        "100%",
        "完成100%",
        "已销号",
        "办结",
    ],
)
def test_a_state_may_say_that_all_is_done(text: str) -> None:
    assert read_state(text=text) == State(all_done=True)


@pytest.mark.parametrize(
    "text",
    [
        "未启动",
        "尚未开工",
        "待土地手续办结后开工",
        "拟9月开工",
        "未完成",
        "因征迁滞后未开工",
        "0%",
        "谋划中",
        "",
    ],
)
def test_what_is_still_to_come_is_neither_done_nor_running(text: str) -> None:
    state = read_state(text=text)
    assert (state.done, state.running, state.all_done, state.begun, state.understood) == (
        (),
        (),
        False,
        False,
        True,
    )


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("未启动", True),
        ("尚未开工", True),
        ("待启动，计划9月完成招标", True),
        ("", False),
        ("待批", False),
        ("因征迁滞后未开工", False),
        ("前期手续办理中，未开工", False),
        ("可研已批，未开工", False),
        ("一期已开工，二期未启动", False),
    ],
)
def test_work_that_is_said_not_to_have_begun_is_known_and_not_silent(text: str, said: bool) -> None:
    assert read_state(text=text).not_begun is said


def test_a_step_named_beside_works_that_have_not_begun_is_kept() -> None:
    assert read_state(text="可研已批未开工").done == (("feas_ok",),)


@pytest.mark.parametrize(
    ("text", "kind", "done", "running"),
    [
        ("已开工", "school", ["start"], []),
        ("主体封顶", "school", ["topout"], []),
        ("已封顶,正在进行装饰装修", "school", ["topout"], ["fitout"]),
        ("主体结构施工至5层", "school", [], ["frame"]),
        ("主体施工", "hospital", ["sub"], ["frame"]),
        ("可研报告已批复", "school", ["feas_ok"], []),
        ("已完成招标,正在办理施工许可", "school", ["works_tender"], ["permit"]),
        ("完成桩基施工", "school", ["pit"], []),
        ("拆迁完成90%", "road_pipes", [], ["land"]),
        ("已竣工验收", "school", ["accept"], []),
        ("正在竣工验收", "school", [], ["test", "accept"]),
        ("已交付", "housing", ["handover"], []),
        ("已建成投用", "school", ["open"], []),
        ("初稿已完成,正在公开征求意见", "rule_document", ["draft"], ["comment"]),
        ("已印发实施", "plan_document", ["open"], []),
        ("已动员部署", "campaign", ["mobil"], []),
        ("水稳层施工", "road_pipes", [], ["base"]),
    ],
)
def test_a_state_names_the_steps_done_and_running(
    text: str, kind: str, done: list[str], running: list[str]
) -> None:
    state = read_state(text=text)
    form = template(kind)
    named = (
        list(rows_of(steps=state.done, template=form)),
        list(rows_of(steps=state.running, template=form)),
    )
    assert named == (done, running)


@pytest.mark.parametrize(
    ("text", "share"),
    [
        ("进行中 60%", "0.6"),
        ("形象进度35%", "0.35"),
        ("0.6", "0.6"),
        ("正常推进,已完成80%", "0.8"),
        ("已完成6%", "0.06"),
    ],
)
def test_a_percentage_alone_is_a_share_of_the_whole(text: str, share: str) -> None:
    assert read_state(text=text).share == Decimal(share)


def test_a_percentage_of_a_years_plan_is_no_share_of_the_whole() -> None:
    state = read_state(text="完成投资3.2亿元,占年度计划的45%")
    assert (state.share, state.begun) == (None, True)


def test_a_percentage_beside_a_named_step_says_nothing_of_the_whole() -> None:
    assert read_state(text="正在进行主体施工,完成形象进度35%").share is None


@pytest.mark.parametrize("text", ["进行中", "有序推进", "按计划推进", "已启动", "正在办理"])
def test_work_under_way_that_names_no_step_has_begun(text: str) -> None:
    assert read_state(text=text).begun


@pytest.mark.parametrize("text", ["停工", "已取消", "暂缓实施"])
def test_work_that_stopped_is_told(text: str) -> None:
    assert read_state(text=text).stopped


@pytest.mark.parametrize("text", ["绿灯", "√", "滞后", "6月30日前完成"])
def test_a_state_without_a_known_word_is_not_understood(text: str) -> None:
    assert not read_state(text=text).understood
