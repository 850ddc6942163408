"""What happens up to each state of a migration, as events of a timeline."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

from simulator.migration.phases import Phase
from simulator.timeline.events import (
    ManualPush,
    MappingEdited,
    MappingsApplied,
    ScimSettingsChanged,
    SignIn,
    TimelineEvent,
    ToggleOn,
)


def events_of(phase: Phase, expression: str, at: datetime, logins: Iterable[str]) -> list[TimelineEvent]:
    """Return the events that lead to a state from the one before; `logins` are those of the app's users."""
    match phase:
        case Phase.BEFORE | Phase.SIGNED_IN:
            return [SignIn(at=at, user=login) for login in logins]
        case Phase.SET_UP:
            return [ScimSettingsChanged(at=at, enabled=True), ManualPush(at=at)]
        case Phase.CONFIGURED:
            return [MappingEdited(at=at, expression=expression)]
        case Phase.TESTED:
            return [MappingsApplied(at=at)]
        case Phase.AFTER:
            return [ToggleOn(at=at), ManualPush(at=at)]
