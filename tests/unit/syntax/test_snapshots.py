"""Every kind of broken text with its carets, as people will see it; one text a line in `*.expr`."""

from __future__ import annotations

from pathlib import Path

import pytest
from pytest_snapshot.plugin import Snapshot

from oktaexpr.diagnostics import Diagnostic, apply_edits
from oktaexpr.syntax import parse, syntax_faults
from oktaexpr.syntax.dropped import dropped_constructs

FOLDER = Path(__file__).parents[2] / "snapshots" / "syntax"
TOPICS = sorted(FOLDER.glob("*.expr"))


def _texts(topic: Path) -> list[str]:
    return topic.read_text("utf-8").removesuffix("\n").split("\n")


def _drawn(text: str, fault: Diagnostic) -> str:
    start, end = fault.span
    lines = [f"  {text}", f"  {' ' * start}{'^' * max(1, end - start)}", f"  {fault.code} {fault.message}"]
    if fault.help is not None:
        lines.append(f"    help: {fault.help}")
    if fault.fix is not None:
        kind = "fix" if fault.fix.safe else "perhaps"
        lines.append(f"    {kind}: {fault.fix.title}: {apply_edits(text, fault.fix.edits)}")
    return "\n".join(line.rstrip() for line in lines)


@pytest.mark.parametrize("topic", TOPICS, ids=lambda topic: topic.stem)
def test_broken_texts_are_drawn(topic: Path, snapshot: Snapshot) -> None:
    snapshot.snapshot_dir = FOLDER
    drawn = []
    for text in _texts(topic):
        faults = syntax_faults(text) or dropped_constructs(parse(text))
        assert faults, text
        drawn += [_drawn(text, fault) for fault in faults]
    snapshot.assert_match("\n\n".join(drawn) + "\n", f"{topic.stem}.diag.txt")


def test_there_are_enough_broken_texts() -> None:
    assert sum(len(_texts(topic)) for topic in TOPICS) >= 60
