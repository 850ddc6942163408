"""Placeholders of template languages: `${…}`, `#{…}`, `%{…}`, `<%= … %>`."""

from __future__ import annotations

import re

from oktaexpr.diagnostics import Edit
from oktaexpr.source import Span
from oktaexpr.syntax.faults import Repair, slip
from oktaexpr.syntax.place import Place, closing_offset, quotation

_TERRAFORM = (
    "var.",
    "local.",
    "data.",
    "each.",
    "module.",
    "path.",
    "count.",
    "self.",
    "random_",
    "okta_",
    "terraform.",
)
_PATH = re.compile(r"[A-Za-z_$][A-Za-z0-9_$]*(?:\??\.[A-Za-z_$][A-Za-z0-9_$]*)*")
_USERNAME_TEMPLATE = re.compile(r"\s*(?:fn|f):")
_ENDS_WITH_MARK = re.compile(r"\$+$|#$")


def placeholder(place: Place) -> Repair | None:
    """Recognise `${…}`, `#{…}` and `%{…}` where a value would stand."""
    span = _opening(place)
    if span is None:
        return None
    close = closing_offset(place.text, span.end - 1)
    inside = place.text[span.end : close if close is not None else len(place.text)]
    whole = Span(span.start, len(place.text) if close is None else close + 1)
    shown = quotation(place.text[whole.start : whole.end])
    message = f"{shown} is a placeholder of a template, and not part of the language"
    if inside.lstrip().startswith(_TERRAFORM):
        help = (
            "Terraform fills it in before Okta sees the text: check what Terraform sends, or put a value here"
        )
        return slip("OEL110", message, span, help, (Edit(whole, "null"),))
    if _USERNAME_TEMPLATE.match(inside):
        help = (
            "`fn:` and `f:` belong to Okta's built-in username templates, which are another language; "
            "here it would be a function, such as `String.substringBefore(user.login, '@')`"
        )
        return slip("OEL110", message, span, help, (Edit(whole, "null"),))
    if _PATH.fullmatch(inside.strip()):
        help = (
            f"write `{inside.strip()}` alone; only the built-in username templates of Okta put it in `${{…}}`"
        )
        edits = (Edit(whole, inside.strip()),)
        return slip("OEL110", message, span, help, edits, fix="take the placeholder's marks out")
    return slip(
        "OEL110", message, span, "write the expression without the marks around it", (Edit(whole, "null"),)
    )


def _opening(place: Place) -> Span | None:
    """Return where `${` or its like stands, the mark and the brace."""
    if place.text.startswith("%{", place.offset) and place.wants_value:
        return Span(place.offset, place.offset + 2)
    mark = place.previous
    if place.char != "{" or mark is None or mark.span.end != place.offset:
        return None
    return Span(mark.span.start, place.offset + 1) if _ENDS_WITH_MARK.search(mark.text) else None


def placeholder_in_string(place: Place) -> Repair | None:
    """Recognise `"${local.ids["a"]}"`, whose inner quotes end the string."""
    string = place.structure.last_string
    if string is None or place.previous is None or place.previous.span != string or not place.wants_operator:
        return None
    start = place.text.rfind("${", string.start, string.end)
    if start == -1 or place.text.find("}", start, string.end) != -1:
        return None
    message = "a placeholder of a template has quotes inside, which end the string around it"
    help = (
        "fill the placeholder in before the text is an expression: check what Terraform or the template sends"
    )
    return slip("OEL110", message, Span(start, start + 2), help)


def server_page(place: Place) -> Repair | None:
    """Recognise `<%= … %>`."""
    if not place.text.startswith("<%", place.offset):
        return None
    message = "`<% … %>` is a placeholder of a template, and not part of the language"
    return slip(
        "OEL110",
        message,
        Span(place.offset, place.offset + 2),
        "write the expression without the marks around it",
    )


SLIPS = (placeholder, placeholder_in_string, server_page)
"""In the order in which they are tried."""
