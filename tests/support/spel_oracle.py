"""Spring's own expression engine, for differential tests: Debian's jars, asked through a small Java program."""

from __future__ import annotations

import json
import shutil
import subprocess
from collections.abc import Sequence
from pathlib import Path
from typing import Any

_JARS = [
    Path("/usr/share/java") / f"{name}.jar"
    for name in (
        "spring3-expression", "spring3-core", "spring-expression", "spring-core", "commons-logging",
        "jackson-core", "jackson-annotations", "jackson-databind",
    )
]  # fmt: skip
_NEEDED = ("expression", "core", "commons-logging", "jackson-core", "jackson-annotations", "jackson-databind")
_OPENED = ("java.lang", "java.util", "java.util.regex", "java.time", "java.text", "java.math")
PROGRAM = Path(__file__).with_name("SpelOracle.java")


def why_absent() -> str | None:
    """Return why Spring cannot be asked here, None where it can."""
    if shutil.which("java") is None or shutil.which("javac") is None:
        return "a Java development kit is not installed"
    missing = [name for name in _NEEDED if not any(jar.exists() and name in jar.name for jar in _JARS)]
    if missing:
        return f"Debian's Java libraries are not installed: no jar for {', '.join(missing)}"
    return None


def ask(questions: Sequence[dict[str, Any]], build: Path) -> list[dict[str, Any]]:
    """Return the engine's answers to `{"expr", "vars"}`, in order; the program is compiled into `build`."""
    path = ":".join([*(str(jar) for jar in _JARS if jar.exists()), str(build)])
    subprocess.run(
        ["javac", "-nowarn", "-encoding", "UTF-8", "-cp", path, "-d", build, PROGRAM],
        check=True,
        capture_output=True,
    )
    opens = [option for package in _OPENED for option in ("--add-opens", f"java.base/{package}=ALL-UNNAMED")]
    quiet = "-Dorg.apache.commons.logging.Log=org.apache.commons.logging.impl.NoOpLog"
    lines = "".join(json.dumps(question) + "\n" for question in questions)
    done = subprocess.run(
        ["java", "-Xmx1g", *opens, quiet, "-cp", path, "SpelOracle"],
        input=lines,
        check=True,
        capture_output=True,
        text=True,
        encoding="utf-8",
    )
    return [json.loads(line) for line in done.stdout.splitlines()]
