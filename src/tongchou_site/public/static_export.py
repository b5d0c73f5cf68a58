"""The public site of a plan as static files: every page in both languages and both sizes of type, links relative."""

from __future__ import annotations

import hashlib
import html
import posixpath
import re
from collections import deque
from dataclasses import dataclass
from pathlib import Path
from types import SimpleNamespace
from typing import Any
from urllib.parse import parse_qs, urlsplit

from django.contrib.staticfiles import finders
from django.http import Http404, HttpRequest, HttpResponse, QueryDict
from django.urls import resolve, reverse
from django.utils import translation

from tongchou.workspace.files import write_files
from tongchou_site.records.queries.public import open_plan
from tongchou_site.ui.choices import LANGUAGES

LINK = re.compile(r'(?P<head>\b(?:href|src)=")(?P<to>[^"]*)(?P<tail>")')
WAY_IN = re.compile(r'<a href="/login[^"]*">[^<]*</a>')
STATIC = "/static/"
TEXTS = ("text/html", "application/atom+xml")
OK = 200


@dataclass(frozen=True, slots=True, kw_only=True)
class Variant:
    """One rendering of the whole site and the folder it stands in."""

    lang: str
    large: bool

    @property
    def folder(self) -> str:
        """Chinese in normal type stands at the top."""
        return ("en/" if self.lang == "en" else "") + ("large/" if self.large else "")


ENGLISH = Variant(lang="en", large=False)
VARIANTS = tuple(Variant(lang=lang, large=large) for lang in ("zh", "en") for large in (False, True))


def site_files(*, plan: str) -> dict[str, bytes]:
    """Path -> bytes of the public site of an open plan; `index.html` is where it begins.

    Raises
    ------
    Http404
        The plan is not there or not open.
    """
    if open_plan(key=plan) is None:
        raise Http404(plan)
    export = _Export(plan=plan)
    for variant in VARIANTS:
        export.walk(variant)
    return export.files


def export_site(*, plan: str, folder: Path) -> tuple[str, ...]:
    """Write the public site of an open plan into a folder; the paths written, in order.

    Raises
    ------
    Http404
        The plan is not there or not open.
    BadInput
        The folder cannot be written to, or holds something that is not ours.
    """
    files = site_files(plan=plan)
    write_files(folder=folder, files=files)
    return tuple(sorted(files))


class _Export:
    """The walk from link to link; what is not variant (data, feeds, styles) stands once."""

    def __init__(self, *, plan: str) -> None:
        self.root = reverse("open-plan", kwargs={"plan": plan})
        self.files: dict[str, bytes] = {}

    def walk(self, variant: Variant) -> None:
        """Render every page that can be reached in one variant."""
        waiting, seen = deque([self.root]), {self.root}
        while waiting:
            address = waiting.popleft()
            place = self.place(address, variant)
            if place in self.files or posixpath.normpath(place) != place:
                continue  # there already, or an id that no folder can bear
            response = _get(address, variant)
            body = response.content
            if response.headers["Content-Type"].startswith(TEXTS):
                speaking = ENGLISH if address.endswith(".en.atom") else variant
                text, links = self._relinked(body.decode(), address, speaking)
                body = text.encode()
                waiting.extend(link for link in links if link not in seen)
                seen |= set(links)
            self.files[place] = body

    def place(self, address: str, variant: Variant) -> str:
        """Where an address of the site stands among the files."""
        parts = urlsplit(address)
        path = parts.path.removeprefix(self.root)
        if not path.endswith("/") and path:
            return path  # data and feeds are the same in every variant
        name = "index.html"
        if parts.query:
            name = f"list-{hashlib.sha256(parts.query.encode()).hexdigest()[:12]}.html"
        return variant.folder + path + name

    def _relinked(self, text: str, address: str, variant: Variant) -> tuple[str, list[str]]:
        """The page with relative links, and the addresses it leads to in the same variant."""
        here, links = self.place(address, variant), list[str]()

        def relative(found: re.Match[str]) -> str:
            to = self._target(html.unescape(found["to"]), address, variant, links)
            if to is None:
                return found[0]
            place, _, anchor = to.partition("#")
            shown = posixpath.relpath(place, posixpath.dirname(here) or ".") + (
                f"#{anchor}" if anchor else ""
            )
            return found["head"] + html.escape(shown) + found["tail"]

        return LINK.sub(relative, WAY_IN.sub("", text)), links

    def _target(self, to: str, address: str, variant: Variant, links: list[str]) -> str | None:
        """The file a link leads to; None where it stays as it is (outside, or within the page)."""
        parts = urlsplit(to)
        if parts.scheme or not parts.path:
            return None
        if to.startswith(STATIC):
            return self._style(to)
        query = parse_qs(parts.query)
        if query.keys() & {"lang", "type"}:
            return self.place(address, _chosen(query, variant))
        if parts.path == "/" or not parts.path.startswith(self.root):
            return self.place(self.root, variant)
        link = parts.path + (f"?{parts.query}" if parts.query else "")
        links.append(link)
        return self.place(link, variant) + (f"#{parts.fragment}" if parts.fragment else "")

    def _style(self, address: str) -> str:
        place = "static/" + address.removeprefix(STATIC)
        if place not in self.files:
            found = finders.find(address.removeprefix(STATIC))
            if found is None:
                raise FileNotFoundError(address)
            self.files[place] = Path(found).read_bytes()
        return place


def _chosen(query: dict[str, list[str]], variant: Variant) -> Variant:
    lang = query.get("lang", [variant.lang])[0]
    large = query.get("type", ["large" if variant.large else "normal"])[0] == "large"
    return Variant(lang=lang, large=large)


def _get(address: str, variant: Variant) -> HttpResponse:
    """The page at an address, asked for as a reader of no name would."""
    parts = urlsplit(address)
    request: Any = HttpRequest()
    request.method, request.path, request.path_info = "GET", parts.path, parts.path
    request.META = {"SERVER_NAME": "localhost", "SERVER_PORT": "80", "QUERY_STRING": parts.query}
    request.GET = QueryDict(parts.query)
    request.session = SimpleNamespace()
    request.lang, request.large, request.static_site = variant.lang, variant.large, True
    view, args, kwargs = resolve(parts.path)
    with translation.override(LANGUAGES[variant.lang]):
        response: HttpResponse = view(request, *args, **kwargs)
    if response.status_code != OK:
        raise Http404(address)
    return response
