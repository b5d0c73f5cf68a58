"""The only reader of package data: clauses, templates, lexicons, calendars. It is code, not input."""

from __future__ import annotations

import hashlib
from functools import cache
from importlib.resources import files
from importlib.resources.abc import Traversable
from typing import Any

import yaml

DATA_ENDINGS = (".yaml", ".csv", ".json", ".html", ".css", ".js", ".md")


@cache
def read_text(*, package: str, name: str) -> str:
    """The text of one data file of a package, e.g. ``package="tongchou.plan.templates", name="school.yaml"``."""
    return files(package).joinpath(name).read_text(encoding="utf-8")


@cache
def read_yaml(*, package: str, name: str) -> Any:  # Any: the reader of each file checks what it needs
    """The content of one YAML data file. Shared between callers: do not change it."""
    loader = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
    return yaml.load(read_text(package=package, name=name), Loader=loader)  # a safe loader


def names(*, package: str, ending: str) -> tuple[str, ...]:
    """The data files of a package with this ending, sorted."""
    return tuple(sorted(each.name for each in files(package).iterdir() if each.name.endswith(ending)))


@cache
def package_data_hash(*, packages: tuple[str, ...]) -> str:
    """SHA-256 over the names and bytes of all data files of the packages, in sorted order."""
    digest = hashlib.sha256()
    for package in sorted(packages):
        for each in _data_files(files(package)):
            digest.update(f"{package}/{each.name}\n".encode())
            digest.update(hashlib.sha256(each.read_bytes()).digest())
    return digest.hexdigest()


def _data_files(folder: Traversable) -> list[Traversable]:
    found = [each for each in folder.iterdir() if each.name.endswith(DATA_ENDINGS)]
    return sorted(found, key=lambda each: each.name)
