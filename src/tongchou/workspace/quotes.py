"""The verbatim words of commitments, where the texts of their sources are at hand; hash-checked, never stored."""

from __future__ import annotations

from pathlib import Path

from tongchou.kernel.provenance import Quote
from tongchou.plan.model import Plan

LARGEST_TEXT = 5_000_000  # bytes; a source is a page or a report


def find_quotes(*, plan: Plan, folder: Path) -> dict[str, str]:
    """Commitment id -> its words, for every commitment whose span and hash fit one of the texts in the folder.

    What is no file, cannot be read, is not UTF-8 text or larger than 5 MB is passed over; what is not found is
    simply not in the answer.
    """
    texts = [text for path in sorted(folder.glob("*.txt")) for text in [_text(path)] if text]
    found: dict[str, str] = {}
    for row in plan.commitments:
        if row.start is None or row.end is None or not row.sha256:
            continue
        quote = Quote(source=row.source, start=row.start, end=row.end, sha256=row.sha256)
        words = next((words for text in texts for words in [quote.verify(text)] if words), None)
        if words is not None:
            found[row.id] = words
    return found


def _text(path: Path) -> str:
    try:
        if not path.is_file() or path.stat().st_size > LARGEST_TEXT:
            return ""
        return path.read_bytes().decode("utf-8")
    except (OSError, UnicodeDecodeError):
        return ""
