"""What a problem looks like: code, severity, message, place, help and fix."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from oktaexpr.source import Span


class Severity(StrEnum):
    """How bad a problem is; `error` makes a command exit with 1."""

    ERROR = "error"
    WARNING = "warning"
    INFO = "info"

    @property
    def rank(self) -> int:
        """Order severities: 0 is the worst."""
        return ("error", "warning", "info").index(self.value)


@dataclass(frozen=True, slots=True)
class Edit:
    """Replace the text at `span` by `text`."""

    span: Span
    text: str


@dataclass(frozen=True, slots=True)
class Fix:
    """Edits that a machine may apply together; `safe` ones are applied by `--fix`."""

    title: str
    edits: tuple[Edit, ...]
    safe: bool = True


@dataclass(frozen=True, slots=True)
class Diagnostic:
    """One problem in one text."""

    code: str
    """`OEL201`: family and number; `oktaexpr rule OEL201` explains it."""
    severity: Severity
    message: str
    """What is wrong: lower case, no full stop."""
    span: Span
    help: str | None = None
    """What to do about it."""
    fix: Fix | None = None
    provenance: str | None = None
    """Who says so: `okta`, `spel`, `field`, `dbt`, `assumed`, with a source where there is one."""


def apply_edits(text: str, edits: tuple[Edit, ...] | list[Edit]) -> str:
    """Return `text` with all edits made; an edit that overlaps an earlier one is left out."""
    done: list[str] = []
    at = 0
    for edit in sorted(edits, key=lambda edit: edit.span):
        if edit.span.start < at:
            continue
        done += (text[at : edit.span.start], edit.text)
        at = edit.span.end
    return "".join([*done, text[at:]])
