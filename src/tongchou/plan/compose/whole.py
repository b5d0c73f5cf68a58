"""From an office's ledger to a plan: each row a task, a project and the usual activities of its kind.

Everything that the ledger does not say is an assumption naming its template row.
"""

from __future__ import annotations

import dataclasses
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date

from tongchou.kernel.finding import Text, in_two
from tongchou.kernel.provenance import is_id, stable_hash
from tongchou.plan.causes import Driver
from tongchou.plan.compose.expand import Expansion, driver_row, expand_project
from tongchou.plan.compose.goals import Promised, goal_tree, year_horizon
from tongchou.plan.compose.kind import WHY, How, RowKind, kind_of
from tongchou.plan.compose.ledger import LedgerRow
from tongchou.plan.compose.lexicon import (
    State,
    closing_word,
    milestone_of,
    read_state,
)
from tongchou.plan.compose.state import LEDGER, stand, unplaced
from tongchou.plan.model import Plan
from tongchou.plan.purpose import Organisation, Place, Source, Task
from tongchou.plan.template import Template, template, template_sources
from tongchou.plan.works import Project, Statement

NO_LEAD = Text(zh="没有牵头单位", en="no lead")
NO_DATE = Text(zh="没有完成时限", en="no promised date")
NO_WORD = Text(
    zh="时限没有写明是开工、完工还是投用，按投用计",
    en="the date does not say whether of a start, completion or opening; the opening is taken",
)
NO_STATE = Text(zh="没有进展，按尚未开始计算", en="no progress given; taken as not begun")
VAGUE = Text(zh="进展看不出做到哪一步，按尚未开始计算", en="the progress names no step; taken as not begun")
FIGURES = "指标"  # the group of figures where the ledger names none
KIND_OPEN: dict[How, Text] = {
    "guessed": Text(
        zh="名称看不出类别，暂按“{zh}”编制", en="the title tells no kind; composed as {en} for now"
    ),
    "near": Text(
        zh="没有这类工作的模板，暂用最接近的“{zh}”",
        en="no template of this kind; the nearest, {en}, is taken",
    ),
}
NO_STEP = {
    "all": Text(
        zh="进展所写的步骤这类工作没有，看不出对应的步骤，按尚未开始计算",
        en="the progress names steps this kind of work does not have; taken as not begun",
    ),
    "some": Text(
        zh="进展所写的步骤有的这类工作没有，看不出对应的步骤，没有计入",
        en="the progress names some steps this kind of work does not have; they are left out",
    ),
}
SHARE = Text(
    zh="进展只有百分比，按模板工期折算到步骤",
    en="progress as a percentage only; turned into steps by the template's days",
)
BEGUN = Text(
    zh="只知道已经开始，按第一步正在进行计算",
    en="all that is said is that it has begun; the first step is taken as running",
)
NO_DAY = Text(zh="已完成但没有写完成日期，按承诺日计", en="done, but no day given; the promised day is taken")


@dataclass(frozen=True, slots=True, kw_only=True)
class _Work:
    """One ledger row with its ids, its kind and what was made of it; a figure to be reached has no form."""

    id: str
    row: LedgerRow
    form: Template | None
    kind: RowKind
    promised: tuple[Promised, ...]
    made: Expansion
    missing: tuple[Text, ...]


def compose(
    *,
    rows: Iterable[LedgerRow],
    on: date,
    plan_id: str,
    title: str,
    file: str = "",
    known: frozenset[str] = frozenset(),
) -> Plan:
    """The plan an office's ledger amounts to.

    Every row becomes a task and, unless it sets a figure, a project of the same id, with activities such as
    ``T07.site`` from the template of its kind. The promised date is a planned statement on the milestone its words
    name (default: `open`); the state becomes actual statements, known by the ledger's date. Rows without a date, a
    state or an owner are kept, and their task says what is missing. Goals are the ledger's own where it names them,
    else one for each kind of work; each has the working test that what was promised is done by the day it was
    promised for.

    Parameters
    ----------
    rows : the ledger's rows
    on : the ledger's date
    plan_id, title : of the plan
    file : name of the ledger's file, named as the source
    known : ids of tasks that are there already; a row numbered by one of them is that task
    """
    ledger = Source(
        id=LEDGER,
        published_on=on,
        title=file or title,
        reliability="B",
        note=Text(zh="单位自己的台账，按所交原样", en="the office's own ledger, as handed in").in_one(),
        basis="statement",
        sources=(LEDGER,),
        confidence="B",
    )
    rows = tuple(rows)
    works = [_work(name, row, on) for name, row in zip(_task_ids(rows, known), rows, strict=True)]
    groups = [each.row.goal or (each.form.zh if each.form else FIGURES) for each in works]
    tree = goal_tree(groups=groups, promised=[each.promised for each in works], title=title)
    activities = tuple(row for each in works for row in each.made.activities)
    return Plan(
        id=plan_id,
        title_zh=title,
        sources=_sources(ledger, works),
        organisations=_organisations(rows),
        places=_places(rows),
        horizons=year_horizon(goals=tree.goals, on=on),
        goals=tree.goals,
        tasks=tuple(_task(each, goals) for each, goals in zip(works, tree.served, strict=True)),
        projects=tuple(_project(each, each.form) for each in works if each.form),
        activities=activities,
        links=tuple(row for each in works for row in each.made.links),
        calendars=tuple({row.id: row for each in works for row in each.made.calendars}.values()),
        statements=tuple(row for each in works for row in _statements(each, on)),
        drivers=_drivers(works),
    )


def _task_ids(rows: tuple[LedgerRow, ...], known: frozenset[str]) -> list[str]:
    """``T`` and the ledger's own number where every row has one of its own, else ``T`` and the place in the list.

    A number that is such an id already, as in a ledger that was exported, stays what it is.
    """
    own = [row.number if row.number in known else _as_id(row.number) for row in rows]
    usable = all(own) and len(set(own)) == len(own) and all(is_id(f"{each}.long_activity_id") for each in own)
    width = max(2, len(str(len(rows))))
    return own if usable else [f"T{place:0{width}d}" for place in range(1, len(rows) + 1)]


def _as_id(number: str) -> str:
    bare = re.sub(r"\.0$", "", number.strip())
    if bare.isdecimal():
        return f"T{int(bare):02d}"
    if re.fullmatch(r"T\d{2,19}", bare):
        return bare
    return f"T{bare}" if re.fullmatch(r"[A-Za-z0-9.-]{1,20}", bare) else ""


def _name_id(prefix: str, name: str) -> str:
    """An id made of a name alone, so that next month's ledger gives the same one."""
    return f"{prefix}-{stable_hash(name) & 0xFFFFFFFF:08x}" if name else ""


def _work(name: str, row: LedgerRow, on: date) -> _Work:
    kind = kind_of(row=row)
    if kind.how == "figure":
        made = Expansion(activities=(), links=(), calendars=(), statements=())
        why = (*([] if row.lead else [NO_LEAD]), WHY["figure"])
        return _Work(id=name, row=row, form=None, kind=kind, promised=(), made=made, missing=why)
    form = template(kind.kind)
    promised = tuple(
        Promised(
            activity=f"{name}.{milestone_of(word=said.word or closing_word(title=row.title), template=form)}",
            promise=said,
            day=said.day,
        )
        for said in row.promises
        if said.day is not None
    )
    state = read_state(text=row.state)
    standing = stand(
        row=row, state=state, form=form, promised=tuple(each.activity for each in promised), on=on
    )
    made = expand_project(project=name, kind=kind.kind, standing=standing)
    dated = standing is not None and standing.by is not None
    kept = made if dated else _kept_by_the_day(made, form, promised)
    return _Work(
        id=name,
        row=row,
        form=form,
        kind=kind,
        promised=promised,
        made=kept,
        missing=(*_kind_missing(kind, form), *_missing(row, state, form, kept is not made)),
    )


def _kept_by_the_day(made: Expansion, form: Template, promised: tuple[Promised, ...]) -> Expansion:
    """What is done without a day of its own is taken as done on the day promised, if that is past: said as such."""
    cap: dict[str, date] = {}
    for each in promised:
        project, _, name = each.activity.rpartition(".")
        for above in form.upstream(name):
            subject = f"{project}.{above}"
            cap[subject] = min(each.day, cap.get(subject, each.day))
    done = {row.subject for row in made.statements if row.aspect == "finish"}
    late = {each.activity for each in promised if each.activity in done}
    if not late:
        return made
    rows = tuple(_capped(row, cap) if row.aspect == "finish" else row for row in made.statements)
    return made if rows == made.statements else dataclasses.replace(made, statements=rows)


def _capped(row: Statement, cap: dict[str, date]) -> Statement:
    day = cap.get(row.subject)
    if day is None or date.fromisoformat(row.value) <= day:
        return row
    why = in_two(text=row.reason)
    return dataclasses.replace(
        row,
        value=day.isoformat(),
        basis="assumption",
        sources=(),
        confidence="",
        reason=Text(zh=f"{why.zh}；{NO_DAY.zh}", en=f"{why.en}; {NO_DAY.en}").in_one(),
    )


def names_no_milestone(*, row: LedgerRow) -> bool:
    """Whether a day is promised, and neither its words nor the title say what for."""
    dated = [each for each in row.promises if each.day is not None]
    return any(not each.word for each in dated) and not closing_word(title=row.title)


def _kind_missing(kind: RowKind, form: Template) -> Iterator[Text]:
    """That a kind was guessed, or is only the nearest: the steps and their days are then to be looked at first."""
    if kind.how in KIND_OPEN:
        yield KIND_OPEN[kind.how].filled(zh=form.zh, en=form.en)


def _missing(row: LedgerRow, state: State, form: Template, capped: bool) -> Iterator[Text]:
    if not row.lead:
        yield NO_LEAD
    if not row.promises:
        yield NO_DATE
    if names_no_milestone(row=row):
        yield NO_WORD
    if not row.state.strip():
        yield NO_STATE
    elif not state.understood:
        yield VAGUE
    elif state.share is not None:
        yield SHARE
    elif state.begun or state.stopped:
        yield BEGUN
    astray = unplaced(text=row.state, form=form)
    if astray:
        yield NO_STEP[astray]
    if capped:
        yield NO_DAY


def _statements(work: _Work, on: date) -> tuple[Statement, ...]:
    """The promises as planned statements, then what the state says has happened."""
    said_by = work.row.lead
    planned = tuple(
        Statement(
            id=f"{work.id}.promise{number}",
            subject=each.activity,
            aspect="finish",
            kind="planned",
            value=each.day.isoformat(),
            precision=each.promise.precision,
            said_by=said_by,
            said_on=on,
            text=each.promise.text,
            basis="statement",
            sources=(LEDGER,),
            confidence="B",
            reason=_place(work.row),
        )
        for number, each in enumerate(work.promised, start=1)
    )
    return planned + work.made.statements


def _task(work: _Work, goals: tuple[str, ...]) -> Task:
    row = work.row
    return Task(
        id=work.id,
        title_zh=row.title,
        goals=goals,
        lead=_name_id("O", row.lead),
        supporting=tuple(_name_id("O", name) for name in row.supporting),
        person=row.person,
        place=_name_id("L", row.place),
        deadline=max((each.day for each in row.promises if each.day is not None), default=None),
        state=row.state,
        missing_zh="；".join(each.zh for each in work.missing),
        missing_en="; ".join(each.en for each in work.missing),
        basis="statement",
        sources=(LEDGER,),
        confidence="B",
        reason=_place(row),
    )


def _place(row: LedgerRow) -> str:
    place = row.place_in_file
    return Text(zh=f"台账{place.zh}", en=f"ledger {place.en}").in_one()


def _project(work: _Work, form: Template) -> Project:
    row = work.row
    return Project(
        id=work.id,
        title_zh=row.title,
        kind=form.kind,
        owner=_name_id("O", row.lead),
        place=_name_id("L", row.place),
        tasks=(work.id,),
        programme=_programme(work, form),
        investment_cny=row.investment_cny,
        basis="assumption",
        confidence="C" if work.kind.how in KIND_OPEN else "",
        reason=work.kind.why().in_one(),
    )


def _programme(work: _Work, form: Template) -> str:
    """Works of one kind under one lead are taken as one programme."""
    return f"{_name_id('O', work.row.lead) or 'nobody'}.{form.kind}"


def _drivers(works: list[_Work]) -> tuple[Driver, ...]:
    """A factor for every project and every programme, and the optimism of all building work."""
    own = [
        driver_row(
            kind="project",
            name=each.id,
            applies_to=(f"project:{each.id}",),
            title_zh=each.row.title,
            title_en=each.id,
        )
        for each in works
        if each.form
    ]
    shared = {_programme(each, each.form): (each.row.lead, each.form) for each in works if each.form}
    own += [
        driver_row(
            kind="programme",
            name=name,
            applies_to=(f"programme:{name}",),
            title_zh=f"{lead}{form.zh}",
            title_en=f"{form.en} of one lead",
        )
        for name, (lead, form) in shared.items()
    ]
    return (*own, driver_row(kind="optimism", name="all", applies_to=("all",), title_zh="", title_en=""))


def _organisations(rows: tuple[LedgerRow, ...]) -> tuple[Organisation, ...]:
    names = dict.fromkeys(name for row in rows for name in (row.lead, *row.supporting) if name)
    return tuple(
        Organisation(
            id=_name_id("O", name), title_zh=name, basis="statement", sources=(LEDGER,), confidence="B"
        )
        for name in names
    )


def _places(rows: tuple[LedgerRow, ...]) -> tuple[Place, ...]:
    names = dict.fromkeys(row.place for row in rows if row.place)
    return tuple(
        Place(id=_name_id("L", name), title_zh=name, basis="statement", sources=(LEDGER,), confidence="B")
        for name in names
    )


def _sources(ledger: Source, works: list[_Work]) -> tuple[Source, ...]:
    """The ledger, then every source the template rows used name."""
    named = {name for each in works for row in each.made.activities for name in row.sources}
    return (ledger, *(row for row in template_sources() if row.id in named))
