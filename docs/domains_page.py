"""The page of the domains, written from their manifests."""

from __future__ import annotations

from tongchou.kernel.domain import Domain, InputColumn, InputTable
from tongchou.registry import DOMAINS, ORDER

HEAD = """# Domains

Generated from the code by `make docs`; do not edit.

A domain answers one question of a profession by its published standard and hands the network what it needs. The order below
is the order in which they are assessed. How one is added: [ARCHITECTURE.md](../../ARCHITECTURE.md).
"""


def page() -> str:
    """Markdown of all domains: what each asks, by which standards, from which tables."""
    built = {domain.key for domain in DOMAINS}
    order = ", ".join(f"`{key}`" if key in built else f"`{key}` (not built yet)" for key in ORDER)
    return "\n".join([HEAD, f"Order: {order}.\n", *(_domain(domain) for domain in DOMAINS)])


def _domain(domain: Domain) -> str:
    standards = [
        f"- {each.id} ({each.edition}) {each.title.zh} / {each.title.en}" for each in domain.standards
    ]
    verbs = [
        f"- `tongchou {domain.key} {each.name}`: {each.title.zh} / {each.title.en}" for each in domain.verbs
    ]
    parts = [
        f"## {domain.key}\n",
        f"{domain.title.zh} / {domain.title.en}. {domain.question.zh} / {domain.question.en}\n",
        "Standards:\n\n" + "\n".join(standards) + "\n",
        "Indicators: " + ", ".join(f"`{each}`" for each in domain.indicators) + ".\n",
        *(_table(each) for each in domain.inputs),
    ]
    return "\n".join(parts + (["Verbs:\n\n" + "\n".join(verbs) + "\n"] if verbs else []))


def _table(table: InputTable) -> str:
    need = "required" if table.required else "may be left out"
    rows = ["| column | header | unit | range | empty cell |", "| --- | --- | --- | --- | --- |"]
    rows += [_column(each) for each in table.columns()]
    return f"### {table.name}\n\n{table.title.zh} / {table.title.en}; {need}.\n\n" + "\n".join(rows) + "\n"


def _column(column: InputColumn) -> str:
    headers = ", ".join([column.zh, *column.synonyms])
    unit = column.unit.code if column.unit else ""
    ends = "" if column.low is None and column.high is None else f"{_end(column.low)} .. {_end(column.high)}"
    return f"| `{column.name}` | {headers} | {unit} | {ends} | {'allowed' if column.may_be_missing else 'refused'} |"


def _end(value: object) -> str:
    return "" if value is None else str(value)
