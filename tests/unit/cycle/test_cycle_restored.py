"""An outcome read back from its JSON: written again it is the same text, and what is no outcome is refused."""

from __future__ import annotations

import json

import pytest
from tests.unit.cycle.cycle_case import ran

from tongchou.cycle.canonical import outcome_json
from tongchou.cycle.outcome import Outcome
from tongchou.cycle.restored import outcome_from_json
from tongchou.kernel.errors import BadInput


@pytest.fixture(scope="module")
def outcome() -> Outcome:
    return ran()


def test_an_outcome_read_back_is_written_as_the_same_text(outcome: Outcome) -> None:
    text = outcome_json(outcome=outcome)
    assert outcome_json(outcome=outcome_from_json(text=text)) == text


def test_dates_and_pairs_come_back_as_what_they_were(outcome: Outcome) -> None:
    back = outcome_from_json(text=outcome_json(outcome=outcome))
    assert [each.early_start for each in back.activities] == [each.early_start for each in outcome.activities]
    assert {name for each in back.activities for name, _ in each.criticality} == {
        name for each in outcome.activities for name, _ in each.criticality
    }


def broken(text: str, **changed: object) -> str:
    return json.dumps(json.loads(text) | changed)


@pytest.mark.parametrize(
    "changed", [{"schema": "tongchou.outcome/0"}, {"on": "yesterday"}, {"goals": 3}, {"principal": {}}]
)
def test_what_is_no_outcome_is_refused(outcome: Outcome, changed: dict[str, object]) -> None:
    with pytest.raises(BadInput, match="no outcome"):
        outcome_from_json(text=broken(outcome_json(outcome=outcome), **changed))


@pytest.mark.parametrize("text", ["", "[]", "{}", "null"])
def test_what_is_no_json_of_an_outcome_is_refused(text: str) -> None:
    with pytest.raises(BadInput):
        outcome_from_json(text=text)
