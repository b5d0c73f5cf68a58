"""What may be wrong with an act on a person, in both languages."""

from __future__ import annotations

from tongchou.kernel.errors import Problem, Where
from tongchou.kernel.finding import Text

LONGEST_NAME = 64

_WRONG: dict[str, tuple[Text, Text]] = {
    "bad-username": (
        Text(
            zh="用户名只能用字母、数字、点、横线和下划线，最多64个",
            en="a user name holds letters, digits, dots, hyphens and underscores only, at most 64",
        ),
        Text(zh="请改用户名。", en="Change the user name."),
    ),
    "username-taken": (
        Text(zh="已有同名用户", en="this user name is taken"),
        Text(
            zh="请另取用户名，或给已有的人安排岗位。",
            en="Take another, or give a post to the one who has it.",
        ),
    ),
    "no-name": (
        Text(zh=f"没有写姓名，或超过{LONGEST_NAME}字", en=f"no name, or longer than {LONGEST_NAME} signs"),
        Text(zh="请填写姓名。", en="Write the name."),
    ),
    "bad-email": (
        Text(zh="邮箱地址不对", en="this is no address of mail"),
        Text(zh="请改邮箱，没有可以不填。", en="Change it, or leave it empty."),
    ),
    "no-such-post": (
        Text(zh="规划中没有这个岗位或单位", en="the plan has no such post or organisation"),
        Text(
            zh="督查室人员不填单位；承办人员请从列出的单位中选一个。",
            en="The delivery office belongs to no organisation; an officer to one of those listed.",
        ),
    ),
    "administrator-holds-no-post": (
        Text(
            zh="管理员不兼任岗位，管理与办理须分开",
            en="an administrator holds no post: managing and doing stay apart",
        ),
        Text(zh="请先免去另一项，或另设一个用户。", en="End the other first, or add a second person."),
    ),
    "not-yourself": (
        Text(zh="不能停用自己，也不能免去自己的管理员", en="nobody deactivates or demotes themselves"),
        Text(zh="请由另一名管理员办理。", en="Leave it to another administrator."),
    ),
    "last-administrator": (
        Text(zh="这是最后一名管理员", en="this is the last administrator"),
        Text(zh="请先指定另一名管理员。", en="Name another administrator first."),
    ),
    "not-active": (
        Text(zh="此人已停用", en="this person is deactivated"),
        Text(zh="请先恢复，再发链接。", en="Reactivate the person first."),
    ),
}


def problem(code: str, value: str) -> Problem:
    """A refusal by its code, with what was given."""
    what, mend = _WRONG[code]
    return Problem(
        code=code,
        where=Where(),
        zh=what.zh,
        en=what.en,
        mend_zh=mend.zh,
        mend_en=mend.en,
        value=value[:80],
    )
