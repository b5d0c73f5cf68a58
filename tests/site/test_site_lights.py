"""Lights: the first rule that holds decides, silence turns grey, and only what changed is written."""

from __future__ import annotations

import dataclasses
from datetime import date, timedelta

import pytest
from tests.site.conftest import NOW, TODAY

from tongchou.kernel.errors import BadInput
from tongchou_site.jobs.lights import relight_plans
from tongchou_site.records import models
from tongchou_site.records.actions.items import Which, assign
from tongchou_site.records.actions.lights import choose_lights, relight
from tongchou_site.records.lights import Facts, default_preset, light, presets, word
from tongchou_site.records.trail import MACHINE, Actor

# Begun on the first of January, due 100 days later: one day is one point of the share of time gone.
BEGUN = date(2021, 1, 1)
DUE = BEGUN + timedelta(days=100)
AT_WORK = Facts(state="working", begun_on=BEGUN, due=DUE)
ALL = sorted(presets())


def after(days: int) -> date:
    return BEGUN + timedelta(days=days)


def seen(facts: Facts, *, on: date, preset: str = "pace") -> tuple[str, str]:
    found = light(facts, on=on, preset=preset)
    return found.colour, found.rule.partition("/")[2]


@pytest.mark.parametrize(("percent", "colour"), [(41, "green"), (40, "yellow"), (20, "yellow"), (19, "red")])
def test_ten_points_behind_is_yellow_and_over_thirty_red(percent: int, colour: str) -> None:
    facts = dataclasses.replace(AT_WORK, reported_on=after(50), percent=percent)
    assert seen(facts, on=after(50))[0] == colour


@pytest.mark.parametrize("preset", ALL)
def test_an_item_past_its_day_is_red_by_every_preset(preset: str) -> None:
    assert seen(AT_WORK, on=DUE + timedelta(days=1), preset=preset)[0] == "red"


@pytest.mark.parametrize("preset", ALL)
def test_the_due_day_itself_is_not_yet_late(preset: str) -> None:
    facts = dataclasses.replace(AT_WORK, reported_on=DUE, percent=100)
    assert seen(facts, on=DUE, preset=preset)[0] != "red"


@pytest.mark.parametrize("preset", ALL)
def test_an_item_with_no_date_is_grey_by_every_preset(preset: str) -> None:
    assert seen(Facts(state="working"), on=TODAY, preset=preset) == ("grey", "undated")


@pytest.mark.parametrize("preset", ALL)
def test_an_item_proved_finished_is_green_though_its_day_has_passed(preset: str) -> None:
    facts = dataclasses.replace(AT_WORK, finished_on=DUE)
    assert seen(facts, on=DUE + timedelta(days=9), preset=preset) == ("green", "finished")


@pytest.mark.parametrize("preset", ALL)
def test_what_waits_for_the_delivery_office_is_not_held_against_the_bureau(preset: str) -> None:
    facts = dataclasses.replace(AT_WORK, state="reported", reported_on=DUE)
    assert seen(facts, on=DUE + timedelta(days=9), preset=preset) == ("green", "waiting")


@pytest.mark.parametrize(("days", "colour"), [(40, "green"), (41, "grey")])
def test_no_report_within_cadence_and_grace_is_grey(days: int, colour: str) -> None:
    assert seen(AT_WORK, on=after(days))[0] == colour


def test_a_report_makes_a_stale_item_fresh_again() -> None:
    facts = dataclasses.replace(AT_WORK, reported_on=after(41), percent=41)
    assert seen(facts, on=after(41))[0] == "green"


def test_silence_does_not_turn_red_into_grey() -> None:
    facts = dataclasses.replace(AT_WORK, reported_on=after(45), percent=0)
    assert seen(facts, on=after(99)) == ("red", "far-behind")


def test_an_item_not_handed_out_is_grey_for_want_of_data() -> None:
    found = light(Facts(state="proposed", due=DUE), on=BEGUN, preset="pace")
    assert word(colour=found.colour, rule=found.rule).zh == "灰 暂无数据"


def test_stale_data_is_called_stale() -> None:
    found = light(AT_WORK, on=after(60), preset="pace")
    assert word(colour=found.colour, rule=found.rule).zh == "灰 数据陈旧"


def test_near_due_counts_working_days_not_days() -> None:
    # 2021-10-08 is a Friday after seven days off; Saturday the ninth works: 30 September is one working day before it.
    facts = Facts(state="working", begun_on=date(2021, 9, 20), due=date(2021, 10, 8))
    assert seen(facts, on=date(2021, 9, 30), preset="near-due") == ("yellow", "near")
    far = dataclasses.replace(facts, due=date(2021, 10, 14))
    assert seen(far, on=date(2021, 9, 30), preset="near-due")[0] == "green"


def test_a_returned_item_gets_a_yellow_order() -> None:
    facts = dataclasses.replace(AT_WORK, sent_back=True)
    assert seen(facts, on=after(10), preset="orders") == ("yellow", "yellow-returned")


def test_a_blue_order_says_blue_in_words() -> None:
    found = light(AT_WORK, on=DUE - timedelta(days=1), preset="orders")
    assert (found.colour, found.why.zh.startswith("蓝色督办单")) == ("yellow", True)


@pytest.mark.parametrize(
    ("reported", "before", "expected"),
    [
        (date(2021, 2, 10), None, ("green", "on-course")),
        (date(2021, 3, 5), date(2021, 2, 10), ("green", "on-course")),
        (date(2021, 3, 5), date(2021, 1, 31), ("yellow", "made-up")),
        (date(2021, 1, 31), None, ("red", "missed")),
    ],
)
def test_months_are_reported_made_up_or_missed(
    reported: date, before: date | None, expected: tuple[str, str]
) -> None:
    facts = dataclasses.replace(AT_WORK, reported_on=reported, reported_before=before)
    assert seen(facts, on=date(2021, 3, 10), preset="monthly") == expected


def test_the_reason_names_the_figures_it_follows_from() -> None:
    facts = dataclasses.replace(AT_WORK, reported_on=after(50), percent=19)
    assert (
        light(facts, on=after(50), preset="pace").why.zh
        == "2021年2月20日反馈完成19 %，低于序时进度31个百分点"
    )


@pytest.mark.parametrize("preset", ALL)
def test_the_last_rule_of_a_preset_holds_for_everything(preset: str) -> None:
    assert presets()[preset].rules[-1].test == "always"


@pytest.mark.parametrize("preset", ALL)
def test_a_preset_carries_its_source_or_the_letter_of_what_is_recalled(preset: str) -> None:
    found = presets()[preset]
    assert (found.source is None) == (found.confidence == "R")


def test_relighting_twice_writes_nothing_the_second_time(plan: models.Plan) -> None:
    first = relight(plan="small", on=TODAY, by=MACHINE, at=NOW)
    second = relight(plan="small", on=TODAY, by=MACHINE, at=NOW)
    assert ((first.seen, first.changed), (second.seen, second.changed)) == ((2, 2), (2, 0))


def test_a_task_all_of_whose_works_are_proved_finished_is_green(plan: models.Plan) -> None:
    models.StatementRow.objects.create(
        plan=plan, code="S2", position=9, subject="road", aspect="finish", kind="actual", value="2021-07-30",
        precision="day", said_on=date(2021, 8, 1), sources=("S",),
    )  # fmt: skip
    relight(plan="small", on=TODAY, by=MACHINE, at=NOW)
    assert models.Item.objects.get(code="T2").light_rule == "pace/finished"


def test_a_finish_said_later_does_not_shine_today(plan: models.Plan) -> None:
    models.StatementRow.objects.create(
        plan=plan, code="S2", position=9, subject="road", aspect="finish", kind="actual", value="2021-07-30",
        precision="day", said_on=date(2021, 8, 4), sources=("S",),
    )  # fmt: skip
    relight(plan="small", on=TODAY, by=MACHINE, at=NOW)
    assert models.Item.objects.get(code="T2").light_rule == "pace/unassigned"


def test_an_act_on_an_item_changes_its_light_at_once(plan: models.Plan, people: dict[str, Actor]) -> None:
    relight(plan="small", on=TODAY, by=MACHINE, at=NOW)
    on_it = Which(plan="small", code="T1", version=1, role="office", within=None, on=TODAY)
    assign(which=on_it, by=people["office"], at=NOW)
    assert models.Item.objects.get(code="T1").light == "green"


def test_another_preset_holds_for_all_items_at_once(plan: models.Plan, people: dict[str, Actor]) -> None:
    choose_lights(plan="small", preset="monthly", on=TODAY, by=people["office"], at=NOW)
    rules = set(models.Item.objects.values_list("light_rule", flat=True))
    assert rules == {"monthly/unassigned"}


def test_an_unknown_preset_is_refused(plan: models.Plan, people: dict[str, Actor]) -> None:
    with pytest.raises(BadInput, match="no such rules"):
        choose_lights(plan="small", preset="rainbow", on=TODAY, by=people["office"], at=NOW)


def test_the_first_preset_is_the_one_used_unasked() -> None:
    assert default_preset() == "pace"


def test_the_clock_relights_a_plan_of_the_past_on_its_own_day(plan: models.Plan) -> None:
    models.Item.objects.update(state="working", begun_on=TODAY, due=date(2021, 9, 30))
    relight_plans(on=date(2026, 1, 1), at=NOW)
    assert set(models.Item.objects.values_list("light", flat=True)) == {"green"}


def test_the_clock_relights_only_the_plans_it_is_told(plan: models.Plan) -> None:
    assert relight_plans(on=TODAY, at=NOW, only=["another"]) == 0


def test_a_light_says_since_when_it_has_its_colour(plan: models.Plan) -> None:
    relight(plan="small", on=TODAY, by=MACHINE, at=NOW)
    relight(plan="small", on=date(2021, 8, 20), by=MACHINE, at=NOW)
    assert set(models.Item.objects.values_list("light_since", flat=True)) == {TODAY}
