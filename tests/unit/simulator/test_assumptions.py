"""Each unknown is one setting, and each setting changes the answer that rests on it."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Any

import pytest

from simulator.account import DbtAccount, DbtUser, ScimSettings
from simulator.assumptions import Assumptions, fact_of, setting_names
from simulator.decision import ErrorCode
from simulator.events import (
    Event,
    ManualEdit,
    ScimBody,
    ScimCreate,
    ScimPatchAttribute,
    ScimReplace,
    ScimSetActive,
    SsoSignIn,
)
from simulator.facts import Mark, fact
from simulator.licenses import LicenseType
from simulator.plans import Plan
from simulator.rules import decide
from simulator.seats import SeatCount, Seats

DEVELOPER, READ_ONLY, ANALYST, IT = (
    LicenseType.DEVELOPER,
    LicenseType.READ_ONLY,
    LicenseType.ANALYST,
    LicenseType.IT,
)
SCIM = ScimSettings(enabled=True, controlled_license_type=True)
TOGGLE_OFF = ScimSettings(enabled=True)
ACCOUNT = DbtAccount(plan=Plan.ENTERPRISE, scim=SCIM)
SSO = replace(ACCOUNT, scim=ScimSettings())
NO_DEVELOPER_SEAT = Seats.from_available({DEVELOPER: 0}, limited=True)
MAPS = {ANALYST: frozenset({"analysts"}), READ_ONLY: frozenset({"readers"})}
MANAGED = DbtUser(license=READ_ONLY, scim_managed=True)
BODY = ScimBody(extension={"licenseType": "developer"})


@dataclass(frozen=True)
class Case:
    """A setting's other value, where it matters, with the license and the error by default and with it."""

    change: dict[str, Any]
    account: DbtAccount
    user: DbtUser
    event: Event
    default: tuple[LicenseType | None, ErrorCode | None]
    changed: tuple[LicenseType | None, ErrorCode | None]


CASES = [
    Case(
        {"lower_order": (READ_ONLY, IT, ANALYST)},
        replace(SSO, license_maps=MAPS, has_analyst=True),
        MANAGED,
        SsoSignIn(("analysts", "readers")),
        (ANALYST, None),
        (READ_ONLY, None),
    ),
    Case(
        {"sign_in_without_map": "developer"}, SSO, MANAGED, SsoSignIn(), (READ_ONLY, None), (DEVELOPER, None)
    ),
    Case(
        {"seat_shortage": "assign"},
        replace(ACCOUNT, seats=NO_DEVELOPER_SEAT),
        MANAGED,
        ScimReplace(BODY),
        (READ_ONLY, ErrorCode.NO_AVAILABLE_LICENSE),
        (DEVELOPER, None),
    ),
    Case(
        {"failed_create": "developer"},
        ACCOUNT,
        DbtUser(),
        ScimCreate(ScimBody(extension={"licenseType": "viewer"})),
        (None, ErrorCode.INVALID_LICENSE_TYPE),
        (DEVELOPER, ErrorCode.INVALID_LICENSE_TYPE),
    ),
    Case(
        {"null_value": "absent"},
        ACCOUNT,
        MANAGED,
        ScimReplace(ScimBody(extension={"licenseType": None})),
        (READ_ONLY, ErrorCode.INVALID_LICENSE_TYPE),
        (READ_ONLY, None),
    ),
    Case(
        {"replace_without_extension": "developer"},
        ACCOUNT,
        MANAGED,
        ScimReplace(),
        (READ_ONLY, None),
        (DEVELOPER, None),
    ),
    Case(
        {"attribute_while_toggle_off": "ignore"},
        replace(ACCOUNT, scim=TOGGLE_OFF),
        MANAGED,
        ScimReplace(BODY),
        (DEVELOPER, None),
        (READ_ONLY, None),
    ),
    Case(
        {"unmanaged_user_toggle_on": "maps"},
        replace(ACCOUNT, license_maps=MAPS),
        DbtUser(license=IT),
        SsoSignIn(("readers",)),
        (IT, None),
        (READ_ONLY, None),
    ),
    Case(
        {"manual_edit_toggle_on": "allow"},
        replace(ACCOUNT, scim=replace(SCIM, manual_updates_allowed=True)),
        MANAGED,
        ManualEdit("developer"),
        (READ_ONLY, ErrorCode.LICENSE_MANAGED_BY_SCIM),
        (DEVELOPER, None),
    ),
    Case(
        {"inactive_user": "kept"},
        ACCOUNT,
        MANAGED,
        ScimSetActive(active=False),
        (None, None),
        (READ_ONLY, None),
    ),
    Case(
        {"patch_license_type": "ignore"},
        ACCOUNT,
        MANAGED,
        ScimPatchAttribute(BODY),
        (DEVELOPER, None),
        (READ_ONLY, None),
    ),
    Case(
        {"unavailable_map": "next"},
        replace(SSO, license_maps=MAPS),
        DbtUser(license=IT),
        SsoSignIn(("analysts", "readers")),
        (IT, ErrorCode.LICENSE_TYPE_UNAVAILABLE),
        (READ_ONLY, None),
    ),
    Case(
        {"unavailable_map": "developer"},
        replace(SSO, license_maps=MAPS),
        DbtUser(license=IT),
        SsoSignIn(("analysts", "readers")),
        (IT, ErrorCode.LICENSE_TYPE_UNAVAILABLE),
        (DEVELOPER, None),
    ),
    Case(
        {"free_plan_read_only": True},
        DbtAccount(plan=Plan.FREE),
        DbtUser(license=DEVELOPER),
        ManualEdit("read_only"),
        (DEVELOPER, ErrorCode.LICENSE_TYPE_UNAVAILABLE),
        (READ_ONLY, None),
    ),
    Case(
        {"pending_invite_holds_seat": False},
        replace(ACCOUNT, seats=Seats({DEVELOPER: SeatCount(total=2, in_use=1, pending=1)})),
        MANAGED,
        ScimReplace(BODY),
        (READ_ONLY, ErrorCode.NO_AVAILABLE_LICENSE),
        (DEVELOPER, None),
    ),
]


@pytest.mark.parametrize("case", CASES, ids=lambda case: "-".join(map(str, case.change)))
def test_setting_decides_the_unknown(case: Case) -> None:
    by_default = decide(case.account, case.user, case.event)
    assert (by_default.license, by_default.error) == case.default
    changed_account = replace(case.account, assumptions=Assumptions(**case.change))
    changed = decide(changed_account, case.user, case.event)
    assert (changed.license, changed.error) == case.changed
    (setting,) = case.change
    assert fact_of(setting) in changed.rests_on_unknowns


@pytest.mark.parametrize("case", CASES, ids=lambda case: "-".join(map(str, case.change)))
def test_default_answer_names_the_unknown(case: Case) -> None:
    (setting,) = case.change
    assert fact_of(setting) in decide(case.account, case.user, case.event).rests_on_unknowns


def test_every_unknown_of_the_sheet_has_a_setting() -> None:
    decided = {fact_of(setting) for setting in setting_names()}
    assert {f"F12.{number}" for number in range(37, 52)} <= decided


@pytest.mark.parametrize("setting", setting_names())
def test_every_setting_decides_an_unknown(setting: str) -> None:
    assert fact(fact_of(setting)).mark is Mark.UNKNOWN


@pytest.mark.parametrize(
    ("setting", "plan", "rights", "error"),
    [
        ("trial_plan_rights", "trial_2025", None, ErrorCode.SSO_NOT_AVAILABLE),
        ("trial_plan_rights", "trial_2025", "enterprise", None),
        ("usage_plan_rights", "usage_2026", None, None),
        ("usage_plan_rights", "usage_managed_2026", "starter", ErrorCode.SSO_NOT_AVAILABLE),
    ],
)
def test_rights_of_a_plan_that_nobody_tells_are_named(
    setting: str, plan: str, rights: str | None, error: ErrorCode | None
) -> None:
    data = {"plan": plan, "seats": {"developer": 5}, "assumptions": {setting: rights} if rights else {}}
    decision = decide(DbtAccount.from_mapping(data), DbtUser(license=DEVELOPER), SsoSignIn())
    assert decision.error is error
    assert fact_of(setting) in decision.rests_on_unknowns


def test_pending_invites_are_no_reason_where_they_change_nothing() -> None:
    account = replace(ACCOUNT, seats=Seats({DEVELOPER: SeatCount(total=1, in_use=1, pending=1)}))
    assert "F12.40" not in decide(account, MANAGED, ScimReplace(BODY)).rests_on_unknowns


def test_put_that_deactivates_removes_the_license() -> None:
    # What Okta sends to an app made with the wizard: PUT with active false.
    assert decide(ACCOUNT, MANAGED, ScimReplace(BODY, active=False)).license is None
