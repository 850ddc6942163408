"""Joda-Time itself, for differential tests: Debian's jar, asked through a small Java program."""

from __future__ import annotations

import shutil
import subprocess
from collections.abc import Sequence
from pathlib import Path
from urllib.parse import quote, unquote_plus

JAR = Path("/usr/share/java/joda-time.jar")
PROGRAM = Path(__file__).with_name("JodaOracle.java")


def why_absent() -> str | None:
    """Return why Joda cannot be asked here, None where it can."""
    if shutil.which("java") is None or shutil.which("javac") is None:
        return "a Java development kit is not installed"
    if not JAR.exists():
        return f"{JAR} (Debian's libjoda-time-java) is not installed"
    return None


def ask(questions: Sequence[Sequence[str]], build: Path) -> list[str | None]:
    """Return Joda's answers, None where it refuses; the program is compiled into `build`."""
    subprocess.run(["javac", "-cp", JAR, "-d", build, PROGRAM], check=True, capture_output=True)
    lines = "\n".join("\t".join(quote(field, safe="") for field in question) for question in questions)
    command = ["java", "-cp", f"{JAR}:{build}", "JodaOracle"]
    done = subprocess.run(command, input=lines, check=True, capture_output=True, text=True)
    return [None if line.startswith("!") else unquote_plus(line) for line in done.stdout.splitlines()]
