"""The bare text functions that Okta deprecates and still uses in its own default username: `toLowerCase(user.email)`."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from oktaexpr.functions.declaration import CLASSIC, okta
from oktaexpr.functions.registry import catalogue
from oktaexpr.functions.strings import (
    BY_ELEMENT,
    NULL_STAYS,
    substring,
    substring_after,
    substring_before,
    to_lower_case,
    to_upper_case,
)


def _declare(text: str, summary: str, run: Callable[..., object], examples: Mapping[str, object]) -> None:
    catalogue.function(
        text,
        summary=summary,
        engines=(CLASSIC,),
        provenance=okta("String functions, deprecated"),
        examples=examples,
        construct="bare text functions",
        elementwise=True,
        deprecated="String." + text.partition("(")[0],
        notes=(NULL_STAYS, BY_ELEMENT),
    )(run)


_declare(
    "toUpperCase(input: String) -> String",
    "`input` in capitals.",
    to_upper_case,
    {"toUpperCase('Alexander')": "ALEXANDER"},
)
_declare(
    "toLowerCase(input: String) -> String",
    "`input` in small letters.",
    to_lower_case,
    {"toLowerCase('AlexANDER')": "alexander"},
)
_declare(
    "substring(input: String, startIndex: Integer, endIndex: Integer) -> String",
    "The part of `input` from `startIndex` (counted from 0) up to, not including, `endIndex`.",
    substring,
    {"substring('Alexander', 1, 4)": "lex"},
)
_declare(
    "substringBefore(input: String, searchString: String) -> String",
    "The part of `input` before the first `searchString`.",
    substring_before,
    {"substringBefore('alex@okta.com', '@')": "alex"},
)
_declare(
    "substringAfter(input: String, searchString: String) -> String",
    "The part of `input` behind the first `searchString`.",
    substring_after,
    {"substringAfter('alex@okta.com', '@')": "okta.com"},
)
