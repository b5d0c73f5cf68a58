"""The audit trail: read, narrowed, verified, taken along as a file."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Iterator
from urllib.parse import quote, urlencode

from django.http import HttpRequest, HttpResponse, StreamingHttpResponse
from django.views.decorators.http import require_POST, require_safe

from tongchou.publish.opendata import safe_cell
from tongchou_site.records.queries.audit import (
    Act,
    Sought,
    Trail,
    audit_page,
    audit_rows,
)
from tongchou_site.records.queries.people import Here, members
from tongchou_site.records.trail import Verdict, verify
from tongchou_site.ui.speech import words
from tongchou_site.workbench.doors import door, show
from tongchou_site.workbench.manage.sentences import names, sentence

PAGE = 50
MOST = 100_000  # entries of one file
LONGEST = 128
COLUMNS = (
    "audit_csv_number",
    "audit_when",
    "people_username",
    "people_name",
    "audit_csv_code",
    "audit_what",
    "audit_subject",
    "audit_csv_detail",
    "audit_hash",
)


@require_safe
@door("audit.read")
def audit(request: HttpRequest, here: Here) -> HttpResponse:
    """The entries, newest first."""
    return _page(request, here, None)


@require_POST
@door("audit.read")
def verified(request: HttpRequest, here: Here) -> HttpResponse:
    """The same page with what the chain says of itself."""
    return _page(request, here, verify())


def _page(request: HttpRequest, here: Here, verdict: Verdict | None) -> HttpResponse:
    trail, sought = _trail(here), _sought(request)
    before = request.GET.get("before", "")
    known = before.isdecimal() and len(before) < 16
    found = audit_page(trail=trail, sought=sought, before=int(before) if known else None, most=PAGE)
    filters = _filters(sought)
    everybody = members(plan=here.plan)
    return show(
        request,
        here,
        "manage/audit.html",
        room="manage",
        lines=tuple(
            (each, sentence(each), json.dumps(each.detail, ensure_ascii=False)) for each in found.acts
        ),
        sought=sought,
        actions=names(),
        people=(*everybody.of_plan, *everybody.administrators),
        filters=urlencode(filters),
        older=urlencode({**filters, "before": found.older}) if found.older else "",
        paged=known,
        verdict=verdict,
        most=MOST,
    )


def _trail(here: Here) -> Trail:
    return Trail(plan=here.key, everybody=here.may("people.manage"))


def _sought(request: HttpRequest) -> Sought:
    given = {name: request.GET.get(name, "").strip()[:LONGEST] for name in ("action", "by", "subject")}
    return Sought(**given)


def _filters(sought: Sought) -> dict[str, str]:
    given = {"action": sought.action, "by": sought.by, "subject": sought.subject}
    return {name: value for name, value in given.items() if value}


@require_safe
@door("audit.read")
def audit_file(request: HttpRequest, here: Here) -> StreamingHttpResponse:
    """The same entries as a file, line by line."""
    lang = getattr(request, "lang", "zh")
    acts = audit_rows(trail=_trail(here), sought=_sought(request), most=MOST)
    response = StreamingHttpResponse(_csv(acts, lang), content_type="text/csv; charset=utf-8")
    name = f"{here.key} {words()['audit_title'].in_language(lang)}.csv"
    response["Content-Disposition"] = f"attachment; filename*=UTF-8''{quote(name)}"
    return response


def _csv(acts: Iterator[Act], lang: str) -> Iterator[bytes]:
    yield b"\xef\xbb\xbf" + _line([words()[key].in_language(lang) for key in COLUMNS])
    for each in acts:
        yield _line(
            [
                str(each.number),
                each.at.isoformat(timespec="seconds"),
                each.by,
                each.name,
                each.action,
                sentence(each).in_language(lang),
                each.subject,
                json.dumps(each.detail, ensure_ascii=False, sort_keys=True),
                each.hash,
            ]
        )


def _line(cells: list[str]) -> bytes:
    """One line in which no cell is run as a formula."""
    out = io.StringIO()
    csv.writer(out, lineterminator="\r\n").writerow(safe_cell(text=cell) for cell in cells)
    return out.getvalue().encode()
