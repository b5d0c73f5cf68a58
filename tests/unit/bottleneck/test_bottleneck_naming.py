"""When a class of levers may be called the principal constraint."""

from __future__ import annotations

import numpy as np
from tests.property.bottleneck_cases import lever

from tongchou.bottleneck.naming import name_classes, nested_classes

BLOCKS = 20


def gains(*means: float, noise: float = 0.01) -> np.ndarray:
    """Gains of classes over blocks: stated means, alternating noise of its own rhythm in each class."""
    rows = np.arange(BLOCKS)
    columns = [mean + noise * np.where((rows >> k) & 1, 1.0, -1.0) for k, mean in enumerate(means)]
    return np.array(columns).T


def named(values: np.ndarray, nested: np.ndarray | None = None) -> tuple[int, ...]:
    none = np.zeros((values.shape[1], values.shape[1]), dtype=np.bool_)
    return name_classes(gains=values, nested=none if nested is None else nested).classes


def test_a_class_that_clears_every_other_is_named_alone() -> None:
    assert named(gains(0.30, 0.10, 0.05)) == (0,)


def test_classes_within_sampling_error_are_named_together() -> None:
    assert named(gains(0.100, 0.099, 0.01)) == (0, 1)


def test_a_gain_below_a_hundredth_names_nobody() -> None:
    assert named(gains(0.009, 0.001, noise=0.0)) == ()


def test_no_class_at_all_names_nobody() -> None:
    assert named(np.zeros((BLOCKS, 0))) == ()


def test_a_class_that_contains_the_best_is_not_its_rival() -> None:
    nested = np.array([[False, True], [True, False]])
    assert named(gains(0.300, 0.299), nested) == (0,)


def test_the_candidate_is_picked_on_one_half_and_judged_on_the_other() -> None:
    values = np.full((BLOCKS, 2), 0.05)
    values[: BLOCKS // 2, 0], values[BLOCKS // 2 :, 0] = 0.20, 0.0
    assert named(values) == ()


def test_of_many_alike_five_are_named_and_the_rest_counted() -> None:
    values = gains(*[0.1] * 8)
    none = np.zeros((8, 8), dtype=np.bool_)
    found = name_classes(gains=values, nested=none)
    assert len(found.classes) == 5
    assert found.more == 3


def test_two_blocks_are_too_few_to_tell_levers_apart() -> None:
    assert named(np.array([[0.5, 0.1], [0.5, 0.1]])) == (0, 1)


def test_a_class_that_gains_nothing_is_no_rival() -> None:
    assert named(np.array([[0.5, 0.0], [0.5, 0.0]])) == (0,)


def test_an_organisation_and_its_own_work_are_nested_and_two_works_are_not() -> None:
    levers = (lever("activity", [0]), lever("activity", [1]), lever("organisation", [0, 2]))
    found = nested_classes(levers=levers, classes=((0,), (1,), (2,)))
    assert found.tolist() == [[False, False, True], [False, False, False], [True, False, False]]


def test_a_class_is_ranked_by_any_member_that_is_not_contained() -> None:
    levers = (lever("activity", [0]), lever("activity", [1]), lever("organisation", [0, 2]))
    assert not nested_classes(levers=levers, classes=((0, 1), (2,))).any()


def test_links_are_nested_in_nothing() -> None:
    levers = (lever("link", [], arc=0), lever("link", [], arc=1), lever("organisation", [0, 1]))
    assert not nested_classes(levers=levers, classes=((0,), (1,), (2,))).any()
