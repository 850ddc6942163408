"""An expression as a literal of the file it is going to be pasted into."""

from __future__ import annotations

import json
from enum import StrEnum


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
            return json.dumps(text, ensure_ascii=not _is_whole(text))
        case Escape.HCL:
            return _hcl(text)


def _is_whole(text: str) -> bool:
    """Tell whether every character stands for itself: half a surrogate pair has no spelling but an escape."""
    return not any(0xD800 <= ord(char) < 0xE000 for char in text)


def _hcl(text: str) -> str:
    """Double the marks of a template, since `${` and `%{` would be filled in otherwise."""
    quoted = json.dumps(text, ensure_ascii=not _is_whole(text))
    short = {"\\b": "\\u0008", "\\f": "\\u000c"}  # JSON's short escapes that HCL lacks
    parts = quoted.split("\\\\")
    for index, part in enumerate(parts):
        for json_escape, hcl_escape in short.items():
            part = part.replace(json_escape, hcl_escape)  # noqa: PLW2901
        parts[index] = part.replace("${", "$${").replace("%{", "%%{")
    return "\\\\".join(parts)
