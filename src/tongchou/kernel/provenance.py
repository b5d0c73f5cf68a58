"""Where a figure comes from: sources, quotes with a hash, and the four kinds of parent a number may have."""

from __future__ import annotations

import hashlib
import re
from dataclasses import dataclass
from typing import Literal

Basis = Literal["source", "statement", "computed", "assumption"]
Confidence = Literal["A", "B", "C", "R", ""]

ID_PATTERN = re.compile(r"[A-Za-z0-9._-]{1,64}\Z")


def is_id(text: str) -> bool:
    """Whether `text` may serve as an id: 1 to 64 of letters, digits, dot, underscore, hyphen."""
    return ID_PATTERN.match(text) is not None


def stable_hash(*parts: str) -> int:
    """A 64-bit BLAKE2b key of the parts: the same on every machine, unlike `hash()`."""
    joined = "\x1f".join(parts).encode()
    return int.from_bytes(hashlib.blake2b(joined, digest_size=8).digest(), "little")


@dataclass(frozen=True, slots=True, kw_only=True)
class Quote:
    """A verbatim span of a source: code-point offsets, half-open, and the SHA-256 of the span's UTF-8 bytes.

    The words themselves travel only where the source is at hand; `verify` finds and checks them.
    """

    source: str
    start: int
    end: int
    sha256: str

    def __post_init__(self) -> None:
        if not 0 <= self.start < self.end:
            raise ValueError(f"a quote needs 0 <= start < end, not {self.start}..{self.end}")
        if not re.fullmatch(r"[0-9a-f]{64}", self.sha256):
            raise ValueError("a quote's hash is 64 lower-case hexadecimal digits")

    def verify(self, text: str) -> str | None:
        """The quoted words if `text` is the source they were taken from, else None."""
        span = text[self.start : self.end]
        return span if hashlib.sha256(span.encode()).hexdigest() == self.sha256 else None


@dataclass(frozen=True, slots=True, kw_only=True)
class Provenance:
    """The parent of one figure: published source(s), somebody's statement, a computation, or an assumption.

    Confidence A, B, C: seen; R: recalled from the named rule and unverified, so it never carries a source.
    """

    basis: Basis
    sources: tuple[str, ...] = ()
    confidence: Confidence = ""
    reason: str = ""

    def __post_init__(self) -> None:
        for problem in provenance_problems(
            basis=self.basis, sources=self.sources, confidence=self.confidence, reason=self.reason
        ):
            raise ValueError(problem)


def provenance_problems(
    *, basis: str, sources: tuple[str, ...], confidence: str, reason: str
) -> tuple[str, ...]:
    """What speaks against a provenance, as codes: empty when it stands."""
    found = []
    if basis in ("source", "statement") and not sources:
        found.append("basis-without-source")
    if confidence == "R" and sources:
        found.append("recalled-with-source")
    if basis == "assumption" and not reason:
        found.append("assumption-without-reason")
    return tuple(found)
