from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Callable

from tongchou.network import jit

PASS = """
from datetime import date
import numpy as np
from tongchou.network.assemble import Links, assemble
from tongchou.network.calendars import make_calendars
from tongchou.network.critical_path import passes
from tongchou.network.passes import forward_kernel
two = np.array([0, 1], dtype=np.int32)
links = Links(pred=two[:1], succ=two[1:], kind=two[:1], lag=two[:1])
week = {"week": np.array([True, False, True])}
tables = make_calendars(origin=date(2026, 6, 1), n_days=3, working=week)
net = assemble(ids=("A", "B"), links=links, release=two, calendar=two, calendars=tables)
print(passes(network=net, durations=two + 99).early_finish.tolist(), hasattr(forward_kernel, "py_func"))
"""


def made(number: int) -> Callable[[int], int]:
    """Two kernels of the same name, one calling the other; the inner one differs by `number`."""
    names: dict[str, object] = {"kernel": jit.kernel, "STEP": number}
    exec("def inner(x):\n    return x + STEP\n", names)
    names["inner"] = jit.kernel(names["inner"])  # type: ignore[arg-type]
    exec("def outer(x):\n    return inner(x)\n", names)
    return jit.kernel(names["outer"])  # type: ignore[arg-type, return-value]


def test_a_kernel_keeps_its_answer() -> None:
    assert made(3)(4) == 7


def test_the_stamp_of_a_kernel_changes_with_the_constants_of_what_it_calls() -> None:
    assert made(1).__kernel_stamp__ != made(2).__kernel_stamp__  # type: ignore[attr-defined]
    assert made(1).__kernel_stamp__ == made(1).__kernel_stamp__  # type: ignore[attr-defined]


def test_the_cache_on_disk_carries_the_stamp() -> None:
    from tongchou.network.passes import forward_kernel

    stamp = forward_kernel._cache._cache_file._source_stamp  # type: ignore[attr-defined]
    assert forward_kernel.__kernel_stamp__ in stamp  # type: ignore[attr-defined]


def test_without_compilation_the_answer_is_the_same() -> None:
    plain, compiled = (
        subprocess.run(
            [sys.executable, "-W", "error", "-c", PASS],
            env={**os.environ, "NUMBA_DISABLE_JIT": switch},
            capture_output=True,
            text=True,
            check=True,
        ).stdout
        for switch in ("1", "0")
    )
    assert plain == "[99, 299] False\n"
    assert compiled == "[99, 299] True\n"
