"""Checks that every table shares: ids, references between tables, and the parent of each row's figures."""

from __future__ import annotations

import difflib
from collections.abc import Iterator
from decimal import Decimal

from tongchou.kernel.errors import Problem
from tongchou.kernel.provenance import is_id, provenance_problems
from tongchou.plan.check.report import doubtful, wrong
from tongchou.plan.model import TABLES, Plan
from tongchou.plan.table import Column, columns_of

BUILT_IN = {"calendars": ("every-day", "cn-workdays")}
MOST_COMPARED = 5000  # ids; beyond, no nearest one is offered
MOST_GUESSES = 50  # nearest ids looked for in one table

BAD_ID = wrong(
    "bad-id",
    "编号不合规",
    "not a valid id",
    "只用字母、数字、点、下划线和连字符，1至64个。",
    "Use 1 to 64 letters, digits, dots, underscores or hyphens.",
)
DUPLICATE_ID = wrong(
    "duplicate-id",
    "编号重复，引用它的行不知所指",
    "the id is used twice: rows that refer to it are ambiguous",
    "请给后一行新的编号。",
    "Give the later row an id of its own.",
)
PROVENANCE = {
    "basis-without-source": wrong(
        "basis-without-source",
        "依据写明有来源，却没有列出",
        "the basis says it was published or said, but no source is given",
        "请填写来源编号，或改为 assumption 并说明理由。",
        "Give the source, or make it an assumption with its reason.",
    ),
    "recalled-with-source": wrong(
        "recalled-with-source",
        "凭记忆(R)的数值不能带来源",
        "a recalled value (R) cannot carry a source",
        "请核对来源后改可信度，或去掉来源。",
        "Verify it and raise the confidence, or remove the source.",
    ),
    "assumption-without-reason": wrong(
        "assumption-without-reason",
        "假设没有理由",
        "an assumption without a reason",
        "请写明为什么这样假设。",
        "Say why it was assumed.",
    ),
}
NO_BASIS = doubtful(
    "no-basis",
    "表中有的行没有依据，其数值无从追溯",
    "rows of this table have no basis: their figures lead nowhere",
    "请填写依据：source、statement、computed 或 assumption。",
    "Fill basis: source, statement, computed or assumption.",
)


LARGEST_EXPONENT = 18  # numbers of 10^19 and more are a slip, and would overflow what follows
NOT_USABLE = wrong(
    "number-not-usable",
    "数字不是有限的，或大得不合理",
    "the number is not finite, or absurdly large",
    "请改正后再检查；其余检查要等数字可用。",
    "Correct it and check again: the other checks need usable numbers.",
)


def number_problems(*, plan: Plan) -> Iterator[Problem]:
    """Numbers nothing can be computed with."""
    for table, kind in TABLES.items():
        columns = [each.name for each in columns_of(kind) if each.kind == "number"]
        for place, row in enumerate(plan.table(table)):
            bad = [(name, getattr(row, name)) for name in columns if not _usable(getattr(row, name))]
            for column, value in bad:
                yield NOT_USABLE.at(table=table, place=place, column=column, value=str(value))


def _usable(value: Decimal | None) -> bool:
    return value is None or (value.is_finite() and value.adjusted() <= LARGEST_EXPONENT)


def id_problems(*, plan: Plan) -> Iterator[Problem]:
    """Ids that are malformed or used twice in one table."""
    for table in TABLES:
        seen: set[str] = set()
        for place, row in enumerate(plan.table(table)):
            name: str = row.id  # type: ignore[attr-defined]  # every table's rows have an id
            if not is_id(name):
                yield BAD_ID.at(table=table, place=place, column="id", value=name)
            if name in seen:
                yield DUPLICATE_ID.at(table=table, place=place, column="id", value=name)
            seen.add(name)


def reference_problems(*, plan: Plan) -> Iterator[Problem]:
    """Cells that name a row which is not there; the code is ``unknown-`` and the column's name."""
    known = {table: _ids(plan, table) for table in TABLES}
    for table, kind in TABLES.items():
        for column in columns_of(kind):
            if column.refers:
                ids = frozenset().union(*(known[each] for each in column.refers.split("|")))
                yield from _unknown(plan, table, column, ids)


def _ids(plan: Plan, table: str) -> frozenset[str]:
    rows = plan.table(table)
    return frozenset((*(row.id for row in rows), *BUILT_IN.get(table, ())))  # type: ignore[attr-defined]


def _unknown(plan: Plan, table: str, column: Column, known: frozenset[str]) -> Iterator[Problem]:
    guesses = 0
    for place, row in enumerate(plan.table(table)):
        cell = getattr(row, column.name)
        for name in cell if isinstance(cell, tuple) else (cell,):
            if name in known or (not name and not isinstance(cell, tuple)):
                continue
            near = _nearest(name, known) if guesses < MOST_GUESSES else ""
            guesses += 1
            kind = wrong(
                f"unknown-{column.name}",
                f"“{column.zh}”所指的编号不存在",
                f"{column.name!r} names something that is not in {column.refers.replace('|', ' or ')}",
                f"是否应为“{near}”？" if near else "请改正编号，或在所指的表中加一行。",
                f"Did you mean {near!r}?" if near else "Correct the id, or add the row it names.",
            )
            yield kind.at(table=table, place=place, column=column.name, value=name)


def _nearest(name: str, known: frozenset[str]) -> str:
    if len(known) > MOST_COMPARED:
        return ""
    near = difflib.get_close_matches(name, sorted(known), n=1)
    return near[0] if near else ""


def provenance_row_problems(*, plan: Plan) -> Iterator[Problem]:
    """Rows whose basis, sources, confidence and reason do not fit; one warning for each table with bare rows."""
    for table in TABLES:
        bare = 0
        for place, row in enumerate(plan.table(table)):
            bare += not row.basis
            codes = provenance_problems(
                basis=row.basis, sources=row.sources, confidence=row.confidence, reason=row.reason
            )
            if table == "sources":  # a source is its own parent
                codes = tuple(code for code in codes if code != "basis-without-source")
            for code in codes:
                yield PROVENANCE[code].at(table=table, place=place, column="basis", value=row.basis)
        if bare and table != "sources":
            yield NO_BASIS.at(table=table, column="basis", value=f"{bare}")
