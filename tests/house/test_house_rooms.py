"""Rooms, contracts, registry and pages name the same things."""

from __future__ import annotations

import importlib
import re
from pathlib import Path

import pytest
from tests.house.rules import breaches_of_domain, built_layers, modules_named, shaped_domains

from tongchou.registry import DOMAINS, ORDER

ROOT = Path(__file__).resolve().parents[2]
HOUSE = ROOT / "src" / "tongchou"
CONTRACTS = (ROOT / ".importlinter").read_text(encoding="utf-8")
FOLDERS = sorted(
    path for path in (HOUSE / "domains").iterdir() if path.is_dir() and path.name != "__pycache__"
)
NOT_ROOMS = {"__init__", "py", "__pycache__"}


def rooms() -> set[str]:
    return {path.name.split(".")[0] for path in HOUSE.iterdir()} - NOT_ROOMS


def test_the_contract_of_the_story_names_every_room_and_no_other() -> None:
    assert built_layers(CONTRACTS) == rooms()


@pytest.mark.parametrize("module", sorted(modules_named(CONTRACTS)))
def test_a_contract_speaks_only_of_modules_that_exist(module: str) -> None:
    importlib.import_module(module)


def test_the_architecture_page_has_a_row_for_every_room() -> None:
    page = (ROOT / "ARCHITECTURE.md").read_text(encoding="utf-8")
    named = set(re.findall(r"`(\w+)(?:/|\.py)`", page))
    assert rooms() - named == set()


def test_registry_folders_contracts_and_page_name_the_same_domains() -> None:
    keys = sorted(domain.key for domain in DOMAINS)
    page = (ROOT / "docs/reference/domains.md").read_text(encoding="utf-8")
    assert keys == [folder.name for folder in FOLDERS]
    assert set(keys) == shaped_domains(CONTRACTS)
    assert set(keys) == set(re.findall(r"^## (\w+)", page, flags=re.MULTILINE))


def test_domains_are_registered_in_the_order_of_the_story() -> None:
    assert [domain.key for domain in DOMAINS] == [
        key for key in ORDER if key in {each.key for each in DOMAINS}
    ]


def test_every_domain_has_the_one_shape() -> None:
    assert [str(breach) for folder in FOLDERS for breach in breaches_of_domain(folder=folder)] == []
