"""Clauses: complete, dated, never two at once."""

from __future__ import annotations

import sys
import textwrap
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from tongchou.kernel.clause import clauses, every_clause, parsed
from tongchou.kernel.errors import BadInput

STANDARD = {"id": "RULE-1", "zh": "示例规则", "en": "an example", "edition": "2020"}


def row(**changes: object) -> dict[str, object]:
    whole: dict[str, object] = {
        "key": "limit",
        "value": 39,
        "unit": "工作日",
        "from": date(2020, 1, 1),
        "number": "第3条",
        "gist_zh": "上限",
        "gist_en": "the limit",
        "link": "https://example.org/rule",
        "confidence": "A",
    }
    return {name: value for name, value in (whole | changes).items() if value != "-"}


def file(*rows: object, **changes: object) -> dict[str, Any]:
    return {"rule.yaml": {"schema": "clauses/1", "standard": STANDARD, "clauses": list(rows)} | changes}


def codes(files: dict[str, Any]) -> list[str]:
    with pytest.raises(BadInput) as caught:
        parsed(files=files)
    return [each.code for each in caught.value.problems]


def test_a_clause_is_typed() -> None:
    (clause,) = parsed(files=file(row(value="0.10", unit="mg/l")))
    assert (clause.value, clause.unit.code, clause.standard.id) == (Decimal("0.10"), "mg/L", "RULE-1")


@pytest.mark.parametrize(
    "column", ["key", "value", "unit", "from", "number", "gist_zh", "gist_en", "confidence"]
)
def test_an_incomplete_clause_is_refused(column: str) -> None:
    assert "clause-missing" in codes(file(row(**{column: "-"})))


@pytest.mark.parametrize(
    ("changes", "code"),
    [
        ({"value": "many"}, "clause-not-a-number"),
        ({"value": "NaN"}, "clause-not-a-number"),
        ({"unit": "furlong"}, "clause-unknown-unit"),
        ({"key": "a key"}, "clause-not-an-id"),
        ({"from": "soon"}, "clause-not-a-day"),
        ({"to": date(2019, 1, 1)}, "clause-ends-before-it-starts"),
        ({"confidence": "Z"}, "clause-unknown-letter"),
        ({"link": "-"}, "clause-missing"),
        ({"confidence": "R"}, "clause-recalled-with-source"),
    ],
)
def test_a_wrong_clause_is_refused(changes: dict[str, object], code: str) -> None:
    assert code in codes(file(row(**changes)))


def test_a_recalled_clause_needs_no_link() -> None:
    (clause,) = parsed(files=file(row(confidence="R", link="-")))
    assert clause.link == ""


def test_two_clauses_of_one_key_on_one_day_are_refused() -> None:
    assert codes(file(row(), row(**{"from": date(2021, 1, 1)}))) == ["clause-overlap"]


def test_two_standards_may_not_set_one_key_at_once() -> None:
    other = {
        "other.yaml": {"schema": "clauses/1", "standard": STANDARD | {"id": "RULE-2"}, "clauses": [row()]}
    }
    assert codes(file(row()) | other) == ["clause-overlap"]


def test_a_clause_may_follow_another_without_a_gap() -> None:
    old = row(to=date(2021, 1, 1))
    new = row(value=31, **{"from": date(2021, 1, 1)})
    found = parsed(files=file(old, new))
    assert [int(each.value) for each in found if each.in_force(date(2020, 12, 31))] == [39]
    assert [int(each.value) for each in found if each.in_force(date(2021, 1, 1))] == [31]


def test_everything_wrong_is_reported_together() -> None:
    assert len(codes(file(row(unit="-"), row(key="b", number="-"), "no clause"))) == 3


@pytest.mark.parametrize("changes", [{"schema": "clauses/2"}, {"standard": {"id": "X"}}, {"standard": None}])
def test_a_file_without_its_standard_is_refused(changes: dict[str, object]) -> None:
    assert codes(file(row(), **changes)) == ["clause-unreadable"]


def test_clauses_of_a_package_are_those_in_force(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    folder = tmp_path / "kernel_clause_example"
    folder.mkdir()
    (folder / "__init__.py").touch()
    text = """
        schema: clauses/1
        standard: {id: RULE-1, zh: 示例规则, en: an example, edition: '2020'}
        clauses:
          - {key: limit, value: 39, unit: wd, from: 2020-01-01, to: 2021-01-01, number: '3', gist_zh: 上限,
             gist_en: the limit, confidence: R}
        """
    (folder / "rule.yaml").write_text(textwrap.dedent(text), encoding="utf-8")
    monkeypatch.syspath_prepend(str(tmp_path))
    assert dict(clauses(package=folder.name, on=date(2021, 1, 1))) == {}
    assert clauses(package=folder.name, on=date(2020, 6, 1))["limit"].value == 39
    every_clause.cache_clear()
    sys.modules.pop(folder.name, None)
