"""YAML and JSON files of other packages, read and refused in the words of a directory: file, line, column, key path.

An extension that has files of its own uses this, so that a slip in them is shown like one in a directory.
"""

from __future__ import annotations

import os
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path as FilePath
from typing import TYPE_CHECKING, Any, TypeVar

from oktaexpr.directory.json_document import json_positions, read_json
from oktaexpr.directory.problems import (
    WRONG_SHAPE,
    Document,
    Finding,
    Path,
    described,
    directory_error,
    near_hint,
    quoted,
    visible,
)
from oktaexpr.directory.yaml_document import read_yaml, yaml_positions
from oktaexpr.errors import DirectoryError

if TYPE_CHECKING:
    from pydantic import TypeAdapter, ValidationError
    from pydantic_core import ErrorDetails

LARGEST_FILE = 200_000_000
"""Bytes of a document."""
_SUFFIXES = (".yaml", ".yml", ".json")
_Value = TypeVar("_Value")

__all__ = ["Document", "Path", "described", "document_error", "near_hint", "read_document", "validated"]


def read_document(path: str | os.PathLike[str]) -> Document:
    """Read one file into plain data. Raises `DirectoryError` that lists what is wrong with its text."""
    file = FilePath(path)
    name = str(path)
    if file.suffix not in _SUFFIXES:
        raise _refusal(name, f"expected a file that ends in {', '.join(_SUFFIXES)}")
    try:
        if file.stat().st_size > LARGEST_FILE:
            raise _refusal(name, f"at most {LARGEST_FILE:,} bytes are read")
        text = file.read_bytes().decode("utf-8-sig")
    except (OSError, ValueError) as error:
        reason = error.strerror if isinstance(error, OSError) and error.strerror else "no UTF-8"
        raise _refusal(name, reason) from None
    is_json = file.suffix == ".json"
    value, findings = read_json(text) if is_json else read_yaml(text)
    document = Document(name, value, text, json_positions if is_json else yaml_positions)
    if findings:
        raise directory_error([(document, finding) for finding in findings])
    return document


def validated(
    document: Document, adapter: TypeAdapter[_Value], known: Mapping[Path, Sequence[str]] | None = None
) -> _Value:
    """Return the document's value as pydantic validates it.

    `known` lists the keys that may stand at a path, for did-you-mean; the key path of an error is looked up without
    its list indexes. Raises `DirectoryError` that lists every problem.
    """
    from pydantic import ValidationError

    try:
        return adapter.validate_python(document.value)
    except ValidationError as error:
        found = [(document, finding) for finding in _findings(error, document.value, known or {})]
        raise directory_error(found) from None


def document_error(document: Document, problems: Sequence[tuple[Path, str, str | None]]) -> DirectoryError:
    """Return the error for problems that only a reader of the whole sees: key path, message, hint."""
    found = [(document, Finding(WRONG_SHAPE, path, message, hint)) for path, message, hint in problems]
    return directory_error(found)


def _findings(
    error: ValidationError, value: object, known: Mapping[Path, Sequence[str]]
) -> Iterator[Finding]:
    for fault in error.errors(include_url=False):
        path = _path_in(value, fault["loc"])
        message, hint = _explained(fault, path, known)
        yield Finding(WRONG_SHAPE, path, message, hint)


def _path_in(value: object, given: Path) -> Path:
    """Return the path without the names of union members, which pydantic puts in though no file has them."""
    path: list[str | int] = []
    for place, key in enumerate(given):
        is_last = place == len(given) - 1
        if isinstance(value, Mapping) and (key in value or is_last):
            path.append(key)
            value = value.get(key)
        elif isinstance(value, list) and isinstance(key, int) and key < len(value):
            path.append(key)
            value = value[key]
    return tuple(path)


def _explained(
    fault: ErrorDetails, path: Path, known: Mapping[Path, Sequence[str]]
) -> tuple[str, str | None]:
    match fault["type"]:
        case "extra_forbidden" | "unexpected_keyword_argument":
            above = tuple(key for key in path[:-1] if isinstance(key, str))
            return "unknown key", near_hint(str(path[-1]), known.get(above, ()))
        case "missing" | "missing_argument":
            return "the key is missing", None
        case "union_tag_not_found":
            return f"the key {fault['ctx']['discriminator'].strip(chr(39))} is missing", None
        case "union_tag_invalid":
            tags = [tag.strip().strip("'") for tag in fault["ctx"]["expected_tags"].split(", ")]
            return f"unknown {quoted(fault['ctx']['tag'])}", near_hint(fault["ctx"]["tag"], tags) or (
                f"known are {', '.join(tags)}"
            )
        case "literal_error" | "enum":
            return f"expected {fault['ctx']['expected']}, found {described(fault['input'])}", None
        case kind:
            expected = _EXPECTED.get(
                kind, fault["msg"].removeprefix("Input should be ").removeprefix("Value error, ")
            )
            return f"expected {expected}, found {described(fault['input'])}", None


_EXPECTED: Mapping[str, Any] = {
    "string_type": "text",
    "list_type": "a list",
    "tuple_type": "a list",
    "dict_type": "a mapping",
    "bool_type": "true or false",
    "int_type": "a whole number",
    "string_too_short": "a text that is not empty",
    "dataclass_type": "a mapping",
}


def _refusal(name: str, message: str) -> DirectoryError:
    return DirectoryError(f"{visible(name)}: {message}")
