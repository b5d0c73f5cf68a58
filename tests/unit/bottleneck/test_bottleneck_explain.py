"""The sentence that counts futures."""

from __future__ import annotations

from dataclasses import replace

import pytest

from tongchou.bottleneck.explain import (
    Story,
    count,
    days_words,
    none_sentence,
    not_firm,
    one_sentence,
    several_sentence,
)
from tongchou.kernel.finding import Text

STORY = Story(
    goal=Text(zh="开学", en="school opens"),
    lever=Text(zh="施工许可", en="building permit"),
    alike=0,
    days=5.0,
    in_all=False,
    missed=0.41,
    saved=0.23,
    next_saved=0.09,
    gain=0.094,
    next_gain=0.031,
)


def test_one_lever_in_english() -> None:
    assert one_sentence(story=STORY).en == (
        "In 41 of 100 futures the goal “school opens” is missed. In 23 of every 100 of those, shortening “building "
        "permit” by 5 days would have saved it; no other single lever of that effort saves more than 9."
    )


def test_one_lever_in_chinese() -> None:
    assert one_sentence(story=STORY).zh == (
        "每100种可能的未来里,有41种不能按期实现“开学”。这样的未来每100种中,有23种只要「施工许可」缩短5天就能避免;"
        "同等力度的其他单项不超过9种。"
    )


def test_a_group_is_shortened_in_all() -> None:
    words = one_sentence(story=replace(STORY, in_all=True))
    assert "合计缩短5天" in words.zh
    assert "by 5 days in all" in words.en


def test_other_steps_of_the_chain_are_counted() -> None:
    words = one_sentence(story=replace(STORY, alike=2))
    assert "另外2项" in words.zh
    assert "2 other steps" in words.en


def test_a_lever_that_leads_only_over_all_goals_says_that() -> None:
    words = one_sentence(story=replace(STORY, next_saved=0.30))
    assert "over all goals together it saves 9.4 of 100 futures" in words.en
    assert "就各目标合计" in words.zh
    assert "30" not in words.en + words.zh


def test_several_levers_are_all_named_and_the_rest_counted() -> None:
    two = (STORY.lever, Text(zh="验收", en="acceptance"))
    words = several_sentence(story=STORY, levers=two, more=3, one_goal=True)
    assert "「施工许可」、「验收」等5项" in words.zh
    assert "“building permit”, “acceptance” and 3 more" in words.en


def test_where_nothing_alone_helps_the_pair_is_given() -> None:
    words = none_sentence(days=5, pair=(STORY.lever, STORY.goal), gain=0.142)
    assert words.en.endswith("Best together: “building permit” and “school opens”, 14 more of 100 futures.")
    assert "每100种未来多实现14种" in words.zh


def test_where_not_even_a_pair_helps_none_is_given() -> None:
    words = none_sentence(days=5, pair=None, gain=0.0)
    assert "together" not in words.en
    assert "两项" not in words.zh


def test_an_answer_that_is_not_firm_lists_what_decides_it() -> None:
    words = not_firm(firmness=0.42, deciding=(STORY.lever,))
    assert "42 %" in words.en
    assert words.en.endswith("The assumptions that decide it: building permit.")
    assert words.zh.endswith("假设:施工许可。")


def test_an_answer_that_is_not_firm_for_no_single_reason_lists_none() -> None:
    assert "decide" not in not_firm(firmness=0.42, deciding=()).en


@pytest.mark.parametrize(
    ("share", "words"),
    [(0.0, "0"), (0.0004, "<0.1"), (0.025, "2.5"), (0.05, "5"), (0.412, "41"), (1.0, "100")],
)
def test_shares_are_futures_of_a_hundred(share: float, words: str) -> None:
    assert count(share=share) == words


def test_days_carry_no_needless_decimal() -> None:
    assert [days_words(days=each) for each in (20.0, 7.46)] == ["20", "7.5"]


def test_levers_of_several_goals_are_weighed_over_all_goals() -> None:
    two = (Text(zh="甲", en="a"), Text(zh="乙", en="b"))
    words = several_sentence(story=STORY, levers=two, more=0, one_goal=False)
    assert STORY.goal.zh not in words.zh
    assert "Over all goals" in words.en
