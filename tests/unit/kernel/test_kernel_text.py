"""A text in two languages, and the one cell both may share."""

from __future__ import annotations

import pytest

from tongchou.kernel.finding import Text, in_two


def test_a_remark_in_two_languages_is_taken_apart() -> None:
    assert in_two(text="定额估计 / estimated") == Text(zh="定额估计", en="estimated")


def test_an_address_with_a_slash_is_left_whole() -> None:
    assert in_two(text="a / b") == Text(zh="a / b", en="a / b")


@pytest.mark.parametrize("zh", ["定额估计", "见 S301 / S303 两处"])
def test_what_was_put_into_one_cell_comes_out_again(zh: str) -> None:
    text = Text(zh=zh, en="estimated; see S301")
    assert in_two(text=text.in_one()) == text


@pytest.mark.parametrize("text", [Text(zh="", en="only"), Text(zh="只有", en=""), Text(zh="同", en="同")])
def test_a_text_of_one_language_fills_the_cell_alone(text: Text) -> None:
    assert text.in_one() == (text.zh or text.en)


def test_a_text_falls_back_on_the_language_it_has() -> None:
    assert Text(zh="只有", en="").in_language("en") == "只有"
