"""Whatever a plan holds comes out of the records as it went in, and out of a run's frozen copy."""

from __future__ import annotations

from dataclasses import replace

import pytest
from django.db import transaction
from hypothesis import HealthCheck, given, settings
from tests.property.test_workspace_folder import plans

from tongchou.plan.model import TABLES, Plan
from tongchou_site.records import models, snapshot

SOME = settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])


@SOME
@given(plan=plans())
def test_a_frozen_plan_is_the_plan_that_was_frozen(plan: Plan) -> None:
    assert snapshot.unpacked(data=snapshot.packed(value=plan)) == plan


@SOME
@given(plan=plans())
@pytest.mark.django_db
def test_a_plan_comes_out_of_the_records_as_it_went_in(plan: Plan) -> None:
    plan = with_own_ids(plan)
    with transaction.atomic():
        head = models.Plan.objects.create(
            key=plan.id,
            title_zh=plan.title_zh,
            note_en=plan.note_en,
            changed_at="2021-08-03T00:00:00Z",
        )
        snapshot.store_rows(plan=head.pk, value=plan)
        found = snapshot.plan_of(plan=head.pk)
        transaction.set_rollback(True)
    assert found == plan


def with_own_ids(plan: Plan) -> Plan:
    """The plan with ids as a checked plan has them: each once in its table, of letters and digits."""
    tables = {
        name: tuple(replace(row, id=f"r{k}") for k, row in enumerate(plan.table(name)))  # type: ignore[call-arg]
        for name in TABLES
    }
    return replace(plan, **tables)
