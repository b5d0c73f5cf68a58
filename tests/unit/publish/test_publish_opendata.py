"""Open data: a package whose hashes hold, that a spreadsheet can open safely, and that tells nothing too early."""

from __future__ import annotations

import csv
import dataclasses
import hashlib
import io
import json
from typing import Any

import pytest
from tests.unit.publish.publish_case import SHOWN, shown, with_goal

from tongchou.cycle.canonical import outcome_json
from tongchou.kernel.finding import Text
from tongchou.publish.opendata import open_data, safe_cell


def files() -> dict[str, bytes]:
    return open_data(outcome=shown(), plan=SHOWN)


def descriptor(found: dict[str, bytes]) -> dict[str, Any]:
    loaded: dict[str, Any] = json.loads(found["datapackage.json"])
    return loaded


def rows(body: bytes) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(body.decode(), newline="")))


def test_every_hash_and_size_of_the_package_holds() -> None:
    found = files()
    for each in descriptor(found)["resources"]:
        body = found[each["path"]]
        assert each["hash"] == f"sha256:{hashlib.sha256(body).hexdigest()}"
        assert each["bytes"] == len(body)


def test_every_file_is_named_in_the_package() -> None:
    found = files()
    named = {each["path"] for each in descriptor(found)["resources"]}
    assert named == set(found) - {"datapackage.json"}


def test_the_package_carries_seed_input_hash_and_licence() -> None:
    package = descriptor(files())
    assert package["tongchou"]["seed"] == shown().seed
    assert package["tongchou"]["input_hash"] == shown().input_hash
    assert package["licenses"][0]["name"]


def test_the_same_outcome_gives_the_same_files() -> None:
    assert files() == files()


def test_the_columns_of_a_table_are_those_of_its_schema() -> None:
    found = files()
    for each in descriptor(found)["resources"]:
        if each["format"] == "csv":
            header = next(csv.reader(io.StringIO(found[each["path"]].decode())))
            assert header == [field["name"] for field in each["schema"]["fields"]]


def test_the_outcome_is_the_one_of_the_command_line() -> None:
    assert files()["outcome.json"].decode() == outcome_json(outcome=shown())


def test_a_goal_with_too_little_evidence_has_no_chance_in_the_table() -> None:
    goal = next(each for each in rows(files()["goals.csv"]) if each["id"] == "G1")
    assert goal["enough"] == "false"
    assert goal["chance"] == ""


def test_a_goal_with_enough_evidence_has_its_chance_in_the_table() -> None:
    outcome = with_goal(shown(), "G1", enough=True, chance=0.25)
    found = rows(open_data(outcome=outcome, plan=SHOWN)["goals.csv"])
    assert next(each for each in found if each["id"] == "G1")["chance"] == "0.25"


def test_statements_made_later_are_left_out() -> None:
    said = {each["said_on"] for each in rows(files()["statements.csv"])}
    assert said
    assert max(said) <= shown().on.isoformat()


@pytest.mark.parametrize("text", ["=1+1", "+1", "-1", "@SUM(A1)", "\t=1", "\r=1"])
def test_a_cell_that_a_spreadsheet_would_run_is_made_text(text: str) -> None:
    assert safe_cell(text=text) == f"'{text}"


def test_a_title_that_is_a_formula_is_made_text_in_its_table() -> None:
    outcome = with_goal(shown(), "G1", title=Text(zh='=HYPERLINK("x")', en="school"))
    found = rows(open_data(outcome=outcome, plan=SHOWN)["goals.csv"])
    assert next(each for each in found if each["id"] == "G1")["title_zh"].startswith("'=")


def test_a_negative_number_stays_a_number() -> None:
    pair = dataclasses.replace(shown().coupling[0], value=-0.25)
    outcome = dataclasses.replace(shown(), coupling=(pair,))
    assert rows(open_data(outcome=outcome, plan=SHOWN)["coupling.csv"])[0]["value"] == "-0.25"


def test_no_two_columns_of_a_table_are_described_alike() -> None:
    for each in descriptor(files())["resources"]:
        told = [field["description"] for field in each.get("schema", {"fields": ()})["fields"]]
        assert sorted(set(told)) == sorted(told), each["name"]


def test_goals_carry_their_chances_within_money() -> None:
    outcome = with_goal(shown(), "G1", within_money=0.75, met_within_money=0.5, enough=True)
    row = next(row for row in rows(open_data(outcome=outcome, plan=SHOWN)["goals.csv"]) if row["id"] == "G1")
    assert (row["within_money"], row["met_within_money"]) == ("0.75", "0.5")


def test_without_enough_evidence_no_chance_within_money_is_told_that_rests_on_the_forecast() -> None:
    outcome = with_goal(shown(), "G1", within_money=0.75, met_within_money=0.5, enough=False)
    row = next(row for row in rows(open_data(outcome=outcome, plan=SHOWN)["goals.csv"]) if row["id"] == "G1")
    assert (row["within_money"], row["met_within_money"]) == ("0.75", "")
