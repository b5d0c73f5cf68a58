"""The page that walks through the example ledger shows what is really printed, and the example is the invented one."""

from __future__ import annotations

import re
from datetime import date
from pathlib import Path

import pytest
from tests.unit.workspace.ledger_book import write_ledger

from tongchou.cli.main import main
from tongchou.workspace.ledger import MOST_ROWS, read_ledger

ROOT = Path(__file__).resolve().parents[3]
EXAMPLE = ROOT / "examples/ledger/ledger-example.xlsx"
PAGE = ROOT / "docs/how-to/from-a-ledger.md"


def blocks() -> list[str]:
    return re.findall(
        r"^```text\n(.*?)^```$", PAGE.read_text(encoding="utf-8"), flags=re.MULTILINE | re.DOTALL
    )


def test_the_page_shows_what_compose_prints(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    main(["compose", str(EXAMPLE), "--out", "my-ledger-plan", "--lang", "zh"])
    assert capsys.readouterr().out == blocks()[0]


def test_the_example_is_the_ledger_the_tests_write(tmp_path: Path) -> None:
    write_ledger(path=tmp_path / EXAMPLE.name)
    on = date(2021, 8, 3)
    assert read_ledger(path=tmp_path / EXAMPLE.name, on=on) == read_ledger(path=EXAMPLE, on=on)


def test_the_example_says_that_it_is_invented() -> None:
    assert "虚构" in read_ledger(path=EXAMPLE, on=date(2021, 8, 3)).title


def test_the_page_names_the_most_tasks_that_are_read() -> None:
    assert f"{MOST_ROWS:,} tasks" in PAGE.read_text(encoding="utf-8")
