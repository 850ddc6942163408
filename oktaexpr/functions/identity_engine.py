"""Identity Engine's methods on text and lists; they win over Java's methods of the same names."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any, TypeVar

from oktaexpr.functions import strings
from oktaexpr.functions.arrays import flattened, without
from oktaexpr.functions.declaration import IDENTITY_ENGINE, okta
from oktaexpr.functions.java_patterns import replace_first as java_replace_first
from oktaexpr.functions.java_text import needed
from oktaexpr.functions.java_text import replace as java_replace
from oktaexpr.functions.registry import catalogue
from oktaexpr.values import utf16
from oktaexpr.values.compare import java_equals
from oktaexpr.values.faults import Fault

_F = TypeVar("_F", bound=Callable[..., Any])
_NEW_LIST = "the list that it is called on stays as it is (okta)"


def _method(
    section: str, text: str, summary: str, examples: Mapping[str, object], *notes: str
) -> Callable[[_F], _F]:
    """Declare a method of Okta's page."""
    return catalogue.function(
        text,
        summary=summary,
        engines=(IDENTITY_ENGINE,),
        provenance=okta(section),
        examples=examples,
        construct="method style",
        notes=notes,
    )


_TEXT, _LIST = "String functions", "Array functions"


@_method(_TEXT, "String::toUpperCase() -> String", "The text in capitals.", {"'test'.toUpperCase()": "TEST"})
def to_upper_case(text: str) -> str:
    """Return the text in capitals."""
    return text.upper()


@_method(
    _TEXT, "String::toLowerCase() -> String", "The text in small letters.", {"'TEST'.toLowerCase()": "test"}
)
def to_lower_case(text: str) -> str:
    """Return the text in small letters."""
    return text.lower()


@_method(
    _TEXT,
    "String::substring(startIndex: Integer, endIndex?: Integer) -> String",
    "The part of the text from `startIndex` up to, not including, `endIndex` or the end.",
    {"'test'.substring(1)": "est", "'John'.substring(1, 3)": "oh"},
    "an index outside the text is an error, as in Java (assumed)",
)
def substring(text: str, start: int, end: int | None = None) -> str:
    """Return the part. Raises `Fault` for an index outside the text."""
    return utf16.substring(text, start, end)


@_method(
    _TEXT,
    "String::replace(match: String, replacement: String) -> String",
    "The text with every `match` replaced, which is plain text.",
    {"'hello'.replace('l', 'p')": "heppo", "'John'.replace('ohn', 'ames')": "James"},
    "a null argument is an error, as in Java (assumed)",
)
def replace(text: str, match: str | None, replacement: str | None) -> str:
    """Return the text with every literal match replaced. Raises `Fault` for null."""
    return java_replace(text, match, replacement)


@_method(
    _TEXT,
    "String::replaceFirst(match: String, replacement: String) -> String",
    "The text with the first match of the regular expression `match` replaced.",
    {"'hello'.replaceFirst('l', 'p')": "heplo"},
    "`match` is a regular expression, as in Java (assumed)",
)
def replace_first(text: str, match: str | None, replacement: str | None) -> str:
    """Return the text with its first match replaced. Raises `Fault` for a pattern that cannot be used."""
    return java_replace_first(text, match, replacement)


@_method(_TEXT, "String::length() -> Integer", "How many UTF-16 units the text has.", {"'test'.length()": 4})
def length(text: str) -> int:
    """Return Java's length."""
    return utf16.length(text)


@_method(
    _TEXT,
    "String::removeSpaces() -> String",
    "The text without its spaces.",
    {"'This is a test'.removeSpaces()": "Thisisatest"},
    "only the space character goes; tabs and line ends stay (assumed)",
)
def remove_spaces(text: str) -> str:
    """Return the text without U+0020."""
    return text.replace(" ", "")


@_method(
    _TEXT,
    "String::contains(searchString: String) -> Boolean",
    "Whether `searchString` occurs in the text; case counts.",
    {"'This is a test'.contains('test')": True, "'This is a test'.contains('Test')": False},
)
def contains(text: str, search: str | None) -> bool:
    """Return whether the part is there. Raises `Fault` for null."""
    return needed(search, "the text to look for") in text


@_method(
    _TEXT,
    "String::substringBefore(searchString: String) -> String",
    "The part of the text before the first `searchString`.",
    {"'john.doe@okta.com'.substringBefore('@')": "john.doe"},
    "all of the text where `searchString` does not occur (assumed)",
)
def substring_before(text: str, search: str | None) -> str:
    """Return what precedes the first mark."""
    return strings.substring_before(text, search) or ""


@_method(
    _TEXT,
    "String::substringAfter(searchString: String) -> String",
    "The part of the text behind the first `searchString`.",
    {
        "'john.doe@okta.com'.substringAfter('@')": "okta.com",
        "'john.doe@okta.com'.substringAfter('.')": "doe@okta.com",
    },
    "empty where `searchString` does not occur (field)",
)
def substring_after(text: str, search: str | None) -> str:
    """Return what follows the first mark."""
    return strings.substring_after(text, search) or ""


@_method(
    _LIST,
    "List::contains(searchItem: Any) -> Boolean",
    "Whether an element equals `searchItem`.",
    {"{1, 2, 3}.contains(3)": True, "{1, 2, 3}.contains('one')": False},
)
def list_contains(items: list[Any], item: Any) -> bool:  # noqa: ANN401 - any value
    """Return whether an element is equal, with its type."""
    return any(java_equals(own, item) for own in items)


@_method(_LIST, "List::size() -> Integer", "How many elements there are.", {"{'one', 'two'}.size()": 2})
def list_size(items: list[Any]) -> int:
    """Return the number of elements."""
    return len(items)


@_method(_LIST, "List::isEmpty() -> Boolean", "Whether there is no element.", {"{}.isEmpty()": True})
def list_is_empty(items: list[Any]) -> bool:
    """Return whether nothing is there."""
    return not items


@_method(
    _LIST,
    "List::add(itemToAdd: Any) -> List",
    "A list with `itemToAdd` behind the last element.",
    {"{'one', 'two'}.add('two')": ["one", "two", "two"]},
    _NEW_LIST,
)
def list_add(items: list[Any], item: Any) -> list[Any]:  # noqa: ANN401 - any value
    """Return a new list with one more element."""
    return [*items, item]


@_method(
    _LIST,
    "List::remove(itemToRemove: Any) -> List",
    "A list without the first element that equals `itemToRemove`.",
    {"{1, 2, 3}.remove(1)": [2, 3], "{2, 3}.remove(1)": [2, 3]},
    _NEW_LIST,
    "goes by value, not by position (okta)",
)
def list_remove(items: list[Any], item: Any) -> list[Any]:  # noqa: ANN401 - any value
    """Return a new list without the first equal element."""
    return without(items, item)


@_method(
    _LIST,
    "List::flatten() -> List",
    "One list of all elements; lists inside it are taken apart.",
    {"{{1}, {2, 3}}.flatten()": [1, 2, 3]},
    "a null element stays (assumed)",
)
def list_flatten(items: list[Any]) -> list[Any]:
    """Return the elements of nested lists in one list."""
    return flattened(items)


_VERSIONS = (
    "compared part by part at the points, as numbers; a missing part counts as 0 (okta: 14.10 is above 14.2)",
    "what follows the digits of a part is compared as text (assumed)",
)


@_method(
    "Okta device profile",
    "String::versionGreaterThan(version: String) -> Boolean",
    "Whether the text is a later version than `version`.",
    {"'14.10.0'.versionGreaterThan('14.2.1')": True, "'9.43'.versionGreaterThan('9.43')": False},
    *_VERSIONS,
)
def version_greater_than(text: str, version: str | None) -> bool:
    """Return whether this version is later. Raises `Fault` for null."""
    return _version(text) > _version(needed(version, "the version"))


@_method(
    "Okta device profile",
    "String::versionLessThan(version: String) -> Boolean",
    "Whether the text is an earlier version than `version`.",
    {"'14.2.1'.versionLessThan('14.10.0')": True, "'9.43'.versionLessThan('9.43.0')": False},
    *_VERSIONS,
)
def version_less_than(text: str, version: str | None) -> bool:
    """Return whether this version is earlier. Raises `Fault` for null."""
    return _version(text) < _version(needed(version, "the version"))


_DIGITS = "0123456789"


def _version(text: str) -> list[tuple[int, str, str]]:
    """Return a version as something to compare. Digits compare by count and then as text, since int() has a limit."""
    if len(text) > 1000:
        raise Fault("TOO_LARGE", "a version has at most 1,000 characters")
    parts = []
    for part in text.strip().split("."):
        rest = part.lstrip(_DIGITS)
        digits = part[: len(part) - len(rest)].lstrip("0")
        parts.append((len(digits), digits, rest))
    while parts and parts[-1] == (0, "", ""):
        parts.pop()
    return parts
