"""Everything wrong with a plan, together, and the ten missing facts that would change its answer most."""

from __future__ import annotations

from datetime import date
from itertools import chain

from tongchou.kernel.errors import BadInput
from tongchou.plan.check.bounds import bound_problems
from tongchou.plan.check.causes import cause_problems
from tongchou.plan.check.ids import id_problems, number_problems, provenance_row_problems, reference_problems
from tongchou.plan.check.measures import measure_problems
from tongchou.plan.check.missing import missing_facts
from tongchou.plan.check.money import money_problems
from tongchou.plan.check.network import network_problems
from tongchou.plan.check.purpose import purpose_problems
from tongchou.plan.check.report import MissingFact, Report, ordered
from tongchou.plan.check.works import works_problems
from tongchou.plan.model import Plan

__all__ = ["MissingFact", "Report", "check", "missing_facts", "sound"]


def sound(*, plan: Plan, on: date) -> Plan:
    """The plan itself where nothing is wrong with it; what runs a plan asks this first.

    Raises
    ------
    BadInput
        All its errors, together. Warnings alone raise nothing.
    """
    errors = [each for each in check(plan=plan, on=on).problems if each.severity == "error"]
    if errors:
        raise BadInput(errors)
    return plan


def check(*, plan: Plan, on: date) -> Report:
    """What is wrong with a plan and what it lacks.

    The whole plan is checked, whenever its rows were said; `on` only bounds what the missing facts take as known
    (`date.max`: everything). Places count the rows of a table from 2, as in its file without blank lines. Never
    raises, whatever the rows hold.
    """
    unusable = ordered(problems=number_problems(plan=plan))
    if unusable:
        return Report(problems=unusable, missing=())
    problems = chain(
        id_problems(plan=plan),
        reference_problems(plan=plan),
        purpose_problems(plan=plan),
        works_problems(plan=plan),
        network_problems(plan=plan),
        measure_problems(plan=plan),
        cause_problems(plan=plan),
        money_problems(plan=plan),
        bound_problems(plan=plan),
        provenance_row_problems(plan=plan),
    )
    return Report(problems=ordered(problems=problems), missing=missing_facts(plan=plan, on=on))
