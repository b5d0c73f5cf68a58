"""A figure's parent, and a quote that can be checked."""

from __future__ import annotations

import hashlib

import pytest

from tongchou.kernel.provenance import Provenance, Quote, is_id, provenance_problems, stable_hash


def test_an_id_holds_at_most_64_plain_characters() -> None:
    assert is_id("P03.open_x-1")
    assert not is_id("")
    assert not is_id("a" * 65)
    assert not is_id("中文")
    assert not is_id("a b")
    assert not is_id("ok\n")


def test_a_stable_hash_tells_parts_apart() -> None:
    assert stable_hash("ab", "c") != stable_hash("a", "bc")


def test_a_stable_hash_is_the_same_on_every_machine() -> None:
    expected = int.from_bytes(hashlib.blake2b(b"x", digest_size=8).digest(), "little")
    assert stable_hash("x") == expected


def test_a_quote_gives_its_words_where_the_source_is_the_same() -> None:
    text = "甲乙丙丁"
    quote = Quote(source="S1", start=1, end=3, sha256=hashlib.sha256("乙丙".encode()).hexdigest())
    assert quote.verify(text) == "乙丙"


def test_a_quote_gives_nothing_where_the_source_has_changed() -> None:
    quote = Quote(source="S1", start=1, end=3, sha256=hashlib.sha256("乙丙".encode()).hexdigest())
    assert quote.verify("甲乙口丁") is None


def test_an_empty_quote_is_refused() -> None:
    with pytest.raises(ValueError, match="start < end"):
        Quote(source="S1", start=3, end=3, sha256="0" * 64)


def test_what_is_recalled_never_carries_a_source() -> None:
    assert provenance_problems(basis="assumption", sources=("S1",), confidence="R", reason="x") == (
        "recalled-with-source",
    )


def test_a_sourced_figure_needs_its_source() -> None:
    with pytest.raises(ValueError, match="basis-without-source"):
        Provenance(basis="source")


def test_an_assumption_needs_its_reason() -> None:
    with pytest.raises(ValueError, match="assumption-without-reason"):
        Provenance(basis="assumption")
