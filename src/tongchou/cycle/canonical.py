"""Canonical JSON: of an outcome for those who read it, of a snapshot for its hash."""

from __future__ import annotations

import dataclasses
import hashlib
import json
from collections.abc import Mapping
from datetime import date
from decimal import Decimal
from typing import Any

from tongchou.cycle.outcome import Outcome
from tongchou.kernel.packaged import package_data_hash
from tongchou.plan.model import META, TABLES, Plan
from tongchou.plan.table import Row, columns_of

DIGITS = 6  # of every chance, share and gain
PACKAGED = ("tongchou.kernel.calendars", "tongchou.plan.templates")
NAMES = {"class_id": "class"}  # a field that may not be called so in the code
_PAIRS = ("criticality", "rescue", "parts", "chances", "goals_saved")


def outcome_json(*, outcome: Outcome) -> str:
    """The outcome as JSON, keys sorted, one value a line: the same bytes for the same outcome."""
    return json.dumps(_plain(outcome), ensure_ascii=False, sort_keys=True, indent=1) + "\n"


def _plain(value: Any) -> Any:
    if dataclasses.is_dataclass(value) and not isinstance(value, type):
        return {
            NAMES.get(field.name, field.name): _mapping(item) if field.name in _PAIRS else _plain(item)
            for field in dataclasses.fields(value)
            for item in [getattr(value, field.name)]
        }
    if isinstance(value, tuple | list):
        return [_plain(item) for item in value]
    if isinstance(value, Mapping):
        return {str(key): _plain(item) for key, item in value.items()}
    if isinstance(value, float):
        return round(value, DIGITS)
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, Decimal):
        return str(value)
    return value


def _mapping(pairs: tuple[tuple[str, float], ...]) -> dict[str, Any]:
    return {key: _plain(item) for key, item in pairs}


def input_hash(*, plan: Plan, inputs: Mapping[str, object], on: date, seed: int, trials: int) -> str:
    """SHA-256 of everything an outcome depends on: plan, domain inputs, date, seed, trials and package data.

    Rows are sorted, so their order in a file does not matter; wall time and workers are no part of it.
    """
    body = {
        "plan": {name: getattr(plan, name) for name in META},
        "tables": {name: _sorted_rows(plan.table(name), kind) for name, kind in TABLES.items()},
        "inputs": {key: _plain(value) for key, value in inputs.items()},
        "on": on.isoformat(),
        "seed": seed,
        "trials": trials,
        "package_data": package_data_hash(packages=PACKAGED),
    }
    text = json.dumps(body, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return hashlib.sha256(text.encode()).hexdigest()


def _sorted_rows(rows: tuple[Row, ...], kind: type[Row]) -> list[str]:
    names = [column.name for column in columns_of(kind)]
    return sorted(
        json.dumps([_plain(getattr(row, name)) for name in names], ensure_ascii=False) for row in rows
    )
