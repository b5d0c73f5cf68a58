"""Pages of the room intake: hand in, look, store; and the whole plan as files."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from functools import wraps
from typing import Any
from urllib.parse import quote

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from tongchou.kernel.errors import BadInput, Problem, Where
from tongchou.kernel.provenance import is_id
from tongchou.plan.template import kinds, template
from tongchou.publish.ledger_files import Offered, ledger_form
from tongchou.workspace.intake import LARGEST, TAKEN, read_handed_in
from tongchou.workspace.packed import packed_plan
from tongchou.workspace.workbook import workbook_bytes
from tongchou_site.records.actions.intake import Newer, begin_plan, keep_upload, renewed, update_plan
from tongchou_site.records.queries.intake import may_begin_plans, present
from tongchou_site.records.queries.people import Here
from tongchou_site.records.trail import Actor
from tongchou_site.ui.failures import no_right
from tongchou_site.ui.frame import frame
from tongchou_site.workbench.doors import door, show
from tongchou_site.workbench.intake.handed import opened, sealed, taken
from tongchou_site.workbench.intake.page import differences, preview

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
NEW = ""  # in place of a plan's key: the file is to become a new one
LIMITS = {"kinds": " ".join(TAKEN), "accept": ",".join(TAKEN), "most": LARGEST[".xlsx"] // 1_000_000}


@require_http_methods(["GET", "POST"])
@door("plan.import")
def intake(request: HttpRequest, here: Here) -> HttpResponse:
    """The form of a file; with one, what it would make of this plan."""
    if request.method != "POST":
        page = {**LIMITS, "may_begin": may_begin_plans(user=request.user.pk)}
        return show(request, here, "intake/intake.html", room="ledger", **page)
    kept, today = taken(file=request.FILES.get("file")), here.judged_on or timezone.localdate()
    now = present(plan=here.plan)
    known = frozenset(row.id for row in now.plan.tasks)
    handed = read_handed_in(data=kept.data, name=kept.name, today=today, known=known)
    newer = Newer(plan=handed.plan, of_ledger=handed.form == "ledger", seen=now.version)
    found = differences(renewal=renewed(old=now.plan, newer=newer), old=now.plan, version=now.version)
    token = _kept(request, kept.data, kept.name, here.key)
    page = preview(handed=handed, name=kept.name, token=token, today=today, differences=found)
    return show(request, here, "intake/update.html", room="ledger", page=page)


@require_POST
@door("plan.import")
def intake_store(request: HttpRequest, here: Here) -> HttpResponse:
    """The second step: what was looked at goes into this plan."""
    kept = opened(token=request.POST.get("token", ""), user=request.user.pk, plan=here.key)
    now, today = timezone.now(), here.judged_on or timezone.localdate()
    known = frozenset(row.id for row in present(plan=here.plan).plan.tasks)
    handed = read_handed_in(data=kept.data, name=kept.name, today=today, known=known)
    newer = Newer(plan=handed.plan, of_ledger=handed.form == "ledger", seen=_version(request))
    update_plan(plan=here.key, newer=newer, on=today, by=here.actor, at=now)
    return redirect("ledger", plan=here.key)


def _version(request: HttpRequest) -> int:
    text = request.POST.get("version", "")
    return int(text) if text.isdecimal() and len(text) < 10 else 0


def _kept(request: HttpRequest, data: bytes, name: str, plan: str) -> str:
    sha256 = keep_upload(data=data, name=name, by=_actor(request), at=timezone.now())
    return sealed(sha256=sha256, name=name, user=request.user.pk, plan=plan)


def _actor(request: HttpRequest) -> Actor:
    return Actor(user=request.user.pk, username=request.user.username)


def _beginning(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    """The door where there is no plan yet: administrators, and the office of any plan."""

    @wraps(view)
    def entered(request: HttpRequest, **where: Any) -> HttpResponse:
        if not request.user.is_authenticated:
            return redirect(f"/login?next={quote(request.path)}")
        return view(request, **where) if may_begin_plans(user=request.user.pk) else no_right(request)

    entered.right = "plan.import"
    return entered


@require_http_methods(["GET", "POST"])
@_beginning
def new_plan(request: HttpRequest) -> HttpResponse:
    """The form of a file that becomes a new plan; with one, what was read."""
    if request.method != "POST":
        return render(request, "intake/new.html", frame(request) | LIMITS)
    kept, today = taken(file=request.FILES.get("file")), timezone.localdate()
    handed = read_handed_in(data=kept.data, name=kept.name, today=today)
    token = _kept(request, kept.data, kept.name, NEW)
    page = preview(handed=handed, name=kept.name, token=token, today=today, differences=None)
    return render(request, "intake/begin.html", frame(request) | {"page": page})


@require_POST
@_beginning
def new_plan_store(request: HttpRequest) -> HttpResponse:
    """The second step: a new plan under the id and title given."""
    kept = opened(token=request.POST.get("token", ""), user=request.user.pk, plan=NEW)
    now, today = timezone.now(), timezone.localdate()
    handed = read_handed_in(data=kept.data, name=kept.name, today=today)
    key = request.POST.get("key", "").strip() or handed.plan.id
    title = request.POST.get("title", "").strip()[:200] or handed.plan.title_zh
    if not is_id(key):
        raise BadInput([_bad_key(key)])
    value = replace(handed.plan, id=key, title_zh=title)
    made = begin_plan(value=value, on=today, by=_actor(request), at=now)
    return redirect("ledger", plan=made)


@require_safe
@_beginning
def new_template(_request: HttpRequest) -> HttpResponse:
    """The empty form of a ledger, before there is any plan to choose names from."""
    offered = Offered(kinds=[template(kind).zh for kind in kinds()])
    return _file(ledger_form(title="重点任务台账", offered=offered), "台账模板.xlsx", XLSX)


@require_safe
@door("plan.import")
def plan_workbook(_request: HttpRequest, here: Here) -> HttpResponse:
    """The whole plan as a workbook; for those who may bring one in."""
    return _file(workbook_bytes(plan=present(plan=here.plan).plan), f"{here.key}.xlsx", XLSX)


@require_safe
@door("plan.import")
def plan_folder(_request: HttpRequest, here: Here) -> HttpResponse:
    """The whole plan as a zipped folder of CSV with its descriptor."""
    return _file(packed_plan(plan=present(plan=here.plan).plan), f"{here.key}.zip", "application/zip")


def _file(data: bytes, name: str, media_type: str) -> HttpResponse:
    response = HttpResponse(data, content_type=media_type)
    response["Content-Disposition"] = f"attachment; filename*=UTF-8''{quote(name)}"
    return response


def _bad_key(key: str) -> Problem:
    return Problem(
        code="bad-plan-id",
        where=Where(),
        zh="编号只能用字母、数字、点、横线和下划线，最多64个",
        en="an id holds letters, digits, dots, hyphens and underscores only, at most 64",
        mend_zh="请改编号。",
        mend_en="Change the id.",
        value=key[:80],
    )
