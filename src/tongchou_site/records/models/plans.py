"""A plan and its rows. The row classes of the library are the one description: each becomes a table of its own."""

from __future__ import annotations

from typing import Any

from django.db import models
from django.db.models import CheckConstraint, Q, UniqueConstraint

from tongchou.kernel.provenance import ID_PATTERN
from tongchou.plan.model import TABLES
from tongchou.plan.table import Column, Row, columns_of
from tongchou_site.records.models.fields import ExactDecimal, Words

CODE = f"^{ID_PATTERN.pattern}"


class Plan(models.Model):
    """A government's plan: what stands above its tables."""

    key = models.CharField(max_length=64, unique=True)
    title_zh = models.TextField()
    title_en = models.TextField(blank=True, default="")
    note_zh = models.TextField(blank=True, default="")
    note_en = models.TextField(blank=True, default="")
    open_to_public = models.BooleanField(default=False)
    judged_on = models.DateField(null=True)  # a fixed day of judgement (examples); null: the day of the run
    changed_at = models.DateTimeField()
    version = models.PositiveIntegerField(default=1)

    class Meta:
        """Keys follow the rule of ids."""

        constraints = (
            CheckConstraint(condition=Q(key__regex=CODE), name="plan_key_is_an_id"),
            CheckConstraint(condition=~Q(title_zh=""), name="plan_has_a_title"),
        )


class PlanRow(models.Model):
    """What every row of every table has; `code` is the row's id in the plan."""

    plan = models.ForeignKey(Plan, on_delete=models.CASCADE, related_name="+")
    code = models.CharField(max_length=64)
    position = models.PositiveIntegerField()
    version = models.PositiveIntegerField(default=1)

    class Meta:
        """Only the tables below exist."""

        abstract = True


def _field(column: Column) -> models.Field[Any, Any]:
    if column.kind == "date":
        return models.DateField(null=column.optional)
    if column.kind == "number":
        return ExactDecimal(null=column.optional)
    if column.kind == "integer":
        return models.BigIntegerField(null=column.optional)
    if column.kind == "boolean":
        return models.BooleanField()
    if column.kind == "list":
        return Words(default=tuple)
    return models.TextField(blank=True, default="")


def _model(name: str, kind: type[Row]) -> type[PlanRow]:
    """The model of one table: a field a column, one code a plan, only the choices a column allows."""
    columns = [column for column in columns_of(kind) if column.name != "id"]
    constraints: list[models.BaseConstraint] = [
        UniqueConstraint(fields=["plan", "code"], name=f"{name}_code_once"),
        CheckConstraint(condition=Q(code__regex=CODE), name=f"{name}_code_is_an_id"),
    ]
    constraints += [
        CheckConstraint(
            condition=Q(**{f"{column.name}__in": ["", *column.choices]}), name=f"{name}_{column.name}_known"
        )
        for column in columns
        if column.choices
    ]
    indexes = [models.Index(fields=["plan", "position"], name=f"{name}_in_order")]
    meta = type("Meta", (), {"constraints": constraints, "indexes": indexes, "db_table": f"plan_{name}"})
    body = {column.name: _field(column) for column in columns}
    return type(kind.__name__ + "Row", (PlanRow,), {**body, "Meta": meta, "__module__": __name__})


ROWS: dict[str, type[PlanRow]] = {name: _model(name, kind) for name, kind in TABLES.items()}
TaskRow = ROWS["tasks"]
OrganisationRow = ROWS["organisations"]
StatementRow = ROWS["statements"]
DecisionRow = ROWS["decisions"]
