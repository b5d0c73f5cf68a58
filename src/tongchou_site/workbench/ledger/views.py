"""Pages of the room ledger: the table, the same rows as files, the empty form."""

from __future__ import annotations

from collections.abc import Callable
from urllib.parse import quote

from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.views.decorators.http import require_safe

from tongchou.kernel.errors import BadInput, Problem, Where
from tongchou.plan.template import kinds, template
from tongchou.publish.ledger_docx import ledger_docx
from tongchou.publish.ledger_files import LedgerSheet, Offered, ledger_form, ledger_xlsx
from tongchou_site.records.queries.ledger import choices, ledger_rows
from tongchou_site.records.queries.people import Here
from tongchou_site.workbench.doors import door, show
from tongchou_site.workbench.ledger.asked import asked
from tongchou_site.workbench.ledger.page import in_words, page, sheet

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
MOST = {"xlsx": 20_000, "docx": 5_000}  # rows of one file; what is made within a request stays within seconds
MAKERS: dict[str, tuple[Callable[..., bytes], str]] = {
    "xlsx": (ledger_xlsx, XLSX),
    "docx": (ledger_docx, DOCX),
}


@require_safe
@door("ledger.read")
def ledger(request: HttpRequest, here: Here) -> HttpResponse:
    """The table, a page at a time."""
    found = page(here=here, asked=asked(given=request.GET))
    return show(request, here, "ledger/ledger.html", room="ledger", page=found)


@require_safe
@door("plan.export")
def ledger_file(request: HttpRequest, here: Here, form: str) -> HttpResponse:
    """What the table shows under the same filters, all pages of it, as a file."""
    wanted, most = asked(given=request.GET), MOST[form]
    rows = list(ledger_rows(here=here, filters=wanted.filters, order=wanted.walk.order, most=most + 1))
    if len(rows) > most:
        raise BadInput([_too_many(most)])
    filters = in_words(filters=wanted.filters, offered=choices(here=here))
    lang = getattr(request, "lang", "zh")
    shown: LedgerSheet = sheet(
        here=here, rows=rows, filters=filters, on=here.judged_on or timezone.localdate(), lang=lang
    )
    make, media_type = MAKERS[form]
    return download(data=make(sheet=shown), name=f"{shown.title}.{form}", media_type=media_type)


@require_safe
@door("plan.export")
def ledger_blank(request: HttpRequest, here: Here) -> HttpResponse:
    """The empty form with the goals, organisations and places of this plan to choose from."""
    known = choices(here=here)
    offered = Offered(
        goals=[each.title.zh for each in known.goals],
        organisations=[each.title.zh for each in known.bureaus],
        places=[each.title.zh for each in known.places],
        kinds=[template(kind).zh for kind in kinds()],
    )
    title = f"{here.title.zh} 台账"
    return download(data=ledger_form(title=title, offered=offered), name=f"{title}模板.xlsx", media_type=XLSX)


def download(*, data: bytes, name: str, media_type: str) -> HttpResponse:
    """A file to keep."""
    response = HttpResponse(data, content_type=media_type)
    response["Content-Disposition"] = f"attachment; filename*=UTF-8''{quote(name)}"
    return response


def _too_many(most: int) -> Problem:
    return Problem(
        code="too-many-rows",
        where=Where(),
        zh=f"一个文件最多{most}行",
        en=f"a file holds at most {most} rows",
        mend_zh="请先筛选，再导出。",
        mend_en="Narrow the ledger down first.",
    )
