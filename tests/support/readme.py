"""Run the commands of the README: `python -m tests.support.readme` writes their output into it.

A block marked `console` holds commands behind `$ ` and what they print; both streams, in the order of a terminal.
"""

from __future__ import annotations

import os
import re
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
README = ROOT / "README.md"
_BLOCK = re.compile(r"(?<=^```console\n)(?P<body>.*?)(?=^```$)", re.MULTILINE | re.DOTALL)
_COMMAND = re.compile(r"^\$ (?P<command>(?:.*\\\n)*.*)\n", re.MULTILINE)


def commands(text: str) -> list[str]:
    """Return every command of the text."""
    return [found["command"] for block in _BLOCK.finditer(text) for found in _COMMAND.finditer(block["body"])]


def with_output(text: str) -> str:
    """Return the text with each block's output replaced by what its commands print now."""
    return _BLOCK.sub(lambda block: _run_block(block["body"]), text)


def _run_block(body: str) -> str:
    return "".join(f"$ {found['command']}\n{_run(found['command'])}" for found in _COMMAND.finditer(body))


def _run(command: str) -> str:
    path = f"{Path(sys.executable).parent}{os.pathsep}{os.environ.get('PATH', '')}"
    environment = {
        "PATH": path,
        "HOME": os.environ.get("HOME", "/"),
        "COLUMNS": "100",
        "LANG": "C.UTF-8",
        "NO_COLOR": "1",
    }
    done = subprocess.run(
        ["bash", "-c", command],
        cwd=ROOT,
        env=environment,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        check=False,
    )
    return re.sub(r"[ \t]+$", "", done.stdout, flags=re.MULTILINE)


if __name__ == "__main__":
    README.write_text(with_output(README.read_text(encoding="utf-8")), encoding="utf-8")
