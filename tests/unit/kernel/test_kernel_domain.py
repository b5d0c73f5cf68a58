"""The manifest of a domain and the assessment it returns, on a domain of two lines."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal

import pytest

from tongchou.kernel.clause import Standard
from tongchou.kernel.domain import (
    Assessment,
    Domain,
    DomainReading,
    Excluded,
    InputTable,
    Verb,
    domain_json,
    measure,
)
from tongchou.kernel.exhibit import Chart, Table, TableColumn
from tongchou.kernel.feed import DurationFeed, Feeds, LeverFeed, PathFeed, Spread
from tongchou.kernel.finding import Finding, Text

WORD = Text(zh="词", en="word")
DAY = date(2021, 8, 3)


@dataclass(frozen=True, slots=True, kw_only=True)
class Sample:
    section: str = measure("断面")
    cod: Decimal | None = measure("化学需氧量", unit="mg/L", low="0", synonyms=("COD",), default=None)


TABLE = Table(id="classes", title=WORD, columns=(TableColumn(key="section", title=WORD),), rows=(("A",),))


def assessment() -> Assessment:
    return Assessment(
        readings=(
            DomainReading(indicator="cod", place="A", on=DAY, value="14", unit="mg/L", standard="RULE-1"),
        ),
        findings=(Finding(kind="shortfall", where="A", severity="red", text=WORD),),
        feeds=Feeds(
            domain="example",
            durations=(
                DurationFeed(address="permit:PC", spread=Spread(shape="fixed", mode=3), standard="RULE-1"),
            ),
            paths=(PathFeed(indicator="cod", on=DAY, spread=Spread(shape="fixed", mode=3)),),
            levers=(LeverFeed(id="l", title=WORD, activities=("a",), days=5),),
        ),
        tables=(TABLE,),
        charts=(),
        layers=(),
        excluded=(Excluded(file="f", sheet="s", row=3, column="cod", value="x", reason=WORD, mend=WORD),),
        standards=("RULE-1",),
    )


def assess(inputs: Mapping[str, object], on: date) -> Assessment:
    return assessment()


DOMAIN = Domain(
    key="example",
    title=WORD,
    question=WORD,
    standards=(Standard(id="RULE-1", title=WORD, edition="2020"),),
    indicators=("cod",),
    inputs=(InputTable(name="samples", title=WORD, row=Sample),),
    assess=assess,
    verbs=(Verb(name="show", title=WORD, act=lambda inputs, on: (TABLE,)),),
)


def test_an_input_column_carries_header_unit_and_range() -> None:
    section, cod = DOMAIN.inputs[0].columns()
    assert (section.zh, section.unit, section.may_be_missing) == ("断面", None, False)
    assert cod.unit is not None
    assert (cod.unit.code, cod.low, cod.high, cod.synonyms) == ("mg/L", 0, None, ("COD",))
    assert cod.may_be_missing


def test_an_input_column_of_an_unknown_unit_is_refused() -> None:
    with pytest.raises(ValueError, match="furlong"):
        measure("长度", unit="furlong")


def test_an_input_table_needs_the_dataclass_of_its_rows() -> None:
    with pytest.raises(ValueError, match="dataclass"):
        InputTable(name="samples", title=WORD, row=dict)


def test_an_assessment_as_json_has_every_key_of_the_convention() -> None:
    keys = {
        "readings", "findings", "durations", "capacities", "forecasts", "blocks", "levers",
        "tables", "charts", "layers", "excluded", "standards",
    }  # fmt: skip
    assert set(domain_json(assessment=assessment())) == keys


def test_an_assessment_as_json_is_plain() -> None:
    text = json.dumps(domain_json(assessment=assessment()), ensure_ascii=False)
    assert json.loads(text)["readings"][0]["on"] == "2021-08-03"


def test_what_is_shown_has_different_ids() -> None:
    chart = Chart(id="classes", title=WORD, kind="bar", table=TABLE, along="section", up=("section",))
    with pytest.raises(ValueError, match="different ids"):
        replace(assessment(), charts=(chart,))


def test_a_domain_without_english_is_refused() -> None:
    with pytest.raises(ValueError, match="both languages"):
        replace(DOMAIN, question=Text(zh="问", en=""))


def test_a_domain_that_declares_an_indicator_twice_is_refused() -> None:
    with pytest.raises(ValueError, match="indicators"):
        replace(DOMAIN, indicators=("cod", "cod"))


def test_a_verb_of_a_domain_gives_something_to_show() -> None:
    assert DOMAIN.verbs[0].act({}, DAY) == (TABLE,)


def test_a_verb_without_a_title_is_refused() -> None:
    with pytest.raises(ValueError, match="both languages"):
        Verb(name="show", title=Text(zh="", en=""), act=lambda inputs, on: ())


def test_a_standard_has_an_edition() -> None:
    with pytest.raises(ValueError, match="edition"):
        Standard(id="RULE-1", title=WORD, edition="")
