"""The one decorator for compiled kernels. `NUMBA_DISABLE_JIT=1` runs them all as plain Python.

Numba's cache on disk looks at the file of a kernel alone: after a change in a kernel *called* from another
file it would go on using the old one. Here the stamp covers what a kernel calls and the constants it names.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from types import CodeType
from typing import Any, ParamSpec, TypeVar, cast

import numba

# no door for C, no test for division by nil (no kernel divides by what can be nil)
OPTIONS: dict[str, Any] = {"nogil": True, "no_cfunc_wrapper": True, "error_model": "numpy"}

Args = ParamSpec("Args")
Result = TypeVar("Result")


def kernel(function: Callable[Args, Result]) -> Callable[Args, Result]:
    """Compile `function` without the interpreter lock: no fast floating point, no threads of its own.

    The compiled form is kept on disk where a place is writable (beside the source, else in the user's cache,
    else where NUMBA_CACHE_DIR says), else compiled once a process.
    """
    return _compiled(function, OPTIONS)


def inner_kernel(function: Callable[Args, Result]) -> Callable[Args, Result]:
    """A kernel that only kernels call: it gets no door for Python, which saves a third of its first call."""
    return _compiled(function, {**OPTIONS, "no_cpython_wrapper": True})


def _compiled(function: Callable[Args, Result], options: dict[str, Any]) -> Callable[Args, Result]:
    stamp = _stamp(function, options)
    try:
        compiled = numba.njit(cache=True, **options)(function)
    except RuntimeError:  # Numba finds no place to write
        compiled = numba.njit(**options)(function)
    _put_stamp(compiled, stamp)
    return cast(Callable[Args, Result], compiled)


def _put_stamp(compiled: Any, stamp: str) -> None:  # Any: Numba's dispatcher is untyped
    compiled.__kernel_stamp__ = stamp
    cache_file = getattr(getattr(compiled, "_cache", None), "_cache_file", None)
    if cache_file is not None:
        cache_file._source_stamp = (cache_file._source_stamp, stamp)
        # two versions of the code at work at once must not write into one another's files
        cache_file._data_name_pattern = f"{stamp}.{cache_file._data_name_pattern}"


def _stamp(function: Callable[..., object], options: dict[str, Any]) -> str:
    """A digest of the code, of how it is compiled, of the numbers it names and of the kernels it calls."""
    code = function.__code__
    parts = [repr(sorted(options.items())), *_code_parts(code)]
    for name in code.co_names:
        value = function.__globals__.get(name)
        if isinstance(value, int | float | str):
            parts.append(f"{name}={value!r}")
        parts.append(getattr(value, "__kernel_stamp__", ""))
    return hashlib.blake2b("\n".join(parts).encode(), digest_size=8).hexdigest()


def _code_parts(code: CodeType) -> list[str]:
    parts = [code.co_name, code.co_code.hex(), repr(code.co_names), repr(code.co_varnames)]
    for constant in code.co_consts:
        parts += _code_parts(constant) if isinstance(constant, CodeType) else [repr(constant)]
    return parts
