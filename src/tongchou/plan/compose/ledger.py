"""One row of an office's ledger, as read: what compose makes a task, a project and its activities of."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal

from tongchou.kernel.finding import Text
from tongchou.plan.compose.promise import Promise

MOST_QUOTED = 60  # characters of a cell repeated in a reason; the whole of it stands in the task
_OWN_MARKS = str.maketrans("\u201c\u201d", "\u2018\u2019")


@dataclass(frozen=True, slots=True, kw_only=True)
class LedgerRow:
    """A task as the ledger has it. Empty text is a blank cell; `row` counts as in the file.

    `promises` holds what could be read of the promised date, `promised` the cell as written.
    """

    row: int
    title: str
    number: str = ""
    kind: str = ""
    goal: str = ""
    lead: str = ""
    supporting: tuple[str, ...] = ()
    person: str = ""
    place: str = ""
    investment_cny: Decimal | None = None
    promises: tuple[Promise, ...] = ()
    promised: str = ""
    state: str = ""
    note: str = ""
    sheet: str = ""

    @property
    def place_in_file(self) -> Text:
        """Where the row stands, for reasons of assumptions: ``row 7``, with the sheet where there are several."""
        sheet = quoted(text=self.sheet) if self.sheet else ""
        return Text(zh=f"{sheet}第{self.row}行", en=f"{sheet} row {self.row}".strip())

    def __post_init__(self) -> None:
        if not self.title.strip():
            raise ValueError(f"row {self.row}: a task needs a title")


def quoted(*, text: str) -> str:
    """The ledger's own words in quotation marks, the end left out where they are many."""
    own = " ".join(text.translate(_OWN_MARKS).split())
    return f"“{own if len(own) <= MOST_QUOTED else own[:MOST_QUOTED] + '……'}”"
