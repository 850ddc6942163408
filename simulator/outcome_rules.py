"""What the codes of `license snapshot --check` and `license migrate` mean, for `oktaexpr rule DBT2…` and `DBT3…`.

Importing this module registers them. Their examples are mappings of the license attribute: over three users, one in
`dbt_developers`, one in `dbt_read_only`, one in neither, of an account that maps the two groups.
"""

from __future__ import annotations

from oktaexpr import Severity
from oktaexpr.diagnostics import Example, Rule, register

_PUBLISHED = "isMemberOfGroupName('dbt_developers') ? 'developer' : 'read_only'"


def _rule(code: str, title: str, severity: Severity, explanation: str, failing: str, passing: str) -> Rule:
    failing_example, passing_example = (Example(text, usage="profile-mapping") for text in (failing, passing))
    return Rule(code, title, severity, explanation, failing_example, passing_example, "dbt")


RULES = tuple(
    register(rule)
    for rule in (
        _rule(
            "DBT201",
            "a user whose license is another one than in the snapshot",
            Severity.ERROR,
            "Since the snapshot was taken, the expression, the groups or the account changed so that this user would "
            "get something else. The message has both, each with its reason. Where that is meant, take the snapshot "
            "anew and commit it. Here the snapshot was taken of the second expression.",
            failing="isMemberOfGroupName('dbt_developers') ? 'it' : 'read_only'",
            passing=_PUBLISHED,
        ),
        _rule(
            "DBT202",
            "a file of the snapshot that differs",
            Severity.ERROR,
            "A table of the snapshot says something else now, or a file of it is missing, though perhaps nobody's "
            "license changed: the expression asks for another group, say, or the account has another map. Where that "
            "is meant, take the snapshot anew. Here it was taken of the second expression.",
            failing="isMemberOfGroupName('dbt_admins') ? 'it' : "
            "isMemberOfGroupName('dbt_developers') ? 'developer' : 'read_only'",
            passing=_PUBLISHED,
        ),
        _rule(
            "DBT301",
            "a user whom dbt would refuse in the migration",
            Severity.WARNING,
            "What the mapping gives this user is no license type, or one that the account does not have, or there is no "
            "value at all. Somebody new is not created then, and somebody known keeps the license. An error with "
            "`--fail-on error`.",
            failing="isMemberOfGroupName('dbt_developers') ? 'developer' : 'viewer'",
            passing=_PUBLISHED,
        ),
        _rule(
            "DBT302",
            "a user who goes down in the migration",
            Severity.WARNING,
            "The move to SCIM gives this user a license with less access than license maps do. Most often it is "
            "somebody in no mapped group, who is Developer under SSO and gets the mapping's last value under SCIM. An "
            "error with `--fail-on downgrade`.",
            failing=_PUBLISHED,
            passing="isMemberOfGroupName('dbt_read_only') ? 'read_only' : 'developer'",
        ),
        _rule(
            "DBT303",
            "a user who goes up in the migration",
            Severity.INFO,
            "The move to SCIM gives this user a license with more access than license maps do, which may cost a seat. "
            "An error with `--fail-on upgrade`.",
            failing="'developer'",
            passing=_PUBLISHED,
        ),
        _rule(
            "DBT304",
            "a license type without enough seats in the migration",
            Severity.WARNING,
            "After the move more users are due a license of this type than the account has seats, or the account does "
            "not have the type at all. Those who come last keep what they have. An error with `--fail-on seats`.",
            failing="'it'",
            passing=_PUBLISHED,
        ),
    )
)
"""The rules by code."""
