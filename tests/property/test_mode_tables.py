"""A comparison of modes gives every user what the rules give them, listed in full or read from the top."""

from __future__ import annotations

from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

import oktaexpr
from simulator.account import DbtAccount, DbtUser
from simulator.events import ScimBody, ScimCreate, SsoSignIn
from simulator.licenses import ATTRIBUTE
from simulator.rules import decide
from simulator.tables import Modes, ModeTable, OutcomeKind, count_users, mode_table
from tests.property.test_precedence_tables import EXPRESSIONS, GROUPS, LIMITS, MEMBERSHIPS, TYPED_PROFILES

MAPS = st.dictionaries(
    st.sampled_from(["developer", "analyst", "it", "read_only"]),
    st.lists(st.sampled_from([*GROUPS, "xe"]), min_size=1, max_size=2),
    max_size=3,
)
USERS = st.lists(st.tuples(TYPED_PROFILES, MEMBERSHIPS), min_size=5, max_size=12)


def _read(table: ModeTable, scope: oktaexpr.Scope) -> Modes:
    """Return the modes of the one row that the population counts the user in."""
    counts = count_users(table, [scope]).counts
    assert sum(counts) == 1
    return table.rows[counts.index(1)].modes


def _check(modes: Modes, account: DbtAccount, expression: str, scope: oktaexpr.Scope) -> None:
    names = tuple(name for group in scope.groups if (name := group.name) is not None)
    sso = decide(account.with_maps_in_charge(), DbtUser(), SsoSignIn(names))
    assert (modes.sso.license, modes.sso.error) == (sso.license, sso.error)
    try:
        value = oktaexpr.evaluate(expression, scope)
    except oktaexpr.EvaluationError:
        assert modes.attribute.kind is OutcomeKind.ERROR
        return
    if modes.scim is not None:
        event = ScimCreate(ScimBody(extension={ATTRIBUTE: value}))
        scim = decide(account.with_scim_in_charge(), DbtUser(), event)
        assert (modes.scim.license, modes.scim.error) == (scim.license, scim.error)


@given(expression=EXPRESSIONS, maps=MAPS, users=USERS, full_limit=st.sampled_from([0, 64]), limit=LIMITS)
@settings(max_examples=150, deadline=None)
def test_row_of_a_user_agrees_with_the_rules(
    expression: str,
    maps: dict[str, list[str]],
    users: list[tuple[dict[str, Any], Any]],
    full_limit: int,
    limit: int,
) -> None:
    account = DbtAccount.from_mapping({"license_maps": maps, "analyst": True})
    table = mode_table(account, expression, full_limit=full_limit, limit=limit)
    for profile, groups in users:
        scope = oktaexpr.Scope(user=profile, groups=groups)
        _check(_read(table, scope), account, expression, scope)


@given(expression=EXPRESSIONS, users=USERS)
@settings(max_examples=100, deadline=None)
def test_known_attributes_change_no_result(expression: str, users: list[tuple[dict[str, Any], Any]]) -> None:
    account = DbtAccount.from_mapping({})
    for profile, groups in users[:3]:
        attributes = {name: profile.get(name) for name in ("level", "department", "contractor", "dbtLicense")}
        known = {("user", name): value for name, value in attributes.items()}
        table = mode_table(account, expression, known=known)
        scope = oktaexpr.Scope(user=profile, groups=groups)
        modes = _read(table, scope)
        assert modes.scim is not None
        _check(modes, account, expression, scope)
