"""Start-up: from a cold process to an answer, against the smallest program that Typer can make."""

from __future__ import annotations

import subprocess
import sys
import tempfile
from pathlib import Path

import oktaexpr
from tests.bench.bench_eval import expressions
from tests.bench.timing import best_of

_HELLO = "import typer\napp = typer.Typer()\n@app.command()\ndef hello(name: str = 'x') -> None:\n    print('hello', name)\napp()\n"
_ROUNDS = 15
_WARM = 200


def run() -> None:
    """Print the ratio of a cold `eval` to the hello-world, and what a warm compilation takes."""
    command = str(Path(sys.executable).parent / "oktaexpr")
    with tempfile.TemporaryDirectory() as folder:
        hello = Path(folder) / "hello.py"
        hello.write_text(_HELLO, encoding="utf-8")

        def run_hello() -> None:
            subprocess.run([sys.executable, str(hello)], check=True, capture_output=True)

        def run_eval() -> None:
            arguments = [command, "eval", expressions()["E1"], "--set", "user.level=4"]
            subprocess.run(arguments, check=True, capture_output=True)

        run_eval()
        bare, greeting, ours = best_of(
            _ROUNDS, lambda: subprocess.run([sys.executable, "-c", "pass"], check=True), run_hello, run_eval
        )
    print(
        f"cold start, best of {_ROUNDS}: {ours / greeting:.2f} times a Typer hello-world (wanted: at most 1.6)"
    )
    print(f"  (bare Python {bare / greeting:.2f} times)")
    text = 'user.department == "Engineering" AND user.level > 3 ? "developer" : (isMemberOfGroupName("dbt") ? "analyst" : "read_only")'
    oktaexpr.check(text)
    compiling, checking = best_of(
        3,
        lambda: [oktaexpr.compile(text) for _ in range(_WARM)],
        lambda: [oktaexpr.check(text) for _ in range(_WARM)],
    )
    total = (compiling + checking) / _WARM * 1000
    print(f"parse, check and compile of {len(text)} characters, warm: {total:.2f} ms (wanted: under 2)")
