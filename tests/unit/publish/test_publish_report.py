"""The report: one file that asks for nothing, in two languages, every figure with its proof."""

from __future__ import annotations

import dataclasses
import re
from datetime import date

from tests.unit.cycle.cycle_case import ran
from tests.unit.publish.publish_case import (
    SHOWN,
    WORDS,
    page_of,
    section,
    seen,
    shown,
    usual_page,
    with_goal,
)

from tongchou.kernel.finding import Text
from tongchou.plan.model import Plan

HAN = re.compile(r"[㐀-鿿]")
OWN_NAMES = {"中文"}  # the name of the language on its own button


def test_the_same_outcome_gives_the_same_bytes() -> None:
    assert page_of(shown()).encode() == usual_page().encode()


def test_a_title_with_a_script_is_shown_and_not_run() -> None:
    evil = Text(zh="<script>alert(1)</script>", en="<script>alert(2)</script>")
    page = page_of(dataclasses.replace(shown(), title=evil))
    assert "<script" not in page
    assert "&lt;script&gt;alert(1)" in page


def test_a_source_whose_address_is_a_script_is_no_link() -> None:
    row = dataclasses.replace(SHOWN.sources[0], url="javascript:alert(1)")
    page = page_of(shown(), dataclasses.replace(SHOWN, sources=(row,)))
    assert [href for href in seen(page).hrefs if not href.startswith(("#", "https://", "data:,"))] == []


def test_the_page_holds_no_script() -> None:
    tags = seen(usual_page()).tags
    assert [tag for tag, found in tags if tag == "script" or any(key.startswith("on") for key in found)] == []


def test_the_page_loads_nothing() -> None:
    loading = [
        found
        for tag, found in seen(usual_page()).tags
        if "src" in found or "srcset" in found or (tag == "link" and found.get("href") != "data:,")
    ]
    assert loading == []
    style = re.search(r"<style>(.*?)</style>", usual_page(), re.DOTALL)
    assert style
    assert not re.search(r"url\(|@import", style[1])


def test_the_english_view_holds_chinese_only_in_names_and_quotes() -> None:
    left = [text for text in seen(usual_page(), "en").text if HAN.search(text) and text not in OWN_NAMES]
    assert left == []


def test_every_text_of_the_chinese_view_has_an_english_one() -> None:
    page = usual_page()
    assert page.count('class="zh"') == page.count('class="en"')
    assert not re.search(r'class="(zh|en)" lang="[\w-]+"></span>', page)


def test_every_tag_that_opens_is_closed() -> None:
    assert seen(usual_page()).hidden == []


def test_every_id_is_used_once() -> None:
    ids = seen(usual_page()).ids
    assert len(ids) == len(set(ids))


def test_every_link_within_the_page_leads_somewhere() -> None:
    found = seen(usual_page())
    assert {href[1:] for href in found.hrefs if href.startswith("#")} <= set(found.ids)


def test_every_figure_in_a_table_carries_a_link_to_its_proof() -> None:
    body = usual_page().split('<section id="proof">')[0]
    bare = [
        text
        for classes, hrefs, text in seen(body).cells
        if {"num", "date"} & set(classes.split()) and re.search(r"\d", text) and not hrefs
    ]
    assert bare == []


def test_the_figures_of_a_badge_and_of_the_attainment_carry_links() -> None:
    page = section(page_of(with_goal(shown(), "G1", enough=True, milestones_sourced=3)), "goals")
    for anchor in ("calc-chance", "calc-interval", "calc-attainment", "calc-light", "calc-run"):
        assert f'href="#{anchor}"' in page


def test_a_goal_under_three_sourced_milestones_shows_no_chance() -> None:
    goals = section(usual_page(), "goals")
    assert not any(goal.enough for goal in shown().goals)
    assert "依据不足" in goals
    assert 'href="#calc-chance"' not in goals


def test_a_goal_with_enough_evidence_shows_its_chance_as_a_whole_number() -> None:
    outcome = with_goal(shown(), "G1", enough=True, milestones_sourced=3, chance=0.634, low=0.6, high=0.66)
    assert 'href="#calc-chance">63 %</a>' in section(page_of(outcome), "goals")


def test_a_chance_that_is_almost_nothing_is_not_shown_as_zero() -> None:
    outcome = with_goal(shown(), "G1", enough=True, milestones_sourced=3, chance=0.0, low=0.0, high=0.0004)
    assert "&lt;1 %</a>" in section(page_of(outcome), "goals")


def test_every_horizon_has_a_switch_and_a_pane_that_it_shows() -> None:
    page = usual_page()
    panes = len(shown().horizons) + 1
    assert page.count('name="horizon"') == panes
    for key in range(panes):
        assert f'id="horizon-{key}"' in page
        assert f"#horizon-{key}:checked~.pane-{key}{{display:block}}" in page
        assert f'class="pane pane-{key}' in page


def test_where_no_constraint_can_be_named_the_reason_stands_in_full() -> None:
    reason = Text(zh="前几项的差别没有超出抽样误差", en="the first few cannot be told apart")
    silent = dataclasses.replace(
        shown().principal, classes=(), firmness=None, reason=reason, chain=(), pair=None, pair_gain=None
    )
    page = section(page_of(dataclasses.replace(shown(), principal=silent)), "principal")
    assert reason.zh in page
    assert reason.en in page


def test_a_plan_without_goals_says_what_to_do_next() -> None:
    bare = Plan(id="bare", title_zh="空规划", title_en="empty plan")
    page = page_of(ran(bare), bare)
    assert "goals.csv" in section(page, "goals")
    assert "tasks.csv" in section(page, "tasks")


def test_what_was_said_later_stands_in_the_back_test_only() -> None:
    page = usual_page()
    assert "2021-11-20" in section(page, "backtest")
    assert "2021-11-20" not in page.replace(section(page, "backtest"), "")


def test_a_source_published_after_the_day_is_marked() -> None:
    row = dataclasses.replace(SHOWN.sources[0], published_on=date(2021, 11, 20))
    assert "判断日之后" not in section(usual_page(), "proof")
    assert "判断日之后" in section(page_of(shown(), dataclasses.replace(SHOWN, sources=(row,))), "proof")


def test_a_later_actual_leads_to_its_source() -> None:
    assert '<a class="fig source" href="#src-S1">2021-11-20</a>' in section(usual_page(), "backtest")


def test_a_commitment_shows_its_words_only_where_the_source_is_at_hand() -> None:
    assert WORDS not in usual_page()
    assert WORDS in section(page_of(shown(), quotes={"C1": WORDS}), "tasks")


def test_a_commitment_carries_the_hash_and_place_of_its_words() -> None:
    tasks = section(usual_page(), "tasks")
    assert SHOWN.commitments[0].sha256 in tasks
    assert f"0–{len(WORDS)}" in tasks


def test_a_grey_task_says_what_is_missing() -> None:
    assert "没有带日期的工作" in section(usual_page(), "tasks")


def test_a_recalled_target_is_shown_as_unverified() -> None:
    assert "未核实" in section(usual_page(), "measures")


def test_an_assumption_stands_with_its_reason() -> None:
    assert "usual length" in section(usual_page(), "proof")


def test_the_page_says_which_run_it_shows() -> None:
    goals = section(usual_page(), "goals")
    for figure in (shown().on.isoformat(), str(shown().trials), shown().input_hash):
        assert figure in goals
