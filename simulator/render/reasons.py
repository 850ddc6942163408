"""Which of a decision's reasons tells most, and the facts behind a table."""

from __future__ import annotations

from collections.abc import Iterable

from simulator.decision import Decision, Reason
from simulator.render.phrases import Phrase, ticked, words
from simulator.tables import ModeTable

_GENERAL = frozenset({"F4.3", "F4.4", "F5.7", "F5.9", "F5.13", "F5.18", "F5.22", "F10.13"})
"""Facts that hold for many decisions alike, so that they tell little of one."""


def telling_reason(decision: Decision) -> Reason:
    """Return the reason that tells most about why it is this license."""
    return next((reason for reason in decision.reasons if reason.fact not in _GENERAL), decision.reasons[-1])


def legend(table: ModeTable, *, sso: bool, scim: bool) -> list[Phrase]:
    """Return each fact that the shown modes name, once, with its mark and text, in the order of the rows."""
    decisions = [
        decision
        for row in table.rows
        for decision, wanted in ((row.modes.sso, sso), (row.modes.scim, scim))
        if wanted and decision is not None
    ]
    return [reason_phrase(reason) for reason in _unique(decisions)]


def reason_phrase(reason: Reason) -> Phrase:
    """Return `F5.3 (documented): …`."""
    return (*words(f"{reason.fact} ({reason.mark.phrase}): "), *ticked(reason.text))


def _unique(decisions: Iterable[Decision]) -> Iterable[Reason]:
    return dict.fromkeys(telling_reason(decision) for decision in decisions)
