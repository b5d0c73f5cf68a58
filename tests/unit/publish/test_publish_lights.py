"""Lights follow from statements and evidence, never from the forecast."""

from __future__ import annotations

import dataclasses
from datetime import date

from tests.unit.cycle.cycle_case import fact, promise
from tests.unit.publish.publish_case import SHOWN

from tongchou.publish.lights import light, light_of_target, worst

ON = date(2021, 3, 1)


def test_a_promise_not_yet_due_is_green() -> None:
    assert light(statements=[promise("a", "2021-06-30", "2021-01-05")], done=False, on=ON).colour == "green"


def test_a_promise_that_has_passed_without_evidence_is_red() -> None:
    assert light(statements=[promise("a", "2021-02-28", "2021-01-05")], done=False, on=ON).colour == "red"


def test_a_later_promise_does_not_clear_a_red_light() -> None:
    said = [promise("a", "2021-02-28", "2021-01-05"), promise("a", "2021-12-31", "2021-02-05")]
    assert light(statements=said, done=False, on=ON).colour == "red"


def test_a_promise_moved_later_is_yellow() -> None:
    said = [promise("a", "2021-06-30", "2021-01-05"), promise("a", "2021-12-31", "2021-02-05")]
    assert light(statements=said, done=False, on=ON).colour == "yellow"


def test_a_promise_nobody_has_spoken_of_for_a_year_is_grey() -> None:
    assert light(statements=[promise("a", "2021-06-30", "2020-02-05")], done=False, on=ON).colour == "grey"


def test_where_nothing_was_promised_the_light_is_grey() -> None:
    assert light(statements=[], done=False, on=ON).colour == "grey"


def test_what_is_done_is_green_even_if_it_was_late() -> None:
    said = [promise("a", "2021-01-31", "2021-01-05"), fact("a", "2021-02-20", "2021-02-20")]
    assert light(statements=said, done=True, on=ON).colour == "green"


def test_a_goal_takes_the_worst_of_its_lights() -> None:
    red = light(statements=[promise("a", "2021-02-28", "2021-01-05")], done=False, on=ON)
    green = light(statements=[promise("b", "2021-06-30", "2021-01-05")], done=False, on=ON)
    assert worst(lights=[green, red]) is red


def test_a_light_says_its_colour_by_shape_and_word_in_both_languages() -> None:
    red = light(statements=[promise("a", "2021-02-28", "2021-01-05")], done=False, on=ON)
    assert (red.shape, red.word.zh, red.word.en) == ("■", "红 滞后", "red: behind")


def test_an_indicator_on_target_is_green() -> None:
    plan = dataclasses.replace(SHOWN, readings=SHOWN.readings[:1])
    assert light_of_target(target=SHOWN.targets[0], plan=plan, on=ON).colour == "green"


def test_an_indicator_off_target_after_its_day_is_red() -> None:
    target = dataclasses.replace(SHOWN.targets[0], value="1", due=date(2021, 2, 1))
    plan = dataclasses.replace(SHOWN, readings=SHOWN.readings[:1])
    assert light_of_target(target=target, plan=plan, on=ON).colour == "red"


def test_an_indicator_off_target_before_its_day_is_yellow() -> None:
    target = dataclasses.replace(SHOWN.targets[0], value="1")
    plan = dataclasses.replace(SHOWN, readings=SHOWN.readings[:1])
    assert light_of_target(target=target, plan=plan, on=ON).colour == "yellow"


def test_an_indicator_without_a_reading_is_grey() -> None:
    plan = dataclasses.replace(SHOWN, readings=())
    assert light_of_target(target=SHOWN.targets[0], plan=plan, on=ON).colour == "grey"
