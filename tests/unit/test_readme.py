"""The README shows what the program really prints."""

from __future__ import annotations

import re
from typing import Any

import pytest

from tests.support.readme import README, ROOT, commands, with_output


def test_readme_output_is_real() -> None:
    """`python -m tests.support.readme` rewrites it."""
    text = README.read_text(encoding="utf-8")
    assert with_output(text) == text


def test_readme_commands_are_there() -> None:
    assert len(commands(README.read_text(encoding="utf-8"))) >= 6


def test_files_that_documents_name_exist() -> None:
    for document in ("README.md", "CONTRIBUTING.md", "CHANGELOG.md"):
        text = (ROOT / document).read_text(encoding="utf-8")
        for name in re.findall(r"\]\((?!https?:|#)([^)#]+)", text):
            assert (ROOT / name).exists(), f"{document} links to {name}"


def test_demo_is_the_readme_main_job() -> None:
    """`make demo` prints what the tour shows."""
    makefile = (ROOT / "Makefile").read_text(encoding="utf-8")
    assert "license table" in makefile
    assert any("license table" in command for command in commands(README.read_text(encoding="utf-8")))


def test_readme_python_gives_what_its_comments_say(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(ROOT)
    names: dict[str, Any] = {}
    (block,) = re.findall(
        r"^```python\n(.*?)^```$", README.read_text(encoding="utf-8"), re.MULTILINE | re.DOTALL
    )
    for line in block.splitlines():
        code, _, expected = line.partition("  # ")
        if expected:
            assert repr(eval(code, names)) == expected
        else:
            exec(code, names)
