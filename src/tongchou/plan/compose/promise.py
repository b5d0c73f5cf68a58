"""When an office says it will be done: 2021年6月底前, 年内, 三季度末, 2021.6.30, 长期 -> a day, how exact, and of what."""

from __future__ import annotations

import re
import unicodedata
from calendar import monthrange
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Literal

from tongchou.plan.compose.lexicon import festivals, promise_word

Precision = Literal["day", "month", "quarter", "half", "year", "about", ""]

_DIGITS = {each: str(value) for value, each in enumerate("〇一二三四五六七八九")} | {"零": "0"}
_YEAR = r"(?P<year>(?:19|20)\d{2}|(?<!\d)\d{2}(?=年)|今|本|当|明|次|后|去|上)"
_TOKENS = (
    rf"{_YEAR}\s*[-./]\s*(?P<month>\d{{1,2}})\s*[-./]\s*(?P<day>\d{{1,2}})(?!\d)",
    r"(?P<year>(?:19|20)\d{2})(?P<month>0[1-9]|1[0-2])(?P<day>[0-3]\d)(?!\d)",
    rf"(?:{_YEAR}\s*年\s*)?(?P<month>\d{{1,2}})\s*月\s*(?P<day>\d{{1,2}})\s*[日号]?(?!\d)",
    rf"{_YEAR}\s*[-./]\s*(?P<month>\d{{1,2}})(?![\d年])",
    rf"(?:{_YEAR}\s*年\s*度?)?(?P<month>\d{{1,2}})\s*月\s*(?:份)?(?P<part>上旬|中旬|下旬|初|中(?!旬)|底|末)?",
    r"(?P<near>[本当下])个?月(?P<part>上旬|中旬|下旬|初|中(?!旬)|底|末)?",
    rf"(?:{_YEAR}\s*年\s*)?(?:前\s*)?(?:第?\s*(?P<quarter>[1-4])\s*季度|[Qq](?P<q>[1-4]))(?P<part>初|末|底)?",
    rf"(?:{_YEAR}\s*年\s*)?(?P<half>[上下])半年",
    rf"(?:{_YEAR}\s*年\s*)?(?P<festival>{'|'.join(festivals())})节?",
    rf"{_YEAR}\s*年\s*度?\s*(?P<part>初|中(?!旬)|底|末|内)?",
    r"(?<![半多个\d一二两三四五六七八九十])(?P<thisyear>全年|年底|年末|年内|年终|年中|本年度)",
    r"(?P<thisquarter>本季度?)[末内]?",
    r"[“\"']?1?(?P<plan>十[一二三四五]五|1[1-5]5)[”\"']?(?:规划)?(?:时期|期间|期末|末)?",
)
_TOKEN = re.compile("|".join(re.sub(r"\?P<(\w+)>", rf"?P<\1_{n}>", token) for n, token in enumerate(_TOKENS)))
_ONGOING = re.compile(
    r"长期|持续|常态|常年|每[年季月周天日]|滚动|全过程|按(?:节点|计划|序时|[年季月周])|适时|起$"
)
_UNTABLED = re.compile(r"春节|中秋|端午|清明|汛期|暑期|寒假|冬季|春季|采暖|供暖|两会")
_NO_SUCH = re.compile(
    r"(?<!\d)(?!(?:19|20)\d{2}\s*年)\d{3,}\s*年|第\s*(?:[05-9]|\d{2,})\s*季度"
)  # 9999年, 第9季度
_CLAUSES = re.compile(r"[,;。\n]+|(?<!\d)、")  # 6、9月 is one clause
_BEFORE = re.compile(r"\s*(?:之前|以前|前)")
_FROM = re.compile(r"\s*(?:日?起|开始)(?!.*\d)")
_AS_OF = re.compile(r"(?:截至|截止|截止到|日期)\s*:?\s*$")
_OF_PERIOD = ("底", "末", "内")
_PLAN_END = {"十一五": 2010, "十二五": 2015, "十三五": 2020, "十四五": 2025, "十五五": 2030}
_RELATIVE = {"去": -1, "上": -1, "今": 0, "本": 0, "当": 0, "明": 1, "次": 1, "后": 2}
_PART_DAY = {"上旬": 10, "初": 10, "中旬": 20, "中": 20}


@dataclass(frozen=True, slots=True, kw_only=True)
class Promise:
    """The last day promised; None for work without an end. `word` names the milestone, `text` is as written."""

    day: date | None
    precision: Precision
    word: str
    text: str


def parse_promise(*, text: str, on: date, year: int) -> Promise | None:
    """What one promise says; None where no date and no word such as 长期 can be read.

    Of a period its last day is taken; of a span of time its end. "Before" a month or year means before it begins,
    "before the end of" it the end. A month without a year is one of `year`.

    Parameters
    ----------
    text : the cell as written
    on : the ledger's date, for 本月 and 下月
    year : the year a bare month belongs to
    """
    plain = _plain(text)
    word = promise_word(text=plain)
    read = _last_day(plain, on, year)
    if read is not None:
        return Promise(day=read[0], precision=read[1], word=word, text=text.strip())
    if _ONGOING.search(plain):
        return Promise(day=None, precision="", word=word, text=text.strip())
    return None


def parse_promises(*, text: str, on: date, year: int) -> tuple[Promise, ...]:
    """Every promise of a cell such as 6月底前封顶,年底前交付: one for each clause with a date of its own.

    A cell whose clauses cannot be read one by one is read as a whole; empty when nothing can be read.
    """
    found: list[Promise] = []
    for clause in _CLAUSES.split(_plain(text)):
        said = parse_promise(text=clause, on=on, year=year) if clause.strip() else None
        if said is None:
            continue
        found.append(said)
        year = said.day.year if said.day is not None else year
    dated = [each for each in found if each.day is not None]
    return tuple(dated or found[:1])


def year_in(*, text: str) -> int | None:
    """The year a sheet's title speaks of, e.g. 2021年重点工作台账; None where it names none."""
    found = re.search(r"(20\d{2})\s*年", _plain(text))
    return int(found[1]) if found else None


def days_in(*, text: str) -> tuple[date, ...]:
    """The exact days a title names, each with its own year: 2021年8月3日, 2021.8.3, 20210803; of 截至8月3日 the year before.

    A day by which something is to be done, 2021年12月31日前, is none of them.
    """
    plain = _plain(text)
    found: list[date] = []
    year = ""
    for token in _TOKEN.finditer(plain):
        parts = {name.rpartition("_")[0]: value for name, value in token.groupdict().items() if value}
        own = parts.get("year", "")
        year = own if own.isdecimal() else year
        if "day" not in parts or not year or _BEFORE.match(plain, token.end()):
            continue
        if own.isdecimal() or _AS_OF.search(plain[: token.start()]):
            found += _real_day(_year_of(year, 0), int(parts["month"]), int(parts["day"]))
    return tuple(found)


def _real_day(year: int, month: int, day: int) -> list[date]:
    """The day, or none where the calendar has no such day."""
    try:
        return [date(year, month, day)]
    except ValueError:
        return []


def _plain(text: str) -> str:
    """Full-width signs narrowed; Chinese numerals before 年, 月, 日 and 季度 as digits."""
    text = unicodedata.normalize("NFKC", text).strip()
    text = re.sub(r"(?<=[年月])\s*\n\s*(?=\d)", "", text)  # a line broken inside a date
    text = re.sub(r"[〇零一二三四五六七八九]{4}(?=年)", lambda found: _each_digit(found[0]), text)
    return re.sub(r"[一二三四五六七八九十]{1,3}(?=个?[月日]|季度)(?!个月)", _numeral, text)


def _each_digit(text: str) -> str:
    return "".join(_DIGITS[each] for each in text)


def _numeral(found: re.Match[str]) -> str:
    tens, ten, ones = found[0].rpartition("十")
    if not ten:
        return _each_digit(found[0])
    return str(10 * int(_each_digit(tens) or 1) + int(_each_digit(ones) or 0))


def _last_day(text: str, on: date, year: int) -> tuple[date, Precision] | None:
    """The last date of the text; a later one without a year takes the year of the one before."""
    if _UNTABLED.search(text) or _NO_SUCH.search(text):
        return None  # a season or a feast of the moon: its day is not ours to guess
    answer: tuple[date, Precision] | None = None
    for found in _TOKEN.finditer(text):
        parts = {
            name.rpartition("_")[0]: value for name, value in found.groupdict().items() if value is not None
        }
        if _FROM.match(text, found.end()) and not promise_word(text=text):
            continue  # the day it begins, not the day it is done
        before = _BEFORE.match(text, found.end()) is not None
        try:
            answer = _day_of(parts, before, on, year)
        except ValueError:
            return None  # 2月30日: no such day
        year = answer[0].year if "year" in parts else year
    return answer


def _day_of(parts: dict[str, str], before: bool, on: date, year: int) -> tuple[date, Precision]:
    if "plan" in parts:
        return date(_PLAN_END[_plan_name(parts["plan"])], 12, 31), "about"
    year = _year_of(parts["year"], year) if "year" in parts else year
    part = parts.get("part", "")
    if "near" in parts:
        month = on.year * 12 + on.month - 1 + (parts["near"] == "下")
        return _in_month(month // 12, month % 12 + 1, part, before)
    if "thisquarter" in parts:
        return _in_quarter(on.year, (on.month + 2) // 3, "", False)
    if "day" in parts:
        return date(year, int(parts["month"]), int(parts["day"])), "day"
    if "month" in parts:
        return _in_month(year, int(parts["month"]), part, before)
    if "quarter" in parts or "q" in parts:
        return _in_quarter(year, int(parts.get("quarter") or parts["q"]), part, before)
    if "half" in parts:
        return (date(year, 6, 30) if parts["half"] == "上" else date(year, 12, 31)), "half"
    if "festival" in parts:
        return _festival(year, parts["festival"], before)
    return _in_year(year, part or parts.get("thisyear", ""), before)


def _year_of(text: str, year: int) -> int:
    if text in _RELATIVE:
        return year + _RELATIVE[text]
    return int(text) if len(text) == 4 else 2000 + int(text)


def _plan_name(text: str) -> str:
    return text if text[0] == "十" else "十" + "一二三四五"[int(text[1]) - 1] + "五"


def _in_month(year: int, month: int, part: str, before: bool) -> tuple[date, Precision]:
    last = monthrange(year, month)[1]  # IllegalMonthError is a ValueError
    if part in _PART_DAY:
        return date(year, month, _PART_DAY[part]), "about"
    if before and part not in ("底", "末", "下旬"):
        return date(year, month, 1) - timedelta(days=1), "month"
    return date(year, month, last), "month"


def _in_quarter(year: int, quarter: int, part: str, before: bool) -> tuple[date, Precision]:
    if part == "初":
        return date(year, 3 * quarter - 2, 10), "about"
    if before and part not in _OF_PERIOD:
        return date(year, 3 * quarter - 2, 1) - timedelta(days=1), "quarter"
    return date(year, 3 * quarter, monthrange(year, 3 * quarter)[1]), "quarter"


def _in_year(year: int, part: str, before: bool) -> tuple[date, Precision]:
    if part == "初":
        return date(year, 1, 31), "about"
    if part in ("中", "年中"):
        return date(year, 6, 30), "half"
    if before and not part:
        return date(year - 1, 12, 31), "year"
    return date(year, 12, 31), "year"


def _festival(year: int, name: str, before: bool) -> tuple[date, Precision]:
    month, day = festivals()[name]
    there = date(year, month, day)
    return (there - timedelta(days=1) if before else there), "day"
