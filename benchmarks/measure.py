"""What is measured and how: pairs of ours and the peer's in turn, medians, one line of JSON a case."""

from __future__ import annotations

import json
import operator
import statistics
import sys
from collections.abc import Callable
from dataclasses import dataclass
from time import perf_counter, process_time

Clock = Callable[[], float]
ON_THE_WALL: Clock = perf_counter
COMPARE = {"<=": operator.le, ">=": operator.ge}


@dataclass(frozen=True, slots=True, kw_only=True)
class Case:
    """One figure. `ratio` is value over peer_value or the other way round, as `measure` says.

    `reach` is what the ratio is to reach, such as ``<= 20`` or ``>= 3``; None where nothing is to be reached.
    `peer` is None where there is none; where it is not installed it has no value and `note`, which goes to standard
    error, says so.
    """

    benchmark: str
    case: str
    measure: str
    value: float | None
    unit: str
    peer: str | None = None
    peer_value: float | None = None
    ratio: float | None = None
    reach: str | None = None
    note: str = ""

    @property
    def ok(self) -> bool | None:
        """Whether the ratio reaches what it should; None where there is no ratio or nothing to reach."""
        if self.reach is None or self.ratio is None:
            return None
        sign, bound = self.reach.split()
        return bool(COMPARE[sign](self.ratio, float(bound)))

    def line(self) -> str:
        """The case as one line of JSON."""
        return json.dumps(
            {
                "benchmark": self.benchmark,
                "case": self.case,
                "measure": self.measure,
                "value": _short(self.value),
                "unit": self.unit,
                "peer": self.peer,
                "peer_value": _short(self.peer_value),
                "ratio": _short(self.ratio),
                "reach": self.reach,
                "ok": self.ok,
            },
            ensure_ascii=False,
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class Pair:
    """Median seconds of ours and of the peer's, and the median of ours over peer's pair by pair."""

    ours: float
    peer: float
    ours_over_peer: float


def say(note: str) -> None:
    """A remark for the person who runs the benchmark, beside the lines of JSON."""
    sys.stderr.write(f"benchmarks: {note}\n")


def seconds(call: Callable[[], object], clock: Clock = process_time) -> float:
    """How long one call takes: processor time of this process, so that another's work on the machine does not count."""
    begin = clock()
    call()
    return clock() - begin


def interleaved(
    *, ours: Callable[[], object], peer: Callable[[], object], pairs: int, clock: Clock = process_time
) -> Pair:
    """Time both in turn `pairs` times, after one call each that does not count; `clock` on the wall for several cores."""
    ours()
    peer()
    times = [(seconds(ours, clock), seconds(peer, clock)) for _ in range(pairs)]
    return Pair(
        ours=statistics.median(mine for mine, _ in times),
        peer=statistics.median(other for _, other in times),
        ours_over_peer=statistics.median(mine / other for mine, other in times),
    )


def median_seconds(*, call: Callable[[], object], times: int) -> float:
    """Median seconds of `times` calls, after one that does not count."""
    call()
    return statistics.median(seconds(call) for _ in range(times))


def _short(value: float | None) -> float | None:
    return None if value is None else float(f"{value:.4g}")
