"""Two people changed one thing: both versions, so that nothing is lost and the second person decides."""

from __future__ import annotations

from dataclasses import dataclass

from tongchou.kernel.errors import TongchouError
from tongchou.kernel.finding import Text


@dataclass(frozen=True, slots=True, kw_only=True)
class Difference:
    """One field: what stands there now, and what this person wanted to write."""

    label: Text
    theirs: Text
    yours: Text


class Conflict(TongchouError):
    """The form was made from an older version. Carries every field in both versions; nothing was written."""

    def __init__(self, *, differences: tuple[Difference, ...]) -> None:
        self.differences = differences
        super().__init__("changed by somebody else meanwhile")


def same_version(*, seen: int, stored: int, differences: tuple[Difference, ...]) -> None:
    """Let a form through that was made from the stored version.

    Raises
    ------
    Conflict
        It was made from another one.
    """
    if seen != stored:
        raise Conflict(differences=differences)
