"""Read an office's ledger as it is kept: titles above, merged owners, dates in words. Nothing is dropped silently."""

from __future__ import annotations

import dataclasses
import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path

from tongchou.kernel.errors import BadInput, Problem, Where
from tongchou.plan.compose.kind import kind_of
from tongchou.plan.compose.ledger import LedgerRow
from tongchou.plan.compose.lexicon import is_blank, promise_word, read_state
from tongchou.plan.compose.promise import Promise, year_in
from tongchou.plan.compose.state import unplaced
from tongchou.plan.template import template
from tongchou.workspace.ledger import problems as told
from tongchou.workspace.ledger.cells import investment, organisations, promises
from tongchou.workspace.ledger.file import Cell, Sheet, read_sheets
from tongchou.workspace.ledger.gaps import lost_above, lost_in
from tongchou.workspace.ledger.groups import as_groups, heading_in, names_no_kind
from tongchou.workspace.ledger.header import Header, filled, find_header, ledger_words, near_header, plain

MOST_ROWS = 5_000  # tasks; each becomes some thirty activities
MOST_LINES = 2 * MOST_ROWS  # lines that are not blank, headings and further lines of one task among them
SAME_LEDGER = 0.5  # share of a sheet's titles that another sheet holds too: the same ledger of another day
DOWN = ("goal", "kind", "lead")  # filled down where a CSV lost its merges
DOWN_WITH_LEAD = ("supporting", "person", "place")  # and these where the lead is blank as well
_NUMERAL = re.compile(r"\(?[一二三四五六七八九十]+\)?[、.]?")


@dataclass(frozen=True, slots=True, kw_only=True)
class Ledger:
    """The rows of a ledger, the sheet or sheets they stand in, its title and year, and what could not be read.

    `titles` are the texts above the header, of every sheet read.
    """

    rows: tuple[LedgerRow, ...]
    sheet: str
    title: str
    titles: tuple[str, ...]
    year: int
    problems: tuple[Problem, ...]


def read_ledger(*, path: Path, on: date) -> Ledger:
    """The ledger in a file: XLSX, or CSV in UTF-8 or GBK.

    The header is looked for in the first rows of every sheet. The sheets of one ledger are read together, each sheet's
    name the group of rows that name none; a sheet that holds mostly the same tasks as the fullest one is the same
    ledger of another day, is not read and is reported. A month without a year belongs to the year of the sheet's
    title, else of the file's name, else of `on`. Blank rows and totals are passed over; every other row or cell that
    cannot be read is in `problems` with its row (as in the file, from 1) and its column; what could be read is kept.

    Parameters
    ----------
    path : the file
    on : the ledger's date

    Raises
    ------
    BadInput
        Not a readable table (see `ledger_file.read_sheets`), no header found, no task under it, or too many.
    """
    return ledger_in(sheets=read_sheets(path=path), path=path, on=on)


def ledger_in(*, sheets: Sequence[Sheet], path: Path, on: date) -> Ledger:
    """The ledger in the sheets of a file, as `read_ledger` reads it; the path is named in problems and not opened."""
    found = [_read(sheet, path, on) for sheet in sheets]
    ledgers = [each for each in found if each is not None]
    if not ledgers:
        raise BadInput([told.no_header(file=path.name), *lost_above(sheets=sheets, file=path.name)])
    best = max(ledgers, key=lambda each: len(each.rows))
    if not best.rows:
        raise BadInput([told.no_tasks(file=path.name, sheet=best.sheet), *best.problems])
    return _together(path, best, [each for each in ledgers if each.rows])


def _together(path: Path, best: Ledger, ledgers: list[Ledger]) -> Ledger:
    """The fullest sheet with the others that go on with it."""
    seen = {row.title for row in best.rows}
    kept, problems = [], []
    for each in ledgers:
        same = sum(row.title in seen for row in each.rows)
        if each is not best and same > SAME_LEDGER * len(each.rows):
            problems.append(told.other_sheet(file=path.name, sheet=each.sheet, rows=len(each.rows)))
        else:
            kept.append(each)
    several = len(kept) > 1
    rows = tuple(_of_sheet(row, each.sheet if several else "") for each in kept for row in each.rows)
    if len(rows) > MOST_ROWS:
        raise BadInput([told.too_many(file=path.name, rows=len(rows), most=MOST_ROWS)])
    return Ledger(
        rows=rows,
        sheet="、".join(each.sheet for each in kept),
        title=best.title if not several else path.stem,
        titles=tuple(text for each in kept for text in each.titles),
        year=best.year,
        problems=(*problems, *(problem for each in kept for problem in each.problems), *_doubled(path, rows)),
    )


def _of_sheet(row: LedgerRow, sheet: str) -> LedgerRow:
    return dataclasses.replace(row, sheet=sheet, goal=row.goal or sheet) if sheet else row


def _doubled(path: Path, rows: tuple[LedgerRow, ...]) -> list[Problem]:
    """Numbers that occur twice: the tasks are then numbered by their place."""
    seen: dict[str, LedgerRow] = {}
    problems = []
    for row in rows:
        first = seen.setdefault(row.number, row)
        if row.number and first is not row and first.sheet == row.sheet:
            where = Where(file=path.name, table=row.sheet, row=row.row)
            problems.append(told.doubled_number(where=where, value=row.number, first=first.row))
    return problems


def _read(sheet: Sheet, path: Path, on: date) -> Ledger | None:
    """One sheet as a ledger; None when it has no header of one."""
    lines = sum(any(plain(cell) for cell in row) for row in sheet.cells)
    if lines > MOST_LINES:
        raise BadInput([told.too_many(file=path.name, rows=lines, most=MOST_ROWS)])
    grid = filled(sheet)
    header = find_header(grid=grid)
    if header is None:
        return None
    kinds = header.words.get("kind", "")
    grouping = names_no_kind(header=header, grid=grid)
    header = as_groups(header=header) if grouping else header
    above = " ".join((*header.titles, header.words.get("promised", ""), sheet.name, path.stem))
    reader = _Reader(
        sheet=sheet,
        header=header,
        file=path.name,
        on=on,
        year=year_in(text=above) or on.year,
        totals=tuple(ledger_words()["totals"]),
        remarks=tuple(ledger_words()["remarks"]),
    )
    reader.problems += reader.of_header()
    rows = tuple(reader.tasks(grid))
    reader.problems += lost_in(sheet=sheet, header=header, file=path.name, passed=reader.passed)
    if grouping:
        own = header.words["goal"] == kinds
        seen = "、".join(dict.fromkeys(row.goal for row in rows if row.goal)) if own else ""
        reader.problems.insert(0, told.groups(where=reader.where(header.row, kinds), value=seen, own=own))
    title = header.title or sheet.name or path.stem
    return Ledger(
        rows=rows,
        sheet=sheet.name,
        title=title,
        titles=header.titles,
        year=reader.year,
        problems=tuple(reader.problems),
    )


@dataclass(slots=True, kw_only=True)
class _Reader:
    """Goes down one sheet once, keeping the heading it stands under and the cells above."""

    sheet: Sheet
    header: Header
    file: str
    on: date
    year: int
    totals: tuple[str, ...]
    remarks: tuple[str, ...]
    heading: str = ""
    passed: set[int] = field(default_factory=set)  # rows that hold no task
    above: dict[str, str] = field(default_factory=dict)
    problems: list[Problem] = field(default_factory=list)

    def where(self, row: int, column: str = "") -> Where:
        """A place in the file; `row` counts from 0, and `column` is the header as written."""
        return Where(file=self.file, table=self.sheet.name, row=row + 1, column=column)

    def of_header(self) -> list[Problem]:
        """Columns that are missing altogether, then headers that are not understood."""
        known = self.header.columns
        ended = "ended" if "begin" in known else "promised"
        lost = [ended] if "promised" not in known else []
        lost += [name for name in ("lead", "state") if name not in known]
        missing = [told.no_column(where=self.where(self.header.row), name=name) for name in lost]
        return missing + [
            told.unknown_column(where=self.where(self.header.row, word), near=near_header(text=word))
            for word in self.header.unknown
        ]

    def tasks(self, grid: Sequence[Sequence[Cell]]) -> list[LedgerRow]:
        """The tasks below the header. Of a task merged over several rows the later rows say who else helps."""
        rows: list[LedgerRow] = []
        for number in range(self.header.row + 1, len(grid)):
            own = self._own(number)
            if not own:
                continue
            if self._passed_over(number, own):
                self.passed.add(number)
                continue
            row = self._task(number, grid[number], own)
            if row is None:
                continue
            if rows and self._continues(number, row):
                rows[-1] = self._joined(rows[-1], row)
                continue
            rows.append(row)
        return rows

    def _continues(self, number: int, row: LedgerRow) -> bool:
        """Whether the row's title is the lower part of a merged cell."""
        column = self.header.columns["title"]
        return any(
            top < number <= bottom
            and left <= column <= right
            and plain(self.sheet.cells[top][left]) == row.title
            for top, left, bottom, right in self.sheet.merged
        )

    def _joined(self, first: LedgerRow, more: LedgerRow) -> LedgerRow:
        """A task with what a further row of it adds."""
        self.problems.append(told.continued(where=self._at(more.row - 1, "title"), value=more.title))
        others = dict.fromkeys((*first.supporting, more.lead, *more.supporting))
        added = tuple(each for each in more.promises if each not in first.promises)
        state = more.state if more.state != first.state else ""
        return dataclasses.replace(
            first,
            supporting=tuple(name for name in others if name and name != first.lead),
            promises=first.promises + added,
            state=";".join(part for part in (first.state, state) if part),
        )

    def _own(self, number: int) -> list[str]:
        """What really stands in a row, merged cells counted where they begin."""
        cells = self.sheet.cells[number] if number < len(self.sheet.cells) else ()
        return [plain(cell) for cell in cells if plain(cell)]

    def _passed_over(self, number: int, own: list[str]) -> bool:
        """Totals and headers that come again; headings, which are remembered; remarks, which are reported."""
        bare = re.sub(r"\s", "", own[0])
        if any(bare.startswith(word) for word in self.totals) or self._header_again(own):
            return True
        if len(own) == 2 and _NUMERAL.fullmatch(own[0]):
            self.heading = own[1]
            return True
        signed = ":" in bare and any(bare.startswith(word) for word in self.remarks)
        if len(own) > 1 and not signed:
            return False
        heading = heading_in(text=own[0])
        if not heading and not any(bare.startswith(word) for word in self.remarks):
            return False
        if heading:
            self.heading = heading
        else:
            self.problems.append(told.remark(where=self.where(number), value=" ".join(own)))
        return True

    def _header_again(self, own: list[str]) -> bool:
        """Whether the row is the header once more, as at the top of every printed page."""
        words = {part for word in self.header.words.values() for part in (word, *word.split(" "))}
        return len(own) > 1 and all(each in words for each in own)

    @staticmethod
    def _text(cell: Cell) -> str:
        text = plain(cell)
        return "" if is_blank(text=text) else text

    def _task(self, number: int, cells: Sequence[Cell], own: list[str]) -> LedgerRow | None:
        text = {name: self._text(cells[column]) for name, column in self.header.columns.items()}
        self._fill_down(number, text)
        title, goal, note = self._title(number, text)
        if not title:
            self.problems.append(told.no_title(where=self._at(number, "title"), value=" ".join(own)))
            return None
        parties = organisations(lead=text.get("lead", ""), supporting=text.get("supporting", ""))
        if len(parties.leads) > 1:
            self.problems.append(told.many_leads(where=self._at(number, "lead"), value=text["lead"]))
        named = text.get("goal", "") or goal or self.heading
        row = LedgerRow(
            row=number + 1,
            title=title,
            number=text.get("number", ""),
            kind=text.get("kind", ""),
            goal=heading_in(text=named) or named,
            lead=parties.leads[0] if parties.leads else "",
            supporting=(*parties.leads[1:], *parties.supporting),
            person=text.get("person", "") or parties.person,
            place=text.get("place", ""),
            investment_cny=None,
            promised=text.get("promised", ""),
            state=text.get("state", ""),
            note=note,
        )
        return self._read_cells(number, cells, row)

    def _read_cells(self, number: int, cells: Sequence[Cell], row: LedgerRow) -> LedgerRow:
        """The row with its date and its money read; what cannot be read is reported."""
        said = self._promises(cells, row)
        if row.promised and not said:
            self.problems.append(told.unread_date(where=self._at(number, "promised"), value=row.promised))
        money_cell = self._cell(cells, "investment")
        money = investment(cell=money_cell, header=self.header.words.get("investment", ""))
        if plain(money_cell) and money is None:
            self.problems.append(
                told.unread_money(where=self._at(number, "investment"), value=plain(money_cell))
            )
        self._read_words(number, row)
        return dataclasses.replace(row, promises=said, investment_cny=money)

    def _promises(self, cells: Sequence[Cell], row: LedgerRow) -> tuple[Promise, ...]:
        """The promised dates; a date that names no milestone speaks of the one its header names: 竣工时间."""
        begun = [
            dataclasses.replace(each, word=each.word or "开工")
            for each in promises(cell=self._cell(cells, "begin"), on=self.on, year=self.year)
        ]
        word = promise_word(text=self.header.words.get("promised", ""))
        ended = [
            dataclasses.replace(each, word=each.word or word)
            for each in promises(cell=self._cell(cells, "promised"), on=self.on, year=self.year)
        ]
        return tuple(each for each in begun if each.day is not None) + tuple(ended)

    def _read_words(self, number: int, row: LedgerRow) -> None:
        """Report what the words of a row leave open: its progress and its kind."""
        kind = kind_of(row=row)
        if kind.how == "figure":
            self.problems.append(told.target_row(where=self._at(number, "title"), value=row.title))
            return
        state = read_state(text=row.state)
        if not state.understood:
            self.problems.append(told.unread_state(where=self._at(number, "state"), value=row.state))
        if state.stopped:
            self.problems.append(told.stopped(where=self._at(number, "state"), value=row.state))
        if row.kind and kind.how != "given":
            self.problems.append(told.unknown_kind(where=self._at(number, "kind"), value=row.kind))
        form = template(kind.kind)
        if unplaced(text=row.state, form=form):
            place = self._at(number, "state")
            self.problems.append(told.unplaced_step(where=place, value=row.state, kind=form))
        where = self._at(number, "title")
        if kind.how == "near":
            self.problems.append(told.nearest_kind(where=where, value=row.title, kind=form))
        elif kind.how == "guessed":
            self.problems.append(told.guessed_kind(where=where, value=row.title))

    def _cell(self, cells: Sequence[Cell], name: str) -> Cell:
        column = self.header.columns.get(name)
        return None if column is None else cells[column]

    def _at(self, number: int, name: str) -> Where:
        return self.where(number, self.header.words.get(name, name))

    def _fill_down(self, number: int, text: dict[str, str]) -> None:
        """In a CSV a merged cell has left blanks below it: they are filled from above, and each row says so."""
        if self.sheet.name:
            return
        names = DOWN if text.get("lead") else (*DOWN, *DOWN_WITH_LEAD)
        taken = [name for name in names if name in text and not text[name] and self.above.get(name)]
        for name in taken:
            text[name] = self.above[name]
        if taken:
            column = "、".join(self.header.words[name] for name in taken)
            self.problems.append(told.filled_down(where=self.where(number, column)))
        self.above = text

    def _title(self, number: int, text: dict[str, str]) -> tuple[str, str, str]:
        """Title, goal and note of a row. Of one task over several rows of contents the contents are the tasks."""
        title, content = text.get("title", ""), text.get("content", "")
        note = text.get("note", "")
        if not content:
            return title, "", note
        if not title or self._spans(number, self.header.columns["title"]):
            return content, title, note
        return title, "", "; ".join(part for part in (content, note) if part)

    def _spans(self, number: int, column: int) -> bool:
        """Whether the cell belongs to a rectangle of several rows."""
        return any(
            top <= number <= bottom and left <= column <= right and bottom > top
            for top, left, bottom, right in self.sheet.merged
        )
