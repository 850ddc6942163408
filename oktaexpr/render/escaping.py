"""An expression as a literal of the file it is going to be pasted into."""

from __future__ import annotations

import json
from enum import StrEnum

from oktaexpr.render.hidden import replaced, visible


class Escape(StrEnum):
    """The kinds of file that know how to hold an expression."""

    JSON = "json"
    HCL = "hcl"


def escaped(text: str, escape: Escape | None) -> str:
    """Return the expression as it is, or as a quoted literal of JSON or of Terraform's language."""
    match escape:
        case None:
            return text
        case Escape.JSON:
            return replaced(f'"{_bare(text)}"', lambda char: json.dumps(char)[1:-1])
        case Escape.HCL:
            return '"' + visible(_bare(text)).replace("${", "$${").replace("%{", "%%{") + '"'


def _bare(text: str) -> str:
    """Escape what both languages escape alike: the backslash and the quote."""
    return text.replace("\\", "\\\\").replace('"', '\\"')
