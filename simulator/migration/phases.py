"""The four documented steps of the migration, as the states that an admin can look at (section 9 of the facts)."""

from __future__ import annotations

from enum import StrEnum


class Phase(StrEnum):
    """A state of the migration; the order is that of time."""

    BEFORE = "before"
    """License maps decide at sign-in."""
    SET_UP = "set_up"
    """Step 1: SCIM is on with the toggle off, and everybody is provisioned without the attribute."""
    CONFIGURED = "configured"
    """Step 2: the attribute is there, and the mapping is saved but not applied."""
    TESTED = "tested"
    """Step 3: the mapping is applied, and its values are sent."""
    SIGNED_IN = "signed_in"
    """Still step 3: the next sign-in, at which license maps write over what SCIM wrote."""
    AFTER = "after"
    """Step 4: the toggle is on, and everybody was pushed once more."""

    @property
    def heading(self) -> str:
        """Return what to call the state."""
        return _HEADINGS[self]

    @property
    def short(self) -> str:
        """Return what to call the state above a column of licenses."""
        return self.value.replace("_", " ")


_HEADINGS = {
    Phase.BEFORE: "before",
    Phase.SET_UP: "1 SCIM on, toggle off",
    Phase.CONFIGURED: "2 attribute configured",
    Phase.TESTED: "3 attribute tested",
    Phase.SIGNED_IN: "3 and the next sign-in",
    Phase.AFTER: "4 toggle on",
}
MAIN_PHASES = (Phase.BEFORE, Phase.TESTED, Phase.SIGNED_IN, Phase.AFTER)
"""The states in which somebody's license can differ from the one before."""
