"""What is wrong with the set-up of the license attribute, told before anyone is provisioned."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace

import oktaexpr
from oktaexpr import Severity
from simulator.decision import Reason, because
from simulator.errors import TableError
from simulator.licenses import ATTRIBUTE, NAMESPACE, LicenseType
from simulator.profile_editor import ENUMERATION, AttributeType, LicenseAttribute, ValueSource
from simulator.tables import Outcome, OutcomeKind, precedence_table


@dataclass(frozen=True, slots=True)
class Finding:
    """One problem of the set-up."""

    code: str
    """`DBT101` and following."""
    severity: Severity
    message: str
    """What is wrong: lower case, no full stop."""
    reason: Reason
    """The fact that makes it a problem."""
    help: str | None = None
    spans: tuple[oktaexpr.Span, ...] = ()
    """The parts of the mapping that show it; empty where it is no matter of the expression."""


def review_setup(attribute: LicenseAttribute, engine: str = "classic") -> list[Finding]:
    """Return everything that is wrong or doubtful with an attribute, gravest first."""
    findings = [
        *_fields(attribute),
        *review_type(attribute.data_type),
        *review_enumeration(attribute.enumeration),
        *_sources(attribute),
        *_values(attribute),
    ]
    if attribute.mapping is not None:
        findings += review_mapping(attribute.mapping, engine)
    return sorted(findings, key=lambda finding: finding.severity.rank)


def review_mapping(expression: str, engine: str = "classic") -> list[Finding]:
    """Return what a mapping can give that dbt refuses: another value, another case, null, an error.

    An outcome counts only if some user can get it, so that a dead branch is not reported.
    """
    try:
        table = precedence_table(expression, engine=engine)
    except oktaexpr.ExpressionSyntaxError as error:
        text = f"the expression does not parse: {error.message}"
        found = _finding("DBT101", Severity.ERROR, text, "F12.6")
        return [replace(found, spans=tuple(one.span for one in error.diagnostics[:1]))]
    except TableError as error:
        return [_finding("DBT104", Severity.INFO, f"the outcomes cannot be listed: {error}", "F12.6")]
    outcomes = dict.fromkeys(decided.outcome for decided in table.rows)
    return [
        replace(finding, spans=table.places[outcome]) for outcome in outcomes for finding in _outcome(outcome)
    ]


def review_type(data_type: str) -> Iterator[Finding]:
    """Yield what is wrong with the data type of the attribute, in Okta's word for it."""
    if data_type != "string":
        text = f"the data type is {data_type}, not string"
        yield _finding("DBT113", Severity.ERROR, text, "F7.1", "choose string")


def review_enumeration(enumeration: Mapping[str, str] | None) -> Iterator[Finding]:
    """Yield what is wrong with the enumeration of the attribute: display name to value, None for none."""
    if enumeration is None:
        yield _finding(
            "DBT116", Severity.WARNING, "the attribute is no enumeration: any text can be set", "F7.6"
        )
        return
    values = list(enumeration.values())
    for value in values:
        if LicenseType.of(value) is None:
            text = f"the enumeration has {value!r}, which dbt refuses"
            yield _finding("DBT116", Severity.ERROR, text, "F6.9", f"it takes {', '.join(LicenseType)}")
    for name, value in ENUMERATION.items():
        if value not in values:
            yield _finding("DBT116", Severity.INFO, f"the enumeration lacks {name} = {value}", "F7.6")


def _outcome(outcome: Outcome) -> Iterator[Finding]:
    match outcome.kind:
        case OutcomeKind.VALUE if outcome.license is None:
            near = LicenseType.of(outcome.text.strip().lower().replace("-", "_").replace(" ", "_"))
            text = f"the expression can give {outcome.text!r}, which is no license type"
            fix = f"write '{near}'" if near else f"it takes {', '.join(LicenseType)}"
            yield _finding("DBT102", Severity.ERROR, text, "F1.6" if near else "F6.9", fix)
        case OutcomeKind.NULL:
            text = "the expression can give null, which is taken to be refused"
            yield _finding("DBT103", Severity.WARNING, text, "F12.42", "give every user a license type")
        case OutcomeKind.ERROR:
            text = "the expression can fail, and then nothing is sent"
            yield _finding("DBT103", Severity.WARNING, text, "F12.6", "test for null before")
        case OutcomeKind.COMPUTED:
            text = f"the value of `{outcome.text}` goes out as it is; nothing keeps it inside the enumeration"
            yield _finding("DBT104", Severity.WARNING, text, "F6.9")
        case _:
            return


def _fields(attribute: LicenseAttribute) -> Iterator[Finding]:
    if attribute.external_namespace != NAMESPACE:
        text = f"the external namespace {attribute.external_namespace!r} is not dbt's: the value is not seen"
        fix = f"write {NAMESPACE}"
        yield _finding("DBT111", Severity.ERROR, text, "F6.15", fix)
    if attribute.external_name != ATTRIBUTE:
        text = f"the external name is {attribute.external_name!r}: dbt finds no license type"
        yield _finding("DBT112", Severity.ERROR, text, "F7.4", f"write {ATTRIBUTE}")
    if attribute.variable_name != ATTRIBUTE:
        text = f"the variable name is {attribute.variable_name!r}; dbt's page has {ATTRIBUTE}"
        yield _finding("DBT114", Severity.INFO, text, "F7.3")
    if attribute.display_name != "License Type":
        text = f"the display name is {attribute.display_name!r}; dbt's page has License Type"
        yield _finding("DBT114", Severity.INFO, text, "F7.2")
    if attribute.attribute_type is AttributeType.PERSONAL:
        text = "the attribute type is Personal, as in dbt's first documents; the newer ones say Group"
        yield _finding("DBT115", Severity.INFO, text, "F7.7")


def _sources(attribute: LicenseAttribute) -> Iterator[Finding]:
    sources = attribute.sources
    if not sources:
        text = "nothing gives the attribute a value: new users will be Developer"
        yield _finding("DBT121", Severity.WARNING, text, "F6.6")
    if ValueSource.GROUP in sources and len(sources) > 1:
        others = " and ".join(source.value for source in sources if source is not ValueSource.GROUP)
        text = f"group assignments carry a value beside a {others}: Okta does not always send the group's"
        yield _finding(
            "DBT122", Severity.WARNING, text, "F4.10", "use one source; unmap the attribute to use groups"
        )
    elif ValueSource.PERSONAL in sources and ValueSource.MAPPING in sources:
        text = "personal overrides stand beside a mapping expression: they do not follow the groups any more"
        yield _finding("DBT122", Severity.WARNING, text, "F4.10")
    if ValueSource.GROUP in sources and attribute.attribute_type is AttributeType.PERSONAL:
        text = "group assignments carry a value, which an attribute of type Personal does not take"
        yield _finding("DBT122", Severity.ERROR, text, "F7.7", "choose Group")
    if attribute.mapping is not None and not attribute.is_pushed:
        text = "the mapping applies on creation only: later changes are not sent"
        yield _finding("DBT123", Severity.WARNING, text, "F13.15", "choose: apply on create and update")


def _values(attribute: LicenseAttribute) -> Iterator[Finding]:
    """Check the values that were typed in, for groups and for persons."""
    typed = [(f"group {one.group!r}", one.value) for one in attribute.group_assignments]
    typed += [(f"user {login!r}", value) for login, value in attribute.personal_values.items()]
    for owner, value in typed:
        if value is not None and LicenseType.of(value) is None:
            yield _finding(
                "DBT102", Severity.ERROR, f"{owner} has {value!r}, which is no license type", "F6.9"
            )
    priorities = [one.priority for one in attribute.group_assignments]
    if len(priorities) > len(set(priorities)):
        text = "two group assignments have the same priority: which one wins is not told"
        yield _finding("DBT124", Severity.WARNING, text, "F12.6")


def _finding(code: str, severity: Severity, message: str, fact: str, fix: str | None = None) -> Finding:
    return Finding(code, severity, message, because(fact), fix)
