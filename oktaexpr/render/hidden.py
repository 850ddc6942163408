"""Text made safe to look at: what a terminal would obey, or what hides, is shown as an escape."""

from __future__ import annotations

import re
from collections.abc import Callable

_HIDDEN = re.compile(
    "["
    "\x00-\x1f\x7f-\x9f"  # control characters
    "\ud800-\udfff"  # halves of surrogate pairs
    "\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069"  # marks that reorder what stands around them
    "\u2028\u2029"  # line ends that few know
    "\u00ad\u200b\u2060\ufeff\U000e0000-\U000e007f"  # characters that nobody sees
    "]"
)


def is_hidden(char: str) -> bool:
    """Tell whether `char` is a control character, half a surrogate pair, or a mark that nobody sees."""
    return _HIDDEN.match(char) is not None


def escape(char: str) -> str:
    r"""Return `\n`, `\t`, `\u001b`, `\U000e0001`: the spelling of one hidden character."""
    short = {"\n": "\\n", "\r": "\\r", "\t": "\\t"}.get(char)
    if short is not None:
        return short
    point = ord(char)
    return f"\\u{point:04x}" if point < 0x10000 else f"\\U{point:08x}"


def visible(text: str, keep: str = "") -> str:
    """Return `text` on one line with everything hidden written as escapes, but for the characters of `keep`."""
    return replaced(text, escape, keep)


def replaced(text: str, replacement: Callable[[str], str], keep: str = "") -> str:
    """Return `text` with each hidden character replaced by what `replacement` makes of it, but for those of `keep`."""
    if text.isprintable():
        return text
    return _HIDDEN.sub(lambda found: found[0] if found[0] in keep else replacement(found[0]), text)


def shortened(text: str, width: int) -> str:
    """Return `text` cut to `width` characters, with an ellipsis where something is missing."""
    return text if len(text) <= width else f"{text[: max(width - 1, 0)]}…"
