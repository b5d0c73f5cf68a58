"""What is no ledger is refused in words a person understands, with exit code 2 and never a traceback."""

from __future__ import annotations

import io
import zipfile
from datetime import date
from pathlib import Path

import pytest
from tests.unit.workspace.ledger_book import HEAD, task, write_book

from tongchou.kernel.errors import BadInput
from tongchou.workspace.ledger import MOST_ROWS, read_ledger

ON = date(2021, 8, 3)
OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600)


def refused(path: Path) -> list[str]:
    with pytest.raises(BadInput) as caught:
        read_ledger(path=path, on=ON)
    assert all(problem.zh and problem.en and problem.mend_zh for problem in caught.value.problems)
    return [problem.code for problem in caught.value.problems]


def archive(name: str) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as made:
        made.writestr(name, "x")
    return out.getvalue()


@pytest.mark.parametrize(
    ("data", "code"),
    [
        (b"", "empty-file"),
        (OLE, "old-format"),
        (OLE + "EncryptedPackage".encode("utf-16-le"), "locked"),
        (archive("word/document.xml"), "not-a-ledger"),
        (archive("xl/workbook.xml"), "broken-file"),
        (b"PK\x03\x04broken", "broken-file"),
        (b"\x89PNG\r\n\x1a\n" + bytes(range(256)), "not-a-ledger"),
        (b"%PDF-1.7\n\x01\x02\x03", "not-a-ledger"),
        (b"\xff\xfe\x00", "not-a-ledger"),
        ("只有一句话\n".encode(), "no-header"),
        (b"\n\n,,,\n", "no-header"),
        (",".join(HEAD).encode(), "no-tasks"),
        ('序号,任务,进展\n1,"没有收尾的引号\n2,乙小学,已开工\n'.encode(), "open-quote"),
    ],
    ids=[
        "empty",
        "xls",
        "locked",
        "docx",
        "hollow",
        "torn",
        "png",
        "pdf",
        "half",
        "prose",
        "blank",
        "head",
        "quote",
    ],
)
@pytest.mark.parametrize("name", ["a.xlsx", "a.csv"])
def test_a_file_that_is_no_ledger_is_refused(tmp_path: Path, name: str, data: bytes, code: str) -> None:
    (tmp_path / name).write_bytes(data)
    assert refused(tmp_path / name) == [code]


def test_a_file_that_is_not_there_is_refused(tmp_path: Path) -> None:
    assert refused(tmp_path / "nothing.xlsx") == ["no-file"]


def test_a_folder_is_refused(tmp_path: Path) -> None:
    assert refused(tmp_path) == ["is-folder"]


@pytest.mark.parametrize(("name", "words"), [("无.xlsx", "请检查路径"), ("", "这是文件夹，不是台账")])
def test_a_wrong_path_is_not_asked_to_be_saved_again(tmp_path: Path, name: str, words: str) -> None:
    with pytest.raises(BadInput) as caught:
        read_ledger(path=tmp_path / name, on=ON)
    line = caught.value.problems[0].line("zh")
    assert words in line
    assert "另存" not in line
    assert str(tmp_path) in line


def test_a_workbook_of_empty_sheets_is_refused(tmp_path: Path) -> None:
    assert refused(write_book(path=tmp_path / "a.xlsx", sheets={"Sheet1": [], "Sheet2": []})) == ["no-header"]


def test_a_header_with_only_a_total_below_it_is_refused(tmp_path: Path) -> None:
    assert refused(write_book(path=tmp_path / "a.xlsx", sheets={"S": [HEAD, ["合计", 0]]})) == ["no-tasks"]


def test_a_million_rows_are_refused(tmp_path: Path) -> None:
    line = "甲小学,甲局,年内\n"
    (tmp_path / "a.csv").write_text("任务,牵头单位,完成时限\n" + line * 1_000_000, encoding="utf-8")
    assert refused(tmp_path / "a.csv") == ["too-many-rows"]


def test_one_task_too_many_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("tongchou.workspace.ledger.read.MOST_ROWS", 2)
    grid = [HEAD, *(task(number, f"甲小学{number}") for number in range(1, 4))]
    assert refused(write_book(path=tmp_path / "a.xlsx", sheets={"S": grid})) == ["too-many-rows"]


def test_a_single_cell_far_out_is_refused_before_it_is_laid_out(tmp_path: Path) -> None:
    grid: list[list[str | int | float | date | None]] = [list(HEAD), task(1, "甲小学")]
    path = write_book(path=tmp_path / "a.xlsx", sheets={"S": grid})
    text = io.BytesIO()
    with zipfile.ZipFile(path) as old, zipfile.ZipFile(text, "w") as new:
        for each in old.infolist():
            data = old.read(each)
            if each.filename.endswith("sheet1.xml"):
                data = data.replace(
                    b"</sheetData>", b'<row r="1048576"><c r="XFD1048576"><v>1</v></c></row></sheetData>'
                )
            new.writestr(each, data)
    path.write_bytes(text.getvalue())
    assert refused(path) == ["too-large"]


def test_the_limit_is_far_above_any_office() -> None:
    assert MOST_ROWS >= 1_000
