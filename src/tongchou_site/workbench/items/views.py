"""The page of one task, its acts, and its evidence."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date, datetime
from types import MappingProxyType

from django.core.exceptions import ObjectDoesNotExist
from django.http import FileResponse, Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.http import url_has_allowed_host_and_scheme

from tongchou_site.records.actions.evidence import Upload, prove
from tongchou_site.records.actions.feedback import Said, reply, report
from tongchou_site.records.actions.items import (
    Which,
    ask_extension,
    assign,
    decide_extension,
    hand_over,
    move,
)
from tongchou_site.records.actions.lights import choose_lights, preset_of
from tongchou_site.records.actions.reminders import see_reminders, urge
from tongchou_site.records.lights import presets
from tongchou_site.records.loop import RULES
from tongchou_site.records.queries.evidence import evidence_file
from tongchou_site.records.queries.items import item_page, seen_item
from tongchou_site.records.queries.people import Here
from tongchou_site.ui.given import whole
from tongchou_site.workbench.doors import View, door, show
from tongchou_site.workbench.items import forms

PIECE = 65536  # bytes
PLAIN = ("accept", "start", "review", "complete", "close")  # a button is enough
MOST_AT_ONCE = 200  # items handed out in one act


def today(here: Here) -> date:
    """The day it is for this plan: the day it is judged on, or today."""
    return here.judged_on or timezone.localdate()


@door("ledger.read")
def task(request: HttpRequest, here: Here, code: str) -> HttpResponse:
    """The page of one task."""
    found = item_page(here=here, code=code, on=today(here))
    if found is None:
        raise Http404
    return show(
        request,
        here,
        "items/task.html",
        room="ledger",
        item=found,
        today=today(here),
        verbs={verb: rule.words for verb, rule in RULES.items()},
        plain_verbs=[verb for verb in PLAIN if verb in found.verbs],
    )


Do = Callable[[HttpRequest, Which, Here, datetime], object]


def _act(verb: str, do: Do) -> View:
    """The view of one act: only from a form, on an item within reach, and back to where the form stood."""

    @door(RULES[verb].right)
    def view(request: HttpRequest, here: Here, code: str) -> HttpResponse:
        if request.method != "POST":
            return redirect("task", plan=here.key, code=code)
        which = _which(request, here, code, verb)
        try:
            do(request, which, here, timezone.now())
        except ObjectDoesNotExist:
            raise Http404 from None
        return _back(request, here, code)

    return view


def _which(request: HttpRequest, here: Here, code: str, verb: str) -> Which:
    return Which(
        plan=here.key,
        code=code,
        version=forms.number(request, name="version") or 0,
        role=here.role,
        within=here.scope(RULES[verb].right),
        on=today(here),
        typed=forms.typed(request),
    )


def _back(request: HttpRequest, here: Here, code: str) -> HttpResponse:
    wanted = request.POST.get("next", "")
    if url_has_allowed_host_and_scheme(
        wanted, allowed_hosts={request.get_host()}, require_https=request.is_secure()
    ):
        return redirect(wanted)
    return redirect("task", plan=here.key, code=code)


def _plain(verb: str) -> View:
    def do(request: HttpRequest, which: Which, here: Here, at: datetime) -> None:
        move(verb=verb, which=which, by=here.actor, at=at, note=forms.text(request, name="note"))

    return _act(verb, do)


def _report(*, final: bool) -> Do:
    def do(request: HttpRequest, which: Which, here: Here, at: datetime) -> None:
        said = Said(
            text=forms.text(request, name="text"),
            problem=forms.text(request, name="problem"),
            percent=forms.number(request, name="percent"),
            activity=forms.text(request, name="activity"),
            finished_on=forms.day(request, name="finished_on"),
            final=final,
        )
        report(which=which, said=said, by=here.actor, at=at)

    return do


def _assign(request: HttpRequest, which: Which, here: Here, at: datetime) -> None:
    to, due = forms.text(request, name="to"), forms.day(request, name="due")
    assign(which=which, to=to, due=due, by=here.actor, at=at)


def _reply(request: HttpRequest, which: Which, here: Here, at: datetime) -> None:
    reply(which=which, text=forms.text(request, name="text"), by=here.actor, at=at)


def _hand_over(request: HttpRequest, which: Which, here: Here, at: datetime) -> None:
    to, note = forms.text(request, name="to"), forms.text(request, name="note")
    hand_over(which=which, to=to, note=note, by=here.actor, at=at)


def _ask_extension(request: HttpRequest, which: Which, here: Here, at: datetime) -> None:
    until = forms.day(request, name="until")
    if until is None:
        raise forms.missing(zh="没有填写延期至哪一天", en="the new day is missing")
    ask_extension(which=which, until=until, reason=forms.text(request, name="note"), by=here.actor, at=at)


def _decide(*, granted: bool) -> Do:
    def do(request: HttpRequest, which: Which, here: Here, at: datetime) -> None:
        note = forms.text(request, name="note")
        decide_extension(which=which, granted=granted, note=note, by=here.actor, at=at)

    return do


def _urge(request: HttpRequest, which: Which, here: Here, at: datetime) -> None:
    urge(which=which, words=forms.text(request, name="note"), by=here.actor, at=at)


def _prove(request: HttpRequest, which: Which, here: Here, at: datetime) -> None:
    file = request.FILES.get("file")
    if file is None:
        raise forms.missing(zh="没有选择文件", en="no file was chosen")
    prove(which=which, upload=Upload(name=file.name, chunks=file.chunks()), by=here.actor, at=at)


ACTS: Mapping[str, View] = MappingProxyType(
    {verb: _plain(verb) for verb in (*PLAIN, "return")}
    | {
        "assign": _act("assign", _assign),
        "progress": _act("progress", _report(final=False)),
        "report": _act("report", _report(final=True)),
        "reply": _act("reply", _reply),
        "hand-over": _act("hand-over", _hand_over),
        "ask-extension": _act("ask-extension", _ask_extension),
        "grant-extension": _act("grant-extension", _decide(granted=True)),
        "refuse-extension": _act("refuse-extension", _decide(granted=False)),
        "urge": _act("urge", _urge),
        "prove": _act("prove", _prove),
    }
)


@door("item.assign")
def hand_out(request: HttpRequest, here: Here) -> HttpResponse:
    """Hand out all items that were ticked, each as it was seen."""
    if request.method == "POST":
        for each in request.POST.getlist("item")[:MOST_AT_ONCE]:
            code, _, version = each.rpartition(":")
            which = Which(
                plan=here.key,
                code=code,
                version=whole(version),
                role=here.role,
                within=here.scope("item.assign"),
                on=today(here),
            )
            try:
                assign(which=which, by=here.actor, at=timezone.now())
            except ObjectDoesNotExist:
                raise Http404 from None
    return redirect("inbox", plan=here.key)


@door("ledger.read")
def seen(request: HttpRequest, here: Here, code: str) -> HttpResponse:
    """The reminders of an item were read."""
    if seen_item(here=here, code=code) is None:
        raise Http404
    if request.method == "POST":
        see_reminders(plan=here.plan, code=code, by=here.actor, at=timezone.now())
    return _back(request, here, code)


@door("ledger.read")
def evidence(request: HttpRequest, here: Here, code: str, evidence: int) -> HttpResponseBase:
    """A piece of evidence: shown where that is safe, else handed over as a file; nothing in it can act."""
    found = evidence_file(here=here, code=code, evidence=evidence)
    if found is None or not found.path.is_file():
        raise Http404
    response = FileResponse(
        found.path.open("rb"),
        as_attachment=not found.inline,
        filename=found.name,
        content_type=found.media_type,
    )
    response.block_size = PIECE
    response["X-Content-Type-Options"] = "nosniff"
    response["Content-Security-Policy"] = (
        "default-src 'none'; frame-ancestors 'none'; base-uri 'none'; form-action 'none'"
    )
    response["Cross-Origin-Resource-Policy"] = "same-origin"
    response["Cache-Control"] = "private, no-store"
    return response


@door("ledger.read")
def lights(request: HttpRequest, here: Here) -> HttpResponse:
    """Every published set of rules with its text, version and source, and which one is in use."""
    chosen = preset_of(plan=here.plan)
    return show(request, here, "items/lights.html", room="ledger", presets=presets().values(), chosen=chosen)


@door("item.assign")
def choose(request: HttpRequest, here: Here) -> HttpResponse:
    """Use another set of rules from now on."""
    if request.method == "POST":
        preset = forms.text(request, name="preset")
        choose_lights(plan=here.key, preset=preset, on=today(here), by=here.actor, at=timezone.now())
    return redirect("lights", plan=here.key)
