"""The door of every public page: open plans only, nobody is known, the answer may be kept for a minute."""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from functools import cache, wraps
from importlib.metadata import version
from typing import Any

from django.contrib.auth.models import AnonymousUser
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseNotAllowed
from django.shortcuts import render
from django.utils.cache import get_conditional_response, patch_vary_headers

from tongchou_site.records.queries.public import OpenPlan, open_plan
from tongchou_site.ui.frame import frame

KEPT_SECONDS = 60
READING = ("GET", "HEAD")
View = Callable[..., HttpResponse]


def opened(view: View) -> View:
    """Let everybody read a page of an open plan; anything else is not there."""

    @wraps(view)
    def entered(request: Any, plan: str, **where: Any) -> HttpResponse:
        if request.method not in READING:
            return HttpResponseNotAllowed(READING)
        found = open_plan(key=plan)
        if found is None:
            raise Http404
        request.user, request.here = AnonymousUser(), found
        tag = _tag(request, found)
        known = get_conditional_response(request, etag=tag)
        return _kept(known if known is not None else view(request, here=found, **where), tag)

    entered.right = "public.read"  # type: ignore[attr-defined]  # read by the tests of every endpoint
    return entered


def _tag(request: Any, plan: OpenPlan) -> str:
    """Moves with the run, with every act on the plan, with what the reader chose and with the program."""
    parts = (plan.key, plan.run, plan.stamp, request.get_full_path(), request.lang, request.large, _version())
    return f'"{hashlib.sha256(repr(parts).encode()).hexdigest()[:32]}"'


@cache
def _version() -> str:
    return version("tongchou")


def _kept(response: HttpResponse, tag: str) -> HttpResponse:
    response.headers["ETag"] = tag
    response.headers["Cache-Control"] = f"public, max-age={KEPT_SECONDS}"
    patch_vary_headers(response, ["Cookie"])  # language and size of type
    return response


def show(request: Any, *, template: str, room: str = "", status: int = 200, **page: Any) -> HttpResponse:
    """Render a public page: no name of the reader, no way in but the one in the header."""
    context = frame(request) | {
        "here": None,  # the way back stands in the pages' own line
        "open": getattr(request, "here", None),
        "room": room,
        "static_site": getattr(request, "static_site", False),
        "feed": "",
    }
    return render(request, template, context | page, status=status)


def stranger(request: HttpRequest) -> HttpRequest:
    """The request without its reader."""
    request.user = AnonymousUser()
    return request
