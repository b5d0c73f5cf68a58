"""The room of management: people are put in posts and taken out, never lost; what was done is told in plain words."""

from __future__ import annotations

import ast
import csv
import io
from collections.abc import Callable
from pathlib import Path

import pytest
from django.test import Client
from tests.site.conftest import NOW
from tests.site.public_case import computed

from tongchou.kernel.errors import BadInput
from tongchou_site.records import models
from tongchou_site.records.actions import accounts
from tongchou_site.records.actions.accounts import Position, Seen
from tongchou_site.records.conflict import Conflict
from tongchou_site.records.loop import RULES
from tongchou_site.records.queries.audit import Act, Sought, Trail, audit_page
from tongchou_site.records.rights import RIGHTS, ROLES
from tongchou_site.records.trail import MACHINE, Actor, act
from tongchou_site.ui.speech import words
from tongchou_site.workbench.manage.sentences import sentence

Browser = Callable[[str], Client]
SITE = Path(accounts.__file__).resolve().parents[2]
ROOM = "/p/small/manage"


def user(name: str) -> models.User:
    return models.User.objects.get(username=name)


def seen(name: str) -> Seen:
    return Seen(username=name, version=user(name).version)


def send(browser: Browser, path: str, who: str = "admin", **form: object) -> int:
    return int(browser(who).post(f"{ROOM}/{path}", form).status_code)


# people


def test_a_person_who_is_added_has_a_post_and_no_password(browser: Browser) -> None:
    form = {"username": "li", "name": "李四", "email": "li@example.cn", "post": "officer:edu"}
    browser("admin").post(f"{ROOM}/people-add", form)
    post = models.Post.objects.get(user=user("li"))
    assert (post.role, post.organisation, user("li").has_usable_password()) == ("officer", "edu", False)


def test_the_answer_to_adding_a_person_shows_a_link_that_lets_that_person_in(browser: Browser) -> None:
    form = {"username": "li", "name": "李四", "email": "", "post": "office"}
    text = browser("admin").post(f"{ROOM}/people-add", form).content.decode()
    link = "/enter/" + text.split("/enter/")[1].split("<")[0]
    stranger = Client()
    stranger.post(link)
    assert stranger.session["_auth_user_id"] == str(user("li").pk)


def test_no_page_shows_a_link_a_second_time(browser: Browser) -> None:
    client = browser("admin")
    client.post(f"{ROOM}/people/edu/link")
    pages = [client.get(f"{ROOM}/{path}").content for path in ("people", "people/edu", "audit")]
    assert [page for page in pages if b"/enter/" in page] == []


def test_an_answer_that_shows_a_link_is_kept_nowhere(browser: Browser) -> None:
    response = browser("admin").post(f"{ROOM}/people/edu/link")
    assert "no-store" in response["Cache-Control"]


def test_a_person_of_a_bad_post_is_not_added_at_all(browser: Browser) -> None:
    form = {"username": "li", "name": "李四", "post": "officer:nowhere"}
    status = browser("admin").post(f"{ROOM}/people-add", form).status_code
    assert (status, models.User.objects.filter(username="li").exists()) == (422, False)


def test_a_user_name_is_taken_whatever_its_case(people: dict[str, Actor]) -> None:
    with pytest.raises(BadInput) as refused:
        accounts.add_person(username="EDU", name="x", administrator=False, by=MACHINE, at=NOW)
    assert [each.code for each in refused.value.problems] == ["username-taken"]


def test_everything_wrong_with_a_new_person_is_named_at_once(db: None) -> None:
    with pytest.raises(BadInput) as refused:
        accounts.add_person(username="a b", name=" ", email="x", administrator=False, by=MACHINE, at=NOW)
    assert [each.code for each in refused.value.problems] == ["bad-username", "no-name", "bad-email"]


def test_a_post_is_changed_from_one_organisation_to_another(browser: Browser) -> None:
    send(browser, "people/edu/post", version=user("edu").version, post="officer:roads")
    assert models.Post.objects.get(user=user("edu")).organisation == "roads"


def test_who_lost_the_post_sees_the_plan_no_more(browser: Browser) -> None:
    officer = browser("edu")
    send(browser, "people/edu/leave", version=user("edu").version)
    assert officer.get("/p/small/ledger").status_code == 404


def test_a_form_of_an_older_version_changes_nothing_and_shows_both(browser: Browser) -> None:
    old = user("edu").version
    accounts.change_person(seen=seen("edu"), name="王五", email="", by=MACHINE, at=NOW)
    response = browser("admin").post(
        f"{ROOM}/people/edu/change", {"version": old, "name": "赵六", "email": ""}
    )
    text = response.content.decode()
    assert (response.status_code, "王五" in text, "赵六" in text) == (409, True, True)
    assert user("edu").name == "王五"


def test_a_form_without_a_version_changes_nothing(browser: Browser) -> None:
    assert send(browser, "people/edu/change", name="赵六", email="") == 409


def test_every_act_on_a_person_moves_the_version(people: dict[str, Actor]) -> None:
    before = seen("edu")
    accounts.set_active(seen=before, active=False, by=people["admin"], at=NOW)
    with pytest.raises(Conflict):
        accounts.end_post(seen=before, plan="small", by=people["admin"], at=NOW)


def test_who_is_deactivated_is_out_with_the_next_page(browser: Browser, people: dict[str, Actor]) -> None:
    officer = browser("edu")
    accounts.set_active(seen=seen("edu"), active=False, by=people["admin"], at=NOW)
    assert officer.get("/p/small/ledger").status_code == 302


def test_a_link_made_before_a_person_was_deactivated_ends_with_it(people: dict[str, Actor]) -> None:
    token = accounts.make_link(user=people["edu"].user or 0, by=MACHINE, at=NOW)
    accounts.set_active(seen=seen("edu"), active=False, by=people["admin"], at=NOW)
    accounts.set_active(seen=seen("edu"), active=True, by=people["admin"], at=NOW)
    assert accounts.use_link(token=token, at=NOW) is None


def test_who_is_deactivated_gets_no_link(browser: Browser, people: dict[str, Actor]) -> None:
    accounts.set_active(seen=seen("edu"), active=False, by=people["admin"], at=NOW)
    assert send(browser, "people/edu/link") == 422


def test_before_a_person_is_deactivated_the_page_tells_of_items_not_closed(browser: Browser) -> None:
    models.Item.objects.filter(code="T1").update(officer=user("edu"), state="working")
    assert "还有 1 项没有销号" in browser("admin").get(f"{ROOM}/people/edu").content.decode()


def test_the_last_administrator_is_not_deactivated(people: dict[str, Actor]) -> None:
    with pytest.raises(BadInput, match="last administrator"):
        accounts.set_active(seen=seen("admin"), active=False, by=MACHINE, at=NOW)


def test_the_last_administrator_is_not_demoted(people: dict[str, Actor]) -> None:
    with pytest.raises(BadInput, match="last administrator"):
        accounts.set_administrator(seen=seen("admin"), administrator=False, by=MACHINE, at=NOW)


def test_a_deactivated_administrator_does_not_count_as_another(people: dict[str, Actor]) -> None:
    accounts.set_administrator(seen=seen("stranger"), administrator=True, by=MACHINE, at=NOW)
    accounts.set_active(seen=seen("stranger"), active=False, by=MACHINE, at=NOW)
    with pytest.raises(BadInput, match="last administrator"):
        accounts.set_administrator(seen=seen("admin"), administrator=False, by=MACHINE, at=NOW)


def test_one_of_two_administrators_is_demoted(people: dict[str, Actor]) -> None:
    accounts.set_administrator(seen=seen("stranger"), administrator=True, by=people["admin"], at=NOW)
    new = Actor(user=user("stranger").pk, username="stranger")
    accounts.set_administrator(seen=seen("admin"), administrator=False, by=new, at=NOW)
    assert not user("admin").is_administrator


def test_nobody_deactivates_themselves(browser: Browser) -> None:
    assert send(browser, "people/admin/active", version=user("admin").version, yes="0") == 422


def test_an_administrator_holds_no_post(people: dict[str, Actor]) -> None:
    with pytest.raises(BadInput, match="holds no post"):
        accounts.put_in_post(
            seen=seen("admin"), plan="small", position=Position(role="office"), by=MACHINE, at=NOW
        )


def test_who_has_a_post_is_not_made_an_administrator(people: dict[str, Actor]) -> None:
    with pytest.raises(BadInput, match="holds no post"):
        accounts.set_administrator(seen=seen("edu"), administrator=True, by=MACHINE, at=NOW)


def test_a_new_link_ends_the_one_before(people: dict[str, Actor]) -> None:
    first = accounts.make_link(user=people["edu"].user or 0, by=MACHINE, at=NOW)
    accounts.make_link(user=people["edu"].user or 0, by=MACHINE, at=NOW)
    assert accounts.use_link(token=first, at=NOW) is None


def test_the_search_finds_a_person_by_part_of_the_name(browser: Browser) -> None:
    text = browser("admin").get(f"{ROOM}/people", {"q": "road"}).content.decode()
    assert ("people/roads" in text, "people/edu" in text) == (True, False)


# publication


def test_the_switch_opens_the_plan_to_everybody(browser: Browser) -> None:
    send(browser, "publish", who="office", open="1")
    assert Client().get("/open/small/").status_code == 200


def test_the_same_switch_twice_leaves_the_plan_open(browser: Browser) -> None:
    send(browser, "publish", open="1")
    send(browser, "publish", open="1")
    assert models.Plan.objects.get().open_to_public


def test_the_first_page_leads_the_office_to_no_page_it_may_not_open(browser: Browser) -> None:
    text = browser("office").get(ROOM).content.decode()
    assert (f"{ROOM}/people" in text, f"{ROOM}/audit" in text) == (False, True)


# rights


@pytest.mark.parametrize("right", RIGHTS)
def test_the_table_of_rights_says_of_every_role_what_the_rules_say(browser: Browser, right: str) -> None:
    text = browser("edu").get(f"{ROOM}/rights").content.decode()
    row = text.split(f'<th scope="row">{RIGHTS[right].words.zh}</th>')[1].split("</tr>")[0]
    told = ["—" not in cell for cell in row.split("<td>")[1:]]
    assert told == [role in RIGHTS[right].roles for role in ROLES]


# the trail


def done(action: str, subject: str = "", plan: str = "small", **detail: object) -> Act:
    with act(action=action, by=MACHINE, at=NOW, plan=plan, subject=subject) as entry:
        entry.detail = dict(detail)
    trail = Trail(plan=plan, everybody=True)
    return audit_page(trail=trail, sought=Sought(), before=None, most=1).acts[0]


def test_an_entry_is_told_with_the_title_of_its_task(plan: models.Plan) -> None:
    told = sentence(done("item.return", "item:T1", note="材料不全"))
    assert (told.zh, told.en) == ("退回T1 建成学校：材料不全", "returned T1 Build the school: 材料不全")


def test_an_entry_is_told_with_the_name_of_its_person(people: dict[str, Actor]) -> None:
    accounts.change_person(seen=seen("edu"), name="王五", email="", by=MACHINE, at=NOW)
    assert sentence(done("person.link", "user:edu")).zh == "给王五（edu）发了一次性链接"


def test_a_day_is_told_as_the_reader_writes_it(plan: models.Plan) -> None:
    told = sentence(done("run.ask", "run:3", on="2021-08-03"))
    assert (told.zh, told.en) == (
        "请求第3次预测，判断日期2021年8月3日",
        "asked for run 3, judged on 3 Aug 2021",
    )


def test_a_detail_that_an_entry_does_not_have_is_a_dash(plan: models.Plan) -> None:
    assert sentence(done("lights.choose", preset="pace")).en == "chose the rules of lights pace, version —"


def test_a_refused_entry_is_told_as_refused(plan: models.Plan) -> None:
    assert "未能进入" in sentence(done("person.enter", refused=True)).zh


def test_an_action_without_words_is_told_by_its_code(plan: models.Plan) -> None:
    assert sentence(done("moon.land", "moon:1")).zh == "moon.land moon:1"


def test_braces_in_a_note_are_no_places_of_a_sentence(plan: models.Plan) -> None:
    assert "{about}" in sentence(done("item.return", "item:T1", note="{about}")).zh


def actions_in(path: Path) -> set[str]:
    """Every text handed to `action=` of an act; a text with a verb in it stands for every verb of the loop."""
    found: set[str] = set()
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if not (
            isinstance(node, ast.Call) and getattr(node.func, "id", "") in {"act", "append", "_changing"}
        ):
            continue
        for value in [word.value for word in node.keywords if word.arg == "action"]:
            if isinstance(value, ast.JoinedStr):
                found |= {f"{value.values[0].value}{verb}" for verb in RULES}  # type: ignore[attr-defined]  # a text
            elif isinstance(value, ast.Constant):
                found.add(value.value)
    return found


def assigned_in(path: Path) -> set[str]:
    """Every text a variable called `action` is set to."""
    return {
        each.value
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if isinstance(node, ast.Assign) and getattr(node.targets[0], "id", "") == "action"
        for each in ast.walk(node.value)
        if isinstance(each, ast.Constant) and isinstance(each.value, str)
    }


def all_actions() -> set[str]:
    files = sorted(SITE.rglob("*.py"))
    return set().union(*(actions_in(path) | assigned_in(path) for path in files))


def test_every_action_in_the_source_has_its_name_and_its_sentence() -> None:
    known = words()
    missing = [
        each for each in sorted(all_actions()) if f"did_{each}" not in known or f"act_{each}" not in known
    ]
    assert missing == []


def test_no_words_are_kept_for_an_action_that_is_gone() -> None:
    kept = {key.partition("_")[2] for key in words() if key.startswith("did_") and "." in key}
    assert sorted(kept - all_actions()) == []


def test_the_office_does_not_read_what_belongs_to_no_plan_or_to_another(people: dict[str, Actor]) -> None:
    for plan in ("", "other", "small"):
        done("lights.compute", plan=plan)
    found = audit_page(trail=Trail(plan="small", everybody=False), sought=Sought(), before=None, most=500)
    assert {each.plan for each in found.acts} == {"small"}


def test_every_act_on_a_run_or_a_briefing_names_its_plan(browser: Browser) -> None:
    computed("small")
    browser("office").post("/p/small/briefings/draft")
    rows = models.AuditEntry.objects.filter(action__regex=r"^(run|briefing)[.]")
    assert (rows.count() >= 4, set(rows.values_list("plan", flat=True))) == (True, {"small"})


def test_every_entry_is_on_exactly_one_page(plan: models.Plan) -> None:
    for _ in range(7):
        done("lights.compute")
    trail, before, numbers = Trail(plan="small", everybody=True), None, []
    while True:
        page = audit_page(trail=trail, sought=Sought(), before=before, most=3)
        numbers += [each.number for each in page.acts]
        before = page.older
        if before is None:
            break
    assert numbers == sorted(models.AuditEntry.objects.values_list("number", flat=True), reverse=True)


@pytest.mark.parametrize(
    ("asked", "found"),
    [({"action": "person.post"}, 4), ({"by": "-"}, 11), ({"by": "edu"}, 0), ({"subject": "edu"}, 2)],
)
def test_the_trail_is_narrowed_by_what_is_asked(browser: Browser, asked: dict[str, str], found: int) -> None:
    text = browser("admin").get(f"{ROOM}/audit", asked).content.decode()
    assert text.count('<td class="num">') == found


def test_the_page_says_that_the_chain_is_whole(browser: Browser) -> None:
    text = browser("office").post(f"{ROOM}/audit/verify").content.decode()
    assert f"共 {models.AuditEntry.objects.count()} 条" in text


def test_the_file_of_the_trail_holds_what_is_filtered(browser: Browser) -> None:
    response = browser("admin").get(f"{ROOM}/audit.csv", {"action": "person.post"})
    rows = list(csv.reader(io.StringIO(b"".join(response.streaming_content).decode("utf-8-sig"))))
    assert [row[4] for row in rows[1:]] == ["person.post"] * 4


def test_no_cell_of_the_file_is_run_as_a_formula(browser: Browser) -> None:
    done("item.return", "item:T1", note="x")
    with act(action="=1+1", by=MACHINE, at=NOW, plan="small", subject="@x"):
        pass
    response = browser("admin").get(f"{ROOM}/audit.csv")
    rows = list(csv.reader(io.StringIO(b"".join(response.streaming_content).decode("utf-8-sig"))))
    assert [cell for row in rows for cell in row if cell[:1] in set("=+-@\t\r")] == []
