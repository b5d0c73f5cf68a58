"""What a ledger's word of progress means for the steps of one project: which are done, which run, since when."""

from __future__ import annotations

from datetime import date
from typing import Literal

from tongchou.kernel.finding import Text
from tongchou.plan.compose.expand import Standing
from tongchou.plan.compose.ledger import LedgerRow, quoted
from tongchou.plan.compose.lexicon import State, closing_word, milestone_of, read_clauses, rows_of
from tongchou.plan.compose.promise import parse_promise
from tongchou.plan.compose.share import steps_at
from tongchou.plan.template import Template

LEDGER = "ledger"
SAID = Text(zh="台账所写进展：{said}", en="state in the ledger: {said}")
BY_SHARE = Text(
    zh="台账所写进展：{said}；百分比按模板工期折算到步骤",
    en="state in the ledger: {said}; the percentage turned into steps by the template's days",
)
BEGUN = Text(
    zh="台账所写进展：{said}；只知道已经开始，没有写明这类工作的步骤，按第一步正在进行计算",
    en="state in the ledger: {said}; it has begun, and no step of this kind is named: the first step is taken as "
    "running",
)


def stand(
    *, row: LedgerRow, state: State, form: Template, promised: tuple[str, ...], on: date
) -> Standing | None:
    """The standing of one project; None where nothing has happened yet, or nothing is said of the steps of its kind.

    "Done" means what was promised, not the end of the template: of a row that promises a start, the start. Every
    date is a latest one: it had happened by the day the state names, else by the ledger's.

    Parameters
    ----------
    promised : ids of the activities the row's promises speak of, ``T07.start``
    """
    own = quoted(text=row.state)
    said = SAID.filled(said=own).in_one()
    if state.all_done:
        names = tuple(each.rpartition(".")[2] for each in promised) or (_closing(row, form),)
        return _said(names, (), on, _day_in(row.state, on), said)
    done = rows_of(steps=state.done, template=form)
    running = rows_of(steps=state.running, template=form)
    if done or running:
        return _said(done, running, on, None if running else _day_in(row.state, on), said)
    if state.share is not None:
        reached = steps_at(kind=form.kind, share=state.share)
        why = BY_SHARE.filled(said=own).in_one()
        return Standing(on=on, done=reached.done, running=reached.running, reason=why)
    if state.begun or state.stopped:
        first = form.activities[0].id
        return Standing(on=on, running=(first,), reason=BEGUN.filled(said=own).in_one())
    return None


def unplaced(*, text: str, form: Template) -> Literal["", "some", "all"]:
    """Whether a cell of progress names steps that the kind of work does not have: of its clauses some, or all."""
    named = [each for each in read_clauses(text=text) if each.done or each.running]
    lacking = [each for each in named if not rows_of(steps=each.done + each.running, template=form)]
    return "" if not lacking else "all" if len(lacking) == len(named) else "some"


def _said(
    done: tuple[str, ...], running: tuple[str, ...], on: date, by: date | None, reason: str
) -> Standing:
    return Standing(on=on, by=by, done=done, running=running, sources=(LEDGER,), reason=reason)


def _closing(row: LedgerRow, form: Template) -> str:
    return milestone_of(word=closing_word(title=row.title), template=form)


def _day_in(text: str, on: date) -> date | None:
    """The day a state names for what is done, when it is exact and past."""
    said = parse_promise(text=text, on=on, year=on.year)
    if said is None or said.day is None or said.precision != "day" or said.day > on:
        return None
    return said.day
