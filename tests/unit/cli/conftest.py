"""Runs the whole program in this process, the way its script does."""

from __future__ import annotations

import gc
import io
import json
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from oktaexpr.cli.main import run
from tests.support.program import DIRECTORY, Result, Run


@pytest.fixture
def oktaexpr(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Iterator[Run]:
    """Give a function that runs the program with these arguments and this standard input."""
    threshold = gc.get_threshold()
    monkeypatch.setenv("COLUMNS", "100")

    def invoke(*arguments: str, stdin: str | bytes = "") -> Result:
        content = stdin.encode() if isinstance(stdin, str) else stdin
        monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(content), encoding="utf-8"))
        monkeypatch.setattr(sys, "argv", ["oktaexpr", *arguments])
        with pytest.raises(SystemExit) as ending:
            run()
        out, err = capsys.readouterr()
        code = ending.value.code
        assert isinstance(code, int)
        return Result(code, out, err)

    yield invoke
    gc.set_threshold(*threshold)


@pytest.fixture
def directory(tmp_path: Path) -> str:
    """Give the path of a directory of three people."""
    path = tmp_path / "people.json"
    path.write_text(json.dumps(DIRECTORY), encoding="utf-8")
    return str(path)
