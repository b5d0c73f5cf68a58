"""The outcome format page, written from the dataclasses of an outcome and from how they become JSON."""

from __future__ import annotations

import dataclasses
import inspect
import re
import types
import typing
from datetime import date
from decimal import Decimal

from docs.outcome_words import MEANINGS

from tongchou.cycle import canonical, outcome
from tongchou.kernel.finding import Text

HEAD = f"""# Outcome format `{outcome.SCHEMA}`

Generated from the code by `make docs`; do not edit.

What `tongchou run PLAN --on DATE --json` prints: one JSON document, keys sorted, UTF-8, the same bytes for the same plan,
date, seed, trials and release, whoever computes them.

- *date*: `2021-08-03`. *share*: a fraction in [0, 1]. Numbers that are not whole are rounded to {canonical.DIGITS} places.
- *text*: an object with `zh` and `en`. *or null*: the value does not apply or cannot be computed.
- `input_hash` is the SHA-256 of everything the answer depends on; wall time and the number of workers are no part of it.
- A change of meaning raises the number in `schema`.
"""

_PLAIN = {
    str: "text",
    int: "whole number",
    float: "number",
    bool: "true or false",
    date: "date",
    Decimal: "number as text",
}


def page() -> str:
    """Markdown of the whole format: the document, then every object in it."""
    return "\n".join([HEAD, *(_section(kind) for kind in kinds())])


def kinds() -> tuple[type, ...]:
    """The dataclasses of an outcome, from the document down, each once, in the order they are met."""
    found: list[type] = []
    waiting: list[type] = [outcome.Outcome]
    while waiting:
        kind = waiting.pop(0)
        if kind in found or kind is Text:
            continue
        found.append(kind)
        hints = typing.get_type_hints(kind)
        waiting += [inner for field in dataclasses.fields(kind) for inner in _objects(hints[field.name])]
    return tuple(found)


def _objects(hint: typing.Any) -> list[type]:  # Any: a type hint of any form
    if dataclasses.is_dataclass(hint) and isinstance(hint, type):
        return [hint]
    return [inner for part in typing.get_args(hint) for inner in _objects(part)]


def key_of(name: str) -> str:
    """A field's name in the JSON document."""
    return canonical.NAMES.get(name, name)


def meaning_of(kind: type, name: str) -> str:
    """What a field means: the remark beside it in the code, else our word list; empty where neither says."""
    said = _remarks(kind).get(name) or MEANINGS.get(f"{kind.__name__}.{name}") or MEANINGS.get(name, "")
    quantile = re.fullmatch(r"(start|finish)_p(\d+)", name)
    if said or not quantile:
        return said
    return f"{'begun' if quantile[1] == 'start' else 'finished'} by then in {quantile[2]} of 100 futures"


def _remarks(kind: type) -> dict[str, str]:
    lines = re.findall(r"^    (\w+): .*?  # (.+)$", inspect.getsource(kind), flags=re.MULTILINE)
    return dict(lines)


def _section(kind: type) -> str:
    hints = typing.get_type_hints(kind)
    rows = ["| key | type | meaning |", "| --- | --- | --- |"]
    rows += [
        f"| `{key_of(field.name)}` | {_type(field.name, hints[field.name])} | {_cell(meaning_of(kind, field.name))} |"
        for field in dataclasses.fields(kind)
    ]
    return f"## {kind.__name__}\n\n{inspect.getdoc(kind)}\n\n" + "\n".join(rows) + "\n"


def _type(name: str, hint: typing.Any) -> str:  # Any: a type hint of any form
    if name in canonical._PAIRS:
        return "object: id → number"
    return _word(hint)


def _word(hint: typing.Any) -> str:  # Any: a type hint of any form
    origin, parts = typing.get_origin(hint), typing.get_args(hint)
    if hint is Text:
        return "text in both languages"
    if dataclasses.is_dataclass(hint):
        return f"[{hint.__name__}](#{hint.__name__.lower()})"
    if origin is typing.Literal:
        return "one of " + ", ".join(f"`{part}`" for part in parts)
    if origin in (typing.Union, types.UnionType):
        return " or ".join("null" if part is type(None) else _word(part) for part in parts)
    if origin is tuple and parts[-1] is Ellipsis:
        return f"list of {_word(parts[0])}"
    if origin is tuple:
        return "[" + ", ".join(_word(part) for part in parts) + "]"
    return _PLAIN[hint]


def _cell(text: str) -> str:
    return text.replace("|", "\\|")
