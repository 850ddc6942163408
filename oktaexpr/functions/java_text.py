"""Java's methods on text, as Spring calls them; regular expressions are in `java_patterns`.

Lengths and indexes count UTF-16 units. Where Java throws on a null argument, so does the method here.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, TypeVar

from oktaexpr.functions.declaration import BOTH, spel
from oktaexpr.functions.registry import catalogue
from oktaexpr.values import utf16
from oktaexpr.values.compare import compare_text
from oktaexpr.values.convert import first_element
from oktaexpr.values.faults import Fault
from oktaexpr.values.kinds import INT_MAX, INT_MIN, Array, Character, Long, java_type
from oktaexpr.values.text import check_size, java_text

WHITESPACE = "\t\n\x0b\x0c\r\x1c\x1d\x1e\x1f \u1680\u2000\u2001\u2002\u2003\u2004\u2005\u2006\u2008\u2009\u200a\u2028\u2029\u205f\u3000"
"""Java's `Character.isWhitespace`: without the no-break spaces."""

_CONTROLS = "".join(map(chr, range(0x21)))
"""What Java's `trim` takes away: everything up to the space."""

_F = TypeVar("_F", bound=Callable[..., Any])


def java_method(text: str, summary: str, example: tuple[str, object], *notes: str) -> Callable[[_F], _F]:
    """Declare a method that Spring finds on the Java type, in both engines."""
    return catalogue.function(
        text, summary=summary, engines=BOTH, provenance=spel(), examples=dict([example]), notes=notes
    )


def needed(text: str | None, what: str) -> str:
    """Return the text. Raises `Fault` for null, where Java has a NullPointerException."""
    if text is None:
        raise Fault("NULL_VALUE", f"{what} is null")
    return text


@java_method("String::length() -> Integer", "How many UTF-16 units the text has.", ("'it''s'.length()", 4))
def length(text: str) -> int:
    """Return Java's length."""
    return utf16.length(text)


@java_method("String::isEmpty() -> Boolean", "Whether the text has no character.", ("''.isEmpty()", True))
def is_empty(text: str) -> bool:
    """Return whether nothing is there."""
    return not text


@java_method(
    "String::isBlank() -> Boolean", "Whether the text has nothing but white space.", ("'  '.isBlank()", True)
)
def is_blank(text: str) -> bool:
    """Return whether there is only white space."""
    return not text.strip(WHITESPACE)


@java_method(
    "String::charAt(index: Integer) -> Character",
    "The character at `index`.",
    ("'hello'.charAt(4).toString()", "o"),
)
def char_at(text: str, index: int) -> Character:
    """Return one UTF-16 unit. Raises `Fault` outside the text."""
    return Character(utf16.unit_at(text, index))


@java_method(
    "String::codePointAt(index: Integer) -> Integer",
    "The code point at `index`.",
    ("'hello'.codePointAt(0)", 104),
)
def code_point_at(text: str, index: int) -> int:
    """Return the code point that begins there. Raises `Fault` outside the text."""
    utf16.unit_at(text, index)
    return ord(utf16.substring(text, index)[0])


@java_method(
    "String::toCharArray() -> List<Character>",
    "The characters of the text as an array.",
    ("'ab'.toCharArray().length", 2),
)
def to_char_array(text: str) -> Array:
    """Return the UTF-16 units as a `char[]`."""
    return Array((Character(utf16.unit_at(text, at)) for at in range(utf16.length(text))), "char")


def _position(text: str, part: Any, find: Callable[[str], int]) -> int:  # noqa: ANN401 - text or a code point
    """Find text, or an Integer's character; Spring finds two methods, and so none, for other types."""
    if type(part) is str:
        return find(part)
    if isinstance(part, bool):
        return find("true" if part else "false")
    if isinstance(part, int) and not isinstance(part, Long) and INT_MIN <= part <= INT_MAX:
        return find(chr(part)) if 0 <= part <= 0x10FFFF else -1
    raise Fault("METHOD_NOT_FOUND", f"a text or the number of a character is needed, not {java_type(part)}")


@java_method(
    "String::indexOf(part: String | Integer, fromIndex?: Integer) -> Integer",
    "Where `part` first occurs, or -1.",
    ("'hello'.indexOf('l')", 2),
    "an Integer is the code of a character (spel)",
)
def index_of(text: str, part: Any, start: int = 0) -> int:  # noqa: ANN401 - text or a code point
    """Return Java's `indexOf`."""
    return _position(text, part, lambda wanted: utf16.index_of(text, wanted, start))


@java_method(
    "String::lastIndexOf(part: String | Integer, fromIndex?: Integer) -> Integer",
    "Where `part` last occurs, or -1.",
    ("'hello'.lastIndexOf('l')", 3),
    "an Integer is the code of a character (spel)",
)
def last_index_of(text: str, part: Any, start: int | None = None) -> int:  # noqa: ANN401 - text or a code point
    """Return Java's `lastIndexOf`."""
    return _position(text, part, lambda wanted: utf16.last_index_of(text, wanted, start))


@java_method(
    "String::subSequence(beginIndex: Integer, endIndex: Integer) -> String",
    "The part of the text from `beginIndex` up to, not including, `endIndex`.",
    ("'abc'.subSequence(0, 2)", "ab"),
)
@java_method(
    "String::substring(beginIndex: Integer, endIndex?: Integer) -> String",
    "The part of the text from `beginIndex` up to, not including, `endIndex` or the end.",
    ("'abc'.substring(1, 2)", "b"),
    "an index outside the text is an error, unlike in `String.substring` (spel)",
)
def substring(text: str, start: int, end: int | None = None) -> str:
    """Return the part. Raises `Fault` for an index outside the text."""
    return utf16.substring(text, start, end)


@java_method(
    "String::concat(other: String) -> String", "The text followed by `other`.", ("'a'.concat('b')", "ab")
)
def concat(text: str, other: str | None) -> str:
    """Return both texts. Raises `Fault` for null."""
    last = needed(other, "the text to append")
    check_size(len(text) + len(last))
    return text + last


@java_method(
    "String::join(delimiter: String, *elements: Any) -> String",
    "The elements with `delimiter` between them.",
    ("''.join('-', 'a', 'b')", "a-b"),
    "Java's static method: the text that it is called on does not matter (spel)",
    "one list of texts stands for its elements (spel)",
)
def join(text: str, delimiter: str | None, *elements: Any) -> str:  # noqa: ANN401 - texts, or one list of them
    """Return the joined texts. Raises `Fault` for null and for elements that are no texts."""
    between = needed(delimiter, "the delimiter")
    parts = elements[0] if len(elements) == 1 and isinstance(elements[0], list) else elements
    wrong = next((part for part in parts if part is not None and type(part) is not str), None)
    if wrong is not None or parts == (None,):
        raise Fault("METHOD_NOT_FOUND", f"`join` takes texts, not {java_type(wrong)}")
    check_size(sum(len(part or "null") + len(between) for part in parts))
    return between.join("null" if part is None else part for part in parts)


@java_method(
    "String::valueOf(value: Any) -> String",
    "Java's text of `value`.",
    ("''.valueOf(1.5)", "1.5"),
    "Java's static method: the text that it is called on does not matter (spel)",
)
def value_of(text: str, value: Any) -> str:  # noqa: ANN401 - any value
    """Return the text of the value; of characters, them in a row. Raises `Fault` for null and other arrays."""
    if value is None:
        raise Fault("NULL_VALUE", "`valueOf` has no text of null")
    if isinstance(value, Array):
        if value.component != "char":
            raise Fault("REFUSED", "an array has no useful text in Java; write `Arrays.toCsvString`")
        return "".join(map(java_text, value))
    return java_text(value)


@java_method("String::repeat(count: Integer) -> String", "The text `count` times.", ("'x'.repeat(3)", "xxx"))
def repeat(text: str, count: int) -> str:
    """Return the text several times. Raises `Fault` for a negative count, and where it would be too large."""
    if count < 0:
        raise Fault("ARGUMENT", f"a text cannot be repeated {count} times")
    check_size(len(text) * count)
    return text * count


@java_method(
    "String::replace(target: String | Integer, replacement: String | Integer) -> String",
    "The text with every `target` replaced, which is plain text.",
    ("'a.b.c'.replace('.', '-')", "a-b-c"),
    "where one argument is an Integer or a Character, both are read as single characters (spel)",
)
def replace(text: str, target: Any, replacement: Any) -> str:  # noqa: ANN401 - texts or characters
    """Return the text with every literal match replaced. Raises `Fault` for null."""
    if target is None or replacement is None:
        raise Fault("NULL_VALUE", "neither text of `replace` may be null")
    if type(target) is not str or type(replacement) is not str:
        target, replacement = _character(target), _character(replacement)
    if len(replacement) > len(target):
        check_size(len(text) + text.count(target) * (len(replacement) - len(target)))
    return text.replace(target, replacement)


def _character(value: Any) -> str:  # noqa: ANN401 - what Spring can make a char of
    if isinstance(value, str) and utf16.length(value) == 1:
        return str(value)
    if isinstance(value, int) and not isinstance(value, bool):
        return chr(value & 0xFFFF)
    raise Fault("METHOD_NOT_FOUND", f"`replace` takes two texts or two characters, not {java_type(value)}")


@java_method(
    "String::contains(part: String | List) -> Boolean",
    "Whether `part` occurs in the text.",
    ("'hello'.contains('ell')", True),
    "of a list its first element is looked for (spel)",
)
def contains(text: str, part: Any) -> bool:  # noqa: ANN401 - text, or a list that becomes text
    """Return whether the part is there. Raises `Fault` for what Java does not take as a CharSequence."""
    if isinstance(part, list):
        part = first_element(part)
    if type(part) is str:
        return part in text
    if part is None:
        raise Fault("NULL_VALUE", "the text to look for is null")
    raise Fault("METHOD_NOT_FOUND", f"`contains` looks for text, not {java_type(part)}")


@java_method(
    "String::startsWith(prefix: String, offset?: Integer) -> Boolean",
    "Whether the text, from `offset` on, begins with `prefix`.",
    ("'hello'.startsWith('he')", True),
    "an argument that is no text is read as one (spel)",
)
def starts_with(text: str, prefix: str | None, offset: int = 0) -> bool:
    """Return whether it begins so. Raises `Fault` for null."""
    start = needed(prefix, "the prefix")
    if offset == 0:
        return text.startswith(start)
    return 0 <= offset <= utf16.length(text) and utf16.substring(text, offset).startswith(start)


@java_method(
    "String::endsWith(suffix: String) -> Boolean",
    "Whether the text ends with `suffix`.",
    ("'hello'.endsWith('lo')", True),
)
def ends_with(text: str, suffix: str | None) -> bool:
    """Return whether it ends so. Raises `Fault` for null."""
    return text.endswith(needed(suffix, "the suffix"))


@java_method(
    "String::trim() -> String",
    "The text without control characters and spaces at both ends.",
    ("'  a b  '.trim()", "a b"),
)
def trim(text: str) -> str:
    """Return the text without what is at most U+0020 at its ends."""
    return text.strip(_CONTROLS)


@java_method(
    "String::strip() -> String", "The text without white space at both ends.", ("'  a b  '.strip()", "a b")
)
def strip(text: str) -> str:
    """Return the text without Java's white space at both ends."""
    return text.strip(WHITESPACE)


@java_method(
    "String::stripLeading() -> String",
    "The text without white space at its start.",
    ("'  a '.stripLeading()", "a "),
)
def strip_leading(text: str) -> str:
    """Return the text without Java's white space at its start."""
    return text.lstrip(WHITESPACE)


@java_method(
    "String::stripTrailing() -> String",
    "The text without white space at its end.",
    ("' a  '.stripTrailing()", " a"),
)
def strip_trailing(text: str) -> str:
    """Return the text without Java's white space at its end."""
    return text.rstrip(WHITESPACE)


@java_method("String::toUpperCase() -> String", "The text in capitals.", ("'abc'.toUpperCase()", "ABC"))
def to_upper_case(text: str) -> str:
    """Return the text in capitals."""
    return text.upper()


@java_method("String::toLowerCase() -> String", "The text in small letters.", ("'ABC'.toLowerCase()", "abc"))
def to_lower_case(text: str) -> str:
    """Return the text in small letters."""
    return text.lower()


@java_method(
    "String::contentEquals(other: String) -> Boolean",
    "Whether the texts are equal.",
    ("'a'.contentEquals('a')", True),
)
def content_equals(text: str, other: str | None) -> bool:
    """Return whether both are the same. Raises `Fault` for null."""
    return text == needed(other, "the other text")


@java_method(
    "String::compareTo(other: String) -> Integer",
    "Below 0, 0 or above 0 as the text comes before, with or after `other`.",
    ("'hello'.compareTo('help')", -4),
)
def compare_to(text: str, other: str | None) -> int:
    """Return the difference of the first differing units, else of the lengths. Raises `Fault` for null."""
    return compare_text(text, needed(other, "the other text"))


@java_method(
    "String::compareToIgnoreCase(other: String) -> Integer",
    "As `compareTo`, without regard to case.",
    ("'A'.compareToIgnoreCase('a')", 0),
)
def compare_to_ignore_case(text: str, other: str | None) -> int:
    """Return the difference of the folded texts. Raises `Fault` for null."""
    return compare_text(fold(text), fold(needed(other, "the other text")))


@java_method(
    "String::equalsIgnoreCase(other: String) -> Boolean",
    "Whether the texts are equal without regard to case.",
    ("'Hello'.equalsIgnoreCase('hELLO')", True),
)
def equals_ignore_case(text: str, other: str | None) -> bool:
    """Return whether the folded texts are equal; false for null."""
    return other is not None and fold(text) == fold(other)


def fold(text: str) -> str:
    """Fold case as Java does: each character to its capital and then to its small letter, where that is one character."""
    return text.lower() if text.isascii() else "".join(map(_folded, text))


def _folded(char: str) -> str:
    capital = char.upper()
    return (capital if len(capital) == 1 else char).lower()[0]


@java_method(
    "String::regionMatches(offset: Integer, other: String, otherOffset: Integer, length: Integer) -> Boolean",
    "Whether a part of the text equals a part of `other`.",
    ("'hello'.regionMatches(0, 'he', 0, 2)", True),
)
def region_matches(text: str, offset: int, other: str | None, other_offset: int, count: int) -> bool:
    """Return whether the parts are equal; false where they reach outside the texts. Raises `Fault` for null."""
    second = needed(other, "the other text")
    if (
        offset < 0
        or other_offset < 0
        or offset + count > utf16.length(text)
        or other_offset + count > utf16.length(second)
    ):
        return False
    if count <= 0:
        return True
    return utf16.substring(text, offset, offset + count) == utf16.substring(
        second, other_offset, other_offset + count
    )


@java_method(
    "String::regionMatches(ignoreCase: Boolean, offset: Integer, other: String, otherOffset: Integer, length: Integer) -> Boolean",
    "Whether a part of the text equals a part of `other`, with or without regard to case.",
    ("'hello'.regionMatches(true, 0, 'HE', 0, 2)", True),
)
def region_matches_in_case(
    text: str, ignore_case: bool, offset: int, other: str | None, other_offset: int, count: int
) -> bool:
    """Return whether the parts are equal, folded where case does not count. Raises `Fault` for null."""
    second = needed(other, "the other text")
    if ignore_case:
        return region_matches(fold(text), offset, fold(second), other_offset, count)
    return region_matches(text, offset, second, other_offset, count)
