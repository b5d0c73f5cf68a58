"""The report of one run as one HTML page that needs nothing beside itself."""

from __future__ import annotations

from collections.abc import Mapping

from tongchou.cycle.outcome import BackTestRow, Outcome
from tongchou.plan.model import Plan
from tongchou.publish.opendata import open_data
from tongchou.publish.page import page, render
from tongchou.publish.scene import scene


def report(
    *, outcome: Outcome, plan: Plan, backtest: tuple[BackTestRow, ...], quotes: Mapping[str, str]
) -> str:
    """The page: one file, no request, no script, Chinese first with a switch to English. Same inputs, same bytes.

    Parameters
    ----------
    outcome : the run that is shown
    plan : the plan it was made from; what was said after the outcome's day is shown in the back-test only
    backtest : the forecast against what happened later
    quotes : commitment id -> its words, hash-checked, where the sources are at hand
    """
    files = open_data(outcome=outcome, plan=plan)
    return render(
        page=page(scene=scene(outcome=outcome, plan=plan), backtest=backtest, quotes=quotes, files=files)
    )
