"""Sign in, enter by a one-time link, sign out, choose a plan."""

from __future__ import annotations

from datetime import timedelta

from django.contrib.auth import authenticate, get_user_model, login, logout
from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods, require_POST

from tongchou_site.records.actions.accounts import set_password, use_link
from tongchou_site.records.queries.intake import may_begin_plans
from tongchou_site.records.queries.people import link_is_good, plans_of
from tongchou_site.records.rights import ROLES
from tongchou_site.ui.frame import frame

FRESH = timedelta(minutes=15)
BACKEND = "django.contrib.auth.backends.ModelBackend"


@sensitive_post_parameters("password")
@require_http_methods(["GET", "POST"])
def sign_in(request: HttpRequest) -> HttpResponse:
    """The form of user name and password."""
    wrong = False
    after = request.POST.get("next", request.GET.get("next", ""))
    if request.method == "POST":
        user = authenticate(
            request, username=request.POST.get("username", ""), password=request.POST.get("password", "")
        )
        if user is not None:
            login(request, user)
            return redirect(_safe(request, after))
        wrong = True
    again = request.user.is_authenticated and after == reverse("password")
    page = frame(request) | {"wrong": wrong, "after": after, "again": again}
    return render(request, "gate/login.html", page, status=401 if wrong else 200)


def _safe(request: HttpRequest, address: str) -> str:
    safe = url_has_allowed_host_and_scheme(address, {request.get_host()}, require_https=request.is_secure())
    return address if safe else "/"


@require_POST
def sign_out(request: HttpRequest) -> HttpResponse:
    """Leave."""
    logout(request)
    return redirect("login")


@require_http_methods(["GET", "POST"])
def enter(request: HttpRequest, token: str) -> HttpResponse:
    """First entry: the page only asks; the link is used up by the answer, so that a preview of it does no harm."""
    if request.method == "GET":
        name = link_is_good(token=token, at=timezone.now())
        page = frame(request) | {"name": name, "token": token}
        return render(request, "gate/enter.html", page, status=200 if name else 410)
    user = use_link(token=token, at=timezone.now())
    if user is None:
        return render(request, "gate/enter.html", frame(request) | {"name": "", "token": token}, status=410)
    login(request, get_user_model().objects.get(pk=user), backend=BACKEND)
    return redirect("password")


@sensitive_post_parameters("password", "again")
@require_http_methods(["GET", "POST"])
def password(request: HttpRequest) -> HttpResponse:
    """Choose a password, or go on without one; only shortly after coming in, so that no open browser is enough."""
    if not request.user.is_authenticated:
        return redirect("login")
    if timezone.now() - request.user.last_login > FRESH:
        return redirect(f"{reverse('login')}?next={reverse('password')}")
    wrong: list[str] = []
    if request.method == "POST":
        chosen, again = request.POST.get("password", ""), request.POST.get("again", "")
        wrong = _faults(request, chosen)
        if chosen == again and not wrong:
            set_password(user=request.user.pk, password=chosen, at=timezone.now())
            request.user.refresh_from_db()
            login(request, request.user, backend=BACKEND)
            return redirect("/")
        page = {"wrong": wrong, "differ": chosen != again, "username": request.user.username}
        return render(request, "gate/password.html", frame(request) | page, status=422)
    page = {"wrong": wrong, "differ": False, "username": request.user.username}
    return render(request, "gate/password.html", frame(request) | page)


def _faults(request: HttpRequest, chosen: str) -> list[str]:
    try:
        validate_password(chosen, request.user)
    except ValidationError as error:
        return list(error.messages)
    return []


def home(request: HttpRequest) -> HttpResponse:
    """The plans one may open; the only one at once; a stranger sees the public pages."""
    if not request.user.is_authenticated:
        return redirect("open")
    plans = plans_of(user=request.user.pk)
    if len(plans) == 1:
        return redirect(reverse("inbox", kwargs={"plan": plans[0].key}))
    return render(
        request,
        "gate/plans.html",
        frame(request) | {"plans": plans, "roles": ROLES, "may_begin": may_begin_plans(user=request.user.pk)},
    )
