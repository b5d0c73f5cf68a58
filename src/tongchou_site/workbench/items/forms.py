"""What the forms of a task's page send, as values; everything that cannot be read is said at once."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import TypeVar

from django.http import HttpRequest

from tongchou.kernel.errors import BadInput, Problem, Where
from tongchou.kernel.finding import Text

Value = TypeVar("Value")

LABELS = {  # what is shown again where a form comes too late; the text itself is shown anyway
    "percent": Text(zh="完成比例", en="share done"),
    "problem": Text(zh="存在问题", en="problem"),
    "activity": Text(zh="已完成的工作", en="finished work"),
    "finished_on": Text(zh="完成日期", en="day of finish"),
    "until": Text(zh="延期至", en="new day"),
    "to": Text(zh="单位", en="organisation"),
    "due": Text(zh="时限", en="due"),
}


def typed(request: HttpRequest) -> tuple[tuple[Text, str], ...]:
    """Everything that was written or chosen beside the text, with its label."""
    return tuple((label, value) for name, label in LABELS.items() if (value := text(request, name=name)))


MOST_TEXT = 10_000  # characters of one field


def text(request: HttpRequest, *, name: str) -> str:
    """A field as text, empty where it was not sent.

    Raises
    ------
    BadInput
        It is longer than a report may be.
    """
    found = request.POST.get(name, "").replace("\0", "").strip()
    if len(found) > MOST_TEXT:
        raise BadInput([_too_long(len(found))])
    return found


def _too_long(length: int) -> Problem:
    return Problem(
        code="too-long",
        where=Where(),
        zh=f"一栏最多{MOST_TEXT}字",
        en=f"a field holds {MOST_TEXT} characters at most",
        mend_zh="请写要点，长文作为佐证上传。",
        mend_en="Write the gist and upload the long text as evidence.",
        value=str(length),
    )


def number(request: HttpRequest, *, name: str) -> int | None:
    """A whole number, None where nothing was written.

    Raises
    ------
    BadInput
        It is no whole number.
    """
    return _read(text(request, name=name), int, "请填写整数。", "Give a whole number.")


def day(request: HttpRequest, *, name: str) -> date | None:
    """A day, None where nothing was written.

    Raises
    ------
    BadInput
        It is no day.
    """
    return _read(
        text(request, name=name), date.fromisoformat, "请按2021-12-31填写。", "Write it as 2021-12-31."
    )


def _read(written: str, kind: Callable[[str], Value], zh: str, en: str) -> Value | None:
    if not written:
        return None
    try:
        return kind(written)
    except ValueError:
        raise BadInput([_unreadable(written, zh, en)]) from None


def _unreadable(written: str, mend_zh: str, mend_en: str) -> Problem:
    return Problem(
        code="unreadable",
        where=Where(),
        zh="填写的内容读不懂",
        en="this cannot be read",
        mend_zh=mend_zh,
        mend_en=mend_en,
        value=written[:80],
    )


def missing(*, zh: str, en: str) -> BadInput:
    """Something that must be there was not sent."""
    problem = Problem(
        code="missing",
        where=Where(),
        zh=zh,
        en=en,
        mend_zh="请填写后再提交。",
        mend_en="Fill it in and send again.",
    )
    return BadInput([problem])
