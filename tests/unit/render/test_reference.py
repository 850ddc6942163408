"""The pages in `examples/reference/` are what the declarations say today; `--snapshot-update` rewrites them."""

from __future__ import annotations

from pathlib import Path

import pytest
from pytest_snapshot.plugin import Snapshot

from oktaexpr.render.reference import PAGES

_FOLDER = Path(__file__).resolve().parents[3] / "examples" / "reference"


@pytest.mark.parametrize("name", PAGES)
def test_page_is_up_to_date(name: str, snapshot: Snapshot) -> None:
    snapshot.snapshot_dir = _FOLDER
    snapshot.assert_match(PAGES[name](), name)


def test_no_page_is_left_over() -> None:
    assert {path.name for path in _FOLDER.glob("*.md")} == set(PAGES)
