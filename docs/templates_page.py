"""The page on templates, written from the templates, the real works and the simulator: `python -m docs.generate`."""

from __future__ import annotations

import statistics
import textwrap
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from datetime import date
from decimal import Decimal

from docs.real_works import (
    BUILT,
    LOW,
    SPANS,
    TRIALS,
    Band,
    bands,
    leave_one_out,
    log_sd,
    milestones,
    promises_plan,
    spans,
)

from tongchou.plan.compose.expand import driver_row
from tongchou.plan.reference import LEAST_LEAD, LEAST_N, Median, ReferenceClass, reference_classes
from tongchou.plan.template import driver_forms, kinds, template
from tongchou.plan.template_norm import norm_of

KNOWN_ON = date(2026, 11, 1)  # the day up to which outcomes of the real works were looked for

HEAD = """# Templates: what they hold, and how they stand against real works

Generated from the code by `make docs`; do not edit. 模板:含什么,与实际工程相比如何。

A ledger says what is promised, not how it is done. `tongchou compose` gives each row the usual steps of its kind of work:
planning, permits, building, hand-over and operation, each step with its links, its class of permit and a least, most
likely and longest duration. They are the **norm** (law, limits of permits, the official construction-duration quota), and
where nothing is published our own estimate, marked as such. They are *not* the forecast: real works took longer. That
difference stands in drivers that everybody can see and switch off, never in the durations.

Everything a template puts into a plan is an assumption that names its row (`school/site`). Put in what you know, and the
assumption is gone.
"""


def page() -> str:
    """The page as Markdown."""
    parts = [HEAD, *_kinds(), *_ratios(), *_drivers(), *_bands(), *_promises()]
    return "\n".join(parts).rstrip() + "\n"


def _table(head: Sequence[str], rows: Iterable[Sequence[object]]) -> list[str]:
    lines = [head, ["---"] * len(head), *rows]
    return [*("| " + " | ".join(str(cell) for cell in line) + " |" for line in lines), ""]


def _prose(*parts: str) -> str:
    """A paragraph folded at the width of the pages."""
    return textwrap.fill(" ".join(parts), width=120, break_long_words=False, break_on_hyphens=False) + "\n"


def _kinds() -> Iterator[str]:
    yield "## The kinds\n"
    rows = []
    total: Counter[str] = Counter()
    for kind in sorted(kinds(), key=lambda each: (each not in BUILT, each)):
        form = template(kind)
        basis = Counter(row.basis for row in form.activities)
        total += basis
        numbers = [
            basis[name] for name in ("sourced", "partly_sourced", "recalled", "assumption", "milestone")
        ]
        rows.append(
            [
                f"`{kind}` {form.zh}",
                form.size,
                len(form.activities),
                *numbers,
                round(norm_of(kind=kind).finish["open"]),
            ]
        )
    head = [
        "kind",
        "size",
        "steps",
        "sourced",
        "partly",
        "recalled",
        "estimate",
        "milestones",
        "days to opening",
    ]
    yield from _table(head, rows)
    steps = sum(total.values())
    yield _prose(
        f"{steps} steps: {total['sourced']} rest on the sources they name, {total['partly_sourced']} are bounded by one,",
        f"{total['recalled']} are recalled from a rule and carry no source until it is read, {total['assumption']} are",
        f"our own estimates, {total['milestone']} are milestones. Days to opening: calendar days at the most likely",
        "durations, from the first step, with no driver and no gate. No published duration was found for land taking,",
        "design, campaigns and the steps of a policy, and no official quota for roads, pipes and wetlands: those are",
        "estimates.",
    )


def _ratios() -> Iterator[str]:
    yield "## Real days over the template's\n"
    yield _prose(
        "Days between two dated milestones of a real work over the days the template gives at its most likely durations,",
        "without any driver, at the template's own size. A month counts as its middle; a date known from a report alone",
        "is the latest it can be. The works were **found by search and are no random sample**; sizes differ from the",
        "template's. Dates and sources: [real works](../data/real_works.csv),",
        "[their sources](../data/real_work_sources.csv).",
    )
    rows: list[list[object]] = []
    for begin, end in SPANS:
        found = spans(begin=begin, end=end)
        groups = [
            ("all kinds", found),
            *((kind, tuple(x for x in found if x.kind == kind)) for kind in BUILT),
        ]
        for name, group in groups:
            if group:
                ratios = [each.ratio for each in group]
                shown = [f"{value:.2f}" for value in (min(ratios), statistics.median(ratios), max(ratios))]
                rows.append([f"{begin} to {end}", name, len(group), *shown])
    yield from _table(["span", "kind", "n", "min", "median", "max"], rows)
    missing = [
        kind
        for kind in BUILT
        if not any(each.kind == kind for each in spans(begin="start", end="end of works"))
    ]
    yield _prose(
        f"No work of {', '.join(missing)} was found with both a dated start and a dated end of works: nothing is claimed",
        "for them. The four works decided in one agreement of August 2017 share their decision and start, so the numbers",
        "above say less than their n.",
    )


def _drivers() -> Iterator[str]:
    yield "## The drivers every composed plan has\n"
    rows = [
        [form.zh, form.low, form.mode, form.high, ", ".join(form.phases) or "all", form.reason]
        for form in driver_forms().values()
    ]
    yield from _table(["driver", "P10", "median", "P90", "phases", "why"], rows)


def _bands() -> Iterator[str]:
    full = bands(optimism=None)
    yield "## How many real works fall inside the simulated band\n"
    yield _prose(
        "Each work with a dated start and end of works is simulated as a plan of one project from the day it began: the",
        f"network, calendars, drivers and random numbers of `tongchou run` ({TRIALS.count} futures, seed {TRIALS.seed}).",
        "Days from the start.",
    )
    yield from _table(
        ["work", "kind", "real", "template", "ratio", "5 %", "50 %", "95 %", "inside"],
        (_band_row(each) for each in full),
    )
    independent = bands(optimism=None, shared=False)
    neutral = bands(optimism=Decimal(1))
    left = leave_one_out()
    rows = [
        ["project, programme and optimism drivers", _share(full)],
        ["the same, optimism left one out", _share([band for band, _ in left])],
        [
            "the same, optimism and spread left one out",
            _share([band for band, _ in leave_one_out(spread=True)]),
        ],
        ["project and programme drivers, optimism 1.00", _share(neutral)],
        ["no driver: independent spreads", _share(independent)],
    ]
    yield from _table(["plan", "inside the 5-95 % band"], rows)
    yield _care(full, neutral, [factor for _, factor in left])


def _care(full: Sequence[Band], neutral: Sequence[Band], factors: Sequence[Decimal]) -> str:
    n, late = len(full), sum(each.span.real > each.middle for each in full)
    width = statistics.median(each.high / each.low for each in full)
    ratios = [each.span.ratio for each in full]
    sds = [log_sd(ratios[:place] + ratios[place + 1 :]) for place in range(n)]
    optimism = driver_row(kind="optimism", name="all", applies_to=("all",), title_zh="", title_en="").mode
    return _prose(
        f"Read this with care. The optimism median {optimism} **was taken from these same {n} works**, and so was the",
        "spread of the drivers: the first line is in-sample. Left one out, each work is held against the median of the",
        f"other {n - 1} ({min(factors)} to {max(factors)}), and in the third line the drivers have the spread of the others",
        f"too (log-sd {min(sds):.2f} to {max(sds):.2f}, of all {n} {log_sd(ratios):.2f}). The band is wide:",
        f"its upper end is {width:.1f} times its lower one at the median, and with n = {n} the count cannot tell",
        f"whether the optimism factor is right: without it {_share(neutral)} fall inside too. {late} of {n} works took",
        "longer than their simulated median. What the table does show is that independent spreads are far too narrow,",
        "and that a factor shared by all steps of one work must carry most of the spread. Even a band that is right",
        f"misses {2 * LOW:.0%} of works in the long run.",
    )


def _band_row(band: Band) -> list[object]:
    span = band.span
    inside = "yes" if band.inside else "no"
    return [
        span.name,
        span.kind,
        span.real,
        round(span.norm),
        f"{span.ratio:.2f}",
        band.low,
        band.middle,
        band.high,
        inside,
    ]


def _share(found: Sequence[Band]) -> str:
    return f"{sum(each.inside for each in found)} of {len(found)}"


def _promises() -> Iterator[str]:
    found = reference_classes(plan=promises_plan(), on=KNOWN_ON)
    yield "## Promises against outcomes\n"
    yield _prose(
        f"First published promises, made {LEAST_LEAD} days or more ahead and fallen due by {KNOWN_ON}, computed as for",
        "any plan (`tongchou.plan.reference`). A promise whose outcome nobody reports is counted apart. Optimism is the",
        f"median of days taken over days promised; below n = {LEAST_N} nothing is fitted.",
    )
    head = ["promises", "n", "missed", "outcome unknown", "median days late, of those missed", "optimism"]
    yield from _table(head, (_class_row(each) for each in found))
    still = [row for row in milestones() if row.still_open]
    works = [each for each in found if each.milestone in ("start", "works")]
    n, missed = sum(each.n for each in works), sum(each.missed for each in works)
    opening = next(each for each in found if each.milestone == "opening")
    yield _prose(
        f"{len(still)} of the unknown were still open when last seen, past their day. With them, promises of works (starts",
        f"among them) were missed in {missed + len(still)} of {n + len(still)} cases, promises of opening in",
        f"{opening.missed} of {opening.n}: an opening is promised late, and 1 September decides it. Found by search, not at",
        "random; median intervals are those of order statistics (90 %).",
    )


def _class_row(found: ReferenceClass) -> list[object]:
    optimism = "not fitted" if found.optimism is None else _median(found.optimism, 2)
    slip = "" if found.slip is None else _median(found.slip, 0)
    return [found.title.en, found.n, found.missed, found.unknown, slip, optimism]


def _median(found: Median, digits: int) -> str:
    if found.low is None or found.high is None:
        return f"{found.value:.{digits}f} (n too small for an interval)"
    return f"{found.value:.{digits}f} ({found.low:.{digits}f} to {found.high:.{digits}f})"
