"""The cases of a suite: a mapping each, or the rows of a table."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from typing import Any

from oktaexpr.directory.adjusting import Setting
from oktaexpr.render.hidden import shortened, visible
from oktaexpr.render.values import quoted
from oktaexpr.testing.document import Document
from oktaexpr.testing.expectations import FindExpectation
from oktaexpr.testing.model import Expected, Expression, People, UserCase
from oktaexpr.testing.people_reading import directory_of, inline_user
from oktaexpr.testing.yaml_places import Path

INPUTS = ("name", "user", "set", "groups", "now")
EXPECTATIONS = ("value", "error", "type")
_LONGEST_LABEL = 100
_SOMEBODY = "somebody@oktaexpr.example"


@dataclass(frozen=True, slots=True)
class Suite:
    """What all cases of a suite share."""

    path: Path
    name: str | None
    expression: Expression
    people: People
    settings: tuple[Setting, ...]
    groups: tuple[str, ...]
    now: str | None
    options: Mapping[str, Any]


class CaseReader:
    """Reads the cases of one file."""

    def __init__(self, document: Document, find_expectation: FindExpectation) -> None:
        """Take the file, and how an extension's expectation is found."""
        self._document = document
        self._find = find_expectation

    def read(self, suite: Suite, data: Mapping[str, Any]) -> Iterator[UserCase]:
        """Yield the cases of a suite; what is wrong is noted."""
        document = self._document
        if "cases" not in data and "table" not in data:
            document.note(suite.path, "expected `cases` or a `table`")
        where: Path = (*suite.path, "cases")
        for number, given in enumerate(document.items(where, data.get("cases", []))):
            path = (*where, number)
            yield self._case(
                suite, path, {(*path, key): one for key, one in document.mapping(path, given).items()}
            )
        if "table" in data:
            yield from self._rows(suite, (*suite.path, "table"), data["table"])

    def _rows(self, suite: Suite, path: Path, given: object) -> Iterator[UserCase]:
        document = self._document
        table = document.mapping(path, given, ("columns", "rows"))
        columns = document.texts((*path, "columns"), table.get("columns"))
        for number, row in enumerate(document.items((*path, "rows"), table.get("rows", []))):
            where: Path = (*path, "rows", number)
            cells = document.items(where, row)
            if len(cells) != len(columns):
                document.note(where, f"the row has {len(cells)} cells, and there are {len(columns)} columns")
                continue
            values = {(*where, at): cell for at, cell in enumerate(cells)}
            yield self._case(suite, where, values, columns)

    def _case(
        self, suite: Suite, path: Path, values: Mapping[Path, Any], columns: tuple[str, ...] | None = None
    ) -> UserCase:
        """Return one case: its values by path, named by the last key or, in a row, by the columns."""
        names = columns if columns is not None else tuple(str(where[-1]) for where in values)
        case = UserCase(
            "",
            suite.expression,
            suite.people,
            self._document.span(path),
            settings=suite.settings,
            groups=suite.groups,
            now=suite.now,
            options=suite.options,
            suite=suite.name,
            path=path,
            columns=columns,
        )
        for name, (where, value) in zip(names, values.items(), strict=True):
            case = self._with_input(case, name, where, value)
        expected = dict(self._expected(zip(names, values.items(), strict=True), is_row=case.is_row))
        own = dict(zip(names, values.values(), strict=True))
        return replace(case, expected=expected, label=_label(own, expected, path))

    def _with_input(self, case: UserCase, name: str, path: Path, value: object) -> UserCase:
        document = self._document
        match name:
            case "user":
                return self._with_user(case, path, value)
            case "groups":
                return replace(case, groups=(*case.groups, *document.texts(path, value)))
            case "now":
                return replace(case, now=document.time(path, value) or case.now)
            case "set" if not case.is_row:
                return replace(case, settings=(*case.settings, *read_settings(document, path, value)))
            case _ if case.is_row and "." in name:
                return replace(case, settings=(*case.settings, (tuple(name.split(".")), value)))
            case _:
                return case

    def _with_user(self, case: UserCase, path: Path, value: object) -> UserCase:
        document = self._document
        if value is None or isinstance(value, str):
            return replace(case, user=value)
        user = inline_user(document, path, _SOMEBODY, value)
        login = str(user["profile"]["login"])
        inline = directory_of(document, [path], [user])
        return replace(case, user=login, people=replace(case.people, inline=inline))

    def _expected(
        self, values: Iterable[tuple[str, tuple[Path, Any]]], *, is_row: bool
    ) -> Iterator[tuple[str, Expected]]:
        """Yield what is expected. In a table an empty cell expects nothing, but for that of `value`, which may be null."""
        listed = list(values)
        has_error = any(name == "error" and value is not None for name, (_, value) in listed)
        for name, (path, value) in listed:
            if name in INPUTS or (is_row and "." in name):
                continue
            if name not in EXPECTATIONS and self._find(name) is None:
                self._note_unknown(name, path, is_row=is_row)
                continue
            if is_row and (value is None if name != "value" else has_error):
                continue
            if name in {"error", "type"}:
                value = self._document.text(path, value)
            yield name, Expected(value, self._document.span(path), self._document.key_span(path))

    def _note_unknown(self, name: str, path: Path, *, is_row: bool) -> None:
        if is_row:
            help = "a column that sets a value has a dot, as in `user.level`"
            self._document.note(path, f"unknown column `{name}`", help)
        else:
            self._document.unknown_key(path, (*INPUTS, *EXPECTATIONS))


def read_settings(document: Document, path: Path, value: object) -> Iterator[Setting]:
    """Yield the values that `set` says, by their dotted path."""
    for name, one in document.mapping(path, value).items():
        keys = tuple(name.split("."))
        if all(keys):
            yield keys, one
        else:
            document.note((*path, name), "expected a path such as `user.level`", at_key=True)


def with_unique_names(cases: Iterable[UserCase]) -> Iterator[UserCase]:
    """Yield the cases; of a name that comes again the later ones have a number."""
    seen: Counter[str] = Counter()
    for case in cases:
        seen[case.name] += 1
        yield case if seen[case.name] == 1 else replace(case, label=f"{case.label} ({seen[case.name]})")


def _label(values: Mapping[str, Any], expected: Mapping[str, Expected], path: Path) -> str:
    """Return the name that a case gives itself, or what tells it from the others: the user and what is set."""
    own = values.get("name")
    if own is None:
        parts = [_described(name, value) for name, value in values.items() if name not in expected]
        own = ", ".join(part for part in parts if part) or f"case {int(path[-1]) + 1}"
    return shortened(visible(str(own)), _LONGEST_LABEL)


def _described(name: str, value: object) -> str:
    match name, value:
        case (_, None) | (("error" | "value" | "type"), _):
            return ""
        case "user", str():
            return value
        case "user", dict():
            return _described("set", value.get("profile") or {}) or "somebody"
        case "set", dict():
            return ", ".join(f"{key}={quoted(one)}" for key, one in value.items())
        case "groups", list() if not value:
            return "no groups"
        case "groups", list():
            return "+".join(str(one) for one in value)
        case _:
            return f"{name}={value}"
