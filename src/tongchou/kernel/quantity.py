"""Numbers with units: units as people write them, exact conversion, money as whole fen.

Conversions are exact fractions, so nothing is rounded but money, and that once: half to even, when it becomes fen.
Calendar days and working days are two dimensions: only a calendar (`kernel.period`) leads from one to the other.
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from decimal import ROUND_HALF_EVEN, Decimal
from fractions import Fraction

MOST_FEN = 2**63 - 1  # money is an int64
_FEN = Decimal("0.01")


@dataclass(frozen=True, slots=True, kw_only=True)
class Unit:
    """A unit: `factor` times the base unit of its dimension."""

    code: str
    zh: str
    dimension: str
    factor: Fraction

    def __post_init__(self) -> None:
        if self.factor <= 0:
            raise ValueError(f"unit {self.code!r}: the factor is above zero")


def _unit(code: str, zh: str, dimension: str, factor: Fraction | int) -> Unit:
    return Unit(code=code, zh=zh, dimension=dimension, factor=Fraction(factor))


UNITS: tuple[Unit, ...] = (
    _unit("1", "无量纲", "number", 1),
    _unit("%", "百分比", "number", Fraction(1, 100)),
    _unit("permille", "千分比", "number", Fraction(1, 1000)),
    _unit("CNY", "元", "money", 1),
    _unit("1e4 CNY", "万元", "money", 10**4),
    _unit("1e8 CNY", "亿元", "money", 10**8),
    _unit("min", "分钟", "time", 1),
    _unit("h", "小时", "time", 60),
    _unit("d", "天", "time", 24 * 60),
    _unit("wd", "工作日", "working time", 1),
    _unit("mm", "毫米", "length", Fraction(1, 1000)),
    _unit("m", "米", "length", 1),
    _unit("km", "千米", "length", 1000),
    _unit("m2", "平方米", "area", 1),
    _unit("1e4 m2", "万平方米", "area", 10**4),
    _unit("mu", "亩", "area", Fraction(2000, 3)),
    _unit("ha", "公顷", "area", 10**4),
    _unit("km2", "平方千米", "area", 10**6),
    _unit("m3", "立方米", "volume", 1),
    _unit("1e4 m3", "万立方米", "volume", 10**4),
    _unit("1e8 m3", "亿立方米", "volume", 10**8),
    _unit("mg/L", "毫克每升", "concentration", 1),
    _unit("ug/L", "微克每升", "concentration", Fraction(1, 1000)),
    _unit("g/L", "克每升", "concentration", 1000),
    _unit("ug/m3", "微克每立方米", "concentration", Fraction(1, 10**6)),
    _unit("kg", "千克", "mass", 1),
    _unit("t", "吨", "mass", 1000),
    _unit("1e4 t", "万吨", "mass", 10**7),
    _unit("person", "人", "people", 1),
    _unit("1e4 person", "万人", "people", 10**4),
    _unit("household", "户", "households", 1),
    _unit("place", "个", "places", 1),
    _unit("degC", "摄氏度", "temperature", 1),
)

_WRITTEN = {
    "人民币": "CNY", "元人民币": "CNY", "万元人民币": "1e4 CNY", "亿元人民币": "1e8 CNY", "rmb": "CNY",
    "日": "d", "日历天": "d", "自然日": "d", "个工作日": "wd", "working day": "wd", "working days": "wd",
    "day": "d", "days": "d", "小时": "h", "分": "min",
    "毫克/升": "mg/L", "微克/升": "ug/L", "μg/l": "ug/L", "克/升": "g/L", "微克/立方米": "ug/m3", "μg/m3": "ug/m3",
    "‰": "permille", "公里": "km", "m^2": "m2", "平方公里": "km2", "万m2": "1e4 m2", "万平米": "1e4 m2", "平米": "m2",
    "万m3": "1e4 m3", "万方": "1e4 m3", "亿m3": "1e8 m3", "m^3": "m3", "方": "m3", "公斤": "kg",
    "名": "person", "persons": "person", "people": "person", "座": "place", "张": "place", "所": "place", "学位": "place",
    "床": "place", "places": "place", "℃": "degC", "°c": "degC",
}  # fmt: skip


def _plain(text: str) -> str:
    """Full width to half, superscripts to digits, no blanks at the ends, small letters."""
    return unicodedata.normalize("NFKC", text).strip().lower()


_BY_CODE = {unit.code: unit for unit in UNITS}
_BY_WORD = (
    {_plain(unit.zh): unit for unit in UNITS}
    | {_plain(unit.code): unit for unit in UNITS}
    | {_plain(word): _BY_CODE[code] for word, code in _WRITTEN.items()}
)


def unit_of(*, text: str) -> Unit | None:
    """The unit written as ``万元``, ``mg/L``, ``毫克/升`` or ``㎡``; None where no such unit is known."""
    return _BY_WORD.get(_plain(text))


@dataclass(frozen=True, slots=True, kw_only=True)
class Header:
    """A column's header taken apart: what is measured, and in which unit where one is written."""

    name: str
    unit: Unit | None


_BRACKETED = re.compile(r"(?P<name>.*?)[(\[【〔](?:单位[::]?)?(?P<unit>[^)\]】〕]+)[)\]】〕]\s*\Z")
# behind a stroke or a blank one Chinese character is no unit but 元: 责 任 人 is a header with blanks in it
_TAILED = re.compile(r"(?P<name>.*?\S)(?:[/:]|\s+)(?P<unit>元|(?![\u4e00-\u9fff]\Z)\S+)\Z")


def header_of(*, text: str) -> Header:
    """A header such as ``总投资(万元)``, ``投资额/亿元`` or ``COD mg/L`` taken apart; without a unit it stays whole."""
    whole = unicodedata.normalize("NFKC", text).strip()
    for pattern in (_BRACKETED, _TAILED):
        found = pattern.match(whole)
        unit = unit_of(text=found["unit"]) if found else None
        if found and unit:
            return Header(name=found["name"].strip(), unit=unit)
    return Header(name=whole, unit=None)


@dataclass(frozen=True, slots=True, kw_only=True)
class Quantity:
    """A finite number with its unit."""

    value: Decimal
    unit: Unit

    def __post_init__(self) -> None:
        if not self.value.is_finite():
            raise ValueError(f"a quantity is a finite number, not {self.value}")


def converted(*, quantity: Quantity, unit: Unit) -> Fraction:
    """The exact number of `unit` in a quantity.

    Raises
    ------
    ValueError
        The two units measure different things; working days and days are two things.
    """
    if quantity.unit.dimension != unit.dimension:
        raise ValueError(f"{quantity.unit.code} cannot become {unit.code}")
    return Fraction(quantity.value) * quantity.unit.factor / unit.factor


def fen_of(*, money: Quantity) -> int:
    """Money as whole fen [0.01 CNY], rounded half to even once.

    Raises
    ------
    ValueError
        Not money, or more than an int64 of fen holds.
    """
    exact = converted(quantity=money, unit=_BY_CODE["CNY"]) * 100
    fen = round(exact)  # of a Fraction: half to even, exact
    if abs(fen) > MOST_FEN:
        raise ValueError(f"{money.value} {money.unit.code} is more than {MOST_FEN} fen")
    return fen


def cny_of(*, fen: int) -> Decimal:
    """Fen as CNY with two places, exact."""
    return (Decimal(fen) / 100).quantize(_FEN, rounding=ROUND_HALF_EVEN)


def money_text(*, fen: int) -> str:
    """Fen as the string that JSON carries, e.g. ``9800000000.00``."""
    return f"{cny_of(fen=fen):f}"
