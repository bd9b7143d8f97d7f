"""Standard errors of correlated samples."""

from __future__ import annotations

from typing import Any

import numpy as np

Array = Any


def block_error(series: Array) -> float:
    r"""Standard error of the mean of a correlated series by blocking.

    Neighbours are averaged in pairs, again and again; the naive error of the averages grows until
    the blocks are independent. The level is the first whose block length B obeys
    :math:`B^3 > 2 n (\sigma_B / \sigma_1)^4` for n samples, with :math:`\sigma_B` the error at
    that level; where none does the largest error is returned [flyvbjerg1989] [lee2011blocking].
    """
    values = np.asarray(series, float)
    count = len(values)
    if count < 2:
        return float("nan")
    found: list[float] = []
    length = 1
    while len(values) >= 4:
        found.append(float(values.std(ddof=1) / np.sqrt(len(values))))
        if found[0] == 0 or length**3 > 2 * count * (found[-1] / found[0]) ** 4:
            return found[-1]
        values = 0.5 * (values[: len(values) // 2 * 2 : 2] + values[1::2])
        length *= 2
    return max(found) if found else float(values.std(ddof=1) / np.sqrt(len(values)))
