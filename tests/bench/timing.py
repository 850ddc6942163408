"""Measuring: the best of several runs, taken in turns so that a busy moment hits all alike."""

from __future__ import annotations

import time
from collections.abc import Callable


def best_of(runs: int, *candidates: Callable[[], object]) -> list[float]:
    """Return the least seconds of each candidate over `runs` rounds."""
    best = [float("inf")] * len(candidates)
    for _ in range(runs):
        for at, candidate in enumerate(candidates):
            start = time.perf_counter()
            candidate()
            best[at] = min(best[at], time.perf_counter() - start)
    return best
