"""Workers: results in the order of the inputs, wherever they are computed; an error comes through."""

from __future__ import annotations

import time

import pytest

from tongchou.kernel.errors import BadInput, Unavailable
from tongchou.workers import open_workers

EVERYWHERE = ["here", "here:1", "here:3", "processes:2"]


def slow_first(number: int) -> int:
    """Later numbers are ready sooner."""
    time.sleep(0.02 * (3 - number))
    return number * number


def failing(number: int) -> int:
    """Fails on 2."""
    if number == 2:
        raise ArithmeticError("two")
    return number


@pytest.mark.parametrize("spec", EVERYWHERE)
def test_results_come_in_the_order_of_the_inputs(spec: str) -> None:
    with open_workers(spec) as map_:
        assert list(map_(slow_first, range(4))) == [0, 1, 4, 9]


@pytest.mark.parametrize("spec", EVERYWHERE)
def test_an_error_in_a_block_reaches_the_caller(spec: str) -> None:
    with open_workers(spec) as map_, pytest.raises(ArithmeticError):
        list(map_(failing, range(4)))


@pytest.mark.parametrize("spec", ["", "threads", "here:0", "processes:-1", "here:257"])
def test_a_word_that_names_no_workers_is_refused(spec: str) -> None:
    with pytest.raises(BadInput), open_workers(spec):
        pass


def test_a_cluster_without_its_package_is_unavailable() -> None:
    with pytest.raises(Unavailable), open_workers("dask://host:8786"):
        pass
