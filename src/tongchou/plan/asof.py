"""A plan as it was known on a day: nothing said later is seen; the dates said of one thing are resolved."""

from __future__ import annotations

import dataclasses
from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from tongchou.plan.model import Plan
from tongchou.plan.works import Statement


def as_of(*, plan: Plan, on: date) -> Plan:
    """The plan with only what was said or known on or before the day `on`.

    Statements, readings, targets, commitments and decisions made later are left out; rows without a day of saying
    are kept. A statement that something happened after `on` cannot have been known and is left out too; where only the
    running month, quarter or year is named, it had happened by the day it was said.
    """
    return dataclasses.replace(
        plan,
        statements=tuple(
            _happened(row, on) for row in plan.statements if row.said_on <= on and not _future_fact(row, on)
        ),
        readings=tuple(row for row in plan.readings if row.said_on <= on and row.measured_on <= on),
        targets=tuple(row for row in plan.targets if row.said_on is None or row.said_on <= on),
        commitments=tuple(row for row in plan.commitments if row.said_on is None or row.said_on <= on),
        decisions=tuple(row for row in plan.decisions if row.on <= on),
    )


PERIODS = ("month", "quarter", "half", "year")


def _is_fact(row: Statement) -> bool:
    return row.kind == "actual" and row.aspect in ("start", "finish")


def _future_fact(row: Statement, on: date) -> bool:
    return _is_fact(row) and row.precision not in PERIODS and date.fromisoformat(row.value) > on


def _happened(row: Statement, on: date) -> Statement:
    """A fact of a period that still runs: it had happened by the day it was said."""
    if not _is_fact(row) or date.fromisoformat(row.value) <= on:
        return row
    return dataclasses.replace(row, value=row.said_on.isoformat(), precision="latest")


@dataclass(frozen=True, slots=True, kw_only=True)
class Resolved:
    """What has been said of one aspect of one thing: the first promise, the latest promise, the latest evidence."""

    original: Statement | None = None
    current: Statement | None = None
    evidenced: Statement | None = None


NOTHING_SAID = Resolved()

Resolution = Mapping[tuple[str, str], Resolved]


def resolve(*, plan: Plan) -> Resolution:
    """(subject, aspect) -> the original and current promise and the evidence, over all statements of the plan.

    Of two sayings of one day the later row counts as the later saying.
    """
    said: dict[tuple[str, str], list[Statement]] = defaultdict(list)
    for row in sorted(plan.statements, key=lambda row: row.said_on):
        said[row.subject, row.aspect].append(row)
    return {key: _resolved(rows) for key, rows in said.items()}


def _resolved(rows: list[Statement]) -> Resolved:
    promises = [row for row in rows if row.kind == "planned"]
    facts = [row for row in rows if row.kind == "actual"]
    return Resolved(
        original=promises[0] if promises else None,
        current=promises[-1] if promises else None,
        evidenced=facts[-1] if facts else None,
    )


def current_promises(*, plan: Plan) -> dict[str, date]:
    """Activity -> the day by which its finish is now promised, where somebody has promised one."""
    said = resolve(plan=plan)
    current = {row.id: said.get((row.id, "finish"), NOTHING_SAID).current for row in plan.activities}
    return {name: date.fromisoformat(row.value) for name, row in current.items() if row is not None}


@dataclass(frozen=True, slots=True, kw_only=True)
class Progress:
    """Where one activity stands: begun on, finished on; None where it has not happened or nobody says so.

    An open day is a bound: it had happened by then, nobody says when.
    """

    started: date | None
    finished: date | None
    start_open: bool = False
    finish_open: bool = False
    assumed: bool = False  # what stands here was assumed, not seen


def progress(*, resolution: Resolution, activity: str) -> Progress:
    """Where an activity stands by the evidence in `resolution`."""
    started = resolution.get((activity, "start"), NOTHING_SAID).evidenced
    finished = resolution.get((activity, "finish"), NOTHING_SAID).evidenced
    last = finished or started
    return Progress(
        started=date.fromisoformat(started.value) if started else None,
        finished=date.fromisoformat(finished.value) if finished else None,
        start_open=started is not None and started.precision == "latest",
        finish_open=finished is not None and finished.precision == "latest",
        assumed=last is not None and last.basis == "assumption",
    )
