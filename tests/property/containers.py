"""Files that hold one expression, written without the package's own encoders, and how their text is read back."""

from __future__ import annotations

import csv
import io
import json
import re
from collections.abc import Callable
from dataclasses import dataclass

import yaml
from hypothesis import assume
from hypothesis import strategies as st

from oktaexpr.formats.found import FoundExpression
from oktaexpr.formats.reader import read_unit
from oktaexpr.formats.reading import Unit
from oktaexpr.formats.settings import FileSettings

SETTINGS = FileSettings(yaml_keys={"rules.*.expression": ""}, use_cache=False)
_KINDS = {
    "tf": "terraform", "tf.json": "terraform", "json": "json", "yaml": "yaml", "md": "markdown", "csv": "csv",
}  # fmt: skip
_HCL_ESCAPES = {"\n": "\\n", "\r": "\\r", "\t": "\\t", '"': '\\"', "\\": "\\\\"}
_HCL_READ = re.compile(r"\\u([0-9a-f]{4})|\\U([0-9a-f]{8})|\\(.)|([$%])[$%](?=\{)", re.DOTALL)
_ESCAPED = {"n": "\n", "r": "\r", "t": "\t"}


@dataclass(frozen=True)
class Planted:
    """A file with an expression in it."""

    suffix: str
    text: str
    decode: Callable[[str], str] | None
    """Reads a piece of the file that begins and ends between two characters; None where no piece stands alone."""

    def unit(self, text: str | None = None) -> Unit:
        """Return the file, or another text in its place, as a unit."""
        path = f"planted.{self.suffix}"
        return Unit(_KINDS[self.suffix], {path: self.text if text is None else text}, frozenset({path}))

    def expression(self, text: str | None = None) -> FoundExpression:
        """Read the one expression of the file, or of another text in its place."""
        reading = read_unit(self.unit(text), SETTINGS)
        assert reading.problems == []
        (found,) = reading.expressions
        return found


def _hcl_resource(literal: str) -> str:
    return (
        'resource "okta_auth_server_claim" "planted" { # a comment "\n'
        f'  name  = "é${{local.x}}"\n  value = {literal}\n  scopes = []\n}}\n'
    )


@st.composite
def hcl_quoted(draw: st.DrawFn, text: str) -> Planted:
    """Write with HCL's escapes, some characters as numbers."""
    numbers = draw(st.sets(st.sampled_from(text), max_size=3))
    written = "".join(
        f"\\U{ord(char):08x}" if char in numbers and char not in "${%" else _HCL_ESCAPES.get(char, char)
        for char in text
    )
    written = written.replace("${", "$${").replace("%{", "%%{")
    return Planted("tf", _hcl_resource(f'"{written}"'), _read_hcl)


def _read_hcl(piece: str) -> str:
    def one(found: re.Match[str]) -> str:
        number = found[1] or found[2]
        if number:
            return chr(int(number, 16))
        return found[4] or _ESCAPED.get(found[3], found[3])

    return _HCL_READ.sub(one, piece)


@st.composite
def hcl_heredoc(draw: st.DrawFn, text: str) -> Planted:
    """Write a heredoc, plain or with its indentation taken off."""
    trims = draw(st.booleans())
    indent = draw(st.sampled_from(("", "  ", "\t", "      "))) if trims else ""
    written = text.replace("${", "$${").replace("%{", "%%{")
    body = "".join(f"{indent}{line}\n" if line.strip() or not trims else "\n" for line in written.split("\n"))
    mark = "<<-EOT" if trims else "<<EOT"
    planted = _hcl_resource(f"{mark}\n{body}{indent}EOT")

    def read(piece: str) -> str:
        joined = re.sub(rf"\n{indent}(?!\n)", "\n", piece) if indent else piece
        return re.sub(r"([$%])[$%](?=\{)", r"\1", joined)

    return Planted("tf", planted, read)


@st.composite
def json_string(draw: st.DrawFn, text: str) -> Planted:
    """Write an answer of Okta's API, with or without escapes for all that is not ASCII."""
    claim = {"name": 'é"{}', "claimType": "IDENTITY", "valueType": "EXPRESSION", "value": text}
    written = json.dumps([claim], ensure_ascii=draw(st.booleans()), indent=draw(st.sampled_from((None, 2))))
    return Planted("json", written, lambda piece: str(json.loads(f'"{piece}"')))


@st.composite
def yaml_scalar(draw: st.DrawFn, text: str) -> Planted:
    """Write YAML in any style; the emitter takes another one where the text does not fit the style."""
    style = draw(st.sampled_from(("", "'", '"', "|", ">")))
    written = yaml.safe_dump(
        {"rules": [{"name": "é: #", "expression": text, "z": 1}]},
        default_style=style or None,
        allow_unicode=draw(st.booleans()),
        width=draw(st.sampled_from((20, 80, 1000))),
    )
    assume(yaml.safe_load(written)["rules"][0]["expression"] == text)  # the emitter folds some lines wrongly
    return Planted("yaml", written, None)


@st.composite
def markdown_fence(draw: st.DrawFn, text: str) -> Planted:
    """Write a fenced block, alone, in a list or in a quotation."""
    opening, prefix = draw(
        st.sampled_from((("", ""), ("  ", "  "), ("- ", "  "), ("> ", "> "), ("1. ", "   ")))
    )
    fence = draw(st.sampled_from(("````", "~~~~~")))
    body = "\n".join(f"{prefix}{line}" for line in text.split("\n"))
    written = f"# é\n\n{opening}{fence}okta usage=oidc-claim\n{body}\n{prefix}{fence}\n\nafter\n"

    def read(piece: str) -> str:
        return piece.replace(f"\n{prefix}", "\n")

    return Planted("md", written, read)


@st.composite
def json_configuration(draw: st.DrawFn, text: str) -> Planted:
    """Write Terraform's JSON syntax, in which the string is a template."""
    written = text.replace("${", "$${").replace("%{", "%%{")
    claim = {"value": written, "name": "é${local.x}"}
    resource = {"resource": {"okta_auth_server_claim": {"planted": claim}}}
    planted = json.dumps(resource, ensure_ascii=draw(st.booleans()), indent=draw(st.sampled_from((None, 2))))

    def read(piece: str) -> str:
        return re.sub(r"([$%])[$%](?=\{)", r"\1", str(json.loads(f'"{piece}"')))

    return Planted("tf.json", planted, read)


@st.composite
def csv_cell(draw: st.DrawFn, text: str) -> Planted:
    """Write a table of rules; the writer quotes what needs it, or everything."""
    table = io.StringIO()
    quoting = draw(st.sampled_from((csv.QUOTE_MINIMAL, csv.QUOTE_ALL)))
    delimiter = draw(st.sampled_from((",", ";", "\t", "|")))
    writer = csv.writer(
        table, quoting=quoting, delimiter=delimiter, lineterminator=draw(st.sampled_from(("\n", "\r\n")))
    )
    writer.writerows([("id", "name", "expression", "groupIds"), ("0pr1", 'é",;', text, "00g1")])
    return Planted("csv", table.getvalue(), lambda piece: piece.replace('""', '"'))


CONTAINERS = {
    "quoted": hcl_quoted,
    "heredoc": hcl_heredoc,
    "json": json_string,
    "yaml": yaml_scalar,
    "markdown": markdown_fence,
    "json configuration": json_configuration,
    "csv": csv_cell,
}
"""Strategies by name; each takes the text to plant."""
