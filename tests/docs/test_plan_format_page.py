"""The format page says what the code reads."""

from __future__ import annotations

from pathlib import Path

import pytest
from docs.plan_format_page import page

from tongchou.plan.model import TABLES
from tongchou.plan.table import columns_of

PAGE = Path(__file__).resolve().parents[2] / "docs/reference/plan-format.md"


def test_the_page_is_current() -> None:
    assert PAGE.read_text(encoding="utf-8") == page(), "run: python -m docs.generate"


@pytest.mark.parametrize("table", TABLES)
def test_every_column_of_a_table_is_on_the_page(table: str) -> None:
    text = page()
    section = text.split(f"\n## {table}\n")[1].split("\n## ")[0] + text.split("## Columns of every table")[1]
    assert [
        each.name for each in columns_of(TABLES[table]) if f"| `{each.name}` | {each.zh} |" not in section
    ] == []


@pytest.mark.parametrize("table", TABLES)
def test_no_two_columns_of_a_table_share_a_header(table: str) -> None:
    headers = [word for each in columns_of(TABLES[table]) for word in (each.name, each.zh)]
    assert len(headers) == len(set(headers))
