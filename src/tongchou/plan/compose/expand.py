"""One project by the template of its kind: activities, links, gate calendars, and what its state says is done."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Literal

from tongchou.kernel.finding import Text, in_two
from tongchou.plan.causes import Driver
from tongchou.plan.template import DriverForm, Template, TemplateActivity, driver_forms, template
from tongchou.plan.works import Activity, Calendar, Link, Statement

Confidence = Literal["A", "B", "C", "R", ""]

BASES = {
    "sourced": Text(zh="有公布的依据", en="published"),
    "partly_sourced": Text(zh="部分有公布的依据", en="published in part"),
    "assumption": Text(zh="假定", en="assumed"),
    "recalled": Text(zh="据记忆，未核实", en="recalled, not verified"),
    "milestone": Text(zh="节点", en="milestone"),
}
LINK = Text(zh="模板所定的先后", en="link of the template").in_one()
BEFORE = Text(zh="在所报进展之前必已发生", en="must have happened before the state that is reported").in_one()


@dataclass(frozen=True, slots=True, kw_only=True)
class Expansion:
    """The rows one project adds to a plan."""

    activities: tuple[Activity, ...]
    links: tuple[Link, ...]
    calendars: tuple[Calendar, ...]
    statements: tuple[Statement, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Standing:
    """What is known of a project's progress on a day: template activities done and running.

    Everything upstream of what is done or running is done as well. It had happened by the day `by`, and was said on
    the day `on`; without `by` all that is known is that it had happened by `on`.
    """

    on: date
    by: date | None = None
    done: tuple[str, ...] = ()
    running: tuple[str, ...] = ()
    sources: tuple[str, ...] = ()
    reason: str = ""


def expand_project(
    *, project: str, kind: str, standing: Standing | None = None, keep: frozenset[str] | None = None
) -> Expansion:
    """The activities of a project, each an assumption that names its template row.

    Parameters
    ----------
    project : id of the project; activities are called ``PROJECT.ROW``
    kind : a template's kind
    standing : progress, if any
    keep : template rows to make; None makes all. Links between rows kept are kept.
    """
    form = template(kind)
    rows = [each for each in form.activities if keep is None or each.id in keep]
    kept = {each.id for each in rows}
    calendars = {gate_id(each): each for each in rows if each.gates}
    return Expansion(
        activities=tuple(_activity(project, form, each) for each in rows),
        links=tuple(
            _link(project, each, pred, link_kind, lag)
            for each in rows
            for pred, link_kind, lag in each.after
            if pred in kept
        ),
        calendars=tuple(_calendar(name, each) for name, each in calendars.items()),
        statements=tuple(_states(project, form, kept, standing)) if standing else (),
    )


def gate_id(row: TemplateActivity) -> str:
    """The id of the gate calendar of a template row, told by its windows."""
    return "gate-" + "-".join(gate.replace("..", "_").replace("-", "") for gate in row.gates)


def _activity(project: str, form: Template, row: TemplateActivity) -> Activity:
    return Activity(
        id=f"{project}.{row.id}",
        project=project,
        title_zh=row.zh,
        title_en=row.en,
        phase=row.phase,
        resource=row.resource,
        permit_class=row.permit,
        milestone=row.milestone,
        low=row.low,
        mode=row.mode,
        high=row.high,
        unit=row.unit,
        calendar=gate_id(row) if row.gates else "",
        template=f"{form.kind}/{row.id}",
        basis="assumption",
        sources=row.sources,
        confidence=row.confidence,
        reason=_by_template(form, row),
    )


def _by_template(form: Template, row: TemplateActivity) -> str:
    """The reason of an activity: its template row, and what that row says of itself."""
    place, why = f"{form.kind}/{row.id}", _why(row)
    return Text(zh=f"模板{place}：{why.zh}", en=f"template {place}: {why.en}").in_one()


def _why(row: TemplateActivity) -> Text:
    return in_two(text=row.reason) if row.reason else BASES[row.basis]


def _link(
    project: str, row: TemplateActivity, pred: str, kind: Literal["FS", "SS", "FF", "SF"], lag: int
) -> Link:
    return Link(
        id=_link_id(project, row, pred, kind),
        pred=f"{project}.{pred}",
        succ=f"{project}.{row.id}",
        kind=kind,
        lag=Decimal(lag),
        basis="assumption",
        reason=LINK,
    )


def _link_id(project: str, row: TemplateActivity, pred: str, kind: str) -> str:
    """``PROJECT.PRED-ROW``; of several links between the same two, each further one with its kind behind it."""
    first = next(link for name, link, _ in row.after if name == pred)
    end = "" if kind == first else f"-{kind}"
    return f"{project}.{pred}-{row.id}"[: 64 - len(end)] + end


def _calendar(name: str, row: TemplateActivity) -> Calendar:
    windows, why = "、".join(row.gates), _why(row)
    return Calendar(
        id=name,
        title_zh=f"每年{windows}",
        title_en=f"each year {', '.join(row.gates)}",
        kind="gate",
        gates=row.gates,
        basis="assumption",
        reason=Text(zh=f"模板的时间窗口：{why.zh}", en=f"gate of the template: {why.en}").in_one(),
    )


def _states(project: str, form: Template, kept: set[str], standing: Standing) -> list[Statement]:
    """Statements for what is done and what has begun: it had happened by the day of the standing."""
    done: set[str] = set()
    begun: set[str] = set()
    for name in filter(form.has, standing.done):
        done |= form.upstream(name)
    for name in filter(form.has, standing.running):
        finished, also = form.begun_with(name)
        done |= finished
        begun |= also
    passed = {each.id for each in form.activities if each.milestone and each.id in begun}
    done = done.union(*(form.upstream(name) for name in passed))
    running = begun - done
    order = [each.id for each in form.activities]
    rows = [_statement(project, name, "finish", standing) for name in order if name in done & kept]
    return rows + [_statement(project, name, "start", standing) for name in order if name in running & kept]


def _statement(project: str, name: str, aspect: Literal["start", "finish"], standing: Standing) -> Statement:
    """One saying: of what the state itself names it is the source's; of what lies upstream it is our inference."""
    named = standing.done if aspect == "finish" else standing.running
    said = bool(standing.sources) and name in named
    return Statement(
        id=f"{project}.{name}.{aspect}"[:64],
        subject=f"{project}.{name}",
        aspect=aspect,
        kind="actual",
        value=(standing.by or standing.on).isoformat(),
        precision="latest",
        said_on=standing.on,
        basis="statement" if said else "assumption",
        sources=standing.sources if said else (),
        confidence="B" if said else "",
        reason=standing.reason or BEFORE,
    )


def driver_row(*, kind: str, name: str, applies_to: tuple[str, ...], title_zh: str, title_en: str) -> Driver:
    """The driver of one project or programme, or the optimism driver, with the usual factor of its kind."""
    form: DriverForm = driver_forms()[kind]
    selectors = applies_to
    if form.phases:
        selectors = tuple(
            f"phase:{phase}" if each == "all" else f"{each}+phase:{phase}"
            for each in applies_to
            for phase in form.phases
        )
    return Driver(
        id=f"{kind}-{name}"[:64],
        title_zh=f"{title_zh}{form.zh}",
        title_en=f"{title_en} {form.en}".strip(),
        applies_to=selectors,
        low=form.low,
        mode=form.mode,
        high=form.high,
        kind=kind,
        basis="assumption",
        reason=form.reason,
    )
