"""Pages that come from the code are current, and whole: every verb, option and field stands on them."""

from __future__ import annotations

import dataclasses
from pathlib import Path

import pytest
from docs.generate import PAGES, main, stale, text_of
from docs.outcome_words import MEANINGS

from docs import cli_page, outcome_format_page
from tongchou.cycle.outcome import Outcome
from tongchou.kernel.period import notices

FIELDS = [(kind, field.name) for kind in outcome_format_page.kinds() for field in dataclasses.fields(kind)]


@pytest.mark.parametrize("name", PAGES)
def test_a_generated_page_is_current(name: str) -> None:
    assert name not in stale(), "run: make docs"


def test_a_stale_page_is_found(tmp_path: Path) -> None:
    assert stale(root=tmp_path) == tuple(PAGES)


def test_only_comparing_ends_with_zero_when_all_is_current() -> None:
    assert main(["--check"]) == 0


@pytest.mark.parametrize("verb", cli_page.verbs())
def test_every_option_of_a_verb_is_documented(verb: str) -> None:
    section = cli_page.page().split(f"\n## tongchou {verb}\n")[1].split("\n## ")[0]
    options = cli_page.options_of(cli_page.verbs()[verb])
    assert [each.dest for each in options if f"| `{cli_page.name_of(each)}` |" not in section] == []


@pytest.mark.parametrize("verb", cli_page.verbs())
def test_every_option_of_a_verb_says_what_it_does_in_both_languages(verb: str) -> None:
    options = cli_page.options_of(cli_page.verbs()[verb])
    assert [each.dest for each in options if " / " not in (each.help or "")] == []


@pytest.mark.parametrize(("kind", "name"), FIELDS, ids=[f"{kind.__name__}.{name}" for kind, name in FIELDS])
def test_a_field_of_the_outcome_says_what_it_means(kind: type, name: str) -> None:
    assert outcome_format_page.meaning_of(kind, name)


def test_no_meaning_is_kept_for_a_field_that_is_gone() -> None:
    known = {name for kind, field in FIELDS for name in (field, f"{kind.__name__}.{field}")}
    assert sorted(set(MEANINGS) - known) == []


def test_the_outcome_has_at_least_what_was_agreed() -> None:
    keys = {outcome_format_page.key_of(field.name) for field in dataclasses.fields(Outcome)}
    agreed = {
        "schema", "on", "seed", "trials", "input_hash", "goals", "coupling", "activities", "levers", "principal",
        "sentence", "findings", "readings", "decisions",
    }  # fmt: skip
    assert agreed - keys == set()


def test_every_notice_is_on_the_page_of_the_calendar() -> None:
    page = text_of("docs/reference/calendars.md")
    assert [each.year for each in notices() if f"| {each.year} | {each.announced} |" not in page] == []
