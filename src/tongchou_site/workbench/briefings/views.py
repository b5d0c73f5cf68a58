"""Pages of the briefings."""

from __future__ import annotations

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST

from tongchou.publish import briefing as publish
from tongchou.publish.paper import as_docx, as_pdf
from tongchou_site.records.actions.briefings import (
    Edit,
    discard_briefing,
    draft_briefing,
    edit_briefing,
    issue_briefing,
)
from tongchou_site.records.queries import briefings as queries
from tongchou_site.records.queries.people import Here
from tongchou_site.records.queries.runs import latest_answer
from tongchou_site.ui.given import whole
from tongchou_site.ui.speech import words
from tongchou_site.workbench.answers import scene_of
from tongchou_site.workbench.doors import door, show

TYPES = {
    "docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    "pdf": "application/pdf",
}


@door("briefing.write")
def briefings(request: HttpRequest, here: Here) -> HttpResponse:
    """All briefings, newest first."""
    page = {"rows": queries.briefings(plan=here.plan), "answer": latest_answer(plan=here.plan)}
    return show(request, here, "briefings/briefings.html", room="briefings", **page)


@require_POST
@door("briefing.write")
def draft(request: HttpRequest, here: Here) -> HttpResponse:
    """Draft one from the latest answer, in the language of the page."""
    answer = latest_answer(plan=here.plan)
    if answer is None:
        return redirect("briefings", plan=here.key)
    lang = request.lang
    issuer = words()["briefing_issuer"].in_language(lang)
    value = publish.draft(scene=scene_of(run=answer.run), lang=lang, issuer=issuer)
    made = draft_briefing(plan=here.plan, run=answer.run, draft=value, by=here.actor, at=timezone.now())
    return redirect("briefing", plan=here.key, briefing=made)


def _found(here: Here, briefing: int) -> queries.BriefingPage:
    found = queries.briefing(plan=here.plan, briefing=briefing, on=timezone.localdate())
    if found is None:
        raise Http404
    return found


@require_http_methods(["GET", "POST"])
@door("briefing.write")
def briefing(request: HttpRequest, here: Here, briefing: int) -> HttpResponse:
    """A draft as a form, an issued one as it stands."""
    if request.method == "POST":
        _found(here, briefing)
        edit_briefing(
            plan=here.plan,
            briefing=briefing,
            version=whole(request.POST.get("version", "")),
            edit=_edit(request),
            by=here.actor,
            at=timezone.now(),
        )
        return redirect("briefing", plan=here.key, briefing=briefing)
    return show(request, here, "briefings/briefing.html", room="briefings", it=_found(here, briefing))


def _edit(request: HttpRequest) -> Edit:
    """The form as an edit: sections numbered from 0."""
    sections, number = [], 0
    while f"heading-{number}" in request.POST:
        sections.append(
            (
                request.POST[f"heading-{number}"],
                request.POST.get(f"text-{number}", ""),
                f"table-{number}" in request.POST,
            )
        )
        number += 1
    title, issuer = request.POST.get("title", ""), request.POST.get("issuer", "")
    return Edit(title=title, issuer=issuer, sections=tuple(sections))


@require_POST
@door("briefing.write")
def issue(request: HttpRequest, here: Here, briefing: int) -> HttpResponse:
    """Issue a draft as it was last saved."""
    _found(here, briefing)
    issue_briefing(
        plan=here.plan,
        briefing=briefing,
        version=whole(request.POST.get("version", "")),
        on=timezone.localdate(),
        by=here.actor,
        at=timezone.now(),
    )
    return redirect("briefing", plan=here.key, briefing=briefing)


@require_POST
@door("briefing.write")
def discard(request: HttpRequest, here: Here, briefing: int) -> HttpResponse:
    """Throw a draft away."""
    _found(here, briefing)
    discard_briefing(plan=here.plan, briefing=briefing, by=here.actor, at=timezone.now())
    return redirect("briefings", plan=here.key)


@door("briefing.write")
def file(request: HttpRequest, here: Here, briefing: int, kind: str) -> HttpResponse:
    """DOCX or PDF: of an issued one the frozen bytes, of a draft as it would look."""
    found = _found(here, briefing)
    if kind not in TYPES:
        raise Http404
    if found.entry.number is not None:
        body = queries.issued_file(plan=here.plan, briefing=briefing, kind=kind)
    else:
        body = as_pdf(briefing=found.paper) if kind == "pdf" else as_docx(briefing=found.paper)
    if body is None:
        raise Http404
    response = HttpResponse(body, content_type=TYPES[kind])
    response["Content-Disposition"] = f'attachment; filename="briefing-{briefing}.{kind}"'
    response["X-Content-Type-Options"] = "nosniff"
    return response
