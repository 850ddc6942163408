"""What a comparison of two sets of rules over a stream says."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from oktaexpr.directory import Group
from oktaexpr.rulesets.streams.result import Counted


@dataclass(frozen=True, slots=True, kw_only=True)
class StreamedDifference:
    """Who gains or loses which group, in the order of the known groups."""

    users: int
    changed: int
    """How many users are in other groups under the new rules."""
    gained: Mapping[Group, Counted[str]]
    """By group the users who gain it."""
    lost: Mapping[Group, Counted[str]]
    """By group the users who lose it."""
    notes: Sequence[str] = ()
