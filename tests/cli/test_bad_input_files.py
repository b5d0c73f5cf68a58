"""Files that are wrong, or only unusual: an answer a person can act on, never a traceback, nothing half-written."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest
from tests.cli.bad_plan import SOUND, put, sound_files

from tongchou.cli.main import main
from tongchou.workspace.workbook import workbook_bytes

Files = dict[str, bytes]


def answer(capsys: pytest.CaptureFixture[str], *words: str) -> tuple[int, str]:
    code = main(list(words))
    said = capsys.readouterr()
    return code, said.out + said.err


def _with(name: str, data: bytes) -> Callable[[], Files]:
    return lambda: {**sound_files(), name: data}


def _without(name: str) -> Callable[[], Files]:
    return lambda: {key: data for key, data in sound_files().items() if key != name}


BINARY = b"\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR" + bytes(range(256))
REFUSED: dict[str, tuple[Callable[[], Files], str, str]] = {
    "a binary file": (_with("activities.csv", BINARY), "不是文本表格", "not a text table"),
    "an empty file": (_with("activities.csv", b""), "文件是空的", "the file is empty"),
    "a file of blank lines": (_with("links.csv", b"\n\n  \n"), "文件是空的", "the file is empty"),
    "no descriptor": (_without("datapackage.json"), "缺少 datapackage.json", "datapackage.json is missing"),
    "a broken descriptor": (
        _with("datapackage.json", b'{"tongchou": {'),
        "不是可读的",
        "not a readable plan",
    ),
    "a binary descriptor": (_with("datapackage.json", BINARY), "不是可读的", "not a readable plan"),
    "a descriptor nested too deep": (
        _with("datapackage.json", b"[" * 200_000),
        "不是可读的",
        "not a readable plan",
    ),
    "a descriptor of something else": (
        _with("datapackage.json", b'{"name": "x"}'),
        "不是可读的",
        "not a readable",
    ),
    "a table nobody knows": (_with("budget.csv", b"id\n1\n"), "不认识的表", "an unknown table"),
    "an open quote": (_with("sources.csv", b'id,title\nS1,"open\n'), "CSV 有误", "bad CSV"),
    "a row too long": (_with("sources.csv", b"id,title\nS1,a,b\n"), "这一行有3格", "the row has 3 cells"),
    "a header given twice": (_with("sources.csv", b"id,id\nS1,S1\n"), "同一列出现两次", "occurs twice"),
    "a header that lacks what is required": (
        _with("links.csv", b"id,pred\nL,A\n"),
        "缺少必需的列",
        "is missing",
    ),
}


@pytest.mark.parametrize("lang", ["zh", "en"])
@pytest.mark.parametrize("verb", ["check", "run", "publish"])
@pytest.mark.parametrize("case", REFUSED)
def test_a_file_that_cannot_be_used_is_refused_in_words(
    case: str, verb: str, lang: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    make, zh, en = REFUSED[case]
    plan = put(tmp_path / "plan", make())
    out = ["--out", str(tmp_path / "out")] if verb != "check" else []
    code, said = answer(capsys, verb, str(plan), "--on", "2021-05-01", *out, "--lang", lang)
    assert (code, "Traceback" in said, (zh if lang == "zh" else en) in said) == (2, False, True)
    assert not (tmp_path / "out").exists()


@pytest.mark.parametrize(
    ("lang", "words"), [("zh", "没有这个文件或文件夹"), ("en", "no such file or folder")]
)
def test_a_folder_that_is_not_there(
    lang: str, words: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    code, said = answer(capsys, "check", str(tmp_path / "nowhere"), "--lang", lang)
    assert (code, words in said) == (2, True)


def test_a_folder_in_the_place_of_a_table(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    plan = put(tmp_path / "plan", sound_files())
    (plan / "risks.csv").mkdir()
    code, said = answer(capsys, "check", str(plan), "--lang", "en")
    assert (code, "cannot be read" in said) == (2, True)


def _no_zip() -> bytes:
    return b"PK\x03\x04 cut short"


def _other_zip() -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        archive.writestr("xl/workbook.xml", "<workbook")
    return out.getvalue()


@pytest.mark.parametrize("make", [bytes, _no_zip, _other_zip, lambda: BINARY])
def test_a_workbook_that_is_none(
    make: Callable[[], bytes], tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "plan.xlsx").write_bytes(make())
    code, said = answer(capsys, "check", str(tmp_path / "plan.xlsx"), "--lang", "en")
    assert (code, "not a readable XLSX workbook" in said) == (2, True)


def test_a_table_of_nothing_but_bad_cells_is_cut_and_counted(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    rows = "".join(f"S{n},soon\n" for n in range(3000))
    files = {**sound_files(), "sources.csv": f"id,published_on\n{rows}".encode()}
    code, said = answer(capsys, "check", str(put(tmp_path / "plan", files)), "--lang", "en")
    assert (code, "2000 more cells" in said, len(said.splitlines()) < 1010) == (2, True, True)


def test_a_table_past_the_row_limit_is_refused(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("tongchou.workspace.folder.MOST_ROWS", 10)
    monkeypatch.setattr("tongchou.workspace.tabular.MOST_ROWS", 10)
    files = {**sound_files(), "sources.csv": ("id\n" + "".join(f"S{n}\n" for n in range(20))).encode()}
    code, said = answer(capsys, "check", str(put(tmp_path / "plan", files)), "--lang", "en")
    assert (code, "at most 10 rows" in said) == (2, True)


@pytest.mark.slow
def test_a_hundred_thousand_rows_are_checked(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    count = 100_000
    names = [f"N{n}" for n in range(count)]
    activities = "".join(f"{name},事,10,assumption,x\n" for name in names)
    links = "".join(f"L{n},N{n // 2},N{n},FS,assumption,x\n" for n in range(1, count))
    files = sound_files()
    files["activities.csv"] = f"id,title_zh,mode,basis,reason\n{activities}".encode()
    files["links.csv"] = f"id,pred,succ,kind,basis,reason\n{links}".encode()
    code, said = answer(capsys, "check", str(put(tmp_path / "plan", files)), "--lang", "en")
    assert (code, "seen: C" in said) == (2, True)


ACCEPTED: dict[str, Callable[[bytes], bytes]] = {
    "GBK": lambda data: data.decode().encode("gb18030"),
    "a byte-order mark": lambda data: b"\xef\xbb\xbf" + data,
    "line ends of Windows": lambda data: data.replace(b"\n", b"\r\n"),
    "days as a spreadsheet writes them": lambda data: data.replace(b"2021-09-01", b"2021/9/1"),
    "truth in capitals": lambda data: data.replace(b"true", b"TRUE").replace(b"false", b"FALSE"),
    "thousands marks": lambda data: data.replace(b">=,400", b">=,400").replace(b"5,10,20", b'5,10,"1,000"'),
    "empty columns and rows to the right and below": lambda data: data.replace(b"\n", b",,\n") + b",,,,\n\n",
}


@pytest.mark.parametrize("how", ACCEPTED)
def test_what_a_spreadsheet_makes_of_a_table_is_read(
    how: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    files = {
        name: ACCEPTED[how](data) if name.endswith(".csv") else data for name, data in sound_files().items()
    }
    code, said = answer(capsys, "check", str(put(tmp_path / "plan", files)), "--lang", "en")
    assert (code, said.splitlines()[0]) == (0, "Nothing wrong was found.")


def test_the_same_plan_as_a_workbook_is_checked_alike(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "plan.xlsx").write_bytes(workbook_bytes(plan=SOUND))
    folder = answer(capsys, "check", str(put(tmp_path / "plan", sound_files())))
    assert answer(capsys, "check", str(tmp_path / "plan.xlsx")) == folder
