"""Tables of group rules, as tools export them to CSV: each expression stands in a cell."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping

from oktaexpr.directory.readers.columns import Layout, TableKind, layout_of
from oktaexpr.formats.found import AssignedGroup, FoundExpression, GroupRule, Use
from oktaexpr.formats.mapped import MappedText, Origin, Run
from oktaexpr.formats.notation import CsvPlain, CsvQuoted
from oktaexpr.formats.reading import Reading, ReadingProblem, Unit
from oktaexpr.formats.terraform import UNREADABLE
from oktaexpr.source import Span

_DELIMITERS = (",", ";", "\t", "|")
_PIECE = re.compile(r'[^"]+|""')
_ITEM = re.compile(r"[^;|,\s][^;|,\n]*")


def read_csv(unit: Unit) -> Reading:
    """Return the rules of the tables that are some; a table of anything else has no expressions."""
    reading = Reading()
    for path, text in unit.texts.items():
        table = _Table(text, path)
        if table.layout is None:
            continue
        for rule in table.rules():
            if isinstance(rule, FoundExpression):
                reading.add(rule)
            else:
                reading.problems.append(ReadingProblem(path, rule, _WIDTH, UNREADABLE))
    return reading


_WIDTH = "the row has another number of cells than the header: is a quotation mark missing or not doubled?"


class _Table:
    """One file, with the delimiter under which its header is that of a table of rules."""

    def __init__(self, text: str, path: str) -> None:
        self._text = text
        self._path = path
        self._delimiter = ","
        self.layout: Layout | None = None
        for delimiter in _DELIMITERS:
            header = next(self._rows(delimiter), [])
            layout = layout_of([self._cell(span).text for span in header], {}) if header else None
            if layout is not None and layout.kind is TableKind.RULES:
                self._delimiter, self.layout = delimiter, layout
                return

    def rules(self) -> Iterator[FoundExpression | Span]:
        """Yield the expression of each row, or the place of a row that does not fit the header."""
        layout = self.layout
        if layout is None:
            return
        rows = self._rows(self._delimiter)
        next(rows, None)
        for row in rows:
            if len(row) != len(layout.headers):
                yield row[0]
                continue
            cells = {meaning: self._cell(span) for meaning, span in zip(layout.meanings, row, strict=True)}
            if "rule.expression" in cells:
                yield self._rule(cells)

    def _rule(self, cells: Mapping[str, MappedText]) -> FoundExpression:
        texts = {meaning: cell.text for meaning, cell in cells.items()}
        name = texts.get("rule.name") or texts.get("rule.id") or "?"
        status = texts.get("rule.status") or "ACTIVE"
        groups = tuple(self._groups(cells["rule.targets"])) if "rule.targets" in cells else ()
        content = cells["rule.expression"]
        use = Use(self._path, content.origins[0].span)
        rule = GroupRule(name, status, groups, groups_are_known="rule.targets" in cells)
        return FoundExpression(content, use, name, "expression", "group-rule", rule=rule)

    def _groups(self, cell: MappedText) -> Iterator[AssignedGroup]:
        for found in _ITEM.finditer(cell.text):
            key = found[0].rstrip()
            place = cell.place(Span(found.start(), found.start() + len(key)))
            yield AssignedGroup(key, self._path, place.span)

    def _rows(self, delimiter: str) -> Iterator[list[Span]]:
        """Yield the places of the cells of each row that is not empty; quotes may hold line ends."""
        cell = re.compile(
            rf'(?:"(?:[^"]|"")*"|[^{re.escape(delimiter)}\r\n"][^{re.escape(delimiter)}\r\n]*|)'
        )
        row: list[Span] = []
        at = 0
        while at < len(self._text):
            found = cell.match(self._text, at)
            end = found.end() if found is not None else at
            row.append(Span(at, end))
            rest = re.compile(rf"[^{re.escape(delimiter)}\r\n]*").match(self._text, end)
            at = rest.end() if rest is not None else end
            if self._text.startswith(delimiter, at):
                at += 1
                if at < len(self._text):
                    continue
                row.append(Span(at, at))
            at += 2 if self._text.startswith("\r\n", at) else 1
            if len(row) > 1 or row[0].end > row[0].start:
                yield row
            row = []

    def _cell(self, span: Span) -> MappedText:
        """Return what a cell says; a doubled quotation mark stands for one."""
        if not self._text.startswith('"', span.start):
            origin = Origin(self._path, span, CsvPlain(self._delimiter))
            return MappedText((Run(self._text[span.start : span.end], span, origin),))
        origin = Origin(self._path, span, CsvQuoted())
        inside = Span(span.start + 1, max(span.end - 1, span.start + 1))
        runs = [
            Run('"' if piece[0] == '""' else piece[0], Span(*piece.span()), origin)
            for piece in _PIECE.finditer(self._text, inside.start, inside.end)
        ]
        return MappedText(tuple(runs) or (Run("", Span(inside.start, inside.start), origin),))
