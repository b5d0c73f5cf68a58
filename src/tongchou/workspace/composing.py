"""A ledger that was read becomes a plan that is sound: for the command line and for whoever takes a ledger in."""

from __future__ import annotations

from dataclasses import dataclass

from tongchou.kernel.errors import BadInput
from tongchou.kernel.provenance import stable_hash
from tongchou.plan.check import check
from tongchou.plan.compose import compose
from tongchou.plan.compose.summary import Summary, summarise
from tongchou.plan.model import Plan
from tongchou.workspace.ledger import DatedLedger


@dataclass(frozen=True, slots=True, kw_only=True)
class Composed:
    """The ledger as read, the plan made of it, and what was made of what."""

    dated: DatedLedger
    plan: Plan
    made: Summary


def compose_ledger(*, dated: DatedLedger, file: str, known: frozenset[str] = frozenset()) -> Composed:
    """The plan of a ledger.

    Parameters
    ----------
    dated : the ledger and its day
    file : the name of its file, named as the source
    known : ids of tasks that are there already; a row numbered by one of them is that task

    Raises
    ------
    BadInput
        A cell of the ledger is in error, or what was composed is not sound: all of it, the errors first.
    """
    ledger, on = dated.ledger, dated.day.on
    if any(problem.severity == "error" for problem in ledger.problems):
        raise BadInput(sorted(ledger.problems, key=lambda problem: problem.severity != "error"))
    plan = compose(
        rows=ledger.rows,
        on=on,
        plan_id=f"ledger-{stable_hash(ledger.title) & 0xFFFFFFFF:08x}",
        title=ledger.title,
        file=file,
        known=known,
    )
    wrong = [problem for problem in check(plan=plan, on=on).problems if problem.severity == "error"]
    if wrong:
        raise BadInput([*wrong, *ledger.problems])
    return Composed(dated=dated, plan=plan, made=summarise(rows=ledger.rows, plan=plan))
