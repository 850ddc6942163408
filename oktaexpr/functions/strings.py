"""Classic's `String` functions.

They take null where Okta's reference is silent, since mappings call them on attributes that were never set: what
a null gives is noted with each function as assumed. Lengths and indexes count UTF-16 units, as in Java.
"""

from __future__ import annotations

from typing import Any

from oktaexpr.functions.declaration import CLASSIC, field_report, okta
from oktaexpr.functions.registry import catalogue
from oktaexpr.values import convert, utf16
from oktaexpr.values.compare import java_equals
from oktaexpr.values.faults import Fault
from oktaexpr.values.text import check_size

NULL_STAYS = "null gives null (assumed)"
BY_ELEMENT = "a list in place of `input` is worked on element by element (field)"
_REFERENCE = okta("String functions")


@catalogue.function(
    "String.append(input: String, suffix: String) -> String",
    summary="`input` followed by `suffix`.",
    engines=(CLASSIC,),
    provenance=_REFERENCE,
    examples={'String.append("This is", " a test")': "This is a test"},
    construct="String.*",
    elementwise=True,
    notes=("null counts as empty text, while `+` writes the word null (assumed)", BY_ELEMENT),
)
def append(text: str | None, suffix: str | None) -> str:
    """Return `text + suffix`; null is empty."""
    first, last = text or "", suffix or ""
    check_size(len(first) + len(last))
    return first + last


@catalogue.function(
    "String.join(separator: String, *strings: String) -> String",
    summary="The texts with `separator` between them.",
    engines=(CLASSIC,),
    provenance=_REFERENCE,
    examples={
        'String.join(",", "This", "is", "a", "test")': "This,is,a,test",
        'String.join("", "This", "is", "a", "test")': "Thisisatest",
    },
    construct="String.*",
    notes=("null counts as empty text and keeps its place between separators (assumed)",),
)
def join(separator: str | None, *strings: str | None) -> str:
    """Return the texts joined; null is empty."""
    mark = separator or ""
    parts = [part or "" for part in strings]
    check_size(sum(map(len, parts)) + len(mark) * len(parts))
    return mark.join(parts)


@catalogue.function(
    "String.len(input: String) -> Integer",
    summary="How many UTF-16 units `input` has.",
    engines=(CLASSIC,),
    provenance=_REFERENCE,
    examples={'String.len("This")': 4, 'String.len("")': 0},
    construct="String.*",
    notes=(
        "the length of null is 0 (assumed)",
        "a character beyond U+FFFF, such as an emoji, counts as 2 (spel)",
    ),
)
def length(text: str | None) -> int:
    """Return Java's length; 0 for null."""
    return utf16.length(text) if text else 0


@catalogue.function(
    "String.removeSpaces(input: String) -> String",
    summary="`input` without its spaces.",
    engines=(CLASSIC,),
    provenance=_REFERENCE,
    examples={'String.removeSpaces("This is a test")': "Thisisatest"},
    construct="String.*",
    elementwise=True,
    notes=("only the space character goes; tabs and line ends stay (assumed)", NULL_STAYS, BY_ELEMENT),
)
def remove_spaces(text: str | None) -> str | None:
    """Return the text without U+0020."""
    return None if text is None else text.replace(" ", "")


@catalogue.function(
    "String.replace(input: String, match: String, replacement: String) -> String",
    summary="`input` with every `match` replaced; `match` is plain text, not a regular expression.",
    engines=(CLASSIC,),
    provenance=_REFERENCE,
    examples={
        'String.replace("This is a test", "is", "at")': "That at a test",
        'String.replace("a.b", ".", "-")': "a-b",
    },
    construct="String.*",
    elementwise=True,
    notes=(
        "`match` is literal (field)",
        "an empty or null `match`, or a null `replacement`, changes nothing (assumed)",
        NULL_STAYS,
        BY_ELEMENT,
    ),
)
def replace(text: str | None, match: str | None, replacement: str | None) -> str | None:
    """Return the text with every literal match replaced."""
    return _replaced(text, match, replacement, -1)


@catalogue.function(
    "String.replaceFirst(input: String, match: String, replacement: String) -> String",
    summary="`input` with its first `match` replaced; `match` is plain text, not a regular expression.",
    engines=(CLASSIC,),
    provenance=_REFERENCE,
    examples={
        'String.replaceFirst("This is a test", "is", "at")': "That is a test",
        'String.replaceFirst("a.b", ".", "-")': "a-b",
    },
    construct="String.*",
    elementwise=True,
    notes=(
        "`match` is literal, as in `String.replace` (field)",
        "an empty or null `match` changes nothing (assumed)",
        NULL_STAYS,
        BY_ELEMENT,
    ),
)
def replace_first(text: str | None, match: str | None, replacement: str | None) -> str | None:
    """Return the text with its first literal match replaced."""
    return _replaced(text, match, replacement, 1)


def _replaced(text: str | None, match: str | None, replacement: str | None, count: int) -> str | None:
    if not text or not match or replacement is None:
        return text
    if len(replacement) > len(match):
        found = text.count(match) if count < 0 else 1
        check_size(len(text) + found * (len(replacement) - len(match)))
    return text.replace(match, replacement, count)


@catalogue.function(
    "String.startsWith(input: String, starts: String) -> Boolean",
    summary="Whether `input` begins with `starts`; case counts.",
    engines=(CLASSIC,),
    provenance=_REFERENCE,
    examples={'String.startsWith("Kiss", "K")': True, 'String.startsWith("Kiss", "k")': False},
    construct="String.*",
    notes=("null on either side gives false (assumed)", "every text starts with the empty text (assumed)"),
)
def starts_with(text: str | None, starts: str | None) -> bool:
    """Return whether the text begins so; false for null."""
    return text is not None and starts is not None and text.startswith(starts)


@catalogue.function(
    "String.endsWith(input: String, ends: String) -> Boolean",
    summary="Whether `input` ends with `ends`; case counts.",
    engines=(CLASSIC,),
    provenance=field_report(
        "used in published expressions; not in Okta's reference, and no proof that Okta takes it"
    ),
    examples={'String.endsWith("ada@example.com", "example.com")': True},
    construct="String.*",
    notes=("null on either side gives false (assumed)",),
)
def ends_with(text: str | None, ends: str | None) -> bool:
    """Return whether the text ends so; false for null."""
    return text is not None and ends is not None and text.endswith(ends)


@catalogue.function(
    "String.stringContains(input: String | List, searchString: String) -> Boolean",
    summary="Whether `searchString` occurs in `input`; case counts.",
    engines=(CLASSIC,),
    provenance=_REFERENCE,
    examples={
        'String.stringContains("This is a test", "test")': True,
        'String.stringContains("This is a test", "doesn\'tExist")': False,
        'String.stringContains({"Sales", "Support"}, "Sales")': True,
    },
    construct="String.*",
    notes=(
        "null on either side gives false (assumed)",
        "every text contains the empty text (assumed)",
        "a list in place of `input` is asked for an element equal to `searchString`, as published expressions mean it (assumed)",
    ),
)
def string_contains(text: Any, search: str | None) -> bool:  # noqa: ANN401 - text or a list
    """Return whether the text, or an element of the list, is there; false for null."""
    if text is None or search is None:
        return False
    if type(text) is str:
        return search in text
    if isinstance(text, list):
        return any(java_equals(item, search) for item in text)
    return search in (convert.to_string(text) or "")


@catalogue.function(
    "String.stringSwitch(input: String, defaultString: String, *keyValuePairs: String) -> String",
    summary="The value of the first key that occurs in `input`, else `defaultString`.",
    engines=(CLASSIC,),
    provenance=_REFERENCE,
    examples={
        'String.stringSwitch("This is a test", "default", "key1", "value1")': "default",
        'String.stringSwitch("First match wins", "default", "absent", "value1", "wins", "value2", "match", "value3")': "value2",
        'String.stringSwitch("Substrings count", "default", "ring", "value1")': "value1",
    },
    construct="String.*",
    notes=(
        "a key matches anywhere inside `input`, and the first listed pair wins (okta)",
        "a null `input` gives the default; a null key never matches (assumed)",
        "a key without a value is an error (assumed)",
    ),
)
def string_switch(text: str | None, default: str | None, *pairs: str | None) -> str | None:
    """Return the value of the first pair whose key the text contains. Raises `Fault` for a key without a value."""
    if len(pairs) % 2:
        raise Fault(
            "ARGUMENT_COUNT",
            "`String.stringSwitch` takes keys and values in pairs; the last key has no value",
        )
    if text is not None:
        for key, value in zip(pairs[::2], pairs[1::2], strict=True):
            if key is not None and key in text:
                return value
    return default


@catalogue.function(
    "String.substring(input: String, startIndex: Integer, endIndex: Integer) -> String",
    summary="The part of `input` from `startIndex` (counted from 0) up to, not including, `endIndex`.",
    engines=(CLASSIC,),
    provenance=_REFERENCE,
    examples={'String.substring("This is a test", 2, 9)': "is is a", 'String.substring("Ada", 0, 50)': "Ada"},
    construct="String.*",
    elementwise=True,
    notes=(
        "an end past the length does not fail: the text ends there (field)",
        "a negative start, or one past the end, is an error (assumed)",
        NULL_STAYS,
        BY_ELEMENT,
    ),
)
def substring(text: str | None, start: int, end: int) -> str | None:
    """Return the part of the text. Raises `Fault` where the start is negative or lies past the end."""
    if text is None:
        return None
    if 0 <= start <= end and text.isascii():
        if start <= len(text):
            return text[start:end]
        raise Fault("INDEX_OUT_OF_RANGE", f"start {start} is outside a text of length {len(text)}")
    return utf16.substring(text, start, min(end, utf16.length(text)))


@catalogue.function(
    "String.substringAfter(input: String, searchString: String) -> String",
    summary="The part of `input` behind the first `searchString`.",
    engines=(CLASSIC,),
    provenance=_REFERENCE,
    examples={
        'String.substringAfter("abc@okta.com", "@")': "okta.com",
        'String.substringAfter("abc", "@")': "",
    },
    construct="String.*",
    elementwise=True,
    notes=(
        "empty where `searchString` does not occur (field)",
        "an empty `searchString` gives all of `input`, a null one empty text (assumed)",
        NULL_STAYS,
        BY_ELEMENT,
    ),
)
def substring_after(text: str | None, search: str | None) -> str | None:
    """Return what follows the first mark; empty where there is none."""
    if text is None or search == "":
        return text
    return "" if search is None else text.partition(search)[2]


@catalogue.function(
    "String.substringBefore(input: String, searchString: String) -> String",
    summary="The part of `input` before the first `searchString`.",
    engines=(CLASSIC,),
    provenance=_REFERENCE,
    examples={
        'String.substringBefore("abc@okta.com", "@")': "abc",
        'String.substringBefore("abc", "@")': "abc",
    },
    construct="String.*",
    elementwise=True,
    notes=(
        "all of `input` where `searchString` does not occur or is null (assumed)",
        "an empty `searchString` gives empty text (assumed)",
        NULL_STAYS,
        BY_ELEMENT,
    ),
)
def substring_before(text: str | None, search: str | None) -> str | None:
    """Return what precedes the first mark; the whole text where there is none."""
    if text is None or search is None:
        return text
    return text.partition(search)[0] if search else ""


@catalogue.function(
    "String.toUpperCase(input: String) -> String",
    summary="`input` in capitals.",
    engines=(CLASSIC,),
    provenance=_REFERENCE,
    examples={'String.toUpperCase("This")': "THIS"},
    construct="String.*",
    elementwise=True,
    notes=(NULL_STAYS, BY_ELEMENT),
)
def to_upper_case(text: str | None) -> str | None:
    """Return the text in capitals; null stays null."""
    return None if text is None else text.upper()


@catalogue.function(
    "String.toLowerCase(input: String) -> String",
    summary="`input` in small letters.",
    engines=(CLASSIC,),
    provenance=_REFERENCE,
    examples={'String.toLowerCase("ThiS")': "this"},
    construct="String.*",
    elementwise=True,
    notes=(NULL_STAYS, BY_ELEMENT),
)
def to_lower_case(text: str | None) -> str | None:
    """Return the text in small letters; null stays null."""
    return None if text is None else text.lower()
