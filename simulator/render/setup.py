"""Findings of a review of the license attribute, for people and for programs."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence

from oktaexpr import Severity
from oktaexpr.render import Paint, counted, json_document, painter, visible
from simulator.setup_review import Finding

_PLAIN = painter(color=False)


def draw_findings(findings: Sequence[Finding], *, paint: Paint = _PLAIN) -> str:
    """Return a block a finding, with what to do and the fact behind it, and a count at the end."""
    blocks = ["\n".join(_block(finding, paint)) for finding in findings]
    return "\n\n".join([*blocks, _count(findings)])


def _block(finding: Finding, paint: Paint) -> Iterator[str]:
    severity = finding.severity.value
    yield f"{paint(severity, f'{severity}[{finding.code}]')}: {visible(finding.message)}"
    if finding.help:
        yield f"  help: {visible(finding.help)}"
    yield paint("dim", f"  {visible(str(finding.reason))}")


def _count(findings: Sequence[Finding]) -> str:
    if not findings:
        return "The set-up is as dbt's documents have it."
    counts = Counter(finding.severity for finding in findings)
    # `info` is no word to put an s behind: it is a remark.
    names = {Severity.ERROR: "error", Severity.WARNING: "warning", Severity.INFO: "remark"}
    parts = [(counts[severity], name) for severity, name in names.items() if counts[severity]]
    return ", ".join(counted(count, name) for count, name in parts)


def findings_json(findings: Sequence[Finding]) -> str:
    """Return a document with `findings`: `code`, `severity`, `message`, `help`, `reason`."""
    return json_document(
        {
            "findings": [
                {
                    "code": finding.code,
                    "severity": finding.severity.value,
                    "message": finding.message,
                    "help": finding.help,
                    "reason": finding.reason.to_mapping(),
                }
                for finding in findings
            ]
        }
    )
