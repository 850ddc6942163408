"""Whatever the text is, nothing comes out but values and our own errors, and the trace agrees with the program.

`OKTAEXPR_FUZZ_TEXTS` says how many texts are tried (20,000 by default; CI tries 100,000).
"""

from __future__ import annotations

import os

import pytest

from tests.fuzz import exercise, texts

_BATCHES = 20
_TEXTS = int(os.environ.get("OKTAEXPR_FUZZ_TEXTS", "20000"))


@pytest.mark.parametrize("seed", range(_BATCHES))
def test_any_text_gives_a_value_or_an_error_of_ours(seed: int) -> None:
    for text in texts(seed, _TEXTS // _BATCHES):
        exercise(text)
