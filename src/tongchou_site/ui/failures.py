"""Pages for what went wrong: bad input with everything that is wrong, nothing there, no right, a stale form."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from tongchou.kernel.errors import BadInput, TongchouError
from tongchou_site.ui.frame import came_from, frame


class FailuresMiddleware:
    """What the library refuses becomes a page that lists it, never a 500."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Nothing on the way in."""
        return self.get_response(request)

    def process_exception(self, request: HttpRequest, error: Exception) -> HttpResponse | None:
        """The page of an anticipated error."""
        if not isinstance(error, TongchouError):
            return None
        problems = error.problems if isinstance(error, BadInput) else ()
        came = came_from(request, otherwise="/")  # the form, not where it was sent
        page = {"problems": problems, "message": str(error), "back_to": came}
        return render(request, "refused.html", frame(request) | page, status=422)


def _page(name: str, status: int) -> Callable[..., HttpResponse]:
    def show(request: HttpRequest, *_args: Any, **_kwargs: Any) -> HttpResponse:
        return render(request, "failure.html", frame(request) | {"failure": name}, status=status)

    return show


def locked(request: HttpRequest, *_args: Any, **_kwargs: Any) -> HttpResponse:
    """The page of who guessed passwords too often; called by the lock."""
    return render(request, "failure.html", frame(request) | {"failure": "locked"}, status=429)


too_large = _page("too_large", 413)
bad_request = _page("bad_request", 400)
nothing_there = _page("nothing_there", 404)
no_right = _page("no_right", 403)
broken = _page("broken", 500)
csrf = _page("form_stale", 403)
