"""Nothing that is taken along is run by a spreadsheet: every export, in a plan whose names begin like formulas."""

from __future__ import annotations

import csv
import io
import re
import zipfile
from collections.abc import Iterator

import pytest
from django.conf import settings
from django.test import Client
from django.urls import reverse
from docs.permissions_page import addresses
from tests.site.matrix_case import FORMULA, build, forget_everything

from tongchou.plan.model import Plan
from tongchou_site.records import models

RAN = ("=", "+", "-", "@", "\t", "\r")  # what a spreadsheet runs
FILES = re.compile(r"\.(xlsx|csv|zip|docx)$|\{form\}|\{file\}|\{kind\}")


@pytest.fixture
def exporting(db: None, small: Plan) -> Iterator[Client]:
    """The office of a plan with an answer, in which a task is called like a formula."""
    sessions = build(small)
    client = Client()
    client.cookies[settings.SESSION_COOKIE_NAME] = sessions["office"]
    client.cookies["lang"] = "en"
    yield client
    forget_everything()


def exports() -> list[str]:
    return [each.name for each in addresses() if FILES.search(each.route)]


def paths(client: Client, name: str) -> list[str]:
    """Every address of a kind of export that a person can reach."""
    where = {"plan": "small"}
    if name == "ledger-file":
        return [reverse(name, kwargs=where | {"form": form}) for form in ("xlsx", "docx")]
    if name == "briefing-file":
        briefing = models.Briefing.objects.get().pk
        return [
            reverse(name, kwargs=where | {"briefing": briefing, "kind": kind}) for kind in ("docx", "pdf")
        ]
    if name == "open-file":
        page = client.get("/open/small/data/").content.decode()
        return [f"/open/small/data/{each}" for each in re.findall(r'href="[^"]*?data/([\w.-]+)"', page)]
    return [reverse(name, kwargs=where if "{plan}" in route_of(name) else {})]


def route_of(name: str) -> str:
    return next(each.route for each in addresses() if each.name == name)


def run_cells(path: str, data: bytes) -> list[str]:
    """The cells a spreadsheet would run, in a CSV, a workbook or a folder of them."""
    if path.endswith(".csv"):
        rows = csv.reader(io.StringIO(data.decode("utf-8-sig")))
        return [cell for row in rows for cell in row if cell.startswith(RAN) and not is_number(cell)]
    if not zipfile.is_zipfile(io.BytesIO(data)):
        return []
    with zipfile.ZipFile(io.BytesIO(data)) as packed:
        found = []
        for part in packed.namelist():
            if part.endswith(".csv"):
                found += run_cells(part, packed.read(part))
            if part.startswith("xl/worksheets/"):
                found += re.findall(r"<f[ >].*?</f>", packed.read(part).decode())
        return found


def is_number(cell: str) -> bool:
    return bool(re.fullmatch(r"[+-]?\d+(\.\d+)?([eE][+-]?\d+)?", cell))


@pytest.mark.parametrize("name", exports())
def test_no_cell_of_an_export_is_run_as_a_formula(exporting: Client, name: str) -> None:
    found, asked = [], paths(exporting, name)
    for path in asked:
        response = exporting.get(path)
        assert response.status_code == 200, path
        data = b"".join(response.streaming_content) if response.streaming else response.content
        found += [(path, cell) for cell in run_cells(path, data)]
    assert (found, asked != []) == ([], True)


def test_the_formula_of_these_tests_is_one_a_spreadsheet_would_run() -> None:
    assert run_cells("x.csv", f"a,{FORMULA},-1.5\r\n".encode()) == [FORMULA]
