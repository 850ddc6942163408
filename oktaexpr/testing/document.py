"""A file of tests while it is read: its data, the place of each part, and what is wrong with it."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from datetime import datetime
from functools import cached_property
from pathlib import Path as FilePath
from typing import Any

from oktaexpr.diagnostics import Diagnostic, Severity, did_you_mean
from oktaexpr.directory.yaml_document import read_yaml
from oktaexpr.errors import UsageError
from oktaexpr.render.report import Finding
from oktaexpr.source import Source, Span
from oktaexpr.testing.model import WRONG_FILE, CaseFileError
from oktaexpr.testing.yaml_places import Path, YamlPlace, yaml_places

_LARGEST_FILE = 10_000_000
"""Bytes; a file of tests is written by people."""


class Document:
    """One file. Getters return what fits, note what does not, and go on with a value of the right type."""

    def __init__(self, path: FilePath, source: Source, data: Any) -> None:  # noqa: ANN401 - plain data
        """Take the file's text and its data."""
        self.path = path
        self.source = source
        self.data = data
        self.findings: list[Finding] = []

    @cached_property
    def places(self) -> Mapping[Path, YamlPlace]:
        """The place of each value by path."""
        return yaml_places(self.source.text)

    def span(self, path: Path) -> Span:
        """Return where a value stands, or what holds it where it is missing."""
        while path and path not in self.places:
            path = path[:-1]
        return self.places[path].span if path in self.places else Span(0, 0)

    def key_span(self, path: Path) -> Span | None:
        """Return where the key of a value stands; None in a list."""
        return self.places[path].key_span if path in self.places else None

    def where(self, path: Path, key: str) -> Path:
        """Return the path of a key of a suite: its own, or that of the file's top, which speaks for all suites."""
        own: Path = (*path, key)
        return own if own in self.places else (key,)

    def note(self, path: Path, message: str, help: str | None = None, *, at_key: bool = False) -> None:
        """Note a problem at a value, or at its key."""
        span = (self.key_span(path) if at_key else None) or self.source.first_line(self.span(path))
        self.note_at(span, message, help)

    def note_at(self, span: Span, message: str, help: str | None = None) -> None:
        """Note a problem at a place of the text."""
        diagnostic = Diagnostic(WRONG_FILE, Severity.ERROR, message, span, help)
        self.findings.append(Finding(diagnostic, self.source))

    def unknown_key(self, path: Path, known: Collection[str]) -> None:
        """Note a key that is not known."""
        key = str(path[-1])
        near = did_you_mean(key, known) or f"known are {', '.join(known)}"
        self.note(path, f"unknown key `{key}`", near, at_key=True)

    def mapping(self, path: Path, value: object, known: Collection[str] | None = None) -> Mapping[str, Any]:
        """Return a mapping with the keys that are known; without `known` any key is."""
        if not isinstance(value, dict):
            self.note(path, f"expected a mapping, found {kind(value)}")
            return {}
        if known is None:
            return value
        for key in value:
            if key not in known:
                self.unknown_key((*path, key), known)
        return {key: one for key, one in value.items() if key in known}

    def items(self, path: Path, value: object) -> list[Any]:
        """Return a list."""
        if isinstance(value, list):
            return value
        self.note(path, f"expected a list, found {kind(value)}")
        return []

    def text(self, path: Path, value: object) -> str:
        """Return a text."""
        if isinstance(value, str):
            return value
        self.note(path, f"expected a text, found {kind(value)}")
        return ""

    def texts(self, path: Path, value: object) -> tuple[str, ...]:
        """Return a list of texts; one text is a list of one, null is none."""
        if value is None or isinstance(value, str):
            return () if value is None else (value,)
        return tuple(self.text((*path, number), one) for number, one in enumerate(self.items(path, value)))

    def word(self, path: Path, value: object, known: Collection[str]) -> str | None:
        """Return a text that is one of those known, None for another."""
        text = self.text(path, value)
        if text in known:
            return text
        if isinstance(value, str):
            near = did_you_mean(text, known) or f"use one of {', '.join(known)}"
            self.note(path, f"unknown value `{text}`", near)
        return None

    def time(self, path: Path, value: object) -> str | None:
        """Return a date-time in ISO 8601; None for null."""
        if value is None:
            return None
        text = self.text(path, value)
        try:
            datetime.fromisoformat(text)
        except ValueError:
            if isinstance(value, str):
                self.note(path, "expected an ISO 8601 date-time such as 2026-11-24T09:00:00Z")
        return text

    def finish(self) -> None:
        """Raise `CaseFileError` where something is wrong."""
        if self.findings:
            raise CaseFileError(sorted(self.findings, key=lambda one: one.diagnostic.span))


def open_document(path: FilePath) -> Document:
    """Read a file into plain data. Raises `CaseFileError` for one that is no YAML, `UsageError` for one that is no text."""
    try:
        content = path.read_bytes()
        text = content.decode("utf-8-sig")
    except (OSError, UnicodeDecodeError) as error:
        reason = error.strerror if isinstance(error, OSError) else str(error)
        message = f"cannot read {path}: {reason}"
        raise UsageError(message) from None
    if len(content) > _LARGEST_FILE:
        message = f"{path}: more than {_LARGEST_FILE:,} bytes are no file of tests"
        raise UsageError(message)
    data, found = read_yaml(text)
    document = Document(path, Source(text, str(path)), data)
    for one in found:
        at = min(one.offset or 0, len(text))
        hint = one.hint() if callable(one.hint) else one.hint
        document.note_at(Span(at, min(at + 1, len(text))), one.message, hint)
    document.finish()
    return document


def kind(value: object) -> str:
    """Return what a value is, in a word."""
    match value:
        case None:
            return "nothing"
        case bool():
            return "true or false"
        case int() | float():
            return "a number"
        case str():
            return "a text"
        case list():
            return "a list"
        case _:
            return "a mapping"
