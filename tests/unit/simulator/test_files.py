"""Files are written whole or not at all."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from simulator.files import write_whole


def test_a_new_file_and_one_that_was_there(tmp_path: Path) -> None:
    path = tmp_path / "report.html"
    write_whole(path, "eins\n")
    path.chmod(0o640)
    write_whole(path, "zwei – ü\n")
    assert path.read_text(encoding="utf-8") == "zwei – ü\n"
    assert path.stat().st_mode & 0o777 == 0o640
    assert list(tmp_path.iterdir()) == [path]


def test_an_interrupt_leaves_the_old_file_and_no_part(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "report.html"
    path.write_text("old", encoding="utf-8")

    def interrupt(_handle: int) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr(os, "fsync", interrupt)
    with pytest.raises(KeyboardInterrupt):
        write_whole(path, "new")
    assert path.read_text(encoding="utf-8") == "old"
    assert list(tmp_path.iterdir()) == [path]


def test_a_folder_that_is_not_there_is_the_systems_error(tmp_path: Path) -> None:
    with pytest.raises(FileNotFoundError):
        write_whole(tmp_path / "none" / "report.html", "x")
