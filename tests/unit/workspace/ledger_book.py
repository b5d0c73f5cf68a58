"""Invented ledgers as offices keep them: one of thirty tasks, and a way to write any other in a few lines."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from pathlib import Path

import xlsxwriter

TITLE = "示例县2021年重点工作任务台账(虚构示例)"
NOTE = "填表日期:2021年8月3日    本表全部内容均为虚构,仅供演示"
SECTIONS: tuple[tuple[str, tuple[tuple[str, ...], ...]], ...] = (
    (
        "一、公共服务",
        (
            (
                "甲片区第一小学建设",
                "公共服务局",
                "规建局、财政局",
                "李一",
                "年底前交付",
                "主体封顶,正在进行装饰装修",
            ),
            ("甲片区第二幼儿园建设", "公共服务局", "规建局", "李一", "2021-08-31", "已投用"),
            ("乙片区高级中学", "公共服务局", "规建局,财政局", "王二", "2022年8月底前投用", "主体施工"),
            ("示例县人民医院一期工程", "卫健局", "规建局", "赵三", "2023年底前", "已开工"),
            ("丙片区社区卫生服务中心", "卫健局", "", "赵三", "三季度末竣工", "竣工验收"),
            ("教师人才补贴政策出台", "公共服务局", "财政局", "王二", "9月底", "正在征求意见"),
        ),
    ),
    (
        "二、安居工程",
        (
            ("甲片区安置房首批", "建设集团", "规建局、公安局", "孙四", "6月底前交付", "主体封顶"),
            ("甲片区安置房二批", "建设集团", "规建局", "孙四", "2022年6月底前", "主体施工"),
            ("乙片区安置房", "建设集团", "规建局", "孙四", "2022年9月底前封顶,2023年6月底前交付", "基础施工"),
            ("人才公租房", "建设集团", "公共服务局", "周五", "2021年四季度开工", "正在办理施工许可"),
            ("安置选房办法", "征迁办", "", "吴六", "上半年", "已完成"),
        ),
    ),
    (
        "三、基础设施",
        (
            ("起步片区路网工程", "建设集团", "规建局", "周五", "年底前通车", "进行中 60%"),
            ("综合管廊首段", "建设集团", "规建局", "周五", "2021.7.31", "已完成"),
            ("东部污水管网", "水务局", "", "郑七", "2022年3月", "取得施工许可"),
            ("集中供热管网", "能源公司", "", "冯八", "2021年11月15日前投用", "在建"),
            ("北部跨河大桥", "建设集团", "水务局", "周五", "2023年", "可研已批"),
        ),
    ),
    (
        "四、生态环境",
        (
            ("河口湿地修复", "生态局", "水务局;农业局", "陈九", "2021年底前", "在建"),
            ("入湖河道清淤", "水务局", "生态局", "郑七", "国庆前", "未开工"),
            ("中央公园二期", "园林公司", "规建局", "褚十", "2022年5月", "已招标"),
            ("环湖绿道", "园林公司", "", "褚十", "10月底前开园", "收尾"),
            ("水环境专项整治行动", "生态局", "公安局", "陈九", "长期", "持续开展"),
        ),
    ),
    (
        "五、体制机制",
        (
            ("工程建设审批改革实施方案", "改革局", "规建局", "卫一", "6月30日前", "已印发"),
            ("企业投资项目管理办法", "改革局", "", "卫一", "年内", "正在公开征求意见"),
            ("生态补偿条例起草", "生态局", "改革局", "陈九", "明年6月", "起草"),
            ("产业发展专项规划编制", "改革局", "投促局\n自然资源局", "蒋二", "2021年9月", "初稿已完成"),
            ("惠企政策兑现", "投促局", "财政局", "沈三", "年底前", "正在受理申报"),
            ("示例企业总部大厦", "投促局", "规建局", "沈三", "2022年封顶", "基础施工"),
            ("文明城区创建", "宣传部", "各单位", "韩四", "“十四五”末", "已动员部署"),
            ("安全生产大排查", "应急局", "公安局", "杨五", "尽快", "有序推进"),
            ("政务数据共享", "改革局", "", "", "", ""),
        ),
    ),
)


HEAD = ("序号", "任务", "牵头单位", "配合单位", "责任人", "完成时限", "进展")
Value = str | int | float | date | None
Grid = Sequence[Sequence[Value]]
Merge = tuple[int, int, int, int]  # first row, first column, last row, last column, from 0


def write_book(
    *, path: Path, sheets: Mapping[str, Grid], merged: Mapping[str, Sequence[Merge]] | None = None
) -> Path:
    """Write sheets cell by cell; a text that begins with = is a formula whose kept value stands behind a |."""
    book = xlsxwriter.Workbook(path)
    day = book.add_format({"num_format": "yyyy-mm-dd"})
    for name, grid in sheets.items():
        sheet = book.add_worksheet(name)
        for row, cells in enumerate(grid):
            for column, value in enumerate(cells):
                _put(sheet, (row, column), value, day)
        for top, left, bottom, right in (merged or {}).get(name, ()):
            value = grid[top][left]
            sheet.merge_range(top, left, bottom, right, value)
            if isinstance(value, date):
                sheet.write_datetime(top, left, value, day)
    book.close()
    return path


def _put(sheet: xlsxwriter.worksheet.Worksheet, cell: tuple[int, int], value: Value, day: object) -> None:
    if isinstance(value, date):
        sheet.write_datetime(*cell, value, day)
    elif isinstance(value, str) and value.startswith("="):
        formula, _, kept = value.partition("|")
        sheet.write_formula(*cell, formula, None, kept)
    elif value is not None:
        sheet.write(*cell, value)


def task(
    number: Value, title: str, *, lead: str = "甲局", due: Value = "年底前", state: Value = "已开工"
) -> list[Value]:
    """One row under `HEAD`."""
    return [number, title, lead, "", "", due, state]


def write_ledger(*, path: Path) -> None:
    """Write the ledger with its title rows, its two header rows and its merged cells."""
    book = xlsxwriter.Workbook(path)
    sheet = book.add_worksheet("重点任务台账")
    middle = book.add_format({"align": "center", "valign": "vcenter", "text_wrap": True, "border": 1})
    bold = book.add_format({"bold": True, "align": "center", "font_size": 16})
    day = book.add_format({"num_format": "yyyy-mm-dd", "border": 1})
    sheet.merge_range(0, 0, 0, 7, TITLE, bold)
    sheet.merge_range(1, 0, 1, 7, NOTE)
    for column, word in ((0, "序号"), (1, "重点任务"), (5, "完成时限"), (6, "进展情况"), (7, "备注")):
        sheet.merge_range(2, column, 3, column, word, middle)
    sheet.merge_range(2, 2, 2, 4, "责任分工", middle)
    sheet.write_row(3, 2, ["牵头单位", "配合单位", "责任人"], middle)
    row, number = 4, 0
    for heading, tasks in SECTIONS:
        sheet.merge_range(row, 0, row, 7, heading, middle)
        row += 1
        first = row
        for title, _, supporting, person, promised, state in tasks:
            number += 1
            sheet.write_number(row, 0, number, middle)
            sheet.write_row(row, 1, [title], middle)
            sheet.write_row(row, 3, [supporting, person, promised, state, ""], middle)
            if promised == "2021-08-31":
                sheet.write_datetime(row, 5, date.fromisoformat(promised), day)
            row += 1
        _owners(sheet, first, [task[1] for task in tasks], middle)
    sheet.write(row, 0, "合计")
    sheet.write(row, 1, f"{number}项")
    sheet.write(row + 1, 0, "注:本表为虚构示例。")
    sheet.set_column(1, 1, 30)
    sheet.set_column(2, 6, 18)
    book.close()


def _owners(sheet: xlsxwriter.worksheet.Worksheet, first: int, owners: list[str], form: object) -> None:
    """The lead column, with one cell merged over every run of the same owner."""
    start = 0
    for place in range(1, len(owners) + 1):
        if place < len(owners) and owners[place] == owners[start]:
            continue
        if place - start > 1:
            sheet.merge_range(first + start, 2, first + place - 1, 2, owners[start], form)
        else:
            sheet.write(first + start, 2, owners[start], form)
        start = place
