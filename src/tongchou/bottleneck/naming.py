"""Which class of levers may be named: paired differences over blocks, one-sided, corrected for the number of rivals."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from tongchou.forecast.interval import t_quantile

Float64 = npt.NDArray[np.float64]
Bool = npt.NDArray[np.bool_]

LEAST_GAIN = 0.01  # a hundredth of all futures
ERROR = 0.05  # one-sided, shared among the rivals
MOST_NAMED = 5


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
    """
    if gains.shape[1] == 0:
        return Named(classes=(), more=0)
    half = max(1, gains.shape[0] // 2)
    picked = int(gains[:half].mean(axis=0).argmax())
    tested = gains[half:] if gains.shape[0] > 1 else gains
    if tested[:, picked].mean() < LEAST_GAIN:
        return Named(classes=(), more=0)
    rivals = [k for k in range(gains.shape[1]) if k != picked and not nested[picked, k]]
    equal = [k for k in rivals if not _clears(tested[:, picked] - tested[:, k], len(rivals))]
    order = sorted(equal, key=lambda k: (-float(gains[:, k].mean()), k))
    named = (picked, *order)
    return Named(classes=named[:MOST_NAMED], more=max(0, len(named) - MOST_NAMED))


def _clears(difference: Float64, rivals: int) -> bool:
    """Whether a mean difference over blocks is above zero at the corrected level."""
    mean = float(difference.mean())
    spread = float(difference.std(ddof=1)) if len(difference) > 1 else 0.0
    if spread <= 0.0:
        return mean > 0
    level = 1 - ERROR / max(1, rivals)
    return mean > t_quantile(degrees=len(difference) - 1, level=level) * spread / float(
        np.sqrt(len(difference))
    )
