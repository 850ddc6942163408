"""What the codes of `license review` and of `check --select DBT1` mean, for `oktaexpr rule DBT1…`.

Importing this module registers them.
"""

from __future__ import annotations

from oktaexpr import Severity
from oktaexpr.diagnostics import Example, Rule, register
from simulator.licenses import NAMESPACE

_MAPPING = "profile-mapping"


def _rule(code: str, title: str, severity: Severity, explanation: str, failing: str, passing: str) -> Rule:
    """Return a rule whose examples are mapping expressions, or lines of the Profile Editor as an admin sees them."""
    usage = _MAPPING if code < "DBT110" else None
    return Rule(
        code,
        title,
        severity,
        explanation,
        Example(failing, usage=usage),
        Example(passing, usage=usage),
        "dbt",
    )


_FALLBACK = "isMemberOfGroupName('dbt_developers') ? 'developer' : 'read_only'"

RULES = tuple(
    register(rule)
    for rule in (
        _rule(
            "DBT101",
            "a mapping that does not parse",
            Severity.ERROR,
            "The mapping of the license attribute is no expression, so no user gets a value and nothing is sent. "
            "`oktaexpr check` tells where it breaks.",
            failing="isMemberOfGroupName('dbt_developers' ? 'developer' : 'read_only'",
            passing=_FALLBACK,
        ),
        _rule(
            "DBT102",
            "a value that is no license type",
            Severity.ERROR,
            "Some user would be sent a value other than developer, read_only, analyst or it, in exactly this case. dbt "
            "refuses the write: a new user is not created, an existing one keeps the license. Only values that some "
            "user can get are reported.",
            failing="isMemberOfGroupName('dbt_developers') ? 'Developer' : 'read-only'",
            passing=_FALLBACK,
        ),
        _rule(
            "DBT103",
            "a mapping that can give null or fail",
            Severity.WARNING,
            "For some user the expression gives null, which is taken to be refused, or has no value at all, and then "
            "nothing is sent: the user keeps a license that nobody looks after. Give every user a license type.",
            failing="isMemberOfGroupName('dbt_developers') ? 'developer' : null",
            passing=_FALLBACK,
        ),
        _rule(
            "DBT104",
            "a value straight from a profile",
            Severity.WARNING,
            "The mapping hands an attribute of the user on as it is, and nothing keeps that inside the enumeration. "
            "Compare it with the values that are allowed, and name a license type for all others.",
            failing="user.dbtLicense",
            passing="user.dbtLicense == 'it' ? 'it' : 'read_only'",
        ),
        _rule(
            "DBT111",
            "another external namespace",
            Severity.ERROR,
            "dbt looks for the attribute under its own schema only. Under another name it is not seen: a new user "
            "becomes Developer, an existing one keeps the license, and no error shows.",
            failing=f"External namespace: {NAMESPACE.replace('dbtLabs', 'dbtlabs')}",
            passing=f"External namespace: {NAMESPACE}",
        ),
        _rule(
            "DBT112",
            "another external name",
            Severity.ERROR,
            "The name under which Okta sends the attribute has to be licenseType, in this case. With another one dbt "
            "finds its schema without a license type and refuses the write.",
            failing="External name: license_type",
            passing="External name: licenseType",
        ),
        _rule(
            "DBT113",
            "another data type",
            Severity.ERROR,
            "A license type is a text. An attribute of another data type is sent as something that dbt does not take "
            "for one.",
            failing="Data type: boolean",
            passing="Data type: string",
        ),
        _rule(
            "DBT114",
            "another name than on dbt's page",
            Severity.INFO,
            "Display name and variable name are free, but whoever follows dbt's page looks for License Type and "
            "licenseType, and expressions name the attribute by its variable name.",
            failing="Variable name: license",
            passing="Variable name: licenseType",
        ),
        _rule(
            "DBT115",
            "attribute type Personal",
            Severity.INFO,
            "dbt's first documents said Personal, the newer ones say Group. With Personal, values on group assignments "
            "are not taken; a mapping expression works with both.",
            failing="Attribute type: Personal",
            passing="Attribute type: Group",
        ),
        _rule(
            "DBT116",
            "an enumeration that lacks a member or has a wrong one",
            Severity.WARNING,
            "The enumeration is what keeps an admin from typing a license that does not exist. Its values are it, "
            "analyst, developer and read_only; another value would be offered in Okta and refused by dbt.",
            failing="Enumeration: IT = it, Viewer = viewer",
            passing="Enumeration: IT = it, Analyst = analyst, Developer = developer, Read Only = read_only",
        ),
        _rule(
            "DBT121",
            "an attribute without a source",
            Severity.WARNING,
            "Neither a mapping nor a group assignment nor a person has a value, so nothing is sent: every new user "
            "becomes Developer, which takes the most expensive seats.",
            failing="Mapping: none",
            passing=f"Mapping: {_FALLBACK}",
        ),
        _rule(
            "DBT122",
            "several sources at once",
            Severity.WARNING,
            "A mapping, values on group assignments and personal overrides stand beside each other. Okta does not "
            "always send the group's value then, and an override does not follow the groups any more. Use one source.",
            failing=f"Mapping: {_FALLBACK}\nGroup dbt_read_only: read_only",
            passing=f"Mapping: {_FALLBACK}",
        ),
        _rule(
            "DBT123",
            "a mapping that applies on creation only",
            Severity.WARNING,
            "Later changes of groups or profile are not sent, so that the license stays what it was on the first day. "
            "Let the mapping apply on create and update.",
            failing="Apply mapping: on create only",
            passing="Apply mapping: on create and update",
        ),
        _rule(
            "DBT124",
            "two group assignments with one priority",
            Severity.WARNING,
            "For a user in both groups nobody tells which value wins. Give each assignment a priority of its own.",
            failing="Group dbt_developers: developer, priority 1\nGroup dbt_read_only: read_only, priority 1",
            passing="Group dbt_developers: developer, priority 1\nGroup dbt_read_only: read_only, priority 2",
        ),
    )
)
"""All rules by code."""
