"""Units as people write them, exact conversion, money rounded once."""

from __future__ import annotations

from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tongchou.kernel.quantity import (
    MOST_FEN,
    UNITS,
    Header,
    Quantity,
    Unit,
    cny_of,
    converted,
    fen_of,
    header_of,
    money_text,
    unit_of,
)


def unit(text: str) -> Unit:
    found = unit_of(text=text)
    assert found is not None
    return found


def money(amount: str, word: str = "元") -> Quantity:
    return Quantity(value=Decimal(amount), unit=unit(word))


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("万元", "1e4 CNY"),
        ("亿元", "1e8 CNY"),
        ("亿元人民币", "1e8 CNY"),
        ("MG/L", "mg/L"),
        ("毫克/升", "mg/L"),
        ("\u00b5g/L", "ug/L"),
        ("㎡", "m2"),
        ("万㎡", "1e4 m2"),
        ("亩", "mu"),
        ("工作日", "wd"),
        ("日", "d"),
        ("%", "%"),
    ],
)
def test_a_unit_is_known_as_people_write_it(text: str, code: str) -> None:
    assert unit(text).code == code


@pytest.mark.parametrize("text", ["", "美元", "万", "furlong"])
def test_what_is_no_known_unit_is_none(text: str) -> None:
    assert unit_of(text=text) is None


def test_no_two_units_share_a_code_or_a_chinese_word() -> None:
    words = [word for each in UNITS for word in (each.code, each.zh)]
    assert len(set(words)) == len(words)


@pytest.mark.parametrize(
    ("text", "name", "code"),
    [
        ("总投资(万元)", "总投资", "1e4 CNY"),
        ("总投资（单位：亿元）", "总投资", "1e8 CNY"),
        ("投资额/亿元", "投资额", "1e8 CNY"),
        ("投资额\u3000元", "投资额", "CNY"),
        ("COD (mg/L)", "COD", "mg/L"),
        ("化学需氧量 mg/L", "化学需氧量", "mg/L"),
        ("用地面积【亩】", "用地面积", "mu"),
    ],
)
def test_a_header_is_taken_apart_into_name_and_unit(text: str, name: str, code: str) -> None:
    assert header_of(text=text) == Header(name=name, unit=unit(code))


@pytest.mark.parametrize("text", ["责 任 人", "完成时限（年内）", "任务", "牵头/配合单位", "截止 日"])
def test_a_header_without_a_unit_stays_whole(text: str) -> None:
    assert header_of(text=text).unit is None
    assert header_of(text=text).name == text.replace("（", "(").replace("）", ")")


def test_a_conversion_is_exact() -> None:
    assert converted(quantity=Quantity(value=Decimal("3"), unit=unit("亩")), unit=unit("公顷")) == Fraction(
        1, 5
    )


def test_days_do_not_become_working_days_without_a_calendar() -> None:
    with pytest.raises(ValueError, match="cannot become"):
        converted(quantity=Quantity(value=Decimal(5), unit=unit("天")), unit=unit("工作日"))


def test_a_quantity_is_finite() -> None:
    with pytest.raises(ValueError, match="finite"):
        Quantity(value=Decimal("NaN"), unit=unit("元"))


@pytest.mark.parametrize(
    ("amount", "word", "fen"),
    [("1.005", "元", 100), ("1.015", "元", 102), ("0.98", "亿元", 9_800_000_000), ("-0.005", "元", 0)],
)
def test_money_is_rounded_half_to_even_when_it_becomes_fen(amount: str, word: str, fen: int) -> None:
    assert fen_of(money=money(amount, word)) == fen


def test_more_than_an_int64_of_fen_is_refused() -> None:
    with pytest.raises(ValueError, match="more than"):
        fen_of(money=Quantity(value=Decimal(MOST_FEN), unit=unit("元")))


def test_what_is_not_money_is_not_fen() -> None:
    with pytest.raises(ValueError, match="cannot become"):
        fen_of(money=Quantity(value=Decimal(1), unit=unit("吨")))


def test_money_is_a_plain_string_in_json() -> None:
    assert money_text(fen=980_000_000_000) == "9800000000.00"


@given(st.integers(min_value=-MOST_FEN, max_value=MOST_FEN))
def test_fen_survive_the_way_through_text(fen: int) -> None:
    assert fen_of(money=money(money_text(fen=fen))) == fen
    assert fen_of(money=Quantity(value=cny_of(fen=fen), unit=unit("元"))) == fen
