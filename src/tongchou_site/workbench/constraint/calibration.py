"""How well forecasts did: Brier, reliability, back-test, past promises, and the plan's own earlier runs."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from tongchou.cycle.backtest import Band, reliability, score
from tongchou.cycle.outcome import BackTestRow
from tongchou.forecast.interval import wilson
from tongchou.kernel.finding import Text
from tongchou.plan.reference import Median, ReferenceClass
from tongchou.publish.provenance import Figure, computed
from tongchou.publish.scene import Scene
from tongchou.publish.words import HUNDRED
from tongchou_site.records.queries.calibration import Earlier

LEAST_N = 5  # finishes of earlier runs below which nothing is scored
FEW = 30  # promises below which the page says that they grade nothing
SIDE, EDGE = 240, 36  # of the square chart and the room for its axes [px]


@dataclass(frozen=True, slots=True, kw_only=True)
class BandLine:
    """One band of forecast chances, and its mark in the chart [px]."""

    title: str
    n: Figure
    kept: Figure
    chance: Figure | None
    share: Figure | None
    interval: Figure | None
    x: float
    y: float
    low: float
    high: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Graded:
    """Promises forecast and decided: scores, and the five bands. `few`: too few to grade anything."""

    n: int
    promises: Figure
    kept: Figure
    inside: Figure
    inside_interval: Figure
    brier: Figure | None
    believing: Figure | None
    bands: tuple[BandLine, ...]
    few: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class PastLine:
    """One class of promises that had fallen due."""

    title: Text
    n: Figure
    missed: Figure
    share: Figure | None
    interval: Figure | None
    unknown: Figure
    slip: Figure | None
    optimism: Figure | None


@dataclass(frozen=True, slots=True, kw_only=True)
class EarlierLine:
    """One finish forecast by an earlier run."""

    title: Text
    on: date
    hindsight: bool
    p10: Figure
    p50: Figure
    p90: Figure
    actual: Figure
    precision: str
    inside: bool
    chance: Figure | None
    kept: bool | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Calibration:
    """The page. `enough`: the earlier runs have known finishes enough to be scored."""

    now: Graded
    past: tuple[PastLine, ...]
    earlier: tuple[EarlierLine, ...]
    n_earlier: Figure
    n_hindsight: Figure
    enough: bool
    graded: Graded
    least: int


def calibration(*, rows: tuple[BackTestRow, ...], earlier: tuple[Earlier, ...], scene: Scene) -> Calibration:
    """Everything stored that says how well forecasts did."""
    return Calibration(
        now=_graded(rows),
        past=tuple(_past(each) for each in scene.outcome.references),
        earlier=tuple(_earlier(each, scene) for each in earlier),
        n_earlier=_count(len(earlier)),
        n_hindsight=_count(sum(each.hindsight for each in earlier)),
        enough=len(earlier) >= LEAST_N,
        graded=_graded(tuple(each.row for each in earlier)),
        least=LEAST_N,
    )


def _graded(rows: tuple[BackTestRow, ...]) -> Graded:
    found = score(rows=rows)
    return Graded(
        n=found.n,
        promises=_count(found.promises),
        kept=_count(found.kept),
        inside=_count(found.inside),
        inside_interval=_ends(found.inside, found.n),
        brier=_score(found.brier),
        believing=_score(found.believing),
        bands=tuple(_band(each) for each in reliability(rows=rows)) if found.promises else (),
        few=found.promises < FEW,
    )


def _count(n: int) -> Figure:
    return computed(name="count", text=str(n))


def _score(value: float | None) -> Figure | None:
    return computed(name="brier", text=f"{value:.2f}") if value is not None else None


def _percent(share: float, name: str = "reliability") -> Figure:
    return computed(name=name, text=f"{HUNDRED * share:.0f} %")


def _ends(successes: int, n: int, name: str = "reliability") -> Figure:
    low, high = wilson(successes=successes, n=n) if n else (0.0, 1.0)
    return computed(name=name, text=f"{HUNDRED * low:.0f}–{HUNDRED * high:.0f} %")


def _band(each: Band) -> BandLine:
    share = each.interval
    return BandLine(
        title=f"{HUNDRED * each.low:.0f}–{HUNDRED * each.high:.0f} %",
        n=_count(each.n),
        kept=_count(each.kept),
        chance=_percent(each.chance) if each.chance is not None else None,
        share=_percent(share.value) if share else None,
        interval=_ends(each.kept, each.n) if share else None,
        x=_x(each.chance or 0.0),
        y=_y(share.value if share else 0.0),
        low=_y(share.low if share else 0.0),
        high=_y(share.high if share else 0.0),
    )


def _x(share: float) -> float:
    return round(EDGE + SIDE * share, 1)


def _y(share: float) -> float:
    return round(EDGE / 3 + SIDE * (1 - share), 1)


def _past(each: ReferenceClass) -> PastLine:
    return PastLine(
        title=each.title,
        n=computed(name="reference", text=str(each.n)),
        missed=computed(name="reference", text=str(each.missed)),
        share=_percent(each.missed / each.n, "reference") if each.n else None,
        interval=_ends(each.missed, each.n, "reference") if each.n else None,
        unknown=computed(name="reference", text=str(each.unknown)),
        slip=_median(each.slip, 0),
        optimism=_median(each.optimism, 2),
    )


def _median(value: Median | None, digits: int) -> Figure | None:
    """A median with its interval, where n is large enough for one."""
    if value is None:
        return None
    text = f"{value.value:.{digits}f}"
    if value.low is not None and value.high is not None:
        text += f" ({value.low:.{digits}f}–{value.high:.{digits}f})"
    return computed(name="reference", text=text)


def _earlier(each: Earlier, scene: Scene) -> EarlierLine:
    row = each.row
    return EarlierLine(
        title=scene.name(row.activity),
        on=each.on,
        hindsight=each.hindsight,
        p10=computed(name="finish", text=row.p10.isoformat()),
        p50=computed(name="finish", text=row.p50.isoformat()),
        p90=computed(name="finish", text=row.p90.isoformat()),
        actual=Figure(text=row.actual.isoformat(), anchor=f"src-{row.sources[0]}", kind="source")
        if row.sources
        else computed(name="backtest", text=row.actual.isoformat()),
        precision=row.actual_precision,
        inside=row.inside,
        chance=computed(name="promise", text=f"{HUNDRED * row.chance:.0f} %")
        if row.chance is not None
        else None,
        kept=row.kept,
    )
