"""What the codes of a directory's files mean, for `oktaexpr rule DIR…`. Importing this module registers them."""

from __future__ import annotations

from oktaexpr.diagnostics import Example, Rule, Severity, register
from oktaexpr.directory.problems import BROKEN_REFERENCE, UNREADABLE, WRONG_SHAPE


def _rule(code: str, title: str, explanation: str, file: str, failing: str, passing: str) -> Rule:
    failing_example, passing_example = (Example(text, file=file) for text in (failing, passing))
    return Rule(code, title, Severity.ERROR, explanation, failing_example, passing_example, "own")


RULES = tuple(
    register(rule)
    for rule in (
        _rule(
            UNREADABLE,
            "a file of users that cannot be read",
            "The file is no YAML, JSON or CSV, or has what is refused in it: a key that stands twice, an anchor that "
            "refers to itself, more than a hundred levels. The place is where reading stopped; nothing behind it was "
            "looked at.",
            "directory.yaml",
            failing='users:\n  - profile: {login: "mia@acme.example"',
            passing='users:\n  - profile: {login: "mia@acme.example"}',
        ),
        _rule(
            WRONG_SHAPE,
            "a key or value that does not belong there",
            "The file can be read, and something in it is no part of a directory where it stands: a key that nobody "
            "knows, text in place of a list, a user without a login. The message has the path of the key and, where one "
            "is near, the key that was probably meant.",
            "directory.yaml",
            failing="users:\n  - profile: {login: mia@acme.example}\n    group: [dbt_developers]",
            passing="users:\n  - profile: {login: mia@acme.example}\n    groups: [dbt_developers]\n"
            "groups:\n  - name: dbt_developers",
        ),
        _rule(
            BROKEN_REFERENCE,
            "a name that points at nothing or at several things",
            "A user is in a group that the directory does not have, a manager is nobody, a name fits several groups, or "
            "a login or an id is taken twice. An expression would see something else than Okta does, so nothing is "
            "evaluated before it is mended.",
            "directory.yaml",
            failing="users:\n  - profile: {login: mia@acme.example}\n    groups: [dbt_developer]\n"
            "groups:\n  - name: dbt_developers",
            passing="users:\n  - profile: {login: mia@acme.example}\n    groups: [dbt_developers]\n"
            "groups:\n  - name: dbt_developers",
        ),
    )
)
"""The rules by code."""
