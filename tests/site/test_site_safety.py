"""Safe from the first page: passwords, links, lock-out, sessions, forms, headers, uploads."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from collections.abc import Callable
from datetime import timedelta

import pytest
from django.conf import settings
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.utils import timezone
from tests.site.matrix_case import not_ours

from tongchou_site.records import models
from tongchou_site.records.actions.accounts import make_link, set_password
from tongchou_site.records.trail import MACHINE, Actor

Browser = Callable[[str], Client]
PASSWORD = "一个足够长的口令 2021"


def user(name: str) -> models.User:
    return models.User.objects.get(username=name)


def link(name: str) -> str:
    return "/enter/" + make_link(user=user(name).pk, by=MACHINE, at=timezone.now())


def with_password(name: str) -> None:
    set_password(user=user(name).pk, password=PASSWORD, at=timezone.now())


def sign_in(client: Client, name: str, password: str, **more: str) -> int:
    return int(client.post("/login", {"username": name, "password": password, **more}).status_code)


def signed_in(client: Client) -> str:
    """The user name of who is signed in; empty for nobody."""
    key = client.session.get("_auth_user_id")
    return "" if key is None else models.User.objects.get(pk=key).username


# passwords


def test_nobody_has_a_password_before_choosing_one(people: dict[str, Actor]) -> None:
    assert [each.username for each in models.User.objects.all() if each.has_usable_password()] == []


@pytest.mark.parametrize("guess", ["", "admin", "!", "password", "123456"])
def test_no_guess_lets_in_who_has_not_chosen_a_password(people: dict[str, Actor], guess: str) -> None:
    assert sign_in(Client(), "admin", guess) == 401


def test_a_password_is_kept_as_an_argon2_hash(people: dict[str, Actor]) -> None:
    with_password("edu")
    assert user("edu").password.startswith("argon2$argon2id$")


def test_a_short_password_is_refused(people: dict[str, Actor]) -> None:
    client = Client()
    client.post(link("edu"))
    status = client.post("/password", {"password": "kurz", "again": "kurz"}).status_code
    assert (status, user("edu").has_usable_password()) == (422, False)


def test_the_answer_does_not_tell_whether_a_user_name_exists(people: dict[str, Actor]) -> None:
    with_password("edu")
    there = Client().post("/login", {"username": "edu", "password": "x"}).content
    nowhere = Client().post("/login", {"username": "edx", "password": "x"}).content
    assert without_token(there) == without_token(nowhere)


def without_token(page: bytes) -> bytes:
    return re.sub(rb'name="csrfmiddlewaretoken" value="[^"]*"', b"", page)


# one-time links


def test_a_link_lets_in_once(people: dict[str, Actor]) -> None:
    path = link("edu")
    first, second = Client(), Client()
    first.post(path)
    status = second.post(path).status_code
    assert (signed_in(first), signed_in(second), status) == ("edu", "", 410)


def test_looking_at_a_link_does_not_use_it_up(people: dict[str, Actor]) -> None:
    path, client = link("edu"), Client()
    client.get(path)
    client.post(path)
    assert signed_in(client) == "edu"


def test_looking_at_a_link_lets_nobody_in(people: dict[str, Actor]) -> None:
    client = Client()
    client.get(link("edu"))
    assert signed_in(client) == ""


def test_a_link_of_yesterday_lets_nobody_in(people: dict[str, Actor]) -> None:
    old = timezone.now() - timedelta(hours=24, minutes=1)
    client = Client()
    client.post("/enter/" + make_link(user=user("edu").pk, by=MACHINE, at=old))
    assert signed_in(client) == ""


def test_only_the_hash_of_a_link_is_kept(people: dict[str, Actor]) -> None:
    token = link("edu").rpartition("/")[2]
    kept = models.OneTimeLink.objects.get(user=user("edu")).token_hash
    assert (len(token) >= 43, token in kept, len(kept)) == (True, False, 64)


def test_a_link_in_a_browser_of_somebody_else_leaves_nothing_of_the_other(browser: Browser) -> None:
    client = browser("office")
    before = client.session.session_key
    client.post(link("edu"))
    assert (signed_in(client), client.session.session_key != before) == ("edu", True)


def test_a_password_chosen_by_a_link_ends_the_sessions_elsewhere(people: dict[str, Actor]) -> None:
    with_password("edu")
    elsewhere, here = Client(), Client()
    sign_in(elsewhere, "edu", PASSWORD)
    here.post(link("edu"))
    here.post("/password", {"password": PASSWORD + "!", "again": PASSWORD + "!"})
    got = [client.get("/p/small/ledger").status_code for client in (elsewhere, here)]
    assert got == [302, 200]


def test_an_open_browser_is_not_enough_to_change_a_password(people: dict[str, Actor]) -> None:
    with_password("edu")
    client = Client()
    sign_in(client, "edu", PASSWORD)
    models.User.objects.update(last_login=timezone.now() - timedelta(minutes=16))
    client.post("/password", {"password": "ein anderes Wort 1", "again": "ein anderes Wort 1"})
    assert user("edu").check_password(PASSWORD)


# lock-out


def locked(name: str) -> Client:
    """A browser in which the password of somebody was guessed five times."""
    with_password(name)
    client = Client()
    for _ in range(5):
        sign_in(client, name, "wrong")
    return client


def test_after_five_wrong_guesses_the_right_password_is_refused_too(people: dict[str, Actor]) -> None:
    client = locked("edu")
    assert (sign_in(client, "edu", PASSWORD), signed_in(client)) == (429, "")


def test_four_wrong_guesses_lock_nobody(people: dict[str, Actor]) -> None:
    with_password("edu")
    client = Client()
    for _ in range(4):
        sign_in(client, "edu", "wrong")
    assert sign_in(client, "edu", PASSWORD) == 302


@pytest.mark.parametrize(("lang", "words"), [("zh", "已暂时锁定"), ("en", "locked for now")])
def test_the_lock_has_its_page_in_both_languages(people: dict[str, Actor], lang: str, words: str) -> None:
    client = locked("edu")
    client.cookies["lang"] = lang
    assert words in client.post("/login", {"username": "edu", "password": "x"}).content.decode()


def test_the_lock_of_one_person_locks_nobody_else(people: dict[str, Actor]) -> None:
    with_password("roads")
    assert sign_in(locked("edu"), "roads", PASSWORD) == 302


def test_who_is_locked_out_comes_in_by_a_fresh_link(people: dict[str, Actor]) -> None:
    client = locked("edu")
    client.post(link("edu"))
    assert client.get("/p/small/ledger").status_code == 200


def test_who_came_in_by_a_link_is_locked_no_more(people: dict[str, Actor]) -> None:
    client = locked("edu")
    client.post(link("edu"))
    assert sign_in(Client(), "edu", PASSWORD) == 302


# sessions, forms, hosts


def test_the_session_ends_when_the_person_is_deactivated(browser: Browser) -> None:
    client = browser("edu")
    models.User.objects.filter(username="edu").update(is_active=False)
    assert client.get("/p/small/ledger").status_code == 302


def test_who_is_deactivated_does_not_sign_in(people: dict[str, Actor]) -> None:
    with_password("edu")
    models.User.objects.filter(username="edu").update(is_active=False)
    assert sign_in(Client(), "edu", PASSWORD) == 401


def test_signing_in_makes_a_new_session(people: dict[str, Actor]) -> None:
    with_password("edu")
    client = Client()
    client.get("/login")
    session = client.session
    session["kept"] = 1
    session.save()
    before = session.session_key
    sign_in(client, "edu", PASSWORD)
    assert client.session.session_key != before


def test_signing_out_ends_the_session_on_the_server(browser: Browser) -> None:
    client = browser("edu")
    stolen = client.cookies[settings.SESSION_COOKIE_NAME].value
    client.post("/logout")
    thief = Client()
    thief.cookies[settings.SESSION_COOKIE_NAME] = stolen
    assert thief.get("/p/small/ledger").status_code == 302


def test_the_cookie_of_the_session_is_not_for_scripts_nor_for_other_sites(people: dict[str, Actor]) -> None:
    with_password("edu")
    client = Client()
    sign_in(client, "edu", PASSWORD)
    cookie = client.cookies[settings.SESSION_COOKIE_NAME]
    assert (cookie["httponly"], cookie["samesite"]) == (True, "Lax")


def test_behind_tls_the_cookies_and_the_browser_keep_to_it() -> None:
    names = "s.SESSION_COOKIE_SECURE, s.CSRF_COOKIE_SECURE, s.SECURE_HSTS_SECONDS > 0"
    asked = f"from tongchou_site import settings as s; print({names})"
    told = subprocess.run(
        [sys.executable, "-c", asked],
        env=os.environ | {"TONGCHOU_TLS": "1"},
        capture_output=True,
        text=True,
        check=True,
    )
    assert told.stdout.split() == ["True", "True", "True"]


def test_a_form_without_its_token_changes_nothing(people: dict[str, Actor]) -> None:
    client = Client(enforce_csrf_checks=True)
    client.force_login(user("admin"), backend="django.contrib.auth.backends.ModelBackend")
    status = client.post("/p/small/manage/publish", {"open": "1"}).status_code
    assert (status, models.Plan.objects.get().open_to_public) == (403, False)


def test_signing_in_needs_the_token_of_its_form_too(people: dict[str, Actor]) -> None:
    with_password("edu")
    assert sign_in(Client(enforce_csrf_checks=True), "edu", PASSWORD) == 403


@pytest.mark.parametrize(
    "after",
    ["https://elsewhere.example/", "//elsewhere.example/", "javascript:alert(1)", "/\\elsewhere.example"],
)
def test_signing_in_leads_to_no_other_site(people: dict[str, Actor], after: str) -> None:
    with_password("edu")
    response = Client().post("/login", {"username": "edu", "password": PASSWORD, "next": after})
    assert response["Location"] == "/"


def test_signing_in_leads_back_to_the_page_that_was_asked_for(people: dict[str, Actor]) -> None:
    with_password("edu")
    asked = Client().get("/p/small/ledger?q=a")["Location"]
    response = Client().post(asked, {"username": "edu", "password": PASSWORD, "next": "/p/small/ledger?q=a"})
    assert response["Location"] == "/p/small/ledger?q=a"


def test_a_host_that_is_not_ours_gets_no_page(db: None) -> None:
    assert Client().get("/login", headers={"host": "elsewhere.example"}).status_code == 400


@pytest.mark.parametrize("path", ["/login", "/open/", "/p/small/ledger", "/nothing/here", "/enter/x"])
def test_no_page_may_be_framed_or_sniffed(browser: Browser, path: str) -> None:
    headers = browser("edu").get(path).headers
    assert (
        headers["X-Frame-Options"],
        "frame-ancestors 'none'" in headers["Content-Security-Policy"],
        headers["X-Content-Type-Options"],
        headers["Referrer-Policy"],
    ) == ("DENY", True, "nosniff", "same-origin")


def test_a_page_of_officers_is_kept_by_no_cache_between(browser: Browser) -> None:
    assert "private" in browser("edu").get("/p/small/ledger")["Cache-Control"]


@pytest.mark.parametrize(
    ("path", "status"),
    [("/login", 200), ("/enter/x", 410), ("/nothing", 404), ("/password", 200), ("/", 302)],
)
def test_a_page_of_the_gate_runs_nothing_inline(browser: Browser, path: str, status: int) -> None:
    response = browser("edu").get(path)
    assert (response.status_code, not_ours(response.content.decode())) == (status, [])


# what is handed in


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_a_body_that_is_too_large_is_refused_with_a_page(browser: Browser, lang: str) -> None:
    client = browser("office")
    client.cookies["lang"] = lang
    file = SimpleUploadedFile("plan.zip", b"0" * (settings.MOST_SENT + 1))
    response = client.post("/p/small/intake", {"file": file})
    assert (response.status_code, "20 MB" in response.content.decode()) == (413, True)


def test_a_form_of_more_text_than_any_form_of_ours_is_refused(browser: Browser) -> None:
    response = browser("office").post("/p/small/manage/publish", {"open": "1" * (3 * 1024 * 1024)})
    assert response.status_code == 400


def test_a_length_that_is_no_number_is_not_trusted(db: None) -> None:
    assert Client().post("/login", {}, CONTENT_LENGTH="-1").status_code in {400, 401}


@pytest.mark.parametrize("name", ["../../evil.csv", "evil.exe", "plan.xlsx"])
def test_a_file_that_is_not_what_it_says_is_refused_with_a_list(browser: Browser, name: str) -> None:
    response = browser("office").post("/p/small/intake", {"file": SimpleUploadedFile(name, b"\0\1\2")})
    assert response.status_code == 422


def test_settings_speak_no_debug_and_name_no_secret() -> None:
    assert (settings.DEBUG, len(settings.SECRET_KEY) >= 50) == (False, True)
