"""The rules: each way to set a license is one pure function of account, user and event.

Where several checks would fail, the first decides the error, and the prior license stays: the plan has the feature,
SCIM is on, userName is an e-mail address and the user's, the toggle, manual updates (which block invites too), the
own user, the attribute is there, its value is a license type, the account has the type, a seat is free.
"""

from __future__ import annotations

from typing import Any, Protocol, TypeVar

from simulator.account import DbtAccount, DbtUser
from simulator.assumptions import fact_of
from simulator.decision import Decision, because
from simulator.events import (
    ChangeWithoutSignIn,
    Event,
    Invite,
    LicenseMapCreate,
    ManualEdit,
    PasswordSignIn,
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
from simulator.rules.configuration import (
    license_map_create,
    terraform_license_map_plan,
    terraform_scim_destroy,
)
from simulator.rules.manual import invite, manual_edit
from simulator.rules.scim_lifecycle import scim_delete, scim_group_push, scim_set_active
from simulator.rules.scim_write import scim_create, scim_patch_attribute, scim_replace
from simulator.rules.sso import change_without_sign_in, password_sign_in, sso_sign_in

EventType = TypeVar("EventType", contravariant=True)


class Rule(Protocol[EventType]):
    """One way to set a license. Pure: the account, the user and the event are all that it reads."""

    def __call__(self, account: DbtAccount, user: DbtUser, event: EventType) -> Decision:
        """Return what the event does to the user's license, and why."""
        ...


_RULES: dict[type[Event], Rule[Any]] = {
    SsoSignIn: sso_sign_in,
    PasswordSignIn: password_sign_in,
    ChangeWithoutSignIn: change_without_sign_in,
    ScimCreate: scim_create,
    ScimReplace: scim_replace,
    ScimPatchAttribute: scim_patch_attribute,
    ScimSetActive: scim_set_active,
    ScimDelete: scim_delete,
    ScimGroupPush: scim_group_push,
    ManualEdit: manual_edit,
    Invite: invite,
    LicenseMapCreate: license_map_create,
    TerraformLicenseMapPlan: terraform_license_map_plan,
    TerraformScimDestroy: terraform_scim_destroy,
}


def decide(account: DbtAccount, user: DbtUser, event: Event) -> Decision:
    """Return what an event does to a user's license on an account. The first check that fails decides the error."""
    decision: Decision = _RULES[type(event)](account, user, event)
    if account.plan_setting is None:
        return decision
    name = account.plan.display_name
    text = f"Which rights the plan has is not told: by the setting `{account.plan_setting}` those of {name}."
    return decision.explained(because(fact_of(account.plan_setting), text))


__all__ = ["Rule", "decide"]
