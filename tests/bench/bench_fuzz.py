"""100,000 texts of the fuzz test: how long the slowest takes."""

from __future__ import annotations

import os
import time

from tests.fuzz import exercise, texts

_TEXTS = int(os.environ.get("OKTAEXPR_FUZZ_TEXTS", "100000"))


def run() -> None:
    """Print the slowest text through check, compile, evaluate and explain, for two usages and both engines."""
    slowest, at = 0.0, ""
    began = time.perf_counter()
    for text in texts(2026, _TEXTS):
        start = time.perf_counter()
        exercise(text)
        took = time.perf_counter() - start
        if took > slowest:
            slowest, at = took, text
    average = (time.perf_counter() - began) / _TEXTS
    print(
        f"{_TEXTS:,} random texts and mutated expressions: slowest {slowest:.3f} s (wanted: under 1), average {average * 1000:.1f} ms"
    )
    print(f"  slowest: {at[:100]!r}")
