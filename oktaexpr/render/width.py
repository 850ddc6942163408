"""How many columns of a terminal a text takes: two for wide characters, none for combining ones."""

from __future__ import annotations


def cell_width(text: str) -> int:
    """Return the columns that `text` takes; rich knows the Unicode tables, and is loaded only for them."""
    if text.isascii():
        return len(text)
    from rich.cells import cell_len

    return cell_len(text)


def padded(text: str, width: int) -> str:
    """Return `text` with spaces up to `width` columns."""
    return text + " " * max(width - cell_width(text), 0)
