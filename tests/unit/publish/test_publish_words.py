"""Words: both languages filled, punctuation of each, chances that do not lie at their ends; the axis of days."""

from __future__ import annotations

import re
from datetime import date
from itertools import pairwise

import pytest
from tests.unit.publish.publish_case import shown, with_goal

from tongchou.kernel.finding import Text
from tongchou.kernel.packaged import read_text, read_yaml
from tongchou.publish.markup import both, say, words
from tongchou.publish.page import STYLES
from tongchou.publish.scale import Axis
from tongchou.publish.words import TEMPLATES, chinese, clipped, grouped, interval, money, per_hundred, percent

PAGES = (
    "bars",
    "coupling",
    "finish",
    "finish_legend",
    "page",
    "goals",
    "principal",
    "finishes",
    "gantt",
    "tasks",
    "measures",
    "problems",
    "backtest",
    "proof",
)


@pytest.mark.parametrize("key", sorted(words()))
def test_a_word_of_the_page_is_filled_in_both_languages(key: str) -> None:
    text = words()[key]
    assert text.zh.strip()
    assert text.en.strip()
    assert not re.search(r"[㐀-鿿]", text.en)
    assert set(re.findall(r"\{(\w+)\}", text.zh)) == set(re.findall(r"\{(\w+)\}", text.en))


def test_every_way_of_computing_is_told_in_both_languages() -> None:
    texts = read_yaml(package=TEMPLATES, name="calculations.yaml")
    assert [name for name, each in texts.items() if len(each["title"]) != 2 or len(each["how"]) != 2] == []


@pytest.mark.parametrize("name", PAGES)
def test_a_template_uses_only_words_that_exist(name: str) -> None:
    used = re.findall(r"say\('(\w+)'[,)]", read_text(package=TEMPLATES, name=f"{name}.html"))
    assert set(used) <= set(words())


def test_no_template_lifts_the_escaping_of_a_value() -> None:
    lifted = [
        found
        for name in PAGES
        for found in re.findall(r"(\S+)\|\s*safe", read_text(package=TEMPLATES, name=f"{name}.html"))
        if not found.endswith("'")
    ]
    assert lifted == []


def test_a_word_holds_figures_and_escapes_the_rest() -> None:
    assert "&lt;b&gt;" in say("judged_on", on="<b>")


def test_a_text_in_one_language_is_shown_once() -> None:
    assert both(Text(zh="P50", en="P50")) == "P50"


@pytest.mark.parametrize(
    ("share", "said"), [(0.0, "<1"), (0.004, "<1"), (0.5, "50"), (0.997, ">99"), (1.0, ">99")]
)
def test_a_chance_never_claims_certainty(share: float, said: str) -> None:
    assert percent(share=share) == said


@pytest.mark.parametrize(
    ("low", "chance", "high", "said"),
    [
        (0.244, 0.2444, 0.245, "±<0.5"),
        (0.80, 0.87, 0.90, "80–90"),
        (0.004, 0.01, 0.03, "<1–3"),
        (0.0, 0.0, 0.0004, ""),
        (0.9996, 1.0, 1.0, ""),
    ],
)
def test_an_interval_is_as_whole_as_the_chance_beside_it(
    low: float, chance: float, high: float, said: str
) -> None:
    outcome = with_goal(shown(), "G1", chance=chance, low=low, high=high)
    assert interval(goal=next(each for each in outcome.goals if each.id == "G1")) == said


@pytest.mark.parametrize(
    ("narrow", "wide"),
    [
        ("甲,乙:丙", "甲\uff0c乙\uff1a丙"),
        ("共3项(含1项)", "共3项\uff08含1项\uff09"),
        ("P10, P50", "P10, P50"),
        ("1,234", "1,234"),
    ],
)
def test_chinese_prose_takes_wide_punctuation(narrow: str, wide: str) -> None:
    assert chinese(text=narrow) == wide


def test_money_is_said_in_the_units_of_each_language() -> None:
    assert money(cny=6e9) == Text(zh="60 亿元", en="CNY 6.00 bn")


def test_a_long_number_is_grouped_and_a_year_is_not() -> None:
    assert (grouped(text="300000000"), grouped(text="2021")) == ("300,000,000", "2021")


def test_a_long_name_is_cut_to_its_columns() -> None:
    assert clipped(text="雄安新区", width=7) == "雄安新…"


def test_a_day_outside_the_axis_stands_at_its_end() -> None:
    axis = Axis(start=date(2021, 1, 1), end=date(2021, 12, 31), left=0.0, right=100.0)
    assert (axis.x(date(2020, 1, 1)), axis.x(date(2025, 1, 1))) == (0.0, 100.0)


def test_marks_of_an_axis_leave_room_for_their_labels() -> None:
    axis = Axis(start=date(2019, 1, 1), end=date(2030, 12, 31), left=0.0, right=800.0)
    places = [tick.x for tick in axis.ticks()]
    assert min(b - a for a, b in pairwise(places)) >= 58


def test_an_axis_that_runs_backwards_is_refused() -> None:
    with pytest.raises(ValueError, match="start < end"):
        Axis(start=date(2021, 1, 2), end=date(2021, 1, 1), left=0.0, right=1.0)


def test_a_colour_is_written_down_once() -> None:
    colour = re.compile(r"#[0-9a-fA-F]{3,8}\b(?=[;\s\"'}])|rgba?\(")
    texts = {f"{name}.html": read_text(package=TEMPLATES, name=f"{name}.html") for name in PAGES}
    texts["style.css"] = read_text(package=STYLES, name="style.css")
    found = {name: colour.findall(text) for name, text in texts.items()}
    assert {name: each for name, each in found.items() if each} == {}


@pytest.mark.parametrize(
    ("share", "shown"),
    [(0.0, "0"), (0.0004, "<0.1"), (0.0006, "0.1"), (0.1234, "12.3"), (-0.02, "−2.0"), (-0.0001, ">−0.1")],
)
def test_a_trace_of_a_gain_is_not_written_as_nothing(share: float, shown: str) -> None:
    assert per_hundred(share=share) == shown
