"""What is said of a ledger that cannot be read in part or at all: what, where, and how to mend it."""

from __future__ import annotations

from tongchou.kernel.errors import Problem, Severity, Where
from tongchou.kernel.finding import Text
from tongchou.plan.template import Template


def _told(
    code: str,
    where: Where,
    what: tuple[str, str],
    mend: tuple[str, str],
    value: str = "",
    severity: Severity = "warning",
) -> Problem:
    text, cure = Text(zh=what[0], en=what[1]), Text(zh=mend[0], en=mend[1])
    return Problem(
        code=code,
        where=where,
        zh=text.zh,
        en=text.en,
        mend_zh=cure.zh,
        mend_en=cure.en,
        value=value[:80],
        severity=severity,
    )


def no_header(*, file: str) -> Problem:
    """No sheet has a row of known headers."""
    return _told(
        "no-header",
        Where(file=file),
        ("找不到表头", "no header was found"),
        (
            "表头至少要有“任务”（或“项目名称”）和“牵头单位”“完成时限”“进展”中的一列。",
            "A header needs 任务 (or 项目名称) and one of 牵头单位, 完成时限, 进展.",
        ),
        severity="error",
    )


def no_tasks(*, file: str, sheet: str) -> Problem:
    """A header with nothing below it."""
    return _told(
        "no-tasks",
        Where(file=file, table=sheet),
        ("表头下面没有任务", "there is no task below the header"),
        ("请检查是否选对了文件。", "Check that it is the right file."),
        severity="error",
    )


def too_many(*, file: str, rows: int, most: int) -> Problem:
    """More tasks than are read."""
    return _told(
        "too-many-rows",
        Where(file=file),
        (f"一份台账最多{most}项任务", f"a ledger holds at most {most} tasks"),
        ("请把台账分成几份。", "Split the ledger."),
        value=str(rows),
        severity="error",
    )


def other_sheet(*, file: str, sheet: str, rows: int) -> Problem:
    """A second sheet that looks like a ledger."""
    return _told(
        "sheet-not-read",
        Where(file=file, table=sheet),
        (
            f"这张表（{rows}项）与另一张表的任务大多相同，没有读入",
            f"its {rows} tasks are mostly those of another sheet; not read",
        ),
        (
            "如果是另一份台账，请另存为单独的文件再读。",
            "If it is another ledger, save it as a file of its own.",
        ),
    )


def unknown_column(*, where: Where, near: str = "") -> Problem:
    """A header that is not understood; `near` is the usual header it is one sign off from, if any."""
    usual = ("如果需要，请改用常用的列名。", "If it matters, give it a usual name.")
    meant = (f"是否应为“{near}”？如果是，请改正表头。", f"Is “{near}” meant? If so, correct the header.")
    return _told(
        "unknown-column",
        where,
        ("这一列没有读入", "this column was not read"),
        meant if near else usual,
        value=where.column,
    )


NO_COLUMN = {
    "promised": (
        "没有找到完成时限一列：所有时限都没有读入",
        "no column of promised dates was found: no date was read at all",
        "完成时限、完成时间、时限要求",
    ),
    "ended": (
        "没有找到完成时限一列：只读入了开工时间",
        "no column of promised dates was found: only dates of a start were read",
        "完成时限、完成时间、时限要求",
    ),
    "lead": (
        "没有找到牵头单位一列：所有牵头单位都没有读入",
        "no column of leads was found: no lead was read at all",
        "牵头单位、责任单位、责任部门",
    ),
    "state": (
        "没有找到进展一列：所有进展都没有读入",
        "no column of progress was found: no progress was read at all",
        "进展、进展情况、完成情况",
    ),
}


def no_column(*, where: Where, name: str) -> Problem:
    """A column that every ledger should have is not there: `promised` (`ended` beside a start), `lead`, `state`."""
    zh, en, usual = NO_COLUMN[name]
    return _told(
        f"no-column-{name}",
        where,
        (zh, en),
        (
            f"请检查表头有没有写错。常用列名：{usual}。",
            f"See whether its header is misspelt; usual ones: {usual.replace('、', ', ')}.",
        ),
    )


def no_title(*, where: Where, value: str) -> Problem:
    """A row with content and no task."""
    return _told(
        "no-title",
        where,
        ("这一行没有任务名称，没有读入", "the row has no task and was not read"),
        ("请填写任务名称，或删去这一行。", "Give the task, or remove the row."),
        value=value,
        severity="error",
    )


def continued(*, where: Where, value: str) -> Problem:
    """A further row of one task."""
    return _told(
        "row-joined",
        where,
        ("任务名称合并在几行，这一行并入上一行", "one task over several rows: joined to the row above"),
        ("如果是另一项任务，请拆开合并的单元格。", "If it is a task of its own, split the merged cell."),
        value=value,
    )


def remark(*, where: Where, value: str) -> Problem:
    """A remark below the table."""
    return _told(
        "remark",
        where,
        ("这一行看作备注，没有读入", "the row was taken for a remark and not read"),
        ("如果是任务，请补全其他各列。", "If it is a task, fill its other columns."),
        value=value,
    )


def many_leads(*, where: Where, value: str) -> Problem:
    """Several leading organisations."""
    return _told(
        "several-owners",
        where,
        (
            "牵头单位不止一个，第一个记为牵头，其余记为配合",
            "several leads: the first is kept, the others support",
        ),
        ("请只留一个牵头单位。", "Name one lead."),
        value=value,
    )


def unread_date(*, where: Where, value: str) -> Problem:
    """A promised date that cannot be read."""
    return _told(
        "unread-date",
        where,
        ("完成时限读不出日期，按没有时限处理", "no date can be read; taken as none promised"),
        (
            "例如 2021年6月底前、2021-06-30、年内、长期。",
            "For example 2021年6月底前, 2021-06-30, 年内, 长期.",
        ),
        value=value,
    )


def unread_state(*, where: Where, value: str) -> Problem:
    """Progress that names no step."""
    return _told(
        "unread-state",
        where,
        ("看不出做到哪一步，按尚未开始计算", "names no step; taken as not begun"),
        (
            "例如 已开工、主体封顶、正在征求意见、已完成。",
            "For example 已开工, 主体封顶, 正在征求意见, 已完成.",
        ),
        value=value,
    )


def unplaced_step(*, where: Where, value: str, kind: Template) -> Problem:
    """Progress that names a step which the kind of work does not have."""
    return _told(
        "unplaced-step",
        where,
        (
            f"看不出对应的步骤：“{kind.zh}”没有这里所写的步骤，没有计入",
            f"names a step that work of the kind {kind.en} does not have; left out",
        ),
        (
            "请检查类别是否有误，或写明这类工作的步骤。",
            "See whether the kind is right, or name a step of this kind of work.",
        ),
        value=value,
    )


def unread_money(*, where: Where, value: str) -> Problem:
    """An investment that cannot be read."""
    return _told(
        "unread-money",
        where,
        ("投资额读不出，或没有写单位", "the amount cannot be read, or has no unit"),
        (
            "请在表头或数字后写明“万元”“亿元”或“元”。",
            "Give 万元, 亿元 or 元 in the header or behind the number.",
        ),
        value=value,
    )


def unknown_kind(*, where: Where, value: str) -> Problem:
    """A kind there is no template for."""
    return _told(
        "unknown-kind",
        where,
        ("没有这一类别的模板，按名称判断", "no template of this kind; told by the title instead"),
        ("可用类别见模板说明。", "See the page on templates for the kinds."),
        value=value,
    )


def groups(*, where: Where, value: str, own: bool) -> Problem:
    """A column of kinds that names none: it groups the tasks, unless another column (`own` false) does so already."""
    what = (
        "这一列没有一个值是工作类别，用作目标分组，工作类别按名称判断",
        "no value of the column names a kind of work: it groups the tasks as goals, and kinds are told by the titles",
    )
    beside = (
        "这一列没有一个值是工作类别，目标已另有一列，这一列没有读入，工作类别按名称判断",
        "no value of the column names a kind of work, and another one names the goals: not read; kinds are told by the "
        "titles",
    )
    return _told(
        "kinds-are-groups",
        where,
        what if own else beside,
        (
            "如果要写明工作类别，请把这一列改名为“目标”，另加一列“类别”；可用类别见模板说明。",
            "To give kinds, rename it 目标 and add a column 类别; see the page on templates for the kinds.",
        ),
        value=value,
    )


def guessed_kind(*, where: Where, value: str) -> Problem:
    """A title that tells no kind."""
    return _told(
        "guessed-kind",
        where,
        ("名称看不出类别，暂按专项行动处理", "the title tells no kind; taken as a campaign for now"),
        ("请加一列“类别”。", "Add a column 类别."),
        value=value,
    )


def filled_down(*, where: Where) -> Problem:
    """Blanks taken from the row above."""
    return _told(
        "filled-down",
        where,
        (
            "空格按上一行填写（CSV 不保存合并单元格）",
            "blank, taken from the row above (a CSV keeps no merged cells)",
        ),
        ("如果不对，请填写这一格。", "Fill the cell if that is wrong."),
    )


def nearest_kind(*, where: Where, value: str, kind: Template) -> Problem:
    """A kind of work without a template: the nearest one is taken."""
    return _told(
        "nearest-kind",
        where,
        (
            f"没有这类工作的模板，暂用最接近的“{kind.zh}”",
            f"no template of this kind; the nearest, {kind.en}, is taken",
        ),
        (
            "请在规划中按实际改动各步骤和工期。",
            "Change the steps and durations in the plan to what is known.",
        ),
        value=value,
    )


def target_row(*, where: Where, value: str) -> Problem:
    """A row that sets a figure to be reached, not a work to be done."""
    return _told(
        "target-row",
        where,
        (
            "这一行是指标，没有可排程的工作",
            "the row sets a figure to be reached: no work to schedule",
        ),
        (
            "请在规划的“指标”“目标值”表中填写读数和目标；如果是工作，请在“类别”一列写明。",
            "Put its readings and target into the tables of indicators and targets; if it is a work, give its kind in a "
            "column 类别.",
        ),
        value=value,
    )


def stopped(*, where: Where, value: str) -> Problem:
    """Work that stands still or was dropped."""
    return _told(
        "stopped",
        where,
        (
            "进展写明已停或已取消，仍按未完成预测",
            "the progress says stopped or dropped; still forecast as not finished",
        ),
        ("如果不再实施，请从台账中删去这一行。", "If it will not be done, remove the row."),
        value=value,
    )


def doubled_number(*, where: Where, value: str, first: int) -> Problem:
    """A number that an earlier row has already."""
    return _told(
        "doubled-number",
        where,
        (
            f"序号与第{first}行重复，全部任务改按先后编号",
            f"the number is that of row {first} too; all tasks are numbered by their place",
        ),
        ("请给每项任务一个自己的序号。", "Give every task a number of its own."),
        value=value,
    )
