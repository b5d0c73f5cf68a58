"""What the address of a ledger asks for, and addresses that ask for something else."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any
from urllib.parse import urlencode

from tongchou.kernel.errors import BadInput, Problem, Where
from tongchou_site.records.loop import STATES
from tongchou_site.records.queries.ledger import LIGHTS, ORDERS, SIZES, Filters, Key, Walk

LONGEST = 200  # signs of one value
_KEY = re.compile(r"(?P<due>\d{4}-\d{2}-\d{2}|)_(?P<position>\d{1,9})")
NAMES = ("q", "goal", "bureau", "place", "light", "state", "from", "to", "mine", "sort", "size")
KNOWN = {
    "light": ("", *LIGHTS),
    "state": ("", *STATES),
    "sort": ("", *ORDERS),
    "size": ("", *map(str, SIZES)),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """The filters and the walk, and the values of the address they were read from."""

    filters: Filters
    walk: Walk
    values: dict[str, str]

    def address(self, **other: str) -> str:
        """The query of an address that asks for the same with some values exchanged, from the first page on."""
        values = self.values | other
        return urlencode({name: value for name, value in values.items() if value})


def asked(*, given: Mapping[str, Any]) -> Asked:
    """Read the values of an address.

    Raises
    ------
    BadInput
        Every value that cannot be: a day that is none, a light that does not exist, ...
    """
    values = {name: str(given.get(name, "")).strip() for name in NAMES}
    problems = list(_wrong(values, given))
    if problems:
        raise BadInput(problems)
    back = bool(given.get("before"))
    filters = Filters(
        text=values["q"],
        goal=values["goal"],
        bureau=values["bureau"],
        place=values["place"],
        light=values["light"],
        state=values["state"],
        due_from=_day(values["from"]),
        due_to=_day(values["to"]),
        mine=bool(values["mine"]),
    )
    key = _key(str(given.get("before" if back else "after", "")))
    walk = Walk(
        order=values["sort"] or ORDERS[0],
        size=int(values["size"] or SIZES[0]),
        key=key,
        back=back and key is not None,
    )
    return Asked(filters=filters, walk=walk, values=values)


def written(*, key: Key | None) -> str:
    """A key as an address carries it; empty for none."""
    return f"{key.due or ''}_{key.position}" if key else ""


def _wrong(values: dict[str, str], given: Mapping[str, Any]) -> Iterator[Problem]:
    for name, value in values.items():
        if len(value) > LONGEST or "\x00" in value or (name in KNOWN and value not in KNOWN[name]):
            yield _problem(name, value, "没有这个选项", "there is no such choice")
    for name in ("from", "to"):
        if values[name] and _day(values[name]) is None:
            yield _problem(
                name, values[name], "不是日期，应如 2021-12-31", "not a day; write it like 2021-12-31"
            )
    for name in ("before", "after"):
        value = str(given.get(name, ""))
        if value and _key(value) is None:
            yield _problem(name, value, "没有这一页", "there is no such page")


def _day(text: str) -> date | None:
    try:
        return date.fromisoformat(text) if text else None
    except ValueError:
        return None


def _key(text: str) -> Key | None:
    found = _KEY.fullmatch(text)
    due = _day(found["due"]) if found else None
    if found is None or (found["due"] and due is None):
        return None
    return Key(position=int(found["position"]), due=due)


def _problem(name: str, value: str, zh: str, en: str) -> Problem:
    return Problem(
        code=f"ledger-{name}",
        where=Where(column=name),
        zh=zh,
        en=en,
        mend_zh="请在台账页重新选择。",
        mend_en="Choose again on the page of the ledger.",
        value=value[:LONGEST],
    )
