"""Accounts, plans and seats as they are read from a file."""

from __future__ import annotations

from typing import Any

import pytest

from simulator.account import DEFAULT_GROUPS, DbtAccount, IdentityProvider, ScimSettings
from simulator.assumptions import Assumptions
from simulator.errors import AccountError
from simulator.licenses import LicenseType
from simulator.plans import Plan, plan_codes, read_plan
from simulator.seats import SeatCount, Seats


def test_license_types_have_dbts_and_oktas_names() -> None:
    # F1.1 to F1.4
    assert [name.value for name in LicenseType] == ["developer", "read_only", "analyst", "it"]
    assert [name.display_name for name in LicenseType] == ["Developer", "Read-Only", "Analyst", "IT"]
    assert LicenseType.READ_ONLY.okta_display_name == "Read Only"


@pytest.mark.parametrize("value", ["Developer", "read-only", "", None, "explorer", 1])
def test_only_the_exact_value_is_a_license_type(value: object) -> None:
    assert LicenseType.of(value) is None


@pytest.mark.parametrize(
    ("code", "plan"),
    [
        ("developer_2022", Plan.FREE),
        ("team_annual", Plan.STARTER),
        ("starter_2025", Plan.STARTER),
        ("enterprise_2025", Plan.ENTERPRISE),
        ("Enterprise+", Plan.ENTERPRISE_PLUS),
        ("enterprise_plus_2025", Plan.ENTERPRISE_PLUS),
    ],
)
def test_plan_codes_map_onto_plans(code: str, plan: Plan) -> None:
    assert read_plan(code).plan is plan


def test_every_plan_code_of_the_api_is_known() -> None:
    # F2.9
    codes = (
        "free developer developer_2022 trial trial_2022 trial_2025 team team_2022 team_annual starter_2025 enterprise "
        "enterprise_2025 enterprise_plus_2025 usage_2026 usage_managed_2026 cancelled cancelled_2022 cancelled_2025"
    )
    assert set(codes.split()) <= set(plan_codes())


def test_unknown_plan_is_named() -> None:
    with pytest.raises(AccountError, match="'gold'"):
        read_plan("gold")


@pytest.mark.parametrize(
    ("plan", "types"),
    [
        (Plan.FREE, "developer"),
        (Plan.STARTER, "developer read_only it"),
        (Plan.ENTERPRISE, "developer read_only analyst it"),
    ],
)
def test_plan_offers_its_types(plan: Plan, types: str) -> None:
    # F2.1 to F2.3, of an account that holds Analyst
    assert {name for name in LicenseType if plan.offers(name, has_analyst=True)} == set(types.split())


def test_analyst_needs_an_account_that_holds_it() -> None:
    assert not Plan.ENTERPRISE.offers(LicenseType.ANALYST, has_analyst=False)


def test_usage_plan_needs_seat_counts() -> None:
    with pytest.raises(AccountError, match=r"F12\.51"):
        DbtAccount.from_mapping({"plan": "usage_2026"})
    account = DbtAccount.from_mapping({"plan": "usage_2026", "seats": {"developer": 3}})
    assert account.plan is Plan.ENTERPRISE
    account = DbtAccount.from_mapping(
        {"plan": "usage_2026", "seats": {"developer": 3}, "assumptions": {"usage_plan_rights": "starter"}}
    )
    assert account.plan is Plan.STARTER


def test_plan_brings_its_own_seats() -> None:
    # F2.2, F2.5
    account = DbtAccount.from_mapping({"plan": "starter", "seats": {"developer": 2}})
    assert [account.free_seats(name) for name in ("developer", "read_only", "it")] == [2, 5, 1]  # type: ignore[arg-type]
    assert DbtAccount.from_mapping({"plan": "enterprise"}).free_seats(LicenseType.DEVELOPER) is None


def test_account_file_is_read() -> None:
    account = DbtAccount.from_mapping(
        {
            "plan": "enterprise",
            "idp": "Entra ID",
            "analyst": True,
            "scim": {"enabled": True, "manual_updates_allowed": True, "scim_controlled_license_type": True},
            "license_maps": {"developer": ["a", "b"], "it": "x, y"},
            "seats": {"it": {"total": 1, "in_use": 1, "limited": True}},
        }
    )
    assert account.identity_provider is IdentityProvider.ENTRA
    assert account.toggle_is_on
    assert account.license_maps == {LicenseType.DEVELOPER: {"a", "b"}, LicenseType.IT: {"x", "y"}}
    assert account.free_seats(LicenseType.IT) == 0
    assert account.offers(LicenseType.ANALYST)


@pytest.mark.parametrize(
    ("data", "word"),
    [
        ({"plans": "enterprise"}, "plans"),
        ({"idp": "ldap"}, "ldap"),
        ({"license_maps": {"explorer": ["a"]}}, "explorer"),
        ({"license_maps": {"developer": ["a", ""]}}, "without a name"),
        ({"scim": {"toggle": True}}, "toggle"),
        ({"scim": {"enabled": "yes"}}, "'yes'"),
        ({"seats": {"explorer": 1}}, "explorer"),
        ({"seats": {"it": "many"}}, "'it'"),
        ({"seats": {"it": {"in_use": 1}}}, "'it'"),
        ({"seats": {"it": {"total": -1}}}, "-1"),
        ({"seats": {"it": {"total": 1, "limited": "no"}}}, "limited"),
        ({"assumptions": {"null": "reject"}}, "'null'"),
        ({"assumptions": {"error_status": 200}}, "200"),
        ({"assumptions": {"null_value": "maybe"}}, "'maybe'"),
        ({"assumptions": {"lower_order": ["it"]}}, "lower_order"),
        ({"assumptions": {"lower_order": ["it", "analyst", "viewer"]}}, "'viewer'"),
    ],
)
def test_slip_in_an_account_file_is_named(data: dict[str, Any], word: str) -> None:
    with pytest.raises(AccountError, match=word):
        DbtAccount.from_mapping(data)


def test_toggle_means_nothing_while_scim_is_off_or_not_on_the_plan() -> None:
    toggle = ScimSettings(enabled=False, controlled_license_type=True)
    assert not DbtAccount(plan=Plan.ENTERPRISE, scim=toggle).toggle_is_on
    on = ScimSettings(enabled=True, controlled_license_type=True)
    assert not DbtAccount(plan=Plan.STARTER, scim=on).toggle_is_on


def test_settings_request_without_the_toggle_keeps_it() -> None:
    # F4.9
    stored = ScimSettings(enabled=True, controlled_license_type=True)
    request = {"enabled": True, "manual_updates_allowed": True}
    assert ScimSettings.from_mapping(request, stored).controlled_license_type
    assert not ScimSettings.from_mapping(
        request, stored, Assumptions(toggle_left_out="off")
    ).controlled_license_type


def test_default_groups_are_those_of_enterprise() -> None:
    # F8.1 to F8.3
    assert [(group.name, group.new_users_join) for group in DEFAULT_GROUPS] == [
        ("Owner", False),
        ("Member", True),
        ("Everyone", True),
    ]


def test_pending_invite_holds_a_seat_unless_assumed_otherwise() -> None:
    seats = Seats({LicenseType.IT: SeatCount(total=1, pending=1)})
    assert seats.free(LicenseType.IT) == 0
    assert seats.free(LicenseType.IT, pending_holds_seat=False) == 1


def test_seats_follow_a_user() -> None:
    seats = Seats({LicenseType.IT: SeatCount(total=1), LicenseType.DEVELOPER: SeatCount(total=2, in_use=1)})
    moved = seats.moved(LicenseType.DEVELOPER, LicenseType.IT)
    assert (moved.free(LicenseType.DEVELOPER), moved.free(LicenseType.IT)) == (2, 0)
    assert moved.moved(LicenseType.IT, LicenseType.IT) is moved
    invited = seats.moved(None, LicenseType.DEVELOPER, pending=True)
    assert invited.counts[LicenseType.DEVELOPER] == SeatCount(total=2, in_use=1, pending=1)
    assert seats.moved(LicenseType.ANALYST, None).counts == seats.counts


def test_over_limit_counts_what_is_too_much() -> None:
    assert SeatCount(total=2, in_use=2, pending=1).over_limit == 1
    assert SeatCount(total=2, in_use=1).over_limit == 0
