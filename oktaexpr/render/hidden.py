"""Text made safe to look at: what a terminal would obey, or what hides, is shown as an escape."""

from __future__ import annotations

_BIDI = frozenset("\u061c\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069")
"""Marks that reorder what stands around them, so that a text reads as another one."""
_LINE_ENDS = frozenset("\u2028\u2029")
_INVISIBLE = frozenset("\u00ad\u200b\u2060\ufeff")


def is_hidden(char: str) -> bool:
    """Tell whether `char` is a control character, half a surrogate pair, or a mark that nobody sees."""
    point = ord(char)
    if point < 0x20 or 0x7F <= point < 0xA0 or 0xD800 <= point < 0xE000:
        return True
    return char in _BIDI or char in _LINE_ENDS or char in _INVISIBLE or 0xE0000 <= point < 0xE0080


def escape(char: str) -> str:
    r"""Return `\n`, `\t`, `\u001b`, `\U000e0001`: the spelling of one hidden character."""
    short = {"\n": "\\n", "\r": "\\r", "\t": "\\t"}.get(char)
    if short is not None:
        return short
    point = ord(char)
    return f"\\u{point:04x}" if point < 0x10000 else f"\\U{point:08x}"


def visible(text: str, keep: str = "") -> str:
    """Return `text` on one line with everything hidden written as escapes, but for the characters of `keep`."""
    if text.isprintable():
        return text
    return "".join(escape(char) if is_hidden(char) and char not in keep else char for char in text)


def shortened(text: str, width: int) -> str:
    """Return `text` cut to `width` characters, with an ellipsis where something is missing."""
    return text if len(text) <= width else f"{text[: max(width - 1, 0)]}…"
