"""What holds for every rule on every account: an error changes nothing, and nothing is granted that is not there."""

from __future__ import annotations

from dataclasses import replace

from hypothesis import given, settings
from hypothesis import strategies as st

from simulator.account import DbtAccount, DbtUser, IdentityProvider, ScimSettings
from simulator.events import (
    ChangeWithoutSignIn,
    Event,
    Invite,
    LicenseMapCreate,
    ManualEdit,
    PasswordSignIn,
    ScimBody,
    ScimCreate,
    ScimDelete,
    ScimGroupPush,
    ScimPatchAttribute,
    ScimReplace,
    ScimSetActive,
    SsoSignIn,
    TerraformLicenseMapPlan,
    TerraformScimDestroy,
)
from simulator.licenses import NAMESPACE, LicenseType
from simulator.plans import Plan
from simulator.rules import decide
from simulator.seats import Seats

GROUPS = st.sampled_from(["dev", "ro", "it", "an", "DEV", "other"])
TYPES = st.sampled_from(LicenseType)
VALUES = st.one_of(TYPES.map(str), st.sampled_from(["Developer", "read-only", "", "viewer", "explorer"]))

ACCOUNTS = st.builds(
    DbtAccount,
    plan=st.sampled_from(Plan),
    identity_provider=st.sampled_from(IdentityProvider),
    scim=st.builds(
        ScimSettings,
        enabled=st.booleans(),
        manual_updates_allowed=st.booleans(),
        controlled_license_type=st.booleans(),
    ),
    license_maps=st.dictionaries(TYPES, st.frozensets(GROUPS, max_size=3)),
    seats=st.dictionaries(TYPES, st.integers(0, 2)).flatmap(
        lambda free: st.booleans().map(lambda limited: Seats.from_available(free, limited=limited))
    ),
    has_analyst=st.booleans(),
)
USERS = st.builds(
    DbtUser,
    license=st.none() | TYPES,
    scim_managed=st.booleans(),
    origin=st.sampled_from([None, "scim", "sso", "manual"]),
)
BODIES = st.builds(
    ScimBody,
    extension=st.none() | st.fixed_dictionaries({}, optional={"licenseType": st.none() | VALUES}),
    namespace=st.sampled_from([NAMESPACE, NAMESPACE.lower()]),
    user_name=st.sampled_from([None, "mia@acme.example", "mia"]),
    email=st.sampled_from([None, "mia@acme.example", "Mia@acme.example"]),
)
EVENTS: st.SearchStrategy[Event] = st.one_of(
    st.builds(SsoSignIn, st.lists(GROUPS).map(tuple), st.none() | st.integers(0, 300)),
    st.builds(PasswordSignIn),
    st.builds(ChangeWithoutSignIn),
    st.builds(ScimCreate, BODIES),
    st.builds(ScimReplace, BODIES, st.booleans()),
    st.builds(ScimPatchAttribute, BODIES),
    st.builds(ScimSetActive, st.booleans(), BODIES),
    st.builds(ScimDelete),
    st.builds(ScimGroupPush),
    st.builds(ManualEdit, st.none() | VALUES, st.booleans()),
    st.builds(Invite, st.none() | VALUES, st.integers(1, 3)),
    st.builds(LicenseMapCreate, VALUES),
    st.builds(TerraformLicenseMapPlan, VALUES),
    st.builds(TerraformScimDestroy),
)


@given(ACCOUNTS, USERS, EVENTS)
@settings(max_examples=400, deadline=None)
def test_error_leaves_the_license_alone(account: DbtAccount, user: DbtUser, event: Event) -> None:
    decision = decide(account, user, event)
    if decision.error:
        assert decision.license is user.license
        assert not decision.pending
    assert decision.reasons


@given(ACCOUNTS, USERS, EVENTS)
@settings(max_examples=400, deadline=None)
def test_new_license_is_offered_and_has_a_seat(account: DbtAccount, user: DbtUser, event: Event) -> None:
    granted = decide(account, user, event).license
    if granted is None or granted is user.license:
        return
    assert account.offers(granted)
    assert account.free_seats(granted) != 0


@given(ACCOUNTS, USERS, EVENTS)
@settings(max_examples=200, deadline=None)
def test_without_scim_no_scim_request_does_anything(account: DbtAccount, user: DbtUser, event: Event) -> None:
    off = replace(account, scim=ScimSettings())
    scim_events = (ScimCreate, ScimReplace, ScimPatchAttribute, ScimSetActive, ScimDelete, ScimGroupPush)
    if isinstance(event, scim_events):
        assert decide(off, user, event).error == "scim_not_available"


@given(ACCOUNTS, USERS, st.lists(GROUPS).map(tuple), st.lists(GROUPS).map(tuple))
@settings(max_examples=200, deadline=None)
def test_groups_mean_nothing_at_sign_in_once_the_toggle_is_on(
    account: DbtAccount, user: DbtUser, some: tuple[str, ...], others: tuple[str, ...]
) -> None:
    on = replace(account, scim=ScimSettings(enabled=True, controlled_license_type=True))
    assert decide(on, user, SsoSignIn(some)) == decide(on, user, SsoSignIn(others))
