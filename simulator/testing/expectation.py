"""The key `license` of a case in a `*.oel.yaml` file.

`license: developer` is what SCIM gives; `license: {scim: developer, sso: read_only}` asks for both. Under `with` a file
may name an `account` and, for the short form, a `mode`.
"""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

import oktaexpr
from oktaexpr.documents import read_document
from oktaexpr.testing import Answer, ExpectationError, Observation
from simulator.errors import SimulatorError
from simulator.testing.outcome import NO_LICENSE, LicenseOutcome, checked_mode, license_outcome


def license_expectation(observation: Observation, expected: object) -> Answer:
    """Return the license that there is, in the shape in which it is expected. Raises `ExpectationError`."""
    try:
        outcome = license_outcome(
            observation.expression,
            observation.scope,
            account=_account(observation),
            engine=observation.engine,
        )
        if isinstance(expected, Mapping):
            return _by_mode(outcome, expected)
        mode = checked_mode(observation.options.get("mode", "scim"))
    except (SimulatorError, oktaexpr.DirectoryError) as error:
        raise ExpectationError(str(error)) from None
    found = outcome.license(mode)
    return Answer(None if expected is None and found == NO_LICENSE else found, outcome.why(mode))


def _by_mode(outcome: LicenseOutcome, expected: Mapping[str, object]) -> Answer:
    modes = [checked_mode(mode) for mode in expected]
    why = "; ".join(
        f"{mode}: {outcome.why(mode)}" for mode in modes if outcome.license(mode) != expected[mode]
    )
    return Answer({mode: outcome.license(mode) for mode in modes}, why or None)


def _account(observation: Observation) -> Mapping[str, object] | None:
    """Return the account that a file names, or writes out. Raises `ExpectationError`."""
    given = observation.options.get("account")
    if given is None or isinstance(given, Mapping):
        return given
    path = Path(observation.folder, str(given))
    value = read_document(path).value
    if not isinstance(value, Mapping):
        message = f"{path} holds no account: expected a mapping with keys such as plan and license_maps"
        raise ExpectationError(message)
    return value
