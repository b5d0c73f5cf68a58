"""What the notes over a workbook's headers say in Chinese: the meaning of each column, and of each code offered.

A code stays a code in its cell; the note says what it stands for in both languages.
"""

from __future__ import annotations

from tongchou.plan.model import TITLES_ZH
from tongchou.plan.table import Column
from tongchou.workspace.codes import CODES

ID_OF = "id of the "
UNITS = {"degree": "度", "days": "天", "CNY": "元"}
MEANINGS = {  # by the English meaning
    "day of publication": "发布日期",
    "who published it": "发布单位",
    "title, or the subject in our words": "标题，或用自己的话写的主题",
    "canonical address": "网址",
    "A official, B press or secondary copy, C weak copy": "A 官方，B 媒体或转载，C 可靠性弱的转载",
    "what a reader should know": "读者应知道的事",
    "the parent of the row's figures": "本行数字从何而来",
    "sources read for this row": "本行所据的来源",
    "A official or several copies, B one copy, C weak copy, R recalled and unverified": "A 官方或多份转载，B 一份转载，"
    "C 可靠性弱的转载，R 凭记忆、未核实",
    'why an assumption was made, or a remark on the source; in two languages in one cell, "Chinese / English"': "为什么"
    "这样假设，或对来源的说明；中英文写在同一格，以“ / ”隔开",
    "name in Chinese": "中文名称",
    "name in English": "英文名称",
    "the body above it": "上级单位",
    "government, company, school ...": "机关、企业、学校等",
    "the place around it": "所属的更大片区",
    "area, group, community, grid cell, lake ...": "片区、组团、社区、网格、湖泊等",
    "CGCS2000": "2000国家大地坐标系",
    "first day": "首日",
    "last day": "末日",
    "the goal it serves; empty for the root": "所服务的上级目标；总目标留空",
    "share of the whole, on leaves only": "在全部目标中所占的份额，只填末级目标",
    "last day on which the test may be met": "可以达到检验要求的最后一天",
    "activities that must be finished by the deadline": "期限前必须完成的事项",
    "whether the test is published (official) or set by us (working)": "检验是官方公布的，还是编制者自定的",
    "the test in words": "检验的文字说明",
    "the test in words, English": "检验的英文说明",
    "why": "为什么做",
    "why, English": "为什么做（英文）",
    "what": "做什么",
    "what, English": "做什么（英文）",
    "how": "怎么做",
    "how, English": "怎么做（英文）",
    "the task in Chinese": "任务的中文名称",
    "the task in English": "任务的英文名称",
    "goals it serves": "所服务的目标",
    "the one organisation that answers for it": "牵头的单位，只填一个",
    "organisations that help": "配合单位",
    "the person named": "责任人",
    "where": "所在片区",
    "the day promised in the ledger": "台账承诺的日期",
    "progress as the ledger says it": "台账所写的进展",
    "what is missing before it can be forecast": "还缺什么才能预测",
    "the same in English": "同上，英文",
    "name": "姓名",
    "post": "职务",
    "organisation spoken for": "所代表的单位",
    "tasks it concerns": "所涉及的任务",
    "the commitment in our own words": "用自己的话写的承诺要点",
    "day it was said": "承诺的日期",
    "the source the words stand in": "原话所在的来源",
    "first code point of the span": "原话起始的字位",
    "code point after the span": "原话之后的字位",
    "SHA-256 of the span": "原话的 SHA-256 值",
    "template kind: school, hospital, housing ...": "模板类别：学校、医院、住房等",
    "the organisation that answers for it": "责任单位",
    "tasks it carries out": "所落实的任务",
    "works that share people, money and fate": "共用人员和资金、同进退的一批工程",
    "planned investment": "计划投资",
    "final cost exceeded in nine futures of ten": "十种未来中有九种会超过的决算造价",
    "median final cost; empty: the planned investment": "决算造价的中位数；留空则取计划投资",
    "final cost exceeded in one future of ten": "十种未来中有一种会超过的决算造价",
    "size as published": "公布的规模",
    "what it gives once open": "投用后提供的能力",
    "of what": "能力的单位",
    "the project it belongs to": "所属项目",
    "the task it belongs to": "所属任务",
    "who does it; empty: the project's owner": "谁来做；留空则为项目的责任单位",
    "phase of the project": "项目的阶段",
    "the kind of resource it mainly needs": "主要需要的资源",
    "class of permit": "审批的类别",
    "an activity of zero duration": "不占工期的节点",
    "least duration; P10 when the shape is lognormal": "最短工期；对数正态时为 P10",
    "most likely duration; median when lognormal": "最可能的工期；对数正态时为中位数",
    "longest duration; P90 when lognormal": "最长工期；对数正态时为 P90",
    "wd working days, cd calendar days": "工作日或日历日",
    "form of the uncertainty; empty: pert": "不确定性的形状；留空则为 pert",
    "calendar; empty: by the unit": "日历；留空则按单位而定",
    "may not start before": "不得早于此日开始",
    "should be finished by (reported, not enforced)": "应于此日前完成（只提示，不强制）",
    "most likely days still to go, once begun": "已开始的，最可能还需多少天",
    "the template row it was made from": "由模板的哪一行生成",
    "the activity waited for": "先做的事项",
    "the activity that waits": "等待它的事项",
    "finish-start, start-start ...": "搭接方式",
    "elapsed days after; may be negative": "间隔的天数，可以为负",
    "the base rule": "基本规则",
    "for a gate: days MM-DD or windows MM-DD..MM-DD of each year": "窗口日历：每年的某日 MM-DD，或某段 MM-DD..MM-DD",
    "extra days off, ISO dates": "另加的休息日",
    "extra working days, ISO dates": "另加的工作日",
    "the activity, target or task spoken of": "所说的事项、目标值或任务",
    "its start, its finish or its value": "说的是开始、完成还是数值",
    "planned: a promise; actual: it has happened": "是承诺，还是已经发生",
    "an ISO date (of a period its last day), or the value": "日期（时段写其最后一天），或数值",
    "how exact; latest: it had happened by then": "日期有多准",
    "who said it": "谁说的",
    "the day it was said or became known": "何日所说或何日得知",
    "the value as said, in a word or two": "原来的说法，一两个词",
    "which activities: all, or any of activity:ID, project:ID, programme:NAME, owner:ID, permit:CLASS, phase:NAME, "
    "kind:NAME, place:ID, resource:NAME, joined by ;  (+ inside one joins conditions)": "作用于哪些事项，"
    "all 为全部，或按事项、项目、批次、单位、审批类别、阶段、类别、片区、资源选取，"
    "写法见英文；几项用半角分号隔开，须同时满足的以 + 相连",
    "factor exceeded in nine futures of ten": "十种未来中有九种会超过的倍数",
    "median factor": "倍数的中位数",
    "factor exceeded in one future of ten": "十种未来中有一种会超过的倍数",
    "instead of a factor: correlation of the members' draws": "不用倍数时：所及事项工期的相关系数",
    "project, programme, optimism, weather, bureau ...": "项目、批次、乐观、天气、部门等",
    "whether it is switched on": "是否启用",
    "chance that it happens": "发生的可能性",
    "least factor": "最小的倍数",
    "most likely factor": "最可能的倍数",
    "greatest factor": "最大的倍数",
    "one of the four kinds": "四类资源之一",
    "whose it is": "属于哪个单位",
    "capacity in the period": "时段内的数量",
    "of the amount": "数量的单位",
    "first day it can be used": "可用的首日",
    "last day it can be used": "可用的末日",
    "tasks it serves": "所服务的任务",
    "the rule in our own words": "用自己的话写的规则",
    "official number": "文号",
    "the parameter it sets": "所定的参数",
    "of the value": "参数的单位",
    "first day in force": "施行首日",
    "last day in force": "施行末日",
    "the mechanism it replaces": "所替代的机制",
    "classes of permit it rules": "所管的审批类别",
    "unit of its readings": "读数的单位",
    "which way is better": "哪个方向为好",
    "for grades: the words from best to worst; a reading is then one of them": "分等级的：由好到差的各等级；读数为其中之一",
    "place or population it speaks of": "所指的地方或人群",
    "group in the source": "在来源中的分组",
    "what was measured": "测的是什么",
    "day, or last day of the period measured": "所测之日，或时段的最后一天",
    "a number, or a grade of the indicator's scale": "数字，或指标的等级",
    "the day it became known": "得知的日期",
    "the reading as published, in a word or two": "公布的原说法，一两个词",
    "what is measured": "测的是什么",
    "the leaf goal whose test it belongs to; empty: shown, not tested": "属于哪个末级目标的检验；留空则只展示",
    "how value and reading compare": "读数与目标值如何比较",
    "number, grade or words": "数字、等级或文字",
    "upper end of a range": "范围的上限",
    "day by which": "何日之前",
    "place or population": "所指的地方或人群",
    "the day it was set": "设定的日期",
    "the target as published, in a word or two": "公布的原说法，一两个词",
    "the activity": "哪个事项",
    "what it moves": "改变哪个指标",
    "counted from its finish or its start": "从完成还是从开始算起",
    "least size; minus lowers the value": "最小的作用；负数为降低",
    "most likely size": "最可能的作用",
    "greatest size": "最大的作用",
    "days until it counts": "多少天后见效",
    "days over which it builds up": "多少天内逐步显现",
    "id of the lever": "抓手的编号",
    "chosen or refused": "采用还是不采用",
    "who decided": "谁决定的",
    "when": "何日决定",
    "hash of the forecast it rests on": "所据预测的哈希",
    "gain promised": "预计的增益",
    "gain seen later": "后来见到的增益",
    "activities it led to": "由此而来的事项",
}


def note_over(*, column: Column) -> str:
    """What a person sees over a header: all of it in Chinese, then all of it in English.

    Its meaning, its unit, the codes it offers and what each stands for, the table its ids belong to, an example.
    """
    return "\n".join([*_chinese(column), *_english(column)])


def meaning_zh(*, column: Column) -> str:
    """The meaning of a column in Chinese; of an id column, that it is the row's own id. Empty where it has none."""
    own = "本行的编号，不重复" if column.meaning.startswith(ID_OF) and column.name == "id" else ""
    return own or MEANINGS.get(column.meaning, "")


def _chinese(column: Column) -> list[str]:
    tables = "、".join(TITLES_ZH[name] for name in column.refers.split("|")) if column.refers else ""
    parts = [
        column.zh + ("（必填）" if column.required else "") + "：" + meaning_zh(column=column),
        f"单位：{UNITS.get(column.unit, column.unit)}" if column.unit else "",
        *(f"{code}：{CODES[code].zh}" for code in column.choices),
        f"填“{tables}”表的编号" if tables else "",
        "多个之间用半角分号 ; 隔开" if column.kind == "list" else "",
        f"例：{column.example}" if column.example else "",
    ]
    return [part for part in parts if part]


def _english(column: Column) -> list[str]:
    parts = [
        column.name + (" (required)" if column.required else "") + ": " + column.meaning,
        f"unit: {column.unit}" if column.unit else "",
        *(f"{code}: {CODES[code].en}" for code in column.choices),
        f"ids of {column.refers.replace('|', ', ')}" if column.refers else "",
        "several are joined by ;" if column.kind == "list" else "",
        f"e.g. {column.example}" if column.example else "",
    ]
    return [part for part in parts if part]
