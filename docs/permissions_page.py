"""The page of roles, rights and addresses, written from the table of rights and the addresses of the site."""

from __future__ import annotations

import os
import re
import tempfile
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

HEAD = """# Roles, rights, addresses

Generated from the code by `make docs`; do not edit.

A person has one post in a plan: of the delivery office (督查室), or officer of one of its organisations (承办单位). An
administrator (管理员) manages people and holds no post; the public (公众) reads what was published, without signing in. Each
page and each act names one right. Who does not have it is told so (403); who has no post in the plan is told that there is
nothing (404); who has not signed in is asked to (302). *Scoped*: an officer reaches the items of the own organisation and of
those below it; the rest is as if it were not there. A task that an organisation supports is read by its officers, not worked
on. A test asks for every address below as every role.

## Rights
"""
ADDRESSES = """
## Addresses

`{plan}` and its like stand for ids. Addresses without a right are the gate: signing in and out, the one-time link, choosing
a password, the list of one's own plans.
"""
ORDER = ("administrator", "office", "officer", "public")
PLACE = re.compile(r"<(?:\w+:)?(\w+)>|\(\?P<(\w+)>[^)]*\)")


@dataclass(frozen=True, slots=True, kw_only=True)
class Address:
    """One address of the site: its name, its route with {places}, the right of its view ("" where it names none)."""

    name: str
    route: str
    right: str
    view: Callable[..., Any]

    def places(self) -> tuple[tuple[str, str], ...]:
        """Each place of the route with the word that stands before it: (`tasks`, `code`)."""
        parts = re.split(r"[/.]", self.route)
        return tuple(
            (parts[at - 1] if at else "", part[1:-1]) for at, part in enumerate(parts) if part.startswith("{")
        )


def ready() -> None:
    """Load the site once, with a home that holds nothing."""
    from django.apps import apps

    if apps.ready:
        return
    import django

    with tempfile.TemporaryDirectory() as home:
        os.environ.setdefault("TONGCHOU_HOME", home)
        os.environ.setdefault("DJANGO_SETTINGS_MODULE", "tongchou_site.settings")
        django.setup()


def addresses() -> tuple[Address, ...]:
    """Every address of the site, in the order in which they are tried."""
    ready()
    from django.urls import get_resolver

    return tuple(_walk(get_resolver(), ""))


def _walk(resolver: Any, before: str) -> Iterator[Address]:
    for pattern in resolver.url_patterns:
        route = before + _plain(str(pattern.pattern))
        if hasattr(pattern, "url_patterns"):
            yield from _walk(pattern, route)
        else:
            yield Address(
                name=pattern.name, route=f"/{route}", right=right_of(pattern.callback), view=pattern.callback
            )


def _plain(route: str) -> str:
    named = PLACE.sub(lambda found: "{" + (found[1] or found[2]) + "}", route)
    return named.strip("^$").replace("\\", "")


def right_of(view: Callable[..., Any]) -> str:
    """The right a view names, whatever decorators stand around it; empty where it names none."""
    while True:
        if right := getattr(view, "right", ""):
            return str(right)
        inner = getattr(view, "__wrapped__", None)
        if inner is None:
            return ""
        view = inner


def page() -> str:
    """Markdown of the rights and of the addresses with theirs."""
    ready()
    return HEAD + _rights() + ADDRESSES + _addresses()


def _rights() -> str:
    from tongchou_site.records.rights import RIGHTS, ROLES

    head = [f"{ROLES[role].en} {ROLES[role].zh}" for role in ORDER]
    lines = ["", "| right | what | " + " | ".join(head) + " |", "| --- | --- |" + " --- |" * len(ORDER)]
    for key, right in RIGHTS.items():
        cells = [_cell(right, role) for role in ORDER]
        lines.append(f"| `{key}` | {right.words.en} {right.words.zh} | " + " | ".join(cells) + " |")
    return "\n".join(lines) + "\n"


def _cell(right: Any, role: str) -> str:
    if role not in right.roles:
        return "—"
    return "scoped" if right.scoped and role == "officer" else "yes"


def _addresses() -> str:
    lines = ["", "| address | name | right |", "| --- | --- | --- |"]
    for each in sorted(addresses(), key=lambda one: one.route):
        right = f"`{each.right}`" if each.right else "—"
        lines.append(f"| `{each.route}` | `{each.name}` | {right} |")
    return "\n".join(lines) + "\n"
