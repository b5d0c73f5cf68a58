"""The brief: one page that keeps the badge rule, in a terminal and as Markdown."""

from __future__ import annotations

import dataclasses

import pytest
from tests.unit.publish.publish_case import shown, with_goal

from tongchou.kernel.finding import Text
from tongchou.publish.brief import brief_markdown, brief_text, forecast_text, principal_text


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_a_brief_is_at_most_a_page(lang: str) -> None:
    assert len(brief_text(outcome=shown(), lang=lang).splitlines()) <= 45


def test_a_brief_says_which_run_it_is_of() -> None:
    text = brief_text(outcome=shown(), lang="en")
    assert "judged on 2021-03-01" in text
    assert shown().input_hash[:12] in text


def test_a_brief_opens_with_the_sentence_of_the_principal_constraint() -> None:
    assert shown().principal.sentence.en in brief_text(outcome=shown(), lang="en")


def test_a_goal_with_too_little_evidence_shows_no_number() -> None:
    outcome = with_goal(shown(), "G1", enough=False, chance=0.87)
    text = forecast_text(outcome=outcome, lang="en")
    assert "87 %" not in text
    assert "too little evidence" in text


def test_a_goal_with_enough_evidence_shows_its_chance() -> None:
    outcome = with_goal(shown(), "G1", enough=True, chance=0.87, low=0.8, high=0.9)
    assert "87 % (80–90)" in forecast_text(outcome=outcome, lang="en")


def test_what_an_interval_means_is_said_once_beside_the_goals() -> None:
    outcome = with_goal(shown(), "G1", enough=True, chance=0.87, low=0.8, high=0.9)
    assert brief_text(outcome=outcome, lang="zh").count("只反映推演了多少种未来") == 1
    assert "只反映推演了多少种未来" not in brief_text(outcome=shown(), lang="zh")


@pytest.mark.parametrize(("lang", "said"), [("zh", "按日历共减"), ("en", "elapsed days")])
def test_the_effort_is_said_in_elapsed_days(lang: str, said: str) -> None:
    text = principal_text(outcome=shown(), principal=shown().principal, lang=lang)
    assert said in text
    assert "工作日" not in text
    assert "working days" not in text


def test_a_name_with_markup_is_taken_literally_in_markdown() -> None:
    outcome = dataclasses.replace(shown(), title=Text(zh="<b>[x](y)|*", en="<b>[x](y)|*"))
    first = brief_markdown(outcome=outcome, lang="en").splitlines()[0]
    assert first == "# &lt;b&gt;\\[x\\](y)\\|\\*"


def test_the_levers_of_a_horizon_are_listed_with_their_effort() -> None:
    text = principal_text(outcome=shown(), principal=shown().principal, lang="en")
    assert f"{shown().principal.effort:g} elapsed days in all" in text


def test_columns_of_chinese_text_stand_under_each_other() -> None:
    lines = forecast_text(outcome=shown(), lang="zh").splitlines()
    rows = [line for line in lines if "2021-08-31" in line or "2022-06-30" in line]
    starts = {len(line[: line.index("20")].encode("gbk")) for line in rows}
    assert len(starts) == 1


def test_a_goal_that_is_met_is_called_so_only_with_enough_evidence() -> None:
    done = tuple(dataclasses.replace(each, done=True) for each in shown().activities)
    outcome = dataclasses.replace(shown(), activities=done)
    assert "too little evidence" in forecast_text(outcome=outcome, lang="en")
    assert " met " in forecast_text(outcome=with_goal(outcome, "G1", enough=True), lang="en")
    assert " met " not in forecast_text(outcome=outcome, lang="en")
