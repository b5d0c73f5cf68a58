"""The inbox: what to do next, and the button to do it."""

from __future__ import annotations

from django.http import Http404, HttpRequest, HttpResponse
from django.utils import timezone

from tongchou_site.records.loop import RULES
from tongchou_site.records.queries.inbox import ROWS_A_PAGE, TABS
from tongchou_site.records.queries.inbox import inbox as inbox_of
from tongchou_site.records.queries.people import Here
from tongchou_site.workbench.doors import door, show

MOST_PAGES = 10_000


@door("desk.read")
def inbox(request: HttpRequest, here: Here) -> HttpResponse:
    """The landing page of everybody who signs in."""
    tab = request.GET.get("tab", TABS[0])
    page = request.GET.get("page", "1")
    if tab not in TABS or not page.isdecimal() or not 1 <= int(page) <= MOST_PAGES:
        raise Http404
    found = inbox_of(
        here=here, tab=tab, on=here.judged_on or timezone.localdate(), start=(int(page) - 1) * ROWS_A_PAGE
    )
    return show(
        request,
        here,
        "inbox/inbox.html",
        room="inbox",
        inbox=found,
        tabs=TABS,
        page=int(page),
        verbs={verb: rule.words for verb, rule in RULES.items()},
    )
