"""What a form sends where a whole number belongs."""

from __future__ import annotations

MOST_DIGITS = 9  # of a version or the number of a row: longer ones are never ours


def whole(text: str) -> int:
    """A version or a row's number; nought, which nothing has, where the text is none."""
    return int(text) if text.isdecimal() and len(text) <= MOST_DIGITS else 0
