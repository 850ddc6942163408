"""A comparison of modes laid out as headings and lines, the same for every format."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from simulator.decision import Decision
from simulator.render.conditions import condition_phrase
from simulator.render.options import Column, Headings, Sort, TableOptions
from simulator.render.phrases import Phrase, code, joined, ticked, words
from simulator.render.reasons import shown_decisions, telling_reason
from simulator.tables import Atom, Kind, ModeRow, Modes, ModeTable, Outcome, OutcomeKind, State

MOST_QUESTION_COLUMNS = 8
"""How many columns of yes and no a first-match table has before it tells its conditions in words."""


@dataclass(frozen=True, slots=True)
class Entry:
    """One cell: what it says, and what it stands for, which formats may colour."""

    phrase: Phrase
    role: str = ""
    """A license type's value, or `yes`, `no`, `any`, `fails`, `none`, `error`, `open`, `differs`."""


@dataclass(frozen=True, slots=True)
class Line:
    """One row of cells."""

    entries: tuple[Entry, ...]
    differs: bool


@dataclass(frozen=True, slots=True)
class Sheet:
    """A table ready to be written."""

    caption: Phrase
    headings: tuple[Phrase, ...]
    lines: tuple[Line, ...]
    above: tuple[Phrase, ...] = ()
    """Findings, most important first."""
    below: tuple[Phrase, ...] = ()
    """How to read the table, and the facts that it rests on."""


def headings(table: ModeTable, options: TableOptions) -> tuple[Phrase, ...]:
    """Return the headings of the chosen columns."""
    found: list[Phrase] = []
    for column in options.columns:
        if column is Column.GROUPS:
            found += [_question(atom, options.headings) for atom in question_columns(table) or ()] or [
                words("Who" if options.headings is Headings.DBT else "who")
            ]
        else:
            found.append(_heading(column, options))
    return tuple(found)


def _question(atom: Atom, style: Headings) -> Phrase:
    if style is Headings.PLAIN:
        return code(atom.label)
    if atom.is_group:
        return (*words("In "), *code(atom.label), *words(" group?"))
    return (*code(atom.label), *words("?"))


_PLAIN = {
    Column.SSO: "SSO",
    Column.SCIM: "SCIM",
    Column.ATTRIBUTE: "attribute",
    Column.DIFFERS: "differs",
    Column.USERS: "users",
    Column.FACT: "facts",
    Column.REASON: "why",
}
_DBT = {
    Column.SSO: "License assigned (SSO)",
    Column.SCIM: "License assigned (SCIM)",
    Column.ATTRIBUTE: "Attribute value",
    Column.DIFFERS: "Differs?",
    Column.USERS: "Users",
    Column.FACT: "Facts",
    Column.REASON: "Reason",
}


def _heading(column: Column, options: TableOptions) -> Phrase:
    if options.headings is Headings.PLAIN:
        return words(_PLAIN[column])
    if options.license_columns == (column,):
        return words("License assigned")
    return words(_DBT[column])


def question_columns(table: ModeTable) -> tuple[Atom, ...] | None:
    """Return the questions that have a column each, or None where rows say their conditions in words.

    Words it is where a cell joins several questions, where there are too many of them, or where one is a whole
    condition, which is too long for a heading.
    """
    if table.is_full:
        return table.atoms
    cells = [cell for row in table.rows for cell in row.row.cells]
    used = {atom for cell in cells for atom in cell.atoms}
    if len(used) > MOST_QUESTION_COLUMNS or any(len(cell.atoms) > 1 for cell in cells):
        return None
    if any(atom.kind is Kind.WHOLE_CONDITION for atom in used):
        return None
    return tuple(atom for atom in table.atoms if atom in used)


def lines(table: ModeTable, options: TableOptions, users: Sequence[int] | None = None) -> tuple[Line, ...]:
    """Return the rows in the chosen order, or as they are where the first that fits decides.

    `users` are counts in the order of the table's rows.
    """
    questions = question_columns(table)
    counts: Sequence[int | None] = users if users is not None else [None] * len(table.rows)
    numbered = list(zip(table.rows, counts, strict=True))
    if table.is_full and options.sort is Sort.ALL_FIRST:
        numbered.reverse()
    elif table.is_full and options.sort is not Sort.NONE_FIRST:
        numbered.sort(key=lambda pair: _rank(pair[0].modes, options.sort))
    return tuple(Line(_entries(row, count, questions, options), row.modes.differs) for row, count in numbered)


def _rank(modes: Modes, sort: Sort) -> int:
    """Return what sorts before what: the rows that differ, or the license with more access."""
    match sort:
        case Sort.DIFFERS:
            return not modes.differs
        case Sort.SSO:
            return -_access(modes.sso)
        case _:
            return -_access(modes.scim)


def _access(decision: Decision | None) -> int:
    return decision.license.access if decision and decision.license else -1


def _entries(
    row: ModeRow, count: int | None, questions: Sequence[Atom] | None, options: TableOptions
) -> tuple[Entry, ...]:
    found: list[Entry] = []
    for column in options.columns:
        match column:
            case Column.GROUPS if questions:
                found += [_answer(row, atom, options) for atom in questions]
            case Column.GROUPS:
                found.append(Entry(condition_phrase(row.row)))
            case Column.SSO:
                found.append(_license(row.modes.sso, options))
            case Column.SCIM:
                found.append(_license(row.modes.scim, options))
            case Column.ATTRIBUTE:
                found.append(_attribute(row.modes, options))
            case Column.DIFFERS:
                found.append(_differs(row.modes, options))
            case Column.USERS:
                found.append(Entry(words("" if count is None else f"{count:,}")))
            case Column.FACT | Column.REASON:
                found.append(_why(row.modes, options, column))
    return tuple(found)


def _answer(row: ModeRow, atom: Atom, options: TableOptions) -> Entry:
    states = next((cell.states for cell in row.row.cells if atom in cell.atoms), None)
    if states is None:
        return Entry(words("\u2013"), "any")
    texts = {State.YES: options.yes, State.NO: options.no, State.FAILS: "fails"}
    shown = [state for state in State if state in states]
    return Entry(words(" or ".join(texts[state] for state in shown)), shown[0].value)


def attribute_entry(outcome: Outcome) -> Entry:
    """Return the cell of what the expression gives."""
    match outcome.kind:
        case OutcomeKind.VALUE:
            return Entry(code(outcome.text), outcome.license.value if outcome.license else "error")
        case OutcomeKind.COMPUTED:
            return Entry((*words("value of "), *code(outcome.text)), "open")
        case OutcomeKind.ABSENT:
            return Entry(words("not sent"), "none")
        case _:
            return Entry(words(outcome.kind.value), "error")


def _attribute(modes: Modes, options: TableOptions) -> Entry:
    """Return the value from the expression, or the license that the assigned value leads to."""
    if modes.assigned is None:
        return attribute_entry(modes.attribute)
    entry = _license(modes.assigned.decision, options)
    return Entry(
        (*entry.phrase, *words(" ("), *attribute_entry(modes.assigned.value).phrase, *words(")")), entry.role
    )


_REMARKS = {"F5.1": "Member default or default for new users", "F5.4": "Developer takes precedence"}
"""What dbt's page adds to a license in its table."""


def _license(decision: Decision | None, options: TableOptions) -> Entry:
    if decision is None:
        return Entry(words("depends on the value"), "open")
    if decision.error:
        return Entry((*words("error: "), *code(decision.error.value)), "error")
    if decision.license is None:
        return Entry(words("none"), "none")
    text = decision.license.display_name
    if options.headings is Headings.DBT:
        remark = next((_REMARKS[one.fact] for one in decision.reasons if one.fact in _REMARKS), None)
        text += f" ({remark})" if remark else ""
    return Entry(words(text), decision.license.value)


def _differs(modes: Modes, options: TableOptions) -> Entry:
    if modes.scim is None:
        return Entry(words("may"), "open")
    return Entry(words(options.yes if modes.differs else options.no), "differs" if modes.differs else "same")


def _why(modes: Modes, options: TableOptions, column: Column) -> Entry:
    decisions = shown_decisions(modes, options.columns)
    reasons = list(dict.fromkeys(telling_reason(decision) for decision in decisions))
    if column is Column.FACT:
        return Entry(words(", ".join(reason.fact for reason in reasons)))
    return Entry(joined([ticked(reason.text.rstrip(".")) for reason in reasons], "; "))
