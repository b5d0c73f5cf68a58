"""Open data of one run: the outcome and its tables."""

from __future__ import annotations

from tongchou.cycle.canonical import outcome_json
from tongchou.cycle.outcome import Outcome
from tongchou.plan.model import Plan


def open_data(*, outcome: Outcome, plan: Plan) -> dict[str, bytes]:
    """File name -> bytes of the open data."""
    return {"outcome.json": outcome_json(outcome=outcome).encode()}
