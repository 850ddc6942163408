"""The program as a whole: its list of commands, how it ends, what it imports, and what it is robust against."""

from __future__ import annotations

import os
import shlex
import signal
import subprocess
import sys
from importlib import import_module
from pathlib import Path

import pytest
from pytest_snapshot.plugin import Snapshot

from oktaexpr import __version__
from oktaexpr.cli import fmt
from oktaexpr.cli.program import COMMANDS
from tests.support.program import ROOT, SNAPSHOTS, Run

E1 = 'isMemberOfGroupName("dbt_developers") ? "developer" : "read_only"'
COMMAND = [sys.executable, "-m", "oktaexpr"]


def _environment(**changes: str) -> dict[str, str]:
    return {**os.environ, **changes}


def test_help_lists_every_command_and_those_of_extensions(oktaexpr: Run) -> None:
    result = oktaexpr("--help")
    assert result.code == 0
    for name in [*COMMANDS, "license"]:
        assert f"\n  {name}" in result.out


def test_help_of_a_command(oktaexpr: Run, snapshot: Snapshot) -> None:
    snapshot.snapshot_dir = SNAPSHOTS
    snapshot.assert_match(oktaexpr("fmt", "--help").out, "help_fmt.txt")


@pytest.mark.parametrize("name", COMMANDS)
def test_every_command_has_an_example_in_its_help(oktaexpr: Run, name: str) -> None:
    result = oktaexpr(name, "--help")
    assert result.code == 0
    assert f"Examples:\n    oktaexpr {name}" in result.out or f"| oktaexpr {name}" in result.out


def _examples() -> list[str]:
    return [example for home, _ in COMMANDS.values() for example in import_module(home).EXAMPLES]


@pytest.mark.parametrize("example", _examples())
def test_every_example_runs(
    oktaexpr: Run, example: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "examples").symlink_to(ROOT / "examples")
    for name in ("license", "rule", "old", "new"):
        (tmp_path / f"{name}.oel").write_text('isMemberOfGroupName("dbt_developers")\n')
    said, _, command = example.rpartition(" | ")
    words = shlex.split(command)
    stdin = shlex.split(said)[1] if said else "1 + 1"
    result = oktaexpr(*words[1:], stdin=stdin)
    assert result.code in (0, 1)
    assert "Error" not in result.err
    assert result.out or result.err in ("", "no problems\n")


def test_version(oktaexpr: Run) -> None:
    assert oktaexpr("--version").out == f"oktaexpr {__version__}\n"


def test_no_command_and_an_unknown_one_are_wrong_usage(oktaexpr: Run) -> None:
    assert oktaexpr().code == 2
    result = oktaexpr("evl", "1")
    assert result.code == 2
    assert "did you mean `eval`?" in result.err


def test_a_bug_is_70_and_asks_for_a_report(oktaexpr: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(*_: object) -> None:
        raise RuntimeError("boom")

    monkeypatch.setattr(fmt, "read_expression", fail)
    result = oktaexpr("fmt", "1")
    assert (result.code, result.out) == (70, "")
    assert "this is a bug in oktaexpr: RuntimeError: boom" in result.err
    assert "Traceback" not in result.err
    monkeypatch.setenv("OKTAEXPR_DEBUG", "1")
    assert "Traceback" in oktaexpr("fmt", "1").err


def test_an_interrupt_is_quiet() -> None:
    started = subprocess.Popen(
        [sys.executable, "-u", "-m", "oktaexpr", "repl"],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        bufsize=1,
    )
    assert started.stdin is not None
    assert started.stdout is not None
    started.stdin.write("1 + 1\n")
    assert started.stdout.readline() == "2\n"
    started.send_signal(signal.SIGINT)
    _, err = started.communicate(timeout=20)
    assert (started.returncode, err) == (130, "")


def test_a_reader_that_stops_reading_is_no_error(tmp_path: Path) -> None:
    users = ",".join(f'{{"profile": {{"login": "user{number}@acme.example"}}}}' for number in range(20_000))
    path = tmp_path / "many.json"
    path.write_text(f'{{"users": [{users}]}}')
    started = subprocess.Popen(
        [*COMMAND, "eval", "user.login", "--all", "-d", str(path), "--format", "csv"],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
    )
    assert started.stdout is not None
    assert started.stderr is not None
    started.stdout.readline()
    started.stdout.close()
    assert started.stderr.read() == b""
    started.stderr.close()
    assert started.wait() == 141


@pytest.mark.parametrize(
    "changes", [{"LC_ALL": "C"}, {"LC_ALL": "C", "PYTHONUTF8": "0", "PYTHONCOERCECLOCALE": "0"}]
)
def test_text_is_utf8_in_any_locale(changes: dict[str, str]) -> None:
    done = subprocess.run(
        [*COMMAND, "eval", "'日本' + user.x", "--set", "user.x=é"],
        env=_environment(**changes), capture_output=True, check=True,
    )  # fmt: skip
    assert done.stdout.decode() == "日本é\n"


def test_colours_are_for_terminals(oktaexpr: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    from oktaexpr.cli.shared import output

    class Terminal:
        def isatty(self) -> bool:
            return True

    assert "\x1b" not in oktaexpr("explain", E1).out
    monkeypatch.delenv("NO_COLOR", raising=False)
    monkeypatch.setenv("TERM", "xterm")
    assert output.has_color(Terminal())  # type: ignore[arg-type]
    monkeypatch.setenv("NO_COLOR", "1")
    assert not output.has_color(Terminal())  # type: ignore[arg-type]


def test_a_short_command_loads_nothing_heavy() -> None:
    script = (
        "import sys\nfrom oktaexpr.cli.main import run\n"
        "try:\n    run()\nexcept SystemExit:\n    pass\n"
        "print([name for name in ('rich', 'pydantic', 'yaml', 'pycountry', 're2', 'prompt_toolkit', 'zoneinfo',"
        " 'importlib.metadata', 'simulator', 'oktaexpr.checker', 'oktaexpr.tracer') if name in sys.modules])"
    )
    done = subprocess.run(
        [sys.executable, "-c", script, "eval", E1, "--group", "dbt_developers"],
        capture_output=True, text=True, check=True,
    )  # fmt: skip
    assert done.stdout == "developer\n[]\n"
