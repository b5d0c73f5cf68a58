"""An outcome read back from its canonical JSON: the way back of `canonical.outcome_json`."""

from __future__ import annotations

import dataclasses
import json
import types
import typing
from datetime import date
from decimal import Decimal
from functools import cache
from typing import Any

from tongchou.cycle.canonical import NAMES
from tongchou.cycle.outcome import SCHEMA, Outcome
from tongchou.kernel.errors import BadInput, Problem, Where


def outcome_from_json(*, text: str) -> Outcome:
    """The outcome a JSON text holds; written again it gives the same text.

    Raises
    ------
    BadInput
        The text is no outcome of this schema.
    """
    try:
        body = json.loads(text)
        if body["schema"] != SCHEMA:
            raise ValueError(f"schema {body['schema']}")
        outcome: Outcome = _value(Outcome, body)
    except (ValueError, KeyError, TypeError) as error:
        raise BadInput([_unreadable(str(error))]) from None
    return outcome


def _unreadable(seen: str) -> Problem:
    return Problem(
        code="no-outcome",
        where=Where(),
        zh=f"这不是 {SCHEMA} 的结果",
        en=f"this is no outcome of {SCHEMA}",
        mend_zh="请重新运行一次。",
        mend_en="Run once more.",
        value=seen,
    )


def _value(hint: Any, raw: Any) -> Any:
    """A value of a type hint from plain JSON."""
    if dataclasses.is_dataclass(hint) and isinstance(hint, type):
        return hint(**{name: _value(inner, raw[NAMES.get(name, name)]) for name, inner in _hints(hint)})
    origin = typing.get_origin(hint)
    if origin in (typing.Union, types.UnionType):
        inner = next(part for part in typing.get_args(hint) if part is not type(None))
        return None if raw is None else _value(inner, raw)
    if origin is tuple:
        return _members(typing.get_args(hint), raw)
    if hint is date:
        return date.fromisoformat(raw)
    if hint is Decimal:
        return Decimal(raw)
    return float(raw) if hint is float else raw


def _members(parts: tuple[Any, ...], raw: Any) -> tuple[Any, ...]:
    if isinstance(raw, dict):  # pairs kept as a mapping
        return tuple(_members(typing.get_args(parts[0]), pair) for pair in raw.items())
    if len(parts) == 2 and parts[1] is Ellipsis:
        return tuple(_value(parts[0], item) for item in raw)
    return tuple(_value(part, item) for part, item in zip(parts, raw, strict=True))


def _hints(kind: type) -> tuple[tuple[str, Any], ...]:
    key: Any = kind  # mypy holds the class of a dataclass unhashable
    return _hints_of(key)


@cache
def _hints_of(kind: type) -> tuple[tuple[str, Any], ...]:
    hints = typing.get_type_hints(kind)
    return tuple((field.name, hints[field.name]) for field in dataclasses.fields(kind))
