"""Sections of the report as page data: what is drawn, what is left out, what is said beside it."""

from __future__ import annotations

import dataclasses
from datetime import date, timedelta
from time import process_time
from typing import Any

from tests.unit.cycle.cycle_case import fact, promise
from tests.unit.publish.publish_case import SHOWN, page_of, section, seen, shown, with_goal

from tongchou.cycle.outcome import LeverOutcome, Outcome
from tongchou.kernel.finding import Text
from tongchou.plan.model import Plan
from tongchou.publish.chart import Distribution, distributions
from tongchou.publish.gantt import gantt
from tongchou.publish.goals import goals
from tongchou.publish.principal import horizons
from tongchou.publish.scene import MOST_SHOWN, Scene, scene
from tongchou.publish.verdict import deciding, is_met

NAMED = Text(zh="甲", en="first")


def looked_at(outcome: Outcome | None = None, plan: Plan = SHOWN) -> Scene:
    return scene(outcome=outcome or shown(), plan=plan)


def with_activity(name: str, **changes: Any) -> Outcome:
    """The usual outcome with one activity changed."""
    rows = tuple(
        dataclasses.replace(each, **changes) if each.id == name else each for each in shown().activities
    )
    return dataclasses.replace(shown(), activities=rows)


def said(*statements: Any) -> Plan:
    return dataclasses.replace(SHOWN, statements=statements)


def lever(name: str, gain: float, class_id: str, **more: Any) -> LeverOutcome:
    first = shown().levers[0]
    title = Text(zh=f"抓手{name}", en=f"lever {name}")
    return dataclasses.replace(
        first, id=name, title=title, gain=gain, low=gain - 0.01, high=gain + 0.01, class_id=class_id, **more
    )


def with_levers(*levers: LeverOutcome, **more: Any) -> Outcome:
    changed = dataclasses.replace(shown().principal, levers=levers, **more)
    return dataclasses.replace(shown(), principal=changed)


def first_distribution(plan: Plan = SHOWN) -> Distribution:
    return distributions(scene=looked_at(plan=plan))[0]


def test_a_later_promise_is_another_hollow_diamond() -> None:
    plan = said(promise("open", "2021-08-31", "2021-01-15"), promise("open", "2021-10-31", "2021-02-15"))
    marks = first_distribution(plan).rows[0].diamonds
    assert [mark.filled for mark in marks] == [False, False]
    assert marks[0].x < marks[1].x


def test_what_has_happened_is_a_filled_diamond() -> None:
    plan = said(promise("open", "2021-01-31", "2021-01-15"), fact("open", "2021-02-20", "2021-02-20"))
    assert [mark.filled for mark in first_distribution(plan).rows[0].diamonds] == [False, True]


def test_a_promise_made_after_the_day_is_not_drawn() -> None:
    assert [mark.label for mark in first_distribution().rows[0].diamonds] == ["2021-08-31"]


def test_bars_are_darker_inside_the_middle_half() -> None:
    bars = first_distribution().bars
    assert {bar.band for bar in bars} == {0, 1, 2}
    middle = [k for k, bar in enumerate(bars) if bar.band == 2]
    assert middle == list(range(middle[0], middle[-1] + 1))


def test_the_title_of_a_distribution_says_how_many_days_late() -> None:
    goal = next(each for each in shown().goals if each.id == "G1")
    assert goal.finish_p50
    late = with_goal(shown(), "G1", due=goal.finish_p50 - timedelta(days=12))
    drawn = distributions(scene=looked_at(late))[0]
    assert drawn.days
    assert (drawn.finding.zh, drawn.days.text) == ("中位数比期限晚 {days} 天", "12")


def test_the_quartiles_stand_between_the_deciles() -> None:
    drawn = distributions(scene=looked_at(shown()))[0]
    names = [name for name, _ in drawn.quantiles]
    days = [figure.text for _, figure in drawn.quantiles]
    assert names == ["P10", "P25", "P50", "P75", "P80", "P90"]
    assert days == sorted(days)


def test_the_bin_of_a_finish_that_falls_on_one_day_lies_between_the_quartiles() -> None:
    """An opening on a yearly day: most futures share one day, whose bin must not look like a tail."""
    opening = date(2021, 9, 1)
    bins = (
        (date(2021, 8, 20), 10),
        (date(2021, 8, 30), 990),
        (date(2021, 9, 9), 10),
        (date(2021, 9, 19), 14),
    )
    goal = with_goal(
        shown(),
        "G1",
        histogram=bins,
        **dict.fromkeys(("finish_p10", "finish_p25", "finish_p50", "finish_p75", "finish_p90"), opening),
    )
    bars = distributions(scene=looked_at(goal))[0].bars
    assert [bar.band for bar in bars] == [0, 2, 0, 0]


def test_a_goal_that_is_done_is_told_and_not_drawn() -> None:
    done = with_goal(shown(), "G1", histogram=((date(2021, 2, 1), 1024),))
    assert not distributions(scene=looked_at(done))[0].drawn


def test_the_schedule_draws_open_activities_only() -> None:
    drawn = gantt(scene=looked_at(with_activity("permit", done=True)))
    names = {row.title.zh for _, rows in drawn.groups for row in rows}
    assert names == {"build项", "开学", "road项"}
    assert drawn.n_done.text == "1"


def test_a_work_stands_under_the_goal_that_requires_it() -> None:
    lanes = gantt(scene=looked_at()).lanes
    assert [(lane.title.en, lane.works[0].id) for lane in lanes] == [("school", "P1"), ("road", "none")]


def test_a_step_that_decides_a_goal_is_drawn_in_ink() -> None:
    drawn = gantt(scene=looked_at(with_activity("build", criticality=(("G1", 0.9),))))
    bars = {bar.title.zh: bar for work in drawn.lanes[0].works for bar in (*work.bars, *work.rest)}
    assert bars["build项"].ink


def test_with_many_goals_the_lanes_are_those_of_the_cards() -> None:
    root, first, second = shown().goals
    more = tuple(dataclasses.replace(second, id=f"L{k}", parent="G2", parts=()) for k in range(11))
    lanes = gantt(scene=looked_at(dataclasses.replace(shown(), goals=(root, first, second, *more)))).lanes
    assert lanes[0].title.en == "school"


def test_the_schedule_counts_works_later_than_their_goal() -> None:
    late = gantt(scene=looked_at(with_activity("open", finish_p50=date(2021, 9, 30))))
    assert (late.required.text, late.late.text) == ("2", "1")


def test_a_merge_point_shows_its_days() -> None:
    drawn = gantt(scene=looked_at(with_activity("build", merge_days=6.2)))
    bars = [bar for work in drawn.lanes[0].works for bar in (*work.bars, *work.rest)]
    assert [bar.merge for bar in bars if bar.title.zh == "build项"] == ["6"]


def test_a_merge_of_a_few_hours_is_not_marked() -> None:
    drawn = gantt(scene=looked_at(with_activity("build", merge_days=0.2)))
    assert all(not bar.merge for lane in drawn.lanes for work in lane.works for bar in work.bars)


def test_float_is_drawn_only_where_the_deadline_leaves_any() -> None:
    finish = next(each for each in shown().activities if each.id == "build").finish_p50
    late = with_activity("build", late_finish=finish - timedelta(days=5))
    free = with_activity("build", late_finish=finish + timedelta(days=20))
    rails = [
        next(
            bar.rail
            for work in gantt(scene=looked_at(each)).lanes[0].works
            for bar in (*work.bars, *work.rest)
            if bar.title.zh == "build项"
        )
        for each in (late, free)
    ]
    assert rails[0] is None
    assert rails[1] is not None


def test_three_hundred_activities_stay_behind_their_works() -> None:
    base = next(each for each in shown().activities if each.id == "build")
    many = tuple(
        dataclasses.replace(base, id=f"x{k}", project=f"P{k % 20}x", criticality=(), merge_days=0.0)
        for k in range(300)
    )
    outcome = dataclasses.replace(shown(), activities=(*shown().activities, *many))
    page = section(page_of(outcome), "schedule")
    assert page.count('<summary class="line">') == 22
    assert page.count("<details open>") <= 1


def test_of_very_many_activities_those_that_decide_are_shown_and_the_rest_counted() -> None:
    base = next(each for each in shown().activities if each.id == "road")
    many = tuple(dataclasses.replace(base, id=f"x{k}", criticality=()) for k in range(MOST_SHOWN + 7))
    look = looked_at(dataclasses.replace(shown(), activities=(*shown().activities, *many)))
    drawn = gantt(scene=look)
    assert {"permit", "build", "open", "road"} <= look.shown
    assert drawn.left
    assert drawn.left.text == "11"


def test_coupling_has_a_square_for_every_pair_of_goals() -> None:
    found = goals(scene=looked_at())
    assert [len(row) for row in found.squares] == [2, 2]
    assert found.squares[0][0].value is None
    assert found.squares[0][1].value == found.squares[1][0].value


def test_with_many_goals_the_closest_pairs_stand_in_place_of_the_squares() -> None:
    leaf = next(each for each in shown().goals if each.id == "G1")
    many = tuple(dataclasses.replace(leaf, id=f"L{k}") for k in range(12))
    pair = shown().coupling[0]
    pairs = tuple(dataclasses.replace(pair, first=f"L{k}", second="L11", value=k / 100) for k in range(11))
    found = goals(scene=looked_at(dataclasses.replace(shown(), goals=many, coupling=pairs)))
    assert found.squares == ()
    assert found.pairs[0].anchor == "pair-L10-L11"
    assert len(found.pairs) == 8
    assert (found.n_rest, found.n_rest_close) == (3, 2)


def test_with_seven_goals_a_pair_that_is_nearly_nil_is_counted_and_folded() -> None:
    leaf = next(each for each in shown().goals if each.id == "G1")
    seven = tuple(dataclasses.replace(leaf, id=f"L{k}", parent="") for k in range(7))
    pair = shown().coupling[0]
    pairs = tuple(dataclasses.replace(pair, first="L0", second=f"L{k}", value=0.004) for k in range(1, 7))
    found = goals(scene=looked_at(dataclasses.replace(shown(), goals=seven, coupling=pairs)))
    assert (found.squares, found.pairs, found.n_rest, found.n_rest_close) == ((), (), 6, 0)
    page = section(page_of(dataclasses.replace(shown(), goals=seven, coupling=pairs)), "goals")
    assert 'class="split"' not in page
    assert "其余 6 对不到 0.5" in page


def test_that_the_official_test_is_unpublished_is_said_only_where_the_goal_says_so() -> None:
    own = with_goal(shown(), "G1", test_kind="working", test=Text(zh="都完成", en="all is done"))
    assert goals(scene=looked_at(own)).working
    assert "官方检验未公布" not in section(page_of(own), "goals")
    town = Text(
        zh="工作检验;官方检验未公布。都完成", en="Working test; the official test is not published. All."
    )
    said_so = goals(scene=looked_at(with_goal(shown(), "G1", test_kind="working", test=town)))
    assert said_so.unpublished
    assert said_so.unpublished.text == "1"


def test_a_green_light_beside_an_unlikely_goal_is_called_out_on_its_card() -> None:
    unlikely = with_goal(shown(), "G1", enough=True, chance=0.01, low=0.0, high=0.02)
    assert goals(scene=looked_at(unlikely)).clashes == 1
    assert "绿灯但预测难以按期：灯只看说法" in section(page_of(unlikely), "goals")


def test_a_green_light_beside_too_little_evidence_is_not_called_out() -> None:
    assert goals(scene=looked_at(with_goal(shown(), "G1", enough=False, chance=0.01))).clashes == 0


def test_the_chance_that_the_money_suffices_is_shown_only_where_money_is_recorded() -> None:
    assert "资金够的可能性" not in section(page_of(shown()), "goals")
    funded = with_goal(shown(), "G1", enough=True, within_money=0.72, met_within_money=0.4)
    page = section(page_of(funded), "goals")
    assert 'href="#calc-money">72 %</a>' in page
    assert 'href="#calc-money">40 %</a>' in page


def test_a_square_leads_to_the_shared_activities() -> None:
    page = section(page_of(shown()), "goals")
    assert 'href="#pair-G1-G2"' in page
    assert "pair-G1-G2" in seen(page).ids


def test_a_green_light_with_a_late_forecast_is_listed() -> None:
    late = with_activity("open", finish_p50=date(2021, 9, 30))
    rows = goals(scene=looked_at(late)).late
    assert [(row.title.zh, row.days.text) for row in rows if row.light.colour == "green"] == [
        ("学校·开学", "30")
    ]


def test_a_green_light_the_forecast_keeps_is_not_listed() -> None:
    early = with_activity("open", finish_p50=date(2021, 8, 1))
    assert [row.title.zh for row in goals(scene=looked_at(early)).late if "开学" in row.title.zh] == []


def test_a_promise_already_broken_is_not_called_green() -> None:
    plan = said(promise("open", "2021-02-15", "2021-01-15"))
    late = with_activity("open", finish_p50=date(2021, 9, 30))
    assert goals(scene=looked_at(late, plan)).late == ()


def test_levers_with_the_same_result_stand_in_one_row() -> None:
    outcome = with_levers(lever("a", 0.1, "a"), lever("b", 0.1, "a"), lever("c", 0.05, "c"))
    rows = horizons(scene=looked_at(outcome))[0].rows
    assert [(row.title.en, [each.en for each in row.equals]) for row in rows] == [
        ("lever a", ["lever b"]),
        ("lever c", []),
    ]


def test_a_lever_that_gains_nothing_is_not_listed() -> None:
    rows = horizons(scene=looked_at(with_levers(lever("a", 0.1, "a"), lever("b", 0.0, "b"))))[0].rows
    assert [row.title.en for row in rows] == ["lever a"]


def test_the_best_pair_stands_beside_the_sum_of_its_singles() -> None:
    outcome = with_levers(lever("a", 0.1, "a"), lever("b", 0.01, "b"), pair=("a", "b"), pair_gain=0.142)
    pair = horizons(scene=looked_at(outcome))[0].pair
    assert pair
    assert (pair.gain.text, pair.sum.text) == ("14.2", "11.0")


def test_a_package_worse_than_the_best_pair_is_not_shown() -> None:
    levers = [lever(name, 0.1, name) for name in "abc"]
    more = {"pair": ("a", "b"), "pair_gain": 0.3, "package": ("a", "b", "c"), "package_gain": 0.2}
    assert horizons(scene=looked_at(with_levers(*levers, **more)))[0].package is None


def test_only_a_constraint_that_is_named_is_marked_so() -> None:
    alone = with_levers(lever("a", 0.1, "a"), classes=("a",), reason=None, firmness=0.8)
    several = with_levers(lever("a", 0.1, "a"), classes=("a",), reason=NAMED, firmness=0.3)
    found = [horizons(scene=looked_at(each))[0] for each in (alone, several)]
    assert [(each.named, each.leader is None) for each in found] == [(True, False), (False, True)]


def test_every_kind_of_resource_is_shown_even_without_a_lever() -> None:
    kinds = [each.kind for each in horizons(scene=looked_at())[0].resources]
    assert kinds == ["works", "people", "money", "mechanism"]


def test_horizons_run_from_the_whole_plan_to_the_year() -> None:
    assert [each.title.zh for each in horizons(scene=looked_at())] == ["全部", "五年", "本年"]


def test_a_goal_held_back_by_an_indicator_says_so() -> None:
    goal = dataclasses.replace(shown().goals[1], parts=(("open", 1.0), ("TG1", 0.2)))
    assert deciding(goal=goal, activities=looked_at().activities) == "TG1"


def test_a_goal_is_met_only_when_its_indicator_is_too() -> None:
    activities = looked_at(with_activity("open", done=True)).activities
    short = dataclasses.replace(shown().goals[1], parts=(("open", 1.0), ("TG1", 0.2)))
    whole = dataclasses.replace(short, parts=(("open", 1.0), ("TG1", 1.0)))
    assert not is_met(goal=short, activities=activities)
    assert is_met(goal=whole, activities=activities)


def with_leaves(n: int) -> Outcome:
    """The usual outcome with n leaf goals more, under ten goals of one root."""
    leaf = dataclasses.replace(shown().goals[0], parts=())
    groups = [dataclasses.replace(leaf, id=f"R{k}", parent="R") for k in range(10)]
    leaves = [dataclasses.replace(leaf, id=f"L{k}", parent=f"R{k % 10}") for k in range(n)]
    return dataclasses.replace(
        shown(), goals=(dataclasses.replace(leaf, id="R", parent=""), *groups, *leaves)
    )


def test_each_leaf_stands_under_its_card_and_the_root_in_the_order_of_the_outcome() -> None:
    found = looked_at(with_leaves(20))
    assert [each.id for each in found.leaves_under("R3")] == ["L3", "L13"]
    assert found.leaves_under("R") == found.leaves
    assert [each.id for each in found.leaves_under("L7")] == ["L7"]
    assert (found.cards["L13"], found.hues["L13"], "R" in found.cards) == ("R3", 4, False)


def test_goals_that_go_round_end() -> None:
    leaf = dataclasses.replace(shown().goals[0], parts=())
    ring = (dataclasses.replace(leaf, id="A", parent="B"), dataclasses.replace(leaf, id="B", parent="A"))
    found = looked_at(
        dataclasses.replace(shown(), goals=(*ring, dataclasses.replace(leaf, id="L", parent="B")))
    )
    assert [each.id for each in found.leaves_under("A")] == ["L"]


def test_all_leaves_of_two_thousand_goals_are_found_at_once() -> None:
    found = looked_at(with_leaves(2000))
    begun = process_time()
    n = sum(len(found.leaves_under(each.id)) for each in found.outcome.goals)
    assert n == 2000 * 3
    assert process_time() - begun < 1.0  # a second look through all goals for each goal takes minutes
