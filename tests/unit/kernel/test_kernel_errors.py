"""Errors speak to the person who can mend them, in both languages, together, with an exit code."""

from __future__ import annotations

import pytest

from tongchou.kernel.errors import BadInput, Problem, TongchouError, Unavailable, Where


def problem(where: Where, value: str = "") -> Problem:
    return Problem(
        code="late",
        where=where,
        zh="期限早于开始",
        en="the deadline is before the start",
        mend_zh="请改正期限。",
        mend_en="Correct the deadline.",
        value=value,
    )


WHOLE = Where(file="plan", table="goals", row=3, column="deadline")


def test_a_line_says_where_what_which_value_and_what_to_do() -> None:
    expected = "plan, goals, row 3, column 'deadline': the deadline is before the start (seen: 2020). Correct the deadline."
    assert problem(WHOLE, "2020").line("en") == expected


def test_a_chinese_line_uses_full_width_punctuation() -> None:
    line = problem(WHOLE, "2020").line("zh")
    assert line == "plan goals 第3行“deadline”列：期限早于开始（所见：2020）。请改正期限。"


def test_what_is_not_known_of_the_place_is_left_out() -> None:
    assert Where(table="goals").en() == "goals"
    assert problem(Where()).line("en").startswith("the deadline")


def test_bad_input_carries_every_problem() -> None:
    error = BadInput([problem(WHOLE), problem(Where(table="tasks"))])
    assert len(error.problems) == 2
    assert "tasks" in str(error)


@pytest.mark.parametrize(("error", "code"), [(TongchouError, 1), (BadInput, 2), (Unavailable, 3)])
def test_every_kind_of_error_has_its_exit_code(error: type[TongchouError], code: int) -> None:
    assert error.exit_code == code
