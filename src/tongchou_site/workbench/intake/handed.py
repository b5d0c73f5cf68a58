"""What was handed in, between its two steps: the bytes lie in the home, a signed word says whose and what they are."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import PurePath

from django.core import signing
from django.core.files.uploadedfile import UploadedFile

from tongchou.kernel.errors import BadInput, Problem, Where
from tongchou.workspace.intake import refuse_unfit
from tongchou_site.records.queries.intake import upload

SALT = "tongchou.intake"
HOURS = 24
LONGEST_NAME = 150


@dataclass(frozen=True, slots=True, kw_only=True)
class Kept:
    """A file that waits: its bytes and its own name."""

    data: bytes
    name: str


def taken(*, file: UploadedFile | None) -> Kept:
    """The file of a form.

    Raises
    ------
    BadInput
        No file, another kind of file, an empty or too large one.
    """
    if file is None:
        raise BadInput([_problem("no-file", "没有选择文件", "no file was chosen")])
    name = PurePath(str(file.name).replace("\\", "/")).name[-LONGEST_NAME:]
    refuse_unfit(name=name, size=file.size or 0)
    return Kept(data=file.read(), name=name)


def sealed(*, sha256: str, name: str, user: int, plan: str) -> str:
    """The word that brings a kept file to its second step; for this person and this plan only."""
    return signing.dumps([sha256, name, user, plan], salt=SALT, compress=True)


def opened(*, token: str, user: int, plan: str) -> Kept:
    """The file behind such a word.

    Raises
    ------
    BadInput
        It is not of this person and plan, is too old, or the file is gone.
    """
    try:
        sha256, name, whose, where = signing.loads(token, salt=SALT, max_age=HOURS * 3600)
    except (signing.BadSignature, ValueError, TypeError):
        sha256 = name = whose = where = ""
    data = upload(sha256=str(sha256)) if (whose, where) == (user, plan) else None
    if data is None:
        raise BadInput(
            [_problem("upload-gone", "上传的文件已过期", "the file that was uploaded is not kept any more")]
        )
    return Kept(data=data, name=str(name))


def _problem(code: str, zh: str, en: str) -> Problem:
    return Problem(code=code, where=Where(), zh=zh, en=en, mend_zh="请重新上传。", mend_en="Upload it again.")
