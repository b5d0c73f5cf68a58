"""Whatever stands in a ledger's cells, the answer is a plan without errors or a list of problems, never a traceback."""

from __future__ import annotations

import csv
import io
from datetime import date
from pathlib import Path

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from tests.unit.workspace.ledger_book import HEAD, write_book

from tongchou.kernel.errors import BadInput
from tongchou.plan.check import check
from tongchou.plan.compose import compose
from tongchou.workspace.ledger import read_ledger

ON = date(2021, 8, 3)
WORDS = (
    "年月日底前初中末上下半季度一二三四十6912029.-/%()、,;:\n 第本次明今去至起"
    "小学医院路湿地公园办法规划政策行动开工封顶竣工交付投用已未正在进行推进完成甲乙局牵头配合合计注序号任务"
)
TEXTS = st.text(alphabet=WORDS, max_size=14) | st.text(max_size=6)
CELLS = (
    TEXTS
    | st.integers(-5, 60000)
    | st.floats(-10, 60000, allow_nan=False)
    | st.dates(date(1990, 1, 1), date(2090, 1, 1))
)
SETTINGS = settings(
    max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)


def composed(path: Path) -> list[str]:
    """The errors of the plan made of a ledger; a ledger that is refused gives none."""
    try:
        ledger = read_ledger(path=path, on=ON)
    except BadInput:
        return []
    plan = compose(rows=ledger.rows, on=ON, plan_id="p", title=ledger.title, file=path.name)
    return [each.line("en") for each in check(plan=plan, on=ON).problems if each.severity == "error"]


@SETTINGS
@given(rows=st.lists(st.lists(TEXTS, min_size=7, max_size=7), max_size=5))
def test_any_text_under_the_header_gives_a_plan_without_errors(tmp_path: Path, rows: list[list[str]]) -> None:
    out = io.StringIO(newline="")
    csv.writer(out).writerows([HEAD, *rows])
    (tmp_path / "a.csv").write_bytes(out.getvalue().encode("utf-8", errors="replace"))
    assert composed(tmp_path / "a.csv") == []


@SETTINGS
@given(rows=st.lists(st.lists(CELLS, min_size=7, max_size=7), max_size=5))
def test_any_cells_of_a_workbook_give_a_plan_without_errors(
    tmp_path: Path, rows: list[list[str | int | float | date | None]]
) -> None:
    kept = [[cell for cell in row if not (isinstance(cell, str) and cell.startswith("="))] for row in rows]
    write_book(path=tmp_path / "a.xlsx", sheets={"台账": [HEAD, *kept]})
    assert composed(tmp_path / "a.xlsx") == []


@SETTINGS
@given(data=st.binary(max_size=400))
def test_any_bytes_are_read_or_refused(tmp_path: Path, data: bytes) -> None:
    (tmp_path / "a.xlsx").write_bytes(data)
    assert composed(tmp_path / "a.xlsx") == []
