"""What a reader chose for this browser: the language and the size of type. Kept in two cookies, read by every page."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.utils import translation
from django.utils.http import escape_leading_slashes

LANGUAGES = {"zh": "zh-hans", "en": "en"}
CHOICES = {"lang": ("zh", "en"), "type": ("normal", "large")}
KEPT_SECONDS = 365 * 24 * 3600


class ChoicesMiddleware:
    """`?lang=en` or `?type=large` in any address sets the choice and comes back to the same page without it."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: Any) -> HttpResponse:
        """Set or read the choices of this browser."""
        if request.method == "GET" and any(_asked(request, name) for name in CHOICES):
            return _chosen(request)
        request.lang = _cookie(request, "lang")
        request.large = _cookie(request, "type") == "large"
        with translation.override(LANGUAGES[request.lang]):
            response = self.get_response(request)
        response.headers.setdefault("Content-Language", "zh-Hans" if request.lang == "zh" else "en")
        return response


def _asked(request: HttpRequest, name: str) -> bool:
    return request.GET.get(name) in CHOICES[name]


def _cookie(request: HttpRequest, name: str) -> str:
    value = request.COOKIES.get(name, "")
    return value if value in CHOICES[name] else CHOICES[name][0]


def _chosen(request: HttpRequest) -> HttpResponse:
    rest = request.GET.copy()
    response = HttpResponseRedirect("")
    for name in CHOICES:
        if _asked(request, name):
            response.set_cookie(name, rest[name], max_age=KEPT_SECONDS, samesite="Lax", httponly=True)
            del rest[name]
    here = escape_leading_slashes(request.path)  # `//name/` would be another site
    response["Location"] = here + (f"?{rest.urlencode()}" if rest else "")
    return response
