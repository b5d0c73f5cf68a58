"""A promised date is read as an office means it: of a period its last day, with what it promises."""

from __future__ import annotations

from datetime import date

import pytest

from tongchou.plan.compose.promise import parse_promise, parse_promises, year_in

ON = date(2021, 8, 3)


def days(text: str) -> list[date | None]:
    return [each.day for each in parse_promises(text=text, on=ON, year=2021)]


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("2021年6月底前", "2021-06-30"),
        ("年内", "2021-12-31"),
        ("三季度末", "2021-09-30"),
        ("第四季度", "2021-12-31"),
        ("4季度末前", "2021-12-31"),
        ("Q3", "2021-09-30"),
        ("前三季度", "2021-09-30"),
        ("2021年前三季度", "2021-09-30"),
        ("本季度末", "2021-09-30"),
        ("6月30日前", "2021-06-30"),
        ("2021.6", "2021-06-30"),
        ("2021-6", "2021-06-30"),
        ("2021/6/30", "2021-06-30"),
        ("20210630", "2021-06-30"),
        ("2021-06-30 00:00:00", "2021-06-30"),
        ("二〇二一年六月底前", "2021-06-30"),
        ("上半年", "2021-06-30"),
        ("下半年", "2021-12-31"),
        ("年中前", "2021-06-30"),
        ("11月中旬", "2021-11-20"),
        ("12月初", "2021-12-10"),
        ("明年上半年", "2022-06-30"),
        ("去年底", "2020-12-31"),
        ("2021年1月-12月", "2021-12-31"),
        ("2021.3.1—2021.11.30", "2021-11-30"),
        ("2021—2023年", "2023-12-31"),
        ("2021年第四季度前", "2021-09-30"),
        ("9月前", "2021-08-31"),
        ("国庆节前", "2021-09-30"),
        ("2022年秋季学期开学前", "2022-08-31"),
        ("“十四五”期间", "2025-12-31"),
        ("下月底", "2021-09-30"),
        ("2021年\n6月底前", "2021-06-30"),
        ("分阶段推进,2025年完成", "2025-12-31"),
    ],
)
def test_a_date_in_words_is_its_last_day(text: str, day: str) -> None:
    assert days(text) == [date.fromisoformat(day)]


@pytest.mark.parametrize(
    "text", ["长期", "持续推进", "每季度末", "按月推进", "常态化", "2021年8月3日起", "即日起"]
)
def test_work_without_an_end_is_a_promise_without_a_day(text: str) -> None:
    assert days(text) == [None]


@pytest.mark.parametrize(
    "text",
    ["尽快", "待定", "春节前", "两会前", "半年内", "三年内", "2个月内", "60个工作日内", "2月30日", "13月底"],
)
def test_a_day_that_is_not_said_is_not_guessed(text: str) -> None:
    assert days(text) == []


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("6月底前封顶,12月底前交付", [("封顶", 6), ("交付", 12)]),
        ("一季度开工、四季度竣工", [("开工", 3), ("竣工", 12)]),
        ("1.6月底前完成可研;2.12月底前开工", [("可研", 6), ("开工", 12)]),
        ("3月底前取得施工许可\n9月底前封顶", [("施工许可", 3), ("封顶", 9)]),
    ],
)
def test_two_promises_in_one_cell_are_two(text: str, said: list[tuple[str, int]]) -> None:
    found = parse_promises(text=text, on=ON, year=2021)
    assert [(each.word, each.day.month) for each in found if each.day is not None] == said


def test_a_list_of_months_is_one_promise_for_the_last() -> None:
    assert days("6、9月") == [date(2021, 9, 30)]


def test_a_later_promise_takes_the_year_of_the_one_before() -> None:
    assert days("2022年3月开工,9月封顶") == [date(2022, 3, 31), date(2022, 9, 30)]


@pytest.mark.parametrize(
    ("text", "precision"),
    [
        ("2021年6月30日", "day"),
        ("6月底", "month"),
        ("三季度", "quarter"),
        ("上半年", "half"),
        ("年内", "year"),
        ("9月初", "about"),
    ],
)
def test_how_exact_a_promise_is_goes_with_it(text: str, precision: str) -> None:
    said = parse_promise(text=text, on=ON, year=2021)
    assert said is not None
    assert said.precision == precision


def test_the_words_are_kept_as_written() -> None:
    said = parse_promise(text=" 六月底前 ", on=ON, year=2021)
    assert said is not None
    assert said.text == "六月底前"


def test_the_year_of_a_title_is_found() -> None:
    assert (year_in(text="2023年重点工作台账"), year_in(text="重点工作台账")) == (2023, None)


@pytest.mark.parametrize(
    "text", ["9999年12月31日", "9999年12月底", "20211年3月", "2021年第9季度", "2021年第12季度"]
)
def test_a_year_or_quarter_that_cannot_be_is_not_read_as_another(text: str) -> None:
    assert parse_promise(text=text, on=date(2021, 8, 3), year=2021) is None
