"""Columns as the plan has them: exact decimals and lists, so that what goes in comes out to the last digit."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from django.db import models


class ExactDecimal(models.TextField):
    """A decimal kept as it was written: 1.50 stays 1.50. Not for sums in the database."""

    def from_db_value(self, value: str | None, _expression: Any, _connection: Any) -> Decimal | None:
        """The stored text as a decimal."""
        return None if value is None else Decimal(value)

    def to_python(self, value: Any) -> Decimal | None:
        """A decimal from what a form or a row gives."""
        return value if value is None or isinstance(value, Decimal) else Decimal(value)

    def get_prep_value(self, value: Any) -> str | None:
        """A decimal as its text."""
        return None if value is None else str(value)


class Words(models.JSONField):
    """A list of words, in the order they were given; never null."""

    def from_db_value(self, value: Any, expression: Any, connection: Any) -> tuple[str, ...]:
        """The stored list as a tuple."""
        return tuple(super().from_db_value(value, expression, connection))

    def get_prep_value(self, value: Any) -> Any:
        """A tuple as a list."""
        return super().get_prep_value(list(value))
