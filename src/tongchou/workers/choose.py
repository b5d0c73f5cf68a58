"""From the word a person gives (`here`, `here:4`, `processes:2`) to a map over blocks."""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager

from tongchou.forecast.simulate import Map
from tongchou.kernel.errors import BadInput, Problem, Unavailable, Where
from tongchou.workers.here import here
from tongchou.workers.processes import processes

MOST = 256


@contextmanager
def open_workers(spec: str) -> Iterator[Map]:
    """A map that computes blocks where `spec` says and gives results in the order of its inputs.

    Raises
    ------
    BadInput
        A word that is none of here, here:N, processes:N.
    Unavailable
        A cluster was asked for and its package is not installed.
    """
    kind, _, number = spec.partition(":")
    if kind == "dask":
        raise Unavailable("没有安装集群支持:dask / cluster support (dask) is not part of this installation")
    if kind not in ("here", "processes") or (number and not _fits(number)):
        raise BadInput([_unknown(spec)])
    count = int(number) if number else (os.cpu_count() or 1)
    with here(count) if kind == "here" else processes(count) as map_:
        yield map_


def _fits(number: str) -> bool:
    return number.isdecimal() and 1 <= int(number) <= MOST


def _unknown(spec: str) -> Problem:
    return Problem(
        code="unknown-workers",
        where=Where(column="--workers"),
        zh="不认识的计算方式",
        en="no such way of computing",
        mend_zh=f"请用 here、here:N 或 processes:N(N 为 1 到 {MOST})。",
        mend_en=f"Use here, here:N or processes:N with N from 1 to {MOST}.",
        value=spec,
    )
