"""Intake: a file is looked at first, then stored; what is there is never silently lost."""

from __future__ import annotations

import dataclasses
import io
import re
import zipfile
from collections.abc import Callable
from datetime import date
from decimal import Decimal

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.http import HttpResponse
from django.test import Client
from tests.site.conftest import NOW, TODAY

from tongchou.plan.model import Plan
from tongchou.plan.purpose import Task
from tongchou.workspace.packed import packed_plan
from tongchou.workspace.workbook import workbook_bytes
from tongchou_site.records import models, snapshot
from tongchou_site.records.actions.intake import Newer, update_plan
from tongchou_site.records.actions.plans import add_plan
from tongchou_site.records.conflict import Conflict
from tongchou_site.records.trail import MACHINE, Actor, verify

Browser = Callable[[str], Client]
CSV = (
    "重点任务台账\n序号,任务,目标,牵头单位,时限,进展\n"
    "1,城南小学建设,民生,教育局,2021-12-31,已开工\n2,人民路改造,交通,道路局,2021-10-31,\n"
)


def sent(client: Client, address: str, data: bytes, name: str) -> HttpResponse:
    return client.post(address, {"file": SimpleUploadedFile(name, data)})


def field(response: HttpResponse, name: str) -> str:
    found = re.search(rf'name="{name}" value="([^"]*)"', response.content.decode())
    assert found is not None
    return found[1]


def stored(client: Client, data: bytes, name: str) -> HttpResponse:
    """Both steps of an update."""
    seen = sent(client, "/p/small/intake", data, name)
    assert seen.status_code == 200, seen.content.decode()
    form = {"token": field(seen, "token"), "version": field(seen, "version")}
    return client.post("/p/small/intake/store", form)


def without_task(plan: Plan, code: str) -> Plan:
    """The plan as somebody leaves it who takes a task out of the workbook, with its work."""
    steps = {row.id for row in plan.activities if row.task == code}
    return dataclasses.replace(
        plan,
        tasks=tuple(row for row in plan.tasks if row.id != code),
        activities=tuple(row for row in plan.activities if row.id not in steps),
        links=tuple(row for row in plan.links if not {row.pred, row.succ} & steps),
    )


def now(plan: str = "small") -> Plan:
    return snapshot.plan_of(plan=models.Plan.objects.get(key=plan).pk)


def test_a_ledger_becomes_a_plan_in_two_steps(browser: Browser) -> None:
    client = browser("admin")
    seen = sent(client, "/new", CSV.encode(), "台账.csv")
    assert models.Plan.objects.count() == 1  # nothing stored yet
    form = {"token": field(seen, "token"), "key": "mine", "title": "我的规划"}
    assert client.post("/new/store", form).status_code == 302
    assert [row.title_zh for row in now("mine").tasks] == ["城南小学建设", "人民路改造"]


def test_the_preview_says_kinds_lacks_and_the_share_of_assumptions(browser: Browser) -> None:
    text = sent(browser("admin"), "/new", CSV.encode(), "台账.csv").content.decode()
    assert all(word in text for word in ("学校", "缺进展 1 项", "100 %"))


def test_a_new_plan_wakes_a_run(browser: Browser) -> None:
    client = browser("admin")
    seen = sent(client, "/new", CSV.encode(), "台账.csv")
    client.post("/new/store", {"token": field(seen, "token"), "key": "mine"})
    assert models.Outbox.objects.filter(kind="run", plan="mine").exists()


def test_the_office_that_brings_a_plan_in_is_its_office(browser: Browser, people: dict[str, Actor]) -> None:
    client = browser("office")
    seen = sent(client, "/new", CSV.encode(), "台账.csv")
    client.post("/new/store", {"token": field(seen, "token"), "key": "mine"})
    post = models.Post.objects.get(user=people["office"].user, plan__key="mine")
    assert (post.role, post.organisation) == ("office", "")


@pytest.mark.parametrize("name", ["edu", "stranger"])
def test_others_begin_no_plan(browser: Browser, name: str) -> None:
    assert browser(name).get("/new").status_code == 403


def test_a_key_that_is_taken_is_refused(browser: Browser) -> None:
    client = browser("admin")
    seen = sent(client, "/new", CSV.encode(), "台账.csv")
    assert client.post("/new/store", {"token": field(seen, "token"), "key": "small"}).status_code == 422


def test_an_administrator_before_no_plan_finds_the_way_in(
    db: None, django_user_model: type[models.User]
) -> None:
    user = django_user_model.objects.create(
        username="root", name="root", is_administrator=True, joined_at=NOW
    )
    client = Client()
    client.force_login(user, backend="django.contrib.auth.backends.ModelBackend")
    assert 'href="/new"' in client.get("/").content.decode()


def test_the_same_workbook_again_changes_nothing(browser: Browser, small: Plan) -> None:
    text = sent(
        browser("office"), "/p/small/intake", workbook_bytes(plan=small), "规划.xlsx"
    ).content.decode()
    assert "没有差别" in text


def test_a_task_the_workbook_leaves_out_is_listed_and_kept_with_its_work(
    browser: Browser, small: Plan
) -> None:
    client = browser("office")
    data = workbook_bytes(plan=without_task(small, "T2"))
    assert "T2 修通道路" in sent(client, "/p/small/intake", data, "规划.xlsx").content.decode()
    assert stored(client, data, "规划.xlsx").status_code == 302
    assert {row.id for row in now().tasks} == {"T1", "T2"}
    assert {row.id for row in now().activities} == {"school", "road"}
    assert now().links == small.links


def test_an_update_keeps_state_steps_and_reports_of_an_item(
    browser: Browser, small: Plan, people: dict[str, Actor]
) -> None:
    item = models.Item.objects.get(code="T1")
    models.Item.objects.filter(pk=item.pk).update(state="working")
    models.Report.objects.create(item=item, text="在建", by_id=people["edu"].user, at=NOW)
    tasks = (dataclasses.replace(small.tasks[0], title_zh="建成新学校"), small.tasks[1])
    stored(browser("office"), packed_plan(plan=dataclasses.replace(small, tasks=tasks)), "规划.zip")
    again = models.Item.objects.get(code="T1")
    assert (again.pk, again.state, again.reports.count(), again.task.title_zh) == (
        item.pk,
        "working",
        1,
        "建成新学校",
    )


def test_an_item_handed_over_stays_where_it_was_handed(browser: Browser, small: Plan) -> None:
    models.Item.objects.filter(code="T1").update(owner="roads")
    tasks = (dataclasses.replace(small.tasks[0], lead="hall"), small.tasks[1])
    stored(browser("office"), workbook_bytes(plan=dataclasses.replace(small, tasks=tasks)), "a.xlsx")
    assert models.Item.objects.get(code="T1").owner == "roads"


def test_a_later_day_moves_the_item_that_follows_its_task(browser: Browser, small: Plan) -> None:
    tasks = (dataclasses.replace(small.tasks[0], deadline=date(2022, 3, 1)), small.tasks[1])
    stored(browser("office"), workbook_bytes(plan=dataclasses.replace(small, tasks=tasks)), "a.xlsx")
    assert models.Item.objects.get(code="T1").due == date(2022, 3, 1)


def test_a_new_task_gets_its_item_and_can_be_found(browser: Browser, small: Plan) -> None:
    more = dataclasses.replace(small, tasks=(*small.tasks, Task(id="T3", title_zh="清淤", lead="roads")))
    client = browser("roads")
    stored(browser("office"), workbook_bytes(plan=more), "a.xlsx")
    assert "清淤" in client.get("/p/small/ledger?q=清淤").content.decode()


def test_a_ledger_updates_what_it_says_and_leaves_the_work_alone(browser: Browser, small: Plan) -> None:
    text = "台账\n序号,任务,牵头单位,时限,进展\nT1,建成学校,教育局,2022-02-28,主体封顶\n"
    stored(browser("office"), text.encode(), "2021年8月2日台账.csv")
    found = now()
    assert (found.tasks[0].deadline, found.tasks[0].state) == (date(2022, 2, 28), "主体封顶")
    assert (found.activities, found.goals, found.tasks[1]) == (small.activities, small.goals, small.tasks[1])


def test_what_was_promised_before_stays_beside_the_new_promise(browser: Browser, small: Plan) -> None:
    text = "台账\n序号,任务,牵头单位,时限\nT1,建成学校,教育局,2022-02-28\n"
    stored(browser("office"), text.encode(), "台账.csv")
    values = [row.value for row in now().statements if row.kind == "planned"]
    assert values == ["2021-12-31", "2022-02-28"]


def test_a_form_made_before_another_update_is_a_conflict(
    plan: models.Plan, small: Plan, people: dict[str, Actor]
) -> None:
    newer = Newer(plan=small, of_ledger=False, seen=plan.version)
    update_plan(plan="small", newer=newer, on=TODAY, by=people["office"], at=NOW)
    with pytest.raises(Conflict):
        update_plan(plan="small", newer=newer, on=TODAY, by=people["office2"], at=NOW)


def test_an_update_is_one_entry_of_the_trail_and_the_chain_holds(browser: Browser, small: Plan) -> None:
    stored(browser("office"), workbook_bytes(plan=without_task(small, "T2")), "a.xlsx")
    entry = models.AuditEntry.objects.get(action="plan.update")
    assert (entry.by, entry.detail["not_named_any_more"]) == ("office", ["T2"])
    assert verify().broken_at is None


def test_the_second_step_of_somebody_elses_upload_is_refused(browser: Browser, small: Plan) -> None:
    seen = sent(browser("office"), "/p/small/intake", workbook_bytes(plan=small), "a.xlsx")
    form = {"token": field(seen, "token"), "version": field(seen, "version")}
    assert browser("office2").post("/p/small/intake/store", form).status_code == 422


def test_a_made_up_word_opens_no_file(browser: Browser) -> None:
    assert browser("office").post("/p/small/intake/store", {"token": "x", "version": "1"}).status_code == 422


def zipped(files: dict[str, bytes]) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in files.items():
            archive.writestr(name, data)
    return out.getvalue()


@pytest.mark.parametrize(
    ("name", "data", "word"),
    [
        ("a.exe", b"MZ", "不接受这种文件"),
        ("a.xlsx", b"", "文件是空的"),
        ("a.xlsx", b"PK\x03\x04 no zip", "文件已损坏"),
        ("a.csv", b"\x00\x01\x02", "不是表格"),
        ("a.zip", b"no zip", "不是可读的压缩包"),
        ("a.zip", zipped({"../datapackage.json": b"{}"}), "路径指向别处"),
        ("a.zip", zipped({"datapackage.json": b"{}", "evil.py": b""}), "不是规划的表"),
        ("a.zip", zipped({"datapackage.json": b"{}", "tasks.csv": b"0" * 30_000_000}), "解开后过大"),
    ],
)
def test_a_file_that_is_none_of_the_three_is_refused_by_name(
    browser: Browser, name: str, data: bytes, word: str
) -> None:
    response = sent(browser("office"), "/p/small/intake", data, name)
    assert (response.status_code, word in response.content.decode()) == (422, True)


def test_no_file_at_all_is_said(browser: Browser) -> None:
    assert browser("office").post("/p/small/intake", {}).status_code == 422


def test_an_officer_brings_nothing_in(browser: Browser, small: Plan) -> None:
    assert sent(browser("edu"), "/p/small/intake", workbook_bytes(plan=small), "a.xlsx").status_code == 403


def test_numbers_stay_as_they_were_written(db: None, small: Plan) -> None:
    first, second = small.activities
    value = dataclasses.replace(
        small,
        activities=(
            dataclasses.replace(first, low=Decimal("1.5")),
            dataclasses.replace(second, low=Decimal("1.50")),
        ),
    )
    add_plan(value=value, on=TODAY, fixed=True, by=MACHINE, at=NOW)
    assert [str(row.low) for row in now().activities] == ["1.5", "1.50"]


def test_the_page_of_a_conflict_shows_both_versions_and_stores_nothing(browser: Browser, small: Plan) -> None:
    client = browser("office")
    first = dataclasses.replace(small, title_zh="第一次改名")
    second = dataclasses.replace(small, title_zh="第二次改名")
    seen = sent(client, "/p/small/intake", workbook_bytes(plan=second), "b.xlsx")
    stored(browser("office2"), workbook_bytes(plan=first), "a.xlsx")
    form = {"token": field(seen, "token"), "version": field(seen, "version")}
    response = client.post("/p/small/intake/store", form)
    assert response.status_code == 409
    assert all(title in response.content.decode() for title in ("第一次改名", "第二次改名"))
    assert now().title_zh == "第一次改名"


def test_a_row_that_was_added_between_the_steps_is_not_lost(
    browser: Browser, small: Plan, plan: models.Plan
) -> None:
    client = browser("office")
    seen = sent(client, "/p/small/intake", workbook_bytes(plan=small), "b.xlsx")
    said = dataclasses.replace(small.statements[0], id="S2", said_on=date(2021, 8, 1))
    snapshot.insert_rows(table="statements", plan=plan.pk, rows=[(1, said, 1)])
    client.post("/p/small/intake/store", {"token": field(seen, "token"), "version": field(seen, "version")})
    assert [row.id for row in now().statements] == ["S1", "S2"]
