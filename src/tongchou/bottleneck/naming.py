"""Which class of levers may be named: paired differences over blocks, one-sided, corrected for the number of rivals."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from tongchou.bottleneck.levers import Lever
from tongchou.forecast.interval import t_quantile

Float64 = npt.NDArray[np.float64]
Bool = npt.NDArray[np.bool_]

LEAST_GAIN = 0.01  # a hundredth of all futures
ERROR = 0.05  # one-sided, shared among the rivals
MOST_NAMED = 5
FEWEST_BLOCKS = 4  # on which a difference is tested


@dataclass(frozen=True, slots=True, kw_only=True)
class Named:
    """Positions of the classes that may be named, best first; `more` that cannot be told apart beyond those.

    One class: it is the principal constraint. Several: they cannot be told apart. None: nothing alone gains enough.
    """

    classes: tuple[int, ...]
    more: int


def name_classes(*, gains: Float64, nested: Bool) -> Named:
    """Pick the best class on the first half of the blocks and test it on the second.

    Parameters
    ----------
    gains : (n_blocks, n_classes), the gain of each class in each block
    nested : (n_classes, n_classes), whether two classes contain one another and are never ranked against each other

    A class that gains nothing is no rival. With fewer than `FEWEST_BLOCKS` blocks to test on nothing can be told apart.
    """
    if gains.shape[1] == 0:
        return Named(classes=(), more=0)
    half = max(1, gains.shape[0] // 2)
    picked = int(gains[:half].mean(axis=0).argmax())
    tested = gains[half:] if gains.shape[0] > 1 else gains
    if tested[:, picked].mean() < LEAST_GAIN:
        return Named(classes=(), more=0)
    rivals = [
        k for k in range(gains.shape[1]) if k != picked and not nested[picked, k] and gains[:, k].mean() > 0
    ]
    equal = [k for k in rivals if not _clears(tested[:, picked] - tested[:, k], len(rivals))]
    order = sorted(equal, key=lambda k: (-float(gains[:, k].mean()), k))
    named = (picked, *order)
    return Named(classes=named[:MOST_NAMED], more=max(0, len(named) - MOST_NAMED))


def nested_classes(*, levers: tuple[Lever, ...], classes: tuple[tuple[int, ...], ...]) -> Bool:
    """Which classes are never ranked against each other: whatever pair of levers one takes, one contains the other.

    Returns
    -------
    bool array, shape (n_classes, n_classes), false on the diagonal
    """
    used = sorted({k for members in classes for k in members})
    place = {k: number for number, k in enumerate(used)}
    width = 1 + max((int(levers[k].members.max(initial=0)) for k in used), default=0)
    moves = np.zeros((len(used), width), dtype=np.float32)
    joins = np.zeros((len(classes), len(used)), dtype=np.float32)
    for k in used:
        moves[place[k], levers[k].members] = 1
    for number, members in enumerate(classes):
        joins[number, [place[k] for k in members]] = 1
    size = moves.sum(axis=1)
    holds = (moves @ moves.T == size) & (size > 0)
    comparable = ~(holds | holds.T)
    out = joins @ comparable.astype(np.float32) @ joins.T == 0
    np.fill_diagonal(out, val=False)
    return np.asarray(out)


def _clears(difference: Float64, rivals: int) -> bool:
    """Whether a mean difference over blocks is above zero at the corrected level."""
    if len(difference) < FEWEST_BLOCKS:
        return False
    mean = float(difference.mean())
    spread = float(difference.std(ddof=1))
    if spread <= 0.0:
        return mean > 0
    level = 1 - ERROR / max(1, rivals)
    return mean > t_quantile(degrees=len(difference) - 1, level=level) * spread / float(
        np.sqrt(len(difference))
    )
