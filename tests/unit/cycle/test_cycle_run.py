"""One run: pure, blind to what is said later, and honest about what it cannot say."""

from __future__ import annotations

import dataclasses
import json
from datetime import date
from decimal import Decimal

import pytest
from tests.unit.cycle.cycle_case import ON, TOWN, TRIALS, changed, fact, promise, ran

from tongchou.cycle.canonical import outcome_json
from tongchou.cycle.outcome import SCHEMA, Outcome
from tongchou.cycle.run import run
from tongchou.cycle.snapshot import Snapshot
from tongchou.kernel.errors import BadInput
from tongchou.plan.purpose import Goal
from tongchou.workers import open_workers


@pytest.fixture(scope="module")
def town() -> Outcome:
    return ran()


def goal(outcome: Outcome, name: str):  # type: ignore[no-untyped-def]
    return next(each for each in outcome.goals if each.id == name)


def activity(outcome: Outcome, name: str):  # type: ignore[no-untyped-def]
    return next(each for each in outcome.activities if each.id == name)


def test_the_same_inputs_give_the_same_bytes(town: Outcome) -> None:
    assert outcome_json(outcome=ran()) == outcome_json(outcome=town)


def test_another_seed_gives_other_futures_and_another_hash(town: Outcome) -> None:
    other = ran(seed=2)
    assert other.input_hash != town.input_hash
    assert goal(other, "G1").chance != goal(town, "G1").chance


@pytest.mark.parametrize("workers", ["here:1", "here:2", "processes:2"])
def test_workers_change_no_byte(town: Outcome, workers: str) -> None:
    with open_workers(workers) as map_:
        assert outcome_json(outcome=ran(map_=map_)) == outcome_json(outcome=town)


def test_nothing_said_later_is_seen(town: Outcome) -> None:
    blind = changed(
        statements=tuple(row for row in TOWN.statements if row.said_on <= ON),
        readings=tuple(row for row in TOWN.readings if row.said_on <= ON),
    )
    assert outcome_json(outcome=ran(blind)) == outcome_json(outcome=town)


def test_what_is_said_later_is_seen_later() -> None:
    assert activity(ran(on=date(2021, 12, 1)), "open").done


def test_the_order_of_rows_changes_neither_hash_nor_chance(town: Outcome) -> None:
    turned = changed(activities=TOWN.activities[::-1], links=TOWN.links[::-1])
    other = ran(turned)
    assert other.input_hash == town.input_hash
    assert [each.chance for each in other.goals] == [each.chance for each in town.goals]


def test_the_outcome_has_the_names_the_schema_promises(town: Outcome) -> None:
    whole = json.loads(outcome_json(outcome=town))
    assert whole["schema"] == SCHEMA == "tongchou.outcome/1"
    assert {"on", "seed", "trials", "input_hash", "coupling", "findings", "readings", "decisions"} <= set(
        whole
    )
    assert {"chance", "low", "high", "finish_p50", "finish_p80", "milestones_sourced"} <= set(
        whole["goals"][1]
    )
    assert {"id", "kind", "size", "effort", "gain", "low", "high", "class", "method"} <= set(
        whole["levers"][0]
    )
    assert {"classes", "firmness", "reason"} <= set(whole["principal"])
    assert {"early_start", "late_finish", "total_float", "criticality", "rescue"} <= set(
        whole["activities"][0]
    )
    assert set(whole["sentence"]) == {"zh", "en"}


def test_an_interval_holds_its_chance(town: Outcome) -> None:
    found = goal(town, "G1")
    assert 0.0 <= found.low <= found.chance <= found.high <= 1.0


def test_the_root_has_no_chance_of_its_own(town: Outcome) -> None:
    assert goal(town, "G0").chance is None


def test_attainment_is_the_weighted_chance(town: Outcome) -> None:
    expected = 0.6 * goal(town, "G1").chance + 0.4 * goal(town, "G2").chance
    assert town.attainment == pytest.approx(expected)


def test_goals_that_wait_for_one_permit_are_met_together(town: Outcome) -> None:
    pair = town.coupling[0]
    assert (pair.first, pair.second) == ("G1", "G2")
    assert pair.value > 0
    assert "permit" in pair.shared


def test_a_horizon_counts_only_the_goals_due_in_it(town: Outcome) -> None:
    year = next(each for each in town.horizons if each.horizon == "year")
    assert year.attainment == pytest.approx(goal(town, "G1").chance)


def test_a_task_without_work_is_grey_and_says_so(town: Outcome) -> None:
    grey = next(each for each in town.tasks if each.id == "T2")
    assert grey.grey
    assert grey.missing.zh
    assert any(each.where == "T2" and each.severity == "grey" for each in town.findings)


def test_the_chance_of_a_promise_is_that_of_its_own_activity(town: Outcome) -> None:
    assert activity(town, "open").promise_chance == pytest.approx(goal(town, "G1").chance)


def test_a_promise_that_is_kept_for_certain_has_chance_one() -> None:
    plan = changed(statements=(promise("open", "2035-01-01", "2021-01-15"),))
    assert activity(ran(plan), "open").promise_chance == 1.0


def test_an_answer_on_assumed_durations_rests_on_assumptions_alone(town: Outcome) -> None:
    assert goal(town, "G1").assumption_share == pytest.approx(1.0)


def test_an_answer_on_sourced_durations_and_drivers_rests_on_none() -> None:
    sourced = {"basis": "source", "sources": ("S1",), "reason": ""}
    plan = changed(
        activities=tuple(dataclasses.replace(row, **sourced) for row in TOWN.activities),
        drivers=tuple(dataclasses.replace(row, **sourced) for row in TOWN.drivers),
    )
    assert goal(ran(plan), "G1").assumption_share == pytest.approx(0.0)


def test_under_three_sourced_milestones_it_is_not_enough(town: Outcome) -> None:
    assert goal(town, "G1").milestones_sourced == 1
    assert not goal(town, "G1").enough


def test_a_goal_without_a_deadline_says_what_is_missing() -> None:
    bare = Goal(id="G3", parent="G0", title_zh="无期限", weight=Decimal(0))
    found = goal(ran(changed(goals=(*TOWN.goals, bare))), "G3")
    assert found.chance is None
    assert "没有期限" in found.missing[0].zh


def test_a_promise_the_median_breaks_is_a_finding_with_its_days(town: Outcome) -> None:
    plan = changed(statements=(promise("open", "2021-04-01", "2021-01-15"),))
    found = next(each for each in ran(plan).findings if each.where == "open")
    assert found.severity == "red"
    assert "2021-04-01" in found.text.zh


def test_what_is_done_offers_no_lever() -> None:
    plan = changed(statements=(fact("permit", "2021-02-20", "2021-02-20"),))
    assert "activity:permit" not in {each.id for each in ran(plan).levers}


def test_levers_come_best_first(town: Outcome) -> None:
    gains = [each.gain for each in town.levers]
    assert gains == sorted(gains, reverse=True)


def test_the_shares_of_a_team_sum_to_its_joint_gain(town: Outcome) -> None:
    assert sum(each.shapley for each in town.principal.shares) >= town.principal.package_gain - 1e-9


def test_a_decision_taken_stands_in_the_outcome(town: Outcome) -> None:
    assert [each.lever for each in town.decisions] == ["permit:PC_CONSTR"]


@pytest.mark.parametrize("trials", [0, 100, 513])
def test_a_number_of_trials_that_is_no_multiple_of_512_is_refused(trials: int) -> None:
    with pytest.raises(BadInput) as error:
        run(snapshot=Snapshot(plan=TOWN), on=ON, seed=1, trials=trials, map_=map)
    assert error.value.problems[0].code == "bad-trials"


def test_an_empty_plan_runs_and_says_that_nothing_can_be_forecast() -> None:
    empty = dataclasses.replace(TOWN, **dict.fromkeys(("goals", "activities", "links", "statements"), ()))
    outcome = ran(dataclasses.replace(empty, tasks=(), projects=(), drivers=(), targets=(), horizons=()))
    assert outcome.goals == ()
    assert outcome.principal.classes == ()
    assert outcome.principal.reason is not None


def test_trials_are_what_was_asked(town: Outcome) -> None:
    assert town.trials == TRIALS


def test_a_sentence_on_a_goal_with_too_little_evidence_says_so(town: Outcome) -> None:
    assert "依据不足" in town.principal.sentence.zh
    assert "too little evidence" in town.principal.sentence.en
