"""Which template a ledger's row goes by, and why: said by the ledger, told by its title, brought near, or guessed."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from tongchou.kernel.finding import Text
from tongchou.plan.compose.ledger import LedgerRow, quoted
from tongchou.plan.compose.lexicon import kind_named, recognise, sets_a_figure
from tongchou.plan.template import template

How = Literal["given", "told", "near", "guessed", "figure"]

WHY: dict[How, Text] = {
    "given": Text(zh="台账写明类别{word}", en="the ledger gives the kind as {word}"),
    "told": Text(zh="按名称中的{word}判断类别", en="kind told by the word {word} of the title"),
    "near": Text(
        zh="没有{word}的模板，取最接近的“{zh}”", en="no template for {word}; the nearest one is taken: {en}"
    ),
    "guessed": Text(
        zh="名称看不出类别，暂按“{zh}”，可信度低；请在“类别”一列写明",
        en="no known word in the title: the kind is taken as {en}, low confidence; give it in a column “类别”",
    ),
    "figure": Text(zh="这一行是指标，没有可排程的工作", en="the row sets a figure: no work to schedule"),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class RowKind:
    """The template's kind, how it was found, and the word that said or told it; empty where it was guessed.

    A row that sets a figure to be reached is no work: it has no kind (empty).
    """

    kind: str
    how: How
    word: str

    def why(self) -> Text:
        """The reason in both languages; not asked of a figure."""
        form = template(self.kind)
        return WHY[self.how].filled(word=quoted(text=self.word), zh=form.zh, en=form.en)


def kind_of(*, row: LedgerRow) -> RowKind:
    """The kind of one row's work: what its column of kinds names, else what a word of its title tells."""
    given = kind_named(text=row.kind)
    if given:
        return RowKind(kind=given, how="given", word=row.kind)
    found = recognise(title=row.title)
    if sets_a_figure(title=row.title, told=bool(found.word)):
        return RowKind(kind="", how="figure", word="")
    how: How = "near" if found.near else "told" if found.word else "guessed"
    return RowKind(kind=found.kind, how=how, word=found.word)
