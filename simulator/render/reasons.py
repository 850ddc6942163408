"""Which of a decision's reasons tells most, and the facts behind a table."""

from __future__ import annotations

from collections.abc import Collection

from simulator.decision import Decision, Reason
from simulator.render.options import Column
from simulator.render.phrases import Phrase, ticked, words
from simulator.tables import Modes, ModeTable

_GENERAL = frozenset({"F4.3", "F4.4", "F5.7", "F5.9", "F5.13", "F5.18", "F5.22", "F10.13"})
"""Facts that hold for many decisions alike, so that they tell little of one."""
_BESIDE_AN_ERROR = _GENERAL | {"F6.5", "F6.12", "F6.13", "F12.41"}
"""Facts that tell what a refused write was about or led to, and not why it was refused."""


def telling_reason(decision: Decision) -> Reason:
    """Return the reason that tells most about why it is this license, or this error."""
    skipped = _BESIDE_AN_ERROR if decision.error else _GENERAL
    return next((reason for reason in decision.reasons if reason.fact not in skipped), decision.reasons[-1])


def shown_decisions(modes: Modes, columns: Collection[Column]) -> list[Decision]:
    """Return the decisions behind the columns of a table that hold licenses."""
    found = []
    if Column.SSO in columns:
        found.append(modes.sso)
    if Column.SCIM in columns and modes.scim is not None:
        found.append(modes.scim)
    if Column.ATTRIBUTE in columns and modes.assigned is not None:
        found.append(modes.assigned.decision)
    return found


def legend(table: ModeTable, columns: Collection[Column]) -> list[Phrase]:
    """Return each fact that the shown decisions name, once, with its mark and text, in the order of the rows."""
    reasons = dict.fromkeys(
        telling_reason(decision) for row in table.rows for decision in shown_decisions(row.modes, columns)
    )
    return [reason_phrase(reason) for reason in reasons]


def reason_phrase(reason: Reason) -> Phrase:
    """Return `F5.3 (documented): …`."""
    return (*words(f"{reason.fact} ({reason.mark.phrase}): "), *ticked(reason.text))
