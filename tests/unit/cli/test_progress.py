"""The bar of long runs: drawn where somebody looks."""

from __future__ import annotations

import io

import pytest

from oktaexpr.cli.shared import progress_shown


class _Terminal(io.StringIO):
    def isatty(self) -> bool:
        return True


def test_a_bar_is_drawn_where_somebody_looks_and_it_takes_long(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TERM", "xterm")
    shown = {}
    for total in (10, 100_000):
        terminal = _Terminal()
        monkeypatch.setattr("sys.stderr", terminal)
        with progress_shown("migrating") as report:
            assert report is not None
            report(1, total)
        shown[total] = "migrating" in terminal.getvalue()
    assert shown == {10: False, 100_000: True}


def test_what_is_done_is_counted_where_nobody_knows_the_end(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TERM", "xterm")
    monkeypatch.setattr("sys.stderr", terminal := _Terminal())
    with progress_shown("evaluating") as report:
        assert report is not None
        report(40_000, None)
    assert "40000/?" in terminal.getvalue()


def test_nobody_is_told_of_progress_in_a_pipe() -> None:
    with progress_shown("migrating") as report:
        assert report is None
