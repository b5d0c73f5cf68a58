"""Entries as an Atom feed (RFC 4287)."""

from __future__ import annotations

import re
import uuid
from dataclasses import dataclass
from datetime import UTC, datetime
from xml.etree import ElementTree as Tree

from tongchou.kernel.finding import Text
from tongchou.publish.words import chinese
from tongchou_site.public.entries import Entry

NAMESPACE = "http://www.w3.org/2005/Atom"
MEDIA = "application/atom+xml; charset=utf-8"
NOT_XML = re.compile("[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


@dataclass(frozen=True, slots=True, kw_only=True)
class Feed:
    """A feed: its lasting id, title and author, its own address and that of the page it follows."""

    id: str
    title: Text
    author: Text
    own: str
    page: str
    empty_at: datetime  # when it was made, where nothing has happened yet
    entries: tuple[Entry, ...]


def atom(*, feed: Feed, lang: str) -> bytes:
    """The feed in one language."""
    root = Tree.Element("feed", {"xmlns": NAMESPACE, "xml:lang": "zh-Hans" if lang == "zh" else "en"})
    _put(root, "id", _lasting(feed.id, lang))
    _put(root, "title", _in(feed.title, lang))
    _put(root, "updated", _moment(max((each.at for each in feed.entries), default=feed.empty_at)))
    _put(_under(root, "author"), "name", _in(feed.author, lang))
    _under(root, "link", rel="self", type="application/atom+xml", href=feed.own)
    _under(root, "link", rel="alternate", type="text/html", href=feed.page)
    for each in feed.entries:
        _entry(root, each, feed.page, lang)
    text: bytes = Tree.tostring(root, encoding="utf-8", xml_declaration=True)
    return text + b"\n"


def _entry(root: Tree.Element, entry: Entry, page: str, lang: str) -> None:
    element = _under(root, "entry")
    _put(element, "id", _lasting(entry.id, lang))
    _put(element, "title", _in(entry.title, lang))
    _put(element, "updated", _moment(entry.at))
    _under(element, "link", rel="alternate", type="text/html", href=page)
    _put(element, "content", "\n".join(_in(line, lang) for line in entry.lines)).set("type", "text")


def _under(parent: Tree.Element, name: str, **attributes: str) -> Tree.Element:
    return Tree.SubElement(parent, name, attributes)


def _put(parent: Tree.Element, name: str, text: str) -> Tree.Element:
    element = _under(parent, name)
    element.text = NOT_XML.sub("", text)
    return element


def _in(text: Text, lang: str) -> str:
    return chinese(text=text.zh) if lang == "zh" else text.in_language("en")


def _lasting(id_: str, lang: str) -> str:
    """The id in one language: the English feed is another feed."""
    return id_ if lang == "zh" else uuid.uuid5(uuid.NAMESPACE_URL, f"{id_}/{lang}").urn


def _moment(at: datetime) -> str:
    return at.astimezone(UTC).isoformat(timespec="seconds").replace("+00:00", "Z")
