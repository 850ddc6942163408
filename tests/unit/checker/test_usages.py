"""The table of usages: complete, sourced, and told by `check` cell by cell."""

from __future__ import annotations

from datetime import date

import pytest

from oktaexpr.checker import check
from oktaexpr.checker.constructs import construct_of
from oktaexpr.diagnostics import Diagnostic, Severity
from oktaexpr.functions import Function, catalogue
from oktaexpr.functions.usages import Cell, Usage, constructs, source_title, status, usage, usages

SAMPLES = {
    "user.attr": "user.department",
    "user.profile.attr": "user.profile.department",
    "user.status": "user.status",
    "user.getInternalProperty": "user.getInternalProperty('id')",
    "appuser.attr": "appuser.role",
    "$app.attr": "zendesk.role",
    "idpuser.attr": "idpuser.email",
    "source.attr": "source.userName",
    "app.attr": "app.domain",
    "app OIDC properties": "app.clientId",
    "org.attr": "org.name",
    "access.scope": "access.scope",
    "session.amr": "session.amr",
    "session.id": "session.id",
    "device.profile": "device.profile.platform",
    "device.provider": "device.provider.wsc.fireWall",
    "security": "security.risk.level",
    "login.identifier": "login.identifier",
    "accessRequest": "accessRequest.operation",
    "user.realmId": "user.realmId",
    "String.*": "String.toUpperCase('a')",
    "bare text functions": "toUpperCase('a')",
    "method style": "'a'.toUpperCase()",
    "Arrays.*": "Arrays.size({1})",
    "Convert.*": "Convert.toInt('1')",
    "Iso3166Convert.*": "Iso3166Convert.toName('IN')",
    "Time.*": "Time.now()",
    "isMemberOf*": "isMemberOfGroupName('a')",
    "user.isMemberOf": "user.isMemberOf({'group.id': 'a'})",
    "user.getGroups": "user.getGroups({'group.id': 'a'})",
    "projection": "{1}.![#this]",
    "Groups.*": "Groups.startsWith('OKTA', 'a', 10)",
    "getFilteredGroups": "getFilteredGroups({'00g1def456'}, 'group.name', 10)",
    "user.getLinkedObject": "user.getLinkedObject('manager')",
    "manager functions": "getManagerUser('active_directory')",
    "directory functions": "hasWorkdayUser()",
    "matches": "'a' matches 'a.*'",
    "AND OR": "true AND false",
    "&& ||": "true && false",
    "ternary": "true ? 1 : 2",
    "elvis": "null ?: 1",
    "between": "1 between {1, 2}",
}
UNCHECKED = {"custom user-type attributes", "dropped"}
"""Which type of user an attribute belongs to is not in the text; what is dropped has its own family."""

CODES = {
    "no": ("OEL401", Severity.ERROR),
    "unknown": ("OEL402", Severity.INFO),
    "implied-no": ("OEL403", Severity.INFO),
    "other-spelling": ("OEL404", Severity.WARNING),
    "disputed": ("OEL408", Severity.INFO),
}
CELLS = [(name, place) for name in SAMPLES if name != "between" for place in usages()]


def _in_the_table(found: list[Diagnostic]) -> set[tuple[str, Severity]]:
    return {(one.code, one.severity) for one in found if (one.code, one.severity) in CODES.values()}


def test_every_construct_has_a_sample() -> None:
    assert set(SAMPLES) | UNCHECKED == set(constructs())


@pytest.mark.parametrize("name", constructs())
def test_every_cell_has_a_status_and_a_date(name: str) -> None:
    assert set(constructs()[name].cells) == {place.name for place in usages()}
    for cell in constructs()[name].cells.values():
        assert cell.as_of == date(2026, 11, 24)
        assert cell.status == "unknown" or cell.source


@pytest.mark.parametrize("name", constructs())
def test_every_row_says_what_its_statuses_need(name: str) -> None:
    statuses = {cell.status for cell in constructs()[name].cells.values()}
    assert ("disputed" in statuses) == (constructs()[name].note is not None)
    assert ("other-spelling" in statuses) == (constructs()[name].instead is not None)


@pytest.mark.parametrize(("name", "place"), CELLS, ids=[f"{name} {place.name}" for name, place in CELLS])
def test_check_says_what_the_cell_says(name: str, place: Usage) -> None:
    if name == "method style" and place.engine == "classic":
        expected = {CODES["unknown"]}
    else:
        cell = status(name, place.name)
        expected = {CODES[cell.status]} if cell.status in CODES else set()
    assert expected == _in_the_table(check(SAMPLES[name], usage=place.name))


@pytest.mark.parametrize("place", usages(), ids=lambda place: place.name)
def test_an_unknown_cell_is_never_an_error(place: Usage) -> None:
    for name, sample in SAMPLES.items():
        if status(name, place.name).status == "unknown":
            found = check(sample, usage=place.name, select=["OEL2", "OEL4"])
            assert [one for one in found if one.severity is Severity.ERROR] == [], sample


@pytest.mark.parametrize("function", catalogue.everything(), ids=lambda function: function.text)
def test_every_function_has_a_row(function: Function) -> None:
    assert construct_of(function) in constructs()


def test_cells_of_the_sheet() -> None:
    assert status("Convert.*", "group-rule") == Cell("no", "C, I, S-RULES", date(2026, 11, 24))
    assert status("matches", "oidc-claim").status == "unknown"
    assert status("user.status", "group-rule").status == "no"
    assert status("accessRequest", "account-management-policy").status == "yes"


def test_usages_have_engine_and_result() -> None:
    rule = usage("group-rule")
    assert rule is not None
    assert (rule.engine, str(rule.result), rule.claim) == ("classic", "Boolean", False)
    assert usage("nowhere") is None


def test_sources_are_spelled_out() -> None:
    assert source_title("S-RULES") == "support.okta.com: Group Rule Restrictions"
    assert source_title("a forum thread") == "a forum thread"
