"""The story in one picture, drawn once for each language: from a ledger to the principal constraint."""

from __future__ import annotations

from dataclasses import dataclass
from xml.sax.saxutils import escape

INK, SOFT, LINE, PAPER, BLUE, RED, PALE = (
    "#1f2329", "#4e5969", "#c9cdd4", "#ffffff", "#1d3f72", "#b3261e", "#dfe6f1",
)  # fmt: skip
FONT = "'Noto Sans SC','Source Han Sans SC','PingFang SC','Microsoft YaHei',sans-serif"
WIDTH, HEIGHT = 1000, 268
BOX, GAP, LEFT, TOP, TALL = 168, 30, 20, 20, 124
HISTOGRAM = (6, 14, 26, 40, 48, 38, 27, 17, 10, 5)
LATE_FROM = 6  # bins of the histogram behind the deadline


@dataclass(frozen=True, slots=True, kw_only=True)
class Step:
    """One box of the story: its title and the lines under it, Chinese and English."""

    zh: tuple[str, ...]
    en: tuple[str, ...]


STEPS = (
    Step(
        zh=("规划或台账", "每个日期都是一条表述：", "谁、何时、在哪里说的"),
        en=("a plan or a ledger", "every date a statement:", "who said it, when, where"),
    ),
    Step(
        zh=("承诺之网", "事项、搭接、审批、日历；", "缺的由模板补上，标明假设"),
        en=(
            "a network of promises",
            "steps, links, permits, calendars;",
            "gaps filled by marked assumptions",
        ),
    ),
    Step(
        zh=("10,240 种未来", "每个目标按期实现的", "可能性及其区间"),
        en=("10,240 futures", "the chance of each goal", "by its date, with interval"),
    ),
    Step(
        zh=("主要矛盾", "只缓解这一项，多少种", "失败的未来得以挽回"),
        en=("principal constraint", "how many failing futures", "its relief alone would save"),
    ),
    Step(
        zh=("报告、简报、数据", "每个数字点开", "都见出处"),
        en=("report, brief, data", "every figure leads", "to where it came from"),
    ),
)
LABEL = {
    "zh": "从规划或台账，到承诺之网、一万种未来、主要矛盾和报告",
    "en": "From a plan or a ledger to a network of promises, ten thousand futures, the principal constraint and a report",
}


def picture(lang: str) -> str:
    """The SVG in one language ("zh" or "en")."""
    drawings = (_ledger, _network, _futures, _constraint, _report)
    parts = [
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {HEIGHT}" width="{WIDTH}" role="img" '
        f'aria-label="{escape(LABEL[lang])}" font-family="{FONT}">',
        f'<rect width="{WIDTH}" height="{HEIGHT}" fill="{PAPER}"/>',
    ]
    for place, (step, draw) in enumerate(zip(STEPS, drawings, strict=True)):
        x = LEFT + place * (BOX + GAP)
        parts += [
            _box(x, RED if place == 3 else LINE),
            *draw(x, TOP),
            *_words(x, getattr(step, lang), place == 3),
        ]
        if place:
            parts.append(_arrow(x - GAP, TOP + TALL // 2))
    return "\n".join([*parts, "</svg>"]) + "\n"


def zh() -> str:
    """The picture of the Chinese page."""
    return picture("zh")


def en() -> str:
    """The picture of the English page."""
    return picture("en")


def _box(x: int, colour: str) -> str:
    wide = 2.5 if colour == RED else 1.2
    return (
        f'<rect x="{x}" y="{TOP}" width="{BOX}" height="{TALL}" rx="6" fill="{PAPER}" stroke="{colour}" '
        f'stroke-width="{wide}"/>'
    )


def _arrow(x: int, y: int) -> str:
    return f'<path d="M{x + 5} {y}h14m-5 -5l6 5l-6 5" fill="none" stroke="{SOFT}" stroke-width="1.6"/>'


def _words(x: int, lines: tuple[str, ...], red: bool) -> list[str]:
    middle = x + BOX // 2
    title, *rest = lines
    size = 17 if max(map(ord, title)) > 127 or len(title) > 24 else 15
    found = [_text(middle, TOP + TALL + 32, title, size, RED if red else INK, bold=True)]
    size = 13 if max(len(line) for line in rest) < 20 else 11
    return found + [_text(middle, TOP + TALL + 58 + 20 * k, line, size, SOFT) for k, line in enumerate(rest)]


def _text(x: int, y: int, words: str, size: int, colour: str, *, bold: bool = False) -> str:
    weight = ' font-weight="600"' if bold else ""
    return f'<text x="{x}" y="{y}" font-size="{size}" fill="{colour}"{weight} text-anchor="middle">{escape(words)}</text>'


def _bar(x: float, y: float, wide: float, high: float, colour: str) -> str:
    return f'<rect x="{x:g}" y="{y:g}" width="{wide:g}" height="{high:g}" fill="{colour}"/>'


def _ledger(x: int, y: int) -> list[str]:
    head = [_bar(x + 24, y + 20, 120, 16, BLUE)]
    rows = [
        _bar(x + 24 + left, y + 46 + 17 * row, wide, 7, PALE)
        for row in range(4)
        for left, wide in ((0, 18), (24, 58), (88, 32))
    ]
    return head + rows


def _network(x: int, y: int) -> list[str]:
    at = ((28, 62), (66, 32), (66, 92), (104, 62), (104, 98), (142, 62))
    links = ((0, 1), (0, 2), (1, 3), (2, 3), (2, 4), (3, 5), (4, 5))
    lines = [
        f'<path d="M{x + at[a][0]} {y + at[a][1]}L{x + at[b][0]} {y + at[b][1]}" stroke="{SOFT}" stroke-width="1.4"/>'
        for a, b in links
    ]
    nodes = [
        f'<circle cx="{x + a}" cy="{y + b}" r="8" fill="{PAPER}" stroke="{BLUE}" stroke-width="2"/>'
        for a, b in at
    ]
    return lines + nodes


def _futures(x: int, y: int) -> list[str]:
    base = y + 100
    bars = [
        _bar(x + 24 + 12 * k, base - 1.5 * high, 10, 1.5 * high, BLUE if k < LATE_FROM else PALE)
        for k, high in enumerate(HISTOGRAM)
    ]
    deadline = x + 24 + 12 * LATE_FROM - 1
    return [
        *bars,
        f'<path d="M{x + 18} {base}h132" stroke="{INK}" stroke-width="1.2"/>',
        f'<path d="M{deadline} {y + 18}V{base + 6}" stroke="{INK}" stroke-width="1.4" stroke-dasharray="4 3"/>',
    ]


def _constraint(x: int, y: int) -> list[str]:
    widths = (112, 46, 38, 24, 14)
    return [_bar(x + 28, y + 22 + 18 * k, wide, 10, RED if k == 0 else PALE) for k, wide in enumerate(widths)]


def _report(x: int, y: int) -> list[str]:
    sheet = (
        f'<path d="M{x + 52} {y + 16}h48l18 18v76h-66z" fill="{PAPER}" stroke="{BLUE}" stroke-width="2"/>'
        f'<path d="M{x + 100} {y + 16}v18h18" fill="none" stroke="{BLUE}" stroke-width="2"/>'
    )
    lines = [_bar(x + 62, y + 46 + 14 * k, wide, 6, PALE) for k, wide in enumerate((44, 36, 44, 28))]
    return [sheet, _bar(x + 62, y + 30, 28, 7, RED), *lines]
