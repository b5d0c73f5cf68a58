"""Briefings: drafted from the answer, edited, issued with the next number, and never changed after."""

from __future__ import annotations

import hashlib
import io
from collections.abc import Callable

import docx
import pytest
from django.db import transaction
from django.db.utils import DatabaseError
from django.test import Client
from tests.site.conftest import NOW, TODAY

from tongchou.kernel.errors import BadInput
from tongchou_site.jobs.cycle import compute
from tongchou_site.jobs.ticker import begin
from tongchou_site.records import models
from tongchou_site.records.actions.briefings import Edit, discard_briefing, edit_briefing, issue_briefing
from tongchou_site.records.conflict import Conflict
from tongchou_site.records.trail import Actor

EDIT = Edit(title="新标题", issuer="督查室", sections=(("一、总体判断", "改过的话。", True),))


@pytest.fixture
def drafted(browser: Callable[[str], Client], plan: models.Plan) -> models.Briefing:
    """A draft made on the page from the answer of the small plan."""
    compute.call(begin(plan="small", why="asked", at=NOW))
    browser("office").post("/p/small/briefings/draft")
    return models.Briefing.objects.get()


def issue(plan: models.Plan, row: models.Briefing, by: Actor) -> int:
    return issue_briefing(plan=plan.pk, briefing=row.pk, version=row.version, on=TODAY, by=by, at=NOW)


def test_a_draft_holds_the_chance_of_every_goal(drafted: models.Briefing) -> None:
    rows = drafted.body[1]["table"]["rows"]
    assert [row[0] for row in rows] == ["开学"]


def test_an_edit_keeps_the_figures_of_a_table(
    plan: models.Plan, drafted: models.Briefing, people: dict[str, Actor]
) -> None:
    before = drafted.body[1]["table"]
    edit = Edit(title="t", issuer="", sections=(("a", "b", True), ("c", "d", True)))
    edit_briefing(plan=plan.pk, briefing=drafted.pk, version=1, edit=edit, by=people["office"], at=NOW)
    assert models.Briefing.objects.get().body[1] == {"heading": "c", "text": "d", "table": before}


def test_an_edit_from_an_older_version_is_refused_with_both(
    plan: models.Plan, drafted: models.Briefing, people: dict[str, Actor]
) -> None:
    edit_briefing(plan=plan.pk, briefing=drafted.pk, version=1, edit=EDIT, by=people["office"], at=NOW)
    other = Edit(title="别的标题", issuer="", sections=())
    with pytest.raises(Conflict) as refused:
        edit_briefing(plan=plan.pk, briefing=drafted.pk, version=1, edit=other, by=people["office2"], at=NOW)
    title = refused.value.differences[0]
    assert (title.theirs.zh, title.yours.zh) == ("新标题", "别的标题")


def test_numbers_run_within_the_year(
    plan: models.Plan, drafted: models.Briefing, people: dict[str, Actor], browser: Callable[[str], Client]
) -> None:
    first = issue(plan, drafted, people["office"])
    browser("office").post("/p/small/briefings/draft")
    second = models.Briefing.objects.get(number=None)
    assert (first, issue(plan, second, people["office"])) == (1, 2)


def test_what_was_issued_is_kept_with_its_hash(
    plan: models.Plan, drafted: models.Briefing, people: dict[str, Actor]
) -> None:
    issue(plan, drafted, people["office"])
    row = models.Briefing.objects.get()
    assert hashlib.sha256(bytes(row.docx)).hexdigest() == row.sha256


def test_an_issued_briefing_is_not_edited(
    plan: models.Plan, drafted: models.Briefing, people: dict[str, Actor]
) -> None:
    issue(plan, drafted, people["office"])
    with pytest.raises(BadInput, match="stays as it is"):
        edit_briefing(plan=plan.pk, briefing=drafted.pk, version=1, edit=EDIT, by=people["office"], at=NOW)


def test_an_issued_briefing_is_not_thrown_away(
    plan: models.Plan, drafted: models.Briefing, people: dict[str, Actor]
) -> None:
    issue(plan, drafted, people["office"])
    with pytest.raises(BadInput, match="stays as it is"):
        discard_briefing(plan=plan.pk, briefing=drafted.pk, by=people["office"], at=NOW)


def test_the_database_itself_refuses_to_change_an_issued_briefing(
    plan: models.Plan, drafted: models.Briefing, people: dict[str, Actor]
) -> None:
    issue(plan, drafted, people["office"])
    with pytest.raises(DatabaseError, match="issued one stays"), transaction.atomic():
        models.Briefing.objects.update(title="other")


def test_the_file_of_an_issued_briefing_carries_its_number(
    plan: models.Plan, drafted: models.Briefing, people: dict[str, Actor], browser: Callable[[str], Client]
) -> None:
    issue(plan, drafted, people["office"])
    body = browser("office").get(f"/p/small/briefings/{drafted.pk}.docx").content
    assert "第1期" in docx.Document(io.BytesIO(body)).paragraphs[1].text


@pytest.mark.parametrize(("kind", "status"), [("docx", 200), ("pdf", 200), ("exe", 404)])
def test_a_draft_can_be_taken_along(
    drafted: models.Briefing, browser: Callable[[str], Client], kind: str, status: int
) -> None:
    assert browser("office").get(f"/p/small/briefings/{drafted.pk}.{kind}").status_code == status


@pytest.mark.parametrize(("name", "status"), [("edu", 403), ("stranger", 404), ("", 302)])
def test_only_the_delivery_office_sees_briefings(
    drafted: models.Briefing, browser: Callable[[str], Client], name: str, status: int
) -> None:
    assert browser(name).get(f"/p/small/briefings/{drafted.pk}").status_code == status


def test_a_form_edits_text_and_leaves_out_a_table(
    drafted: models.Briefing, browser: Callable[[str], Client]
) -> None:
    form = {
        "version": "1",
        "title": "新",
        "issuer": "室",
        "heading-0": "一",
        "text-0": "甲",
        "heading-1": "二",
        "text-1": "乙",
    }
    browser("office").post(f"/p/small/briefings/{drafted.pk}", form)
    body = models.Briefing.objects.get().body
    assert [(each["heading"], each["text"], each["table"]) for each in body] == [
        ("一", "甲", None),
        ("二", "乙", None),
    ]


def test_a_title_cannot_be_emptied(drafted: models.Briefing, browser: Callable[[str], Client]) -> None:
    answer = browser("office").post(f"/p/small/briefings/{drafted.pk}", {"version": "1", "title": " "})
    assert answer.status_code == 422
