"""Which configuration counts for a folder."""

from __future__ import annotations

from pathlib import Path

import pytest

from oktaexpr.config import Configuration, ConfigurationError, find_configuration, read_configuration
from oktaexpr.errors import UsageError


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Give a folder three levels below one that stops the search, whatever lies above it."""
    (tmp_path / "oktaexpr.toml").write_text("ignore = ['OEL1']")
    inner = tmp_path / "a" / "b"
    inner.mkdir(parents=True)
    return inner


def test_the_nearest_upward_counts(folder: Path) -> None:
    assert find_configuration(folder).ignore == ("OEL1",)
    (folder.parent / "pyproject.toml").write_text("[tool.oktaexpr]\nignore = ['OEL2']")
    assert find_configuration(folder).ignore == ("OEL2",)
    (folder / "oktaexpr.toml").write_text("ignore = ['OEL3']")
    assert find_configuration(folder).ignore == ("OEL3",)


def test_its_own_file_comes_before_the_project_file(folder: Path) -> None:
    (folder / "pyproject.toml").write_text("[tool.oktaexpr]\nignore = ['OEL2']")
    (folder / "oktaexpr.toml").write_text("ignore = ['OEL3']")
    assert find_configuration(folder).ignore == ("OEL3",)


@pytest.mark.parametrize(
    "text", ["[tool.other]\nx = 1", "[project]\ndependencies = ['oktaexpr']", "tool = 3 # oktaexpr"]
)
def test_a_project_file_without_the_table_is_passed_over(folder: Path, text: str) -> None:
    (folder / "pyproject.toml").write_text(text)
    assert find_configuration(folder).ignore == ("OEL1",)
    with pytest.raises(UsageError, match=r"has no table \[tool.oktaexpr\]"):
        read_configuration(folder / "pyproject.toml")


def test_without_any_it_says_nothing() -> None:
    assert find_configuration(Path("/")) == Configuration()


def test_a_broken_file_is_no_reason_to_go_on_upward(folder: Path) -> None:
    (folder / "oktaexpr.toml").write_text("ignore = [")
    with pytest.raises(ConfigurationError, match="this is no TOML"):
        find_configuration(folder)


def test_a_file_that_cannot_be_read_is_named(folder: Path) -> None:
    with pytest.raises(UsageError, match=r"cannot read .*nothing\.toml"):
        read_configuration(folder / "nothing.toml")
    (folder / "oktaexpr.toml").write_bytes(b"\xff\xfe")
    with pytest.raises(UsageError, match="cannot read"):
        find_configuration(folder)
