"""A zipped plan folder: back as it was, and nothing else gets in."""

from __future__ import annotations

import io
import stat
import zipfile

import pytest

from tongchou.kernel.errors import BadInput
from tongchou.plan.model import Plan
from tongchou.plan.purpose import Task
from tongchou.workspace.packed import packed_plan, plan_of_zip

PLAN = Plan(id="p", title_zh="规划", tasks=(Task(id="T1", title_zh="=甲"),))


def again(data: bytes, prefix: str = "", extra: dict[str, bytes] | None = None) -> bytes:
    """The archive with its files under another folder, and more files beside them."""
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as old, zipfile.ZipFile(out, "w") as new:
        for name in old.namelist():
            new.writestr(prefix + name, old.read(name))
        for name, content in (extra or {}).items():
            new.writestr(name, content)
    return out.getvalue()


def code_of(data: bytes) -> str:
    with pytest.raises(BadInput) as caught:
        plan_of_zip(data=data, file="a.zip")
    return caught.value.problems[0].code


def test_a_packed_plan_comes_out_as_it_went_in() -> None:
    assert plan_of_zip(data=packed_plan(plan=PLAN), file="a.zip") == PLAN


def test_the_same_plan_packs_to_the_same_bytes() -> None:
    assert packed_plan(plan=PLAN) == packed_plan(plan=PLAN)


def test_a_folder_inside_the_archive_and_files_of_the_system_do_no_harm() -> None:
    data = again(packed_plan(plan=PLAN), "规划/", {"__MACOSX/规划/._tasks.csv": b"x"})
    assert plan_of_zip(data=data, file="a.zip") == PLAN


@pytest.mark.parametrize(
    ("name", "code"),
    [
        ("../tasks.csv", "zip-path"),
        ("/etc/tasks.csv", "zip-path"),
        ("a/b/tasks.csv", "zip-path"),
        ("c:tasks.csv", "zip-path"),
        ("run.sh", "zip-name"),
    ],
)
def test_a_name_that_is_no_table_of_a_plan_is_refused(name: str, code: str) -> None:
    assert code_of(again(packed_plan(plan=PLAN), extra={name: b"x"})) == code


def test_two_folders_in_one_archive_are_refused() -> None:
    data = again(packed_plan(plan=PLAN), "one/", {"two/goals.csv": b"id\n"})
    assert code_of(data) == "zip-folders"


def test_a_link_is_refused() -> None:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        info = zipfile.ZipInfo("tasks.csv")
        info.external_attr = (stat.S_IFLNK | 0o777) << 16
        archive.writestr(info, "/etc/passwd")
    assert code_of(out.getvalue()) == "zip-link"


def test_what_unpacks_to_far_more_than_it_holds_is_refused_unread() -> None:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("tasks.csv", b"0" * 3_000_000)
    assert code_of(out.getvalue()) == "zip-too-large"


def test_what_is_no_archive_is_said() -> None:
    assert code_of(b"PK no") == "not-a-zip"
