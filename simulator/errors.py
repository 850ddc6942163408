"""The simulator's own exception tree: one root, apart from `OktaExprError`."""

from __future__ import annotations


class SimulatorError(Exception):
    """The root of every error that the simulator raises on purpose."""


class AccountError(SimulatorError):
    """An account, its plan, seats or settings cannot be what was given."""


class AttributeSetupError(SimulatorError):
    """The license attribute of an Okta app is described in a way that cannot exist."""


class FactError(SimulatorError):
    """No fact has that id."""


class ScenarioError(SimulatorError):
    """A scenario row cannot be run; the message names the row and the field."""


class TableError(SimulatorError):
    """A precedence table cannot be built, such as one past its limit of combinations."""


class ServiceError(SimulatorError):
    """The SCIM service cannot start: its file, its address or its libraries are not what it needs."""


class PushError(SimulatorError):
    """A push to a SCIM service cannot be made as it was asked for."""


class TimelineError(SimulatorError):
    """An event cannot happen, such as one of a user whom nobody knows; the message names the event."""


class SnapshotError(SimulatorError):
    """A snapshot cannot be written or read where it was asked for."""


class SpoolError(SimulatorError):
    """A stream of users cannot be kept on disk while it is worked on."""
