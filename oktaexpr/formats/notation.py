"""How a file writes a text: what to put into it so that its reader gives the text back."""

from __future__ import annotations

import json
import re
from dataclasses import dataclass
from typing import Protocol

_YAML_UNSAFE = re.compile(r"[\x00-\x08\x0a-\x1f\x7f-\x9f\u2028\u2029\ud800-\udfff\ufeff\ufffe\uffff]")
_PLAIN_BREAKER = re.compile(r": |:$| #|^[\s\-?:,\[\]{}#&*!|>'\"%@`]|\s$")


class Notation(Protocol):
    """The way one literal is written."""

    def part(self, text: str) -> str | None:
        """Return `text` as it is written inside the literal; None where it cannot stand there."""

    def whole(self, text: str) -> str | None:
        """Return a literal of its own for `text`, which takes the place of the old one; None where there is none."""


@dataclass(frozen=True, slots=True)
class HclQuoted:
    """A quoted template of Terraform's language."""

    def part(self, text: str) -> str | None:
        """Return the text with HCL's escapes; `${` and `%{` are doubled, or Terraform would fill them in."""
        return _bare(text).replace("${", "$${").replace("%{", "%%{")

    def whole(self, text: str) -> str | None:
        """Return the text in quotes."""
        return f'"{self.part(text)}"'


@dataclass(frozen=True, slots=True)
class HclHeredoc:
    """A heredoc of Terraform's language; it has no backslash escapes."""

    indent: str = ""
    """What stands before each line and is no part of the text."""

    def part(self, text: str) -> str | None:
        """Return the text with its further lines indented."""
        doubled = text.replace("${", "$${").replace("%{", "%%{")
        return _indented(doubled, self.indent)

    def lines(self, text: str) -> str:
        """Return the whole text with each of its lines indented, but for blank ones: those do not count."""
        doubled = text.replace("${", "$${").replace("%{", "%%{")
        return "\n".join(self.indent + line if line.strip() else line for line in doubled.split("\n"))

    def whole(self, text: str) -> str | None:
        """Return None: the markers of a heredoc stay."""
        return None


@dataclass(frozen=True, slots=True)
class JsonQuoted:
    """A string of JSON."""

    def part(self, text: str) -> str | None:
        """Return the text with JSON's escapes."""
        encoded = json.dumps(text, ensure_ascii=False)[1:-1]
        return re.sub("[\ud800-\udfff]", lambda match: json.dumps(match[0])[1:-1], encoded)

    def whole(self, text: str) -> str | None:
        """Return the text in quotes."""
        return f'"{self.part(text)}"'


@dataclass(frozen=True, slots=True)
class HclInJson:
    """A text of Terraform's language in a string of JSON, as `.tf.json` files have them."""

    inside: Notation | None = None
    """How a literal inside `${…}` is written; None for the text of the string itself."""

    def part(self, text: str) -> str | None:
        """Return the text as Terraform's language writes it, with JSON's escapes."""
        written = (self.inside or HclHeredoc()).part(text)
        return None if written is None else JsonQuoted().part(written)

    def whole(self, text: str) -> str | None:
        """Return the string, or the literal inside it, anew."""
        if self.inside is None:
            return f'"{self.part(text)}"'
        written = self.inside.whole(text)
        return None if written is None else JsonQuoted().part(written)


@dataclass(frozen=True, slots=True)
class Lines:
    """Text as it is, behind a prefix on each line: a fenced block, a file of its own."""

    prefix: str = ""

    def part(self, text: str) -> str | None:
        """Return the text with its further lines behind the prefix."""
        return _indented(text, self.prefix)

    def whole(self, text: str) -> str | None:
        """Return None: there is no literal around it."""
        return None


@dataclass(frozen=True, slots=True)
class YamlPlain:
    """A scalar of YAML without quotes."""

    def part(self, text: str) -> str | None:
        """Return the text where it stays a plain scalar, or None."""
        return None if _YAML_UNSAFE.search(text) or _PLAIN_BREAKER.search(text) else text

    def whole(self, text: str) -> str | None:
        """Return the text in double quotes, which take any text."""
        return f'"{YamlDouble().part(text)}"'


@dataclass(frozen=True, slots=True)
class YamlSingle:
    """A scalar of YAML in single quotes; its only escape is the doubled quote."""

    def part(self, text: str) -> str | None:
        """Return the text with its quotes doubled; None for line ends and control characters."""
        return None if _YAML_UNSAFE.search(text) else text.replace("'", "''")

    def whole(self, text: str) -> str | None:
        """Return the text in double quotes, which take any text."""
        return f'"{YamlDouble().part(text)}"'


@dataclass(frozen=True, slots=True)
class YamlDouble:
    """A scalar of YAML in double quotes."""

    def part(self, text: str) -> str | None:
        """Return the text with JSON's escapes, which YAML shares, and those of the characters that YAML refuses."""
        return _YAML_UNSAFE.sub(
            lambda match: f"\\u{ord(match[0]):04x}", _bare(text).replace("\u0085", "\\u0085")
        )

    def whole(self, text: str) -> str | None:
        """Return the text in quotes."""
        return f'"{self.part(text)}"'


@dataclass(frozen=True, slots=True)
class YamlBlock:
    """A literal or folded block of YAML."""

    indent: str
    is_folded: bool = False

    def part(self, text: str) -> str | None:
        """Return the text with its further lines indented; a folded block takes no line end of its own."""
        if _YAML_UNSAFE.search(text.replace("\n", "")) or (self.is_folded and "\n" in text):
            return None
        return _indented(text, self.indent)

    def whole(self, text: str) -> str | None:
        """Return None: the block's header and its last line end stay."""
        return None


@dataclass(frozen=True, slots=True)
class CsvQuoted:
    """A cell of CSV in quotation marks."""

    def part(self, text: str) -> str | None:
        """Return the text with its quotation marks doubled."""
        return text.replace('"', '""')

    def whole(self, text: str) -> str | None:
        """Return the text in quotation marks."""
        return f'"{self.part(text)}"'


@dataclass(frozen=True, slots=True)
class CsvPlain:
    """A cell of CSV without quotation marks."""

    delimiter: str

    def part(self, text: str) -> str | None:
        """Return the text where it stays one cell, or None."""
        return None if any(mark in text for mark in (self.delimiter, '"', "\n", "\r")) else text

    def whole(self, text: str) -> str | None:
        """Return the text in quotation marks, which take any text."""
        return CsvQuoted().whole(text)


def _bare(text: str) -> str:
    """Escape what HCL, JSON and YAML escape alike: backslash, quote, line ends, tab."""
    escapes = {"\\": "\\\\", '"': '\\"', "\n": "\\n", "\r": "\\r", "\t": "\\t"}
    return "".join(escapes.get(char, char) for char in text)


def _indented(text: str, indent: str) -> str:
    return text.replace("\n", "\n" + indent) if indent else text
