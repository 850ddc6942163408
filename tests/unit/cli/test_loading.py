"""What a command says while and after it reads an export."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest

from oktaexpr.cli.shared.loading import load_directory
from tests.support.program import Run


def test_skipped_rows_are_shown_up_to_a_few_and_counted(oktaexpr: Run, tmp_path: Path) -> None:
    rows = "".join(f"{at},\n" for at in range(8))
    (tmp_path / "users.csv").write_text(f"id,login\nx,mia\n{rows}", encoding="utf-8")
    result = oktaexpr("eval", "user.login", "--all", "--directory", str(tmp_path))
    assert result.code == 0
    assert "mia" in result.out
    lines = result.err.splitlines()
    assert sum("the key is missing" in line for line in lines) == 5
    assert any(line.endswith("users.csv:3:3: profile.login: the key is missing") for line in lines)
    assert "  and 3 more rows; --strict stops at the first" in lines
    assert lines[-1] == "info: 8 rows skipped"


def test_a_bar_is_drawn_on_a_terminal_only(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "users.csv"
    path.write_text("id,login\n1,mia\n", encoding="utf-8")
    seen: list[float] = []

    class Bar:
        def __init__(self, **_settings: object) -> None: ...
        def __enter__(self) -> Bar:
            return self

        def __exit__(self, *_error: object) -> None: ...
        def add_task(self, _label: str, **_settings: object) -> int:
            return 0

        def update(self, _task: int, *, completed: int, total: int, visible: bool) -> None:
            assert not visible
            seen.append(completed / total)

    monkeypatch.setattr("rich.progress.Progress", Bar)
    load_directory(str(path))
    assert not seen
    monkeypatch.setattr(sys.stderr, "isatty", lambda: True, raising=False)
    load_directory(str(path))
    assert seen[-1] == 1.0
