"""OEL527: text that a SAML attribute statement sends as it stands."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator

from oktaexpr.checker.roots import ROOTS
from oktaexpr.diagnostics import Diagnostic, Edit, Example, Fix, Rule, Severity, register
from oktaexpr.source import Span

BARE_ATTRIBUTE = register(
    Rule(
        "OEL527",
        "attribute without its root in a SAML attribute statement",
        Severity.WARNING,
        "Okta sends what is no expression as a fixed text, with or without quotes. The name of an attribute that "
        "stands alone is such a text: every user gets the name in place of the value.",
        failing=Example("email", usage="saml-attribute"),
        passing=Example("user.email", usage="saml-attribute"),
        provenance="field",
    )
)

_SAYS_MORE = re.compile(
    r"""['"\u2018\u2019\u201c\u201d()\[\]{}?+]|[=!]=|&&|\|\||\b(?:"""
    + "|".join(map(re.escape, ROOTS))
    + r")\s*\."
)
"""What a fixed text does not have: quotes, brackets, a choice, a sum, a comparison, something read from a root."""
_PATH_OR_CONSTANT = re.compile(r"\s*(?:[A-Za-z_$]\w*(?:\s*\.\s*\w+)+|null|true|false|[0-9.]+|)\s*")
"""What has a meaning of its own: an attribute of an app, a constant; and nothing at all."""


def is_fixed_text(text: str) -> bool:
    """Whether a SAML attribute statement sends the text as it stands, such as `Full Access` or the name of a role."""
    return _SAYS_MORE.search(text) is None and _PATH_OR_CONSTANT.fullmatch(text) is None


def check_fixed_text(text: str, attributes: Collection[str]) -> Iterator[Diagnostic]:
    """Yield OEL527 where a fixed text is the name of an attribute of the user's profile."""
    name = text.strip()
    if name in attributes:
        start = text.index(name)
        span = Span(start, start + len(name))
        fix = Fix(f"read `user.{name}`", (Edit(Span(start, start), "user."),), safe=False)
        yield BARE_ATTRIBUTE.diagnostic(
            f"this is the text `{name}` for every user",
            span,
            f'write `user.{name}` for the attribute, `"{name}"` for the text',
            fix,
        )
