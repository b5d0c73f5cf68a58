"""Random numbers without a state: every draw is a function of the seed and of what it is for.

A draw is keyed by (seed, BLAKE2b of id and stream, block, trial), so it does not depend on the order of activities, on
tiles or on workers, and an edit elsewhere disturbs nothing. Within a block the draws of one stream form a
Latin hypercube: trial t takes stratum perm(t), a keyed bijection, and a jitter inside it.

References
----------
McKay, Beckman & Conover (1979), doi:10.1080/00401706.1979.10489755 (Latin hypercube). The mixing function is the
finaliser of SplitMix64, Steele, Lea & Flood (2014), doi:10.1145/2660193.2660195.
"""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

from tongchou.forecast.quantiles import look_up
from tongchou.kernel.provenance import stable_hash
from tongchou.network.jit import kernel

Int64 = npt.NDArray[np.int64]
UInt64 = npt.NDArray[np.uint64]
U32 = 32  # a uniform draw is an integer in [0, 2**32)
ROUNDS = 4  # of the keyed bijection on strata


def stream_key(*, seed: int, name: str, stream: str) -> int:
    """The 64-bit key of one stream of draws, e.g. the durations of activity `name`."""
    return stable_hash(str(seed), stream, name)


def mixed(*, keys: UInt64, key: int) -> UInt64:
    """A random 64-bit integer for each of `keys` under another one."""
    z = (keys ^ np.uint64(key)) + np.uint64(0x9E3779B97F4A7C15)
    z = (z ^ (z >> np.uint64(30))) * np.uint64(0xBF58476D1CE4E5B9)
    z = (z ^ (z >> np.uint64(27))) * np.uint64(0x94D049BB133111EB)
    return np.asarray(z ^ (z >> np.uint64(31)))


@kernel
def mix(x: int | np.uint64) -> int:
    """Finaliser of SplitMix64: spreads every bit of x over 64; `mixed` for one number inside a kernel."""
    z = np.uint64(x) + np.uint64(0x9E3779B97F4A7C15)
    z = (z ^ (z >> np.uint64(30))) * np.uint64(0xBF58476D1CE4E5B9)
    z = (z ^ (z >> np.uint64(27))) * np.uint64(0x94D049BB133111EB)
    return z ^ (z >> np.uint64(31))  # type: ignore[return-value]  # a NumPy scalar


@kernel
def draw_block(key: int | np.uint64, block: int, bits: int, out: UInt64) -> None:
    """Fill `out` (2**bits,) with one Latin-hypercube block of uniform integers in [0, 2**32)."""
    n = np.uint64(1) << np.uint64(bits)
    mask = n - np.uint64(1)
    half = np.uint64((bits + 1) // 2)
    base = mix(np.uint64(key) ^ mix(np.uint64(block)))
    low = np.uint64(U32) - np.uint64(bits)
    for t in range(out.shape[0]):
        x = np.uint64(t)
        for r in range(ROUNDS):
            k = mix(base + np.uint64(r))
            x = (x * ((k << np.uint64(1)) | np.uint64(1)) + (k >> np.uint64(32))) & mask
            x ^= x >> half
        jitter = mix(base ^ (np.uint64(t) + np.uint64(1) << np.uint64(20))) >> (np.uint64(64) - low)
        out[t] = (x << low) | jitter


@kernel
def draw_from(tables: Int64, keys: UInt64, block: int, bits: int) -> Int64:
    """A value of each quantile table in every trial of a block, shape (n_tables, 2**bits), each under its own key."""
    n_trials = 1 << bits
    draws = np.empty(n_trials, dtype=np.uint64)
    out = np.empty((keys.shape[0], n_trials), dtype=np.int64)
    for d in range(keys.shape[0]):
        draw_block(keys[d], block, bits, draws)
        for t in range(n_trials):
            out[d, t] = look_up(tables[d], np.int64(draws[t]))
    return out
