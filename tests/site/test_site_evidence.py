"""Evidence: only what it says it is, whole on the disk, seen by who may, and unable to act."""

from __future__ import annotations

import hashlib
import io
import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest
from django.conf import settings
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from tests.site.conftest import NOW, TODAY

from tongchou.kernel.errors import BadInput
from tongchou_site.records import models
from tongchou_site.records.actions.evidence import Upload, prove
from tongchou_site.records.actions.items import Which, move
from tongchou_site.records.files import DOCX, JPEG, PDF, PNG, TEXT, WEBP, XLSX, kind_of
from tongchou_site.records.trail import Actor

PICTURE = b"\x89PNG\r\n\x1a\n" + b"\0" * 32
PAPER = b"%PDF-1.7\n"


def packed(*parts: str) -> bytes:
    held = io.BytesIO()
    with zipfile.ZipFile(held, "w") as file:
        for part in parts:
            file.writestr(part, "x")
    return held.getvalue()


TAKEN = [
    ("a.pdf", PAPER, PDF),
    ("a.PNG", PICTURE, PNG),
    ("a.jpg", b"\xff\xd8\xff\xe0" + b"\0" * 16, JPEG),
    ("a.webp", b"RIFF\x10\0\0\0WEBPVP8 ", WEBP),
    ("a.docx", packed("[Content_Types].xml", "word/document.xml"), DOCX),
    ("a.xlsx", packed("[Content_Types].xml", "xl/workbook.xml"), XLSX),
    ("a.txt", "主体完工".encode("gb18030"), TEXT),
]
REFUSED = [
    ("a.exe", b"MZ", "unknown-kind"),
    ("a.svg", b"<svg/>", "unknown-kind"),
    ("a.html", b"<script>", "unknown-kind"),
    ("pdf", PAPER, "unknown-kind"),
    ("a.pdf", b"<html><script>alert(1)</script>", "mistyped"),
    ("a.png", PAPER, "mistyped"),
    ("a.docx", packed("[Content_Types].xml", "xl/workbook.xml"), "mistyped"),
    ("a.docx", packed("[Content_Types].xml", "word/document.xml", "word/vbaProject.bin"), "mistyped"),
    ("a.docx", b"PK\x03\x04broken", "mistyped"),
    ("a.txt", b"a\0b", "mistyped"),
    ("a.txt", b"", "empty"),
]


@pytest.fixture(autouse=True)
def shelf(settings: object, tmp_path: Path) -> Path:
    settings.EVIDENCE = tmp_path / "evidence"  # type: ignore[attr-defined]  # the fixture takes any name
    return tmp_path / "evidence"


@pytest.fixture
def item(plan: models.Plan, people: dict[str, Actor]) -> models.Item:
    for verb, person, role in (("assign", "office", "office"), ("accept", "edu", "officer")):
        move(verb=verb, which=which(role), by=people[person], at=NOW)
    return models.Item.objects.get(code="T1")


def which(role: str = "officer") -> Which:
    version = models.Item.objects.get(code="T1").version
    return Which(plan="small", code="T1", version=version, role=role, within=None, on=TODAY)


def send(people: dict[str, Actor], name: str, data: bytes) -> str:
    return prove(which=which(), upload=Upload(name=name, chunks=[data]), by=people["edu"], at=NOW)


@pytest.mark.parametrize(("name", "data", "kind"), TAKEN)
def test_a_file_that_is_what_it_says_is_taken(
    item: models.Item, people: dict[str, Actor], name: str, data: bytes, kind: str
) -> None:
    send(people, name, data)
    assert models.Evidence.objects.get().media_type == kind


@pytest.mark.parametrize(("name", "data", "code"), REFUSED)
def test_a_file_that_is_not_is_refused_and_nothing_is_left(
    item: models.Item, people: dict[str, Actor], shelf: Path, name: str, data: bytes, code: str
) -> None:
    with pytest.raises(BadInput) as caught:
        send(people, name, data)
    assert [each.code for each in caught.value.problems] == [code]
    assert not models.Evidence.objects.exists()
    assert [each for each in shelf.rglob("*") if each.is_file()] == []


def test_a_file_over_the_limit_is_refused_and_nothing_is_left(
    item: models.Item, people: dict[str, Actor], settings: object, shelf: Path
) -> None:
    settings.MOST_UPLOADED = 10  # type: ignore[attr-defined]  # the fixture takes any name
    with pytest.raises(BadInput) as caught:
        send(people, "a.pdf", PAPER + b"more")
    assert caught.value.problems[0].code == "too-large"
    assert list(shelf.iterdir()) == []


def test_a_file_lies_under_the_hash_of_its_bytes(
    item: models.Item, people: dict[str, Actor], shelf: Path
) -> None:
    digest = send(people, "a.pdf", PAPER)
    assert digest == hashlib.sha256(PAPER).hexdigest()
    assert (shelf / digest[:2] / digest).read_bytes() == PAPER


def test_the_same_file_twice_is_kept_once(item: models.Item, people: dict[str, Actor]) -> None:
    send(people, "a.pdf", PAPER)
    send(people, "b.pdf", PAPER)
    assert models.Evidence.objects.get().name == "a.pdf"


def test_a_name_with_folders_keeps_only_its_last_part(item: models.Item, people: dict[str, Actor]) -> None:
    send(people, "..\\..\\etc/passwd.txt", b"x")
    assert models.Evidence.objects.get().name == "passwd.txt"


def test_the_hash_stands_in_the_audit_trail(item: models.Item, people: dict[str, Actor]) -> None:
    digest = send(people, "a.pdf", PAPER)
    assert models.AuditEntry.objects.get(action="item.prove").detail["sha256"] == digest


@pytest.mark.parametrize(
    ("name", "kind"), [("a.b.PDF", PDF), ("noending", ""), (".pdf", PDF), ("a.pdf.exe", "")]
)
def test_a_kind_is_told_by_the_last_ending(name: str, kind: str) -> None:
    assert kind_of(name) == kind


def address() -> str:
    where = {"plan": "small", "code": "T1", "evidence": models.Evidence.objects.get().pk}
    return reverse("task-evidence", kwargs=where)


Browser = Callable[[str], Client]


def test_evidence_comes_with_headers_that_let_nothing_act(
    item: models.Item, people: dict[str, Actor], browser: Browser
) -> None:
    send(people, "图 1.png", PICTURE)
    answer = browser("edu").get(address())
    assert b"".join(answer.streaming_content) == PICTURE
    assert answer.headers["Content-Type"] == PNG
    assert answer.headers["X-Content-Type-Options"] == "nosniff"
    assert answer.headers["Content-Security-Policy"].startswith("default-src 'none'")
    assert answer.headers["Content-Disposition"].startswith("inline; ")


@pytest.mark.parametrize(
    ("name", "data"), [("a.docx", packed("[Content_Types].xml", "word/document.xml")), ("a.txt", b"<b>")]
)
def test_what_cannot_be_shown_safely_is_handed_over_as_a_file(
    item: models.Item, people: dict[str, Actor], browser: Browser, name: str, data: bytes
) -> None:
    send(people, name, data)
    answer = browser("edu").get(address())
    answer.close()
    assert answer.headers["Content-Disposition"].startswith("attachment; ")


@pytest.mark.parametrize(
    ("person", "status"),
    [("office", 200), ("admin", 200), ("edu", 200), ("roads", 200), ("stranger", 404), ("", 302)],
)
def test_evidence_is_seen_by_who_may_read_the_item(
    item: models.Item, people: dict[str, Actor], browser: Browser, person: str, status: int
) -> None:
    send(people, "a.pdf", PAPER)  # the roads bureau supports the school, so it reads along
    answer = browser(person).get(address())
    answer.close()
    assert answer.status_code == status


def test_evidence_of_an_item_one_neither_leads_nor_supports_is_not_there(
    plan: models.Plan, people: dict[str, Actor], browser: Browser
) -> None:
    road = models.Item.objects.get(code="T2")
    row = road.evidence.create(
        name="a.pdf", media_type=PDF, size=1, sha256="0" * 64, by_id=people["roads"].user, at=NOW
    )
    where = {"plan": "small", "code": "T2", "evidence": row.pk}
    assert browser("edu").get(reverse("task-evidence", kwargs=where)).status_code == 404


def test_evidence_of_one_item_is_not_found_under_another(
    item: models.Item, people: dict[str, Actor], browser: Browser
) -> None:
    send(people, "a.pdf", PAPER)
    where = {"plan": "small", "code": "T2", "evidence": models.Evidence.objects.get().pk}
    assert browser("office").get(reverse("task-evidence", kwargs=where)).status_code == 404


def test_evidence_is_sent_by_the_form_of_the_page(item: models.Item, browser: Browser) -> None:
    file = SimpleUploadedFile("验收意见.pdf", PAPER)
    form = {"version": item.version, "file": file}
    answer = browser("edu").post(reverse("task-prove", kwargs={"plan": "small", "code": "T1"}), form)
    assert (answer.status_code, models.Evidence.objects.get().name) == (302, "验收意见.pdf")


def test_a_form_without_a_file_says_so(item: models.Item, browser: Browser) -> None:
    answer = browser("edu").post(
        reverse("task-prove", kwargs={"plan": "small", "code": "T1"}), {"version": item.version}
    )
    assert (answer.status_code, "没有选择文件" in answer.content.decode()) == (422, True)


def test_the_limit_is_what_the_settings_say() -> None:
    assert settings.MOST_UPLOADED == 20 * 1024 * 1024
