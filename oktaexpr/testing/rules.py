"""What the codes of `oktaexpr test` mean, for `oktaexpr rule TEST…`. Importing this module registers them."""

from __future__ import annotations

from oktaexpr.diagnostics import Example, Rule, Severity, register
from oktaexpr.testing.model import (
    NEVER_TAKEN,
    NO_SUCH_USER,
    NOTHING_EXPECTED,
    UNEXPECTED_ERROR,
    WRONG_FILE,
    WRONG_VALUE,
)

_FILE = "license.oel.yaml"
_FORMULA = """isMemberOfGroupName("dbt_developers") ? "developer" : "read_only\""""


def _rule(
    code: str,
    title: str,
    explanation: str,
    failing: str,
    passing: str,
    severity: Severity = Severity.ERROR,
    expression: str = _FORMULA,
) -> Rule:
    """Return a rule whose examples are the cases of a file about one expression."""
    head = f"expression: '{expression}'\ncases:\n"
    failing_example, passing_example = (Example(head + cases, file=_FILE) for cases in (failing, passing))
    return Rule(code, title, severity, explanation, failing_example, passing_example, "own")


_MEMBER = "  - {groups: [dbt_developers], value: developer}"
_OTHER = "  - {groups: [], value: read_only}"
_LEVEL = 'user.level > 3 ? "developer" : "read_only"'

RULES = tuple(
    register(rule)
    for rule in (
        _rule(
            WRONG_VALUE,
            "another value than the case expects",
            "The expression gives this user something else than the case says, be it the value, its type or what an "
            "extension makes of it. The message shows both and the part of the expression that decided. If the new "
            "value is right, `oktaexpr test --update` writes it into the file.",
            failing="  - {groups: [], value: developer}",
            passing=_OTHER,
        ),
        _rule(
            UNEXPECTED_ERROR,
            "no value where the case expects one",
            "Evaluating the expression fails for this user, as it would in Okta, where nothing is sent then. If that is "
            "what should happen, let the case expect it: `error:` with the code or the message.",
            failing="  - {set: {user.level: high}, value: developer}",
            passing="  - {set: {user.level: 4}, value: developer}",
            expression=_LEVEL,
        ),
        _rule(
            NOTHING_EXPECTED,
            "a case that expects nothing",
            "A case without `value`, `type`, `error` or an extension's expectation passes whatever happens, so it tests "
            "nothing. `oktaexpr test --update` fills in what there is.",
            failing="  - {groups: [dbt_developers]}",
            passing=_MEMBER,
        ),
        _rule(
            WRONG_FILE,
            "a file of tests with a key or value that cannot be",
            "Something in the file is no part of a suite or a case, or an expectation has a value that it cannot have. "
            "The message has the path of the key and, where one is near, the key that was probably meant.",
            failing="  - {group: [dbt_developers], value: developer}",
            passing=_MEMBER,
        ),
        _rule(
            NO_SUCH_USER,
            "a case whose user is not there",
            "The case names a user, a group or an app that its directory does not have, so there is nobody to evaluate "
            "the expression for. The directory is the one that `directory:` of the suite names.",
            failing="  - {user: mia@acme.example, value: developer}",
            passing=_MEMBER,
        ),
        _rule(
            NEVER_TAKEN,
            "a branch that no case takes",
            "None of the cases makes the expression choose this branch, so nobody knows whether it gives the right "
            "value. Add a case for it; `oktaexpr test --fail-under 100` fails where there is one.",
            failing=_MEMBER,
            passing=f"{_MEMBER}\n{_OTHER}",
            severity=Severity.INFO,
        ),
    )
)
"""The rules by code."""
