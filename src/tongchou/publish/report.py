"""The report of one run as one HTML page that needs nothing beside itself."""

from __future__ import annotations

from collections.abc import Mapping
from html import escape

from tongchou.cycle.outcome import BackTestRow, Outcome
from tongchou.plan.model import Plan
from tongchou.publish.brief import brief_text


def report(
    *, outcome: Outcome, plan: Plan, backtest: tuple[BackTestRow, ...], quotes: Mapping[str, str]
) -> str:
    """The page. `quotes`: commitment id -> its words, where the sources are at hand."""
    body = escape(brief_text(outcome=outcome, lang="zh"))
    head = (
        f'<!doctype html>\n<html lang="zh-Hans"><meta charset="utf-8"><title>{escape(plan.title_zh)}</title>'
    )
    return f"{head}<pre>{body}</pre></html>\n"
