"""The page of the statutory calendar, written from the packaged notices."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, timedelta

from tongchou.kernel.period import Notice, notices

HEAD = """# The Chinese working calendar

Generated from the code by `make docs`; do not edit. Why it is kept this way: [calendars](../explanation/calendars.md).

Each row is one notice of the State Council: the days it takes off and the weekend days it makes working (调休). A run on a
day uses only the notices *announced* by that day; a later notice replaces what it speaks of. Letters: A the address of the
notice carries its day; B it carries only the month; R the day is recalled and unverified, and no source is given. The days
themselves are compared with two independent lists in the tests.

| year | announced | letter | off | working weekend days | source |
| --- | --- | --- | --- | --- | --- |
"""


def page() -> str:
    """Markdown of every notice, in the order of announcement."""
    return HEAD + "\n".join(_row(notice) for notice in notices()) + "\n"


def _row(notice: Notice) -> str:
    source = f"[notice]({notice.source})" if notice.source else ""
    off, on = _spans(notice.off), _spans(notice.on)
    return f"| {notice.year} | {notice.announced} | {notice.confidence} | {off} | {on} | {source} |"


def _spans(days: Iterable[date]) -> str:
    """Days as spans of month-day, e.g. 01-01..01-03."""
    spans: list[list[date]] = []
    for day in sorted(days):
        if spans and day - spans[-1][1] == timedelta(days=1):
            spans[-1][1] = day
        else:
            spans.append([day, day])
    return ", ".join(f"{a:%m-%d}" if a == b else f"{a:%m-%d}..{b:%m-%d}" for a, b in spans)
