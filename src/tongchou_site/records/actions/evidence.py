"""Evidence (佐证) comes in: the file lies whole on the disk before any row speaks of it."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from django.conf import settings

from tongchou.kernel.errors import BadInput, Problem, Where
from tongchou_site.records.actions.items import Which, acting
from tongchou_site.records.files import KINDS, Kept, TooLarge, is_really, kind_of, settle, taken_in
from tongchou_site.records.trail import Actor

LONGEST_NAME = 200
MEGABYTE = 1024 * 1024


@dataclass(frozen=True, slots=True, kw_only=True)
class Upload:
    """A file as it comes: the name its owner gave it, and its bytes in pieces."""

    name: str
    chunks: Iterable[bytes]


def prove(*, which: Which, upload: Upload, by: Actor, at: datetime) -> str:
    """Add a piece of evidence to an item; the SHA-256 it is kept under. The same file twice is kept once.

    Raises
    ------
    BadInput
        The file is of no kind that is taken, is not what its name says, is empty or too large; else as `acting` does.
    """
    name = Path(upload.name.replace("\\", "/")).name[-LONGEST_NAME:]
    media_type = kind_of(name)
    if not media_type:
        raise BadInput([_problem("unknown-kind", name)])
    folder = Path(settings.EVIDENCE)
    try:
        path, kept = taken_in(chunks=upload.chunks, folder=folder, most=settings.MOST_UPLOADED)
    except TooLarge:
        raise BadInput([_problem("too-large", name)]) from None
    try:
        if not kept.size or not is_really(media_type=media_type, path=path):
            raise BadInput([_problem("mistyped" if kept.size else "empty", name)])
        with acting(verb="prove", which=which, by=by, at=at, note=name) as doing:
            settle(path=path, folder=folder, sha256=kept.sha256)
            made = doing.item.evidence.get_or_create(
                sha256=kept.sha256, defaults=_row(name, media_type, kept, by) | {"at": at}
            )[1]
            doing.entry.detail = {"file": name, "sha256": kept.sha256, "bytes": kept.size, "new": made}
    finally:
        path.unlink(missing_ok=True)
    return kept.sha256


def _row(name: str, media_type: str, kept: Kept, by: Actor) -> dict[str, object]:
    return {"name": name, "media_type": media_type, "size": kept.size, "by_id": by.user}


_WORDS = {
    "unknown-kind": (
        "不收这一类文件",
        "files of this kind are not taken",
        "可上传：{kinds}。",
        "These may be sent: {kinds}.",
    ),
    "mistyped": (
        "文件内容与扩展名不符，或含有宏",
        "the content is not what the name says, or holds macros",
        "请重新导出后上传，不要只改扩展名。",
        "Export it anew; do not only change the ending of its name.",
    ),
    "empty": ("文件是空的", "the file is empty", "请检查后重新上传。", "Check it and send it again."),
    "too-large": (
        "文件超过{most}兆字节",
        "the file is larger than {most} megabytes",
        "请压缩或拆分后上传。",
        "Compress or split it.",
    ),
}


def _problem(code: str, name: str) -> Problem:
    values = {"kinds": "、".join(KINDS), "most": settings.MOST_UPLOADED // MEGABYTE}
    zh, en, mend_zh, mend_en = (each.format(**values) for each in _WORDS[code])
    en, mend_en = en.replace("、", ", "), mend_en.replace("、", ", ")
    return Problem(code=code, where=Where(), zh=zh, en=en, mend_zh=mend_zh, mend_en=mend_en, value=name)
