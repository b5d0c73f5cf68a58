"""A text in two languages, and the one cell both may share."""

from __future__ import annotations

import pytest

from tongchou.kernel.finding import Text, in_two


def test_a_remark_in_two_languages_is_taken_apart() -> None:
    assert in_two(text="定额估计 / estimated") == Text(zh="定额估计", en="estimated")


def test_an_address_with_a_slash_is_left_whole() -> None:
    assert in_two(text="a / b") == Text(zh="a / b", en="a / b")


@pytest.mark.parametrize(
    "text",
    [
        Text(zh="台账所写：“已开工”", en="the ledger says: “已开工”"),
        Text(zh="台账所写：“甲 / A”", en="the ledger says: “甲 / A”"),
    ],
)
def test_english_may_quote_chinese_words(text: Text) -> None:
    assert in_two(text=text.in_one()) == text


def test_chinese_outside_of_quotation_marks_is_no_english() -> None:
    assert in_two(text="甲 / the 乙").zh == "甲 / the 乙"


def test_a_long_cell_without_its_english_is_left_whole_at_once() -> None:
    cell = "甲 / A " * 3_000 + "甲"
    assert in_two(text=cell).en == cell


@pytest.mark.parametrize("zh", ["定额估计", "见 S301 / S303 两处"])
def test_what_was_put_into_one_cell_comes_out_again(zh: str) -> None:
    text = Text(zh=zh, en="estimated; see S301")
    assert in_two(text=text.in_one()) == text


@pytest.mark.parametrize("text", [Text(zh="", en="only"), Text(zh="只有", en=""), Text(zh="同", en="同")])
def test_a_text_of_one_language_fills_the_cell_alone(text: Text) -> None:
    assert text.in_one() == (text.zh or text.en)


def test_a_text_falls_back_on_the_language_it_has() -> None:
    assert Text(zh="只有", en="").in_language("en") == "只有"
