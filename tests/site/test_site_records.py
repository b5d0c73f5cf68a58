"""The records: a plan comes out as it went in, an act leaves its entry or nothing, the chain shows a change."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest
from django.db import IntegrityError, connection, transaction
from django.db.utils import DatabaseError
from django.test import Client
from tests.site.conftest import NOW, TODAY

from tongchou.kernel.errors import BadInput
from tongchou.plan.model import Plan
from tongchou.workspace.source import read_any
from tongchou_site.records import models, snapshot
from tongchou_site.records.actions.plans import add_plan
from tongchou_site.records.trail import MACHINE, act, verify

EXAMPLE = Path(__file__).parents[2] / "examples" / "xiongan-2021"


def test_the_example_comes_out_of_the_records_as_it_went_in(db: None) -> None:
    value = read_any(path=EXAMPLE)
    add_plan(value=value, on=TODAY, fixed=True, by=MACHINE, at=NOW)
    assert snapshot.plan_of(plan=models.Plan.objects.get().pk) == value


def test_a_packed_plan_is_unpacked_to_itself(small: Plan) -> None:
    assert snapshot.unpacked(data=snapshot.packed(value=small)) == small


def test_every_task_has_an_item_owned_by_its_lead(plan: models.Plan) -> None:
    owners = dict(models.Item.objects.values_list("code", "owner"))
    assert owners == {"T1": "edu", "T2": "roads"}


def test_a_plan_of_a_taken_key_is_refused_and_leaves_nothing(plan: models.Plan, small: Plan) -> None:
    before = models.AuditEntry.objects.count()
    with pytest.raises(BadInput, match="already"):
        add_plan(value=small, on=TODAY, fixed=False, by=MACHINE, at=NOW)
    assert models.AuditEntry.objects.count() == before


def test_an_act_that_fails_leaves_no_entry(db: None) -> None:
    with pytest.raises(ZeroDivisionError), act(action="x", by=MACHINE, at=NOW):
        _ = 1 / 0
    assert verify().entries == 0


def test_the_database_refuses_to_change_an_audit_entry(plan: models.Plan) -> None:
    with pytest.raises(DatabaseError, match="only ever added"), transaction.atomic():
        models.AuditEntry.objects.update(by="somebody")


def test_a_changed_entry_breaks_the_chain_where_it_was_changed(plan: models.Plan) -> None:
    with act(action="second", by=MACHINE, at=NOW):
        pass
    with connection.cursor() as cursor:
        cursor.execute("DROP TRIGGER records_auditentry_no_update")
        cursor.execute("UPDATE records_auditentry SET action = 'other' WHERE number = 1")
    assert verify().broken_at == 1


def test_the_database_refuses_an_unknown_light(plan: models.Plan) -> None:
    with pytest.raises(IntegrityError), transaction.atomic():
        models.Item.objects.update(light="blue")


@pytest.mark.parametrize("key", [".", ".."])
def test_a_plan_whose_key_no_address_can_hold_is_refused(db: None, small: Plan, key: str) -> None:
    with pytest.raises(BadInput, match="address"):
        add_plan(value=replace(small, id=key), on=TODAY, fixed=False, by=MACHINE, at=NOW)
    assert not models.Plan.objects.exists()


def test_words_of_others_are_never_markup(browser: Callable[[str], Client], plan: models.Plan) -> None:
    evil = "<script>alert(1)</script>"
    models.Plan.objects.update(title_zh=evil)
    models.TaskRow.objects.update(title_zh=evil, person=evil)
    for path in ("", "ledger", "tasks/T1", "goals", "runs", "briefings"):
        assert evil not in browser("office").get(f"/p/small/{path}").content.decode()
