"""A comparison of modes as JSON: everything that is known of it, whatever an author shows."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from oktaexpr.render import json_document
from simulator.account import DbtAccount
from simulator.decision import Decision
from simulator.render.conditions import condition_phrase
from simulator.render.phrases import bare
from simulator.tables import Atom, ModeRow, ModeTable, Outcome, OutcomeKind, Population, State


def draw_json(
    table: ModeTable, account: DbtAccount, expression: str | None, population: Population | None = None
) -> str:
    """Return a document with `expression`, `account`, `questions`, `full`, `rows` and, with a directory, `users`."""
    counts: tuple[int | None, ...] = population.counts if population else (None,) * len(table.rows)
    content: dict[str, Any] = {
        "expression": expression,
        "account": {
            "plan": account.plan.value,
            "license_maps": {name.value: sorted(groups) for name, groups in account.license_maps.items()},
        },
        "questions": [_question(table, atom) for atom in table.atoms],
        "full": table.is_full,
        "rows": [_row(row, count) for row, count in zip(table.rows, counts, strict=True)],
    }
    if population:
        content["users"] = {
            "total": population.total,
            "differing": population.differing,
            "unplaced": population.unplaced,
        }
    return json_document(content)


def _question(table: ModeTable, atom: Atom) -> dict[str, Any]:
    return {
        "text": atom.text,
        "kind": atom.kind.value,
        "label": atom.label,
        "asked_by_expression": atom not in table.never_asked,
    }


def _row(row: ModeRow, count: int | None) -> dict[str, Any]:
    modes = row.modes
    content: dict[str, Any] = {
        "condition": bare(condition_phrase(row.row)),
        "cells": [
            {
                "any_of": [atom.label for atom in cell.atoms],
                "is": [state.value for state in State if state in cell.states],
            }
            for cell in row.row.cells
        ],
        "attribute": outcome_json(modes.attribute),
        "sso": decision_json(modes.sso),
        "scim": None if modes.scim is None else decision_json(modes.scim),
        "differs": modes.differs,
    }
    if modes.assigned is not None:
        content["assigned"] = {
            "attribute": outcome_json(modes.assigned.value),
            **decision_json(modes.assigned.decision),
        }
    if count is not None:
        content["users"] = count
    return content


def outcome_json(outcome: Outcome) -> Mapping[str, Any]:
    """Return `kind`, `value` where there is one, and the `license` that the value is."""
    has_text = outcome.kind in (OutcomeKind.VALUE, OutcomeKind.COMPUTED)
    return {
        "kind": outcome.kind.value,
        **({"value": outcome.text} if has_text else {}),
        "license": outcome.license and outcome.license.value,
    }


def decision_json(decision: Decision) -> dict[str, Any]:
    """Return `license`, `error`, `source`, `reasons` and `warnings` of a decision."""
    return {
        "license": decision.license and decision.license.value,
        "error": decision.error and decision.error.value,
        "source": decision.source.value,
        "reasons": [reason.to_mapping() for reason in decision.reasons],
        "warnings": [warning.to_mapping() for warning in decision.warnings],
    }
