"""Reading scenario rows: mappings in the shape of JSON lines, which users write too."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from typing import Any, TypeGuard

from simulator.account import DbtAccount, DbtUser, ScimSettings, read_identity_provider, read_license_maps
from simulator.decision import Reason
from simulator.errors import AccountError, ScenarioError
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
from simulator.mapping import evaluate_mapping
from simulator.plans import read_plan
from simulator.seats import Seats

Row = Mapping[str, Any]

FIELDS = frozenset(
    [
        "id",
        "event",
        "plan",
        "idp",
        "scim_enabled",
        "scim_controlled_license_type",
        "manual_updates_allowed",
        "license_maps",
        "idp_groups",
        "dbt_groups",
        "true_idp_group_count",
        "scim_extension",
        "wrong_namespace",
        "userName",
        "email",
        "expression",
        "requested",
        "invitees",
        "editing_self",
        "prior_origin",
        "toggle_history",
        "pushed_group",
        "expected_config",
        "prior_license",
        "scim_managed",
        "seats_available",
        "analyst_available",
        "expected_license",
        "expected_error",
        "status",
        "source",
        "note",
        "unknown_default",
        "pending_until_invite_redeemed",
    ]
)
"""The fields of a row. Some only tell the reader where a row comes from: `status`, `source`, `note`, …"""

_EXPRESSION_EVENT = "okta_expression_then_scim_put"


@dataclass(frozen=True, slots=True)
class Scenario:
    """One row, read."""

    id: str
    account: DbtAccount
    user: DbtUser
    event: Event
    reasons: tuple[Reason, ...] = ()
    """What happened before the event: the evaluation of the mapping expression."""
    expected: Mapping[str, Any] = field(default_factory=dict)
    """What the row expects, as far as it says: `license`, `error`, `config`."""


def read_rows(text: str, name: str = "<scenarios>") -> Iterator[Row]:
    """Yield the rows of JSON lines; blank lines are skipped. Raises `ScenarioError` naming the file and the line."""
    # Not splitlines(): U+2028 and the like may stand in a JSON text as they are.
    for number, line in enumerate(text.split("\n"), start=1):
        if not line.strip():
            continue
        try:
            row = json.loads(line)
        except (ValueError, RecursionError) as error:
            reason = error.msg if isinstance(error, json.JSONDecodeError) else str(error)
            message = f"{name}:{number}: no JSON: {reason}"
            raise ScenarioError(message) from None
        if not isinstance(row, dict):
            message = f"{name}:{number}: a scenario must be a JSON object"
            raise ScenarioError(message)
        yield row


def read_scenario(row: Row) -> Scenario:
    """Return what a row describes. Raises `ScenarioError` naming the row for anything that cannot be."""
    name = str(row.get("id", "without id"))
    try:
        event, reasons = _event(row)
        return Scenario(name, _account(row), _user(row), event, reasons, _expected(row))
    except (AccountError, ScenarioError) as error:
        message = f"scenario {name}: {error}"
        raise ScenarioError(message) from None


def _expected(row: Row) -> dict[str, Any]:
    expected: dict[str, Any] = {}
    if "expected_license" in row:
        expected["license"] = _license(row, "expected_license")
    if "expected_error" in row:
        expected["error"] = row["expected_error"]
    if "expected_config" in row:
        expected["config"] = _mapping(row, "expected_config")
    return expected


def _license(row: Row, field: str) -> LicenseType | None:
    """Return the license in a field, None for null or absent. Raises `ScenarioError` for another value."""
    value = row.get(field)
    license_type = LicenseType.of(value)
    if value is not None and license_type is None:
        message = f"{field} is no license type: {value!r}"
        raise ScenarioError(message)
    return license_type


def _user(row: Row) -> DbtUser:
    return DbtUser(
        license=_license(row, "prior_license"),
        scim_managed=_flag(row, "scim_managed"),
        origin=_text(row, "prior_origin"),
        email=_text(row, "email"),
    )


def _account(row: Row) -> DbtAccount:
    plan = read_plan(str(row.get("plan", "enterprise")))
    return DbtAccount(
        plan=plan.plan,
        plan_setting=plan.setting,
        identity_provider=read_identity_provider(row.get("idp", "okta")),
        scim=ScimSettings(
            enabled=_flag(row, "scim_enabled"),
            manual_updates_allowed=_flag(row, "manual_updates_allowed"),
            controlled_license_type=_flag(row, "scim_controlled_license_type"),
        ),
        license_maps=read_license_maps(_mapping(row, "license_maps")),
        seats=_seats(row),
        has_analyst=_flag(row, "analyst_available"),
    )


def _seats(row: Row) -> Seats:
    """Read the free seats: a type that is left out has enough, and without `limited` there is no cap."""
    free = dict(_mapping(row, "seats_available"))
    limited = _flag(free, "limited")
    free.pop("limited", None)
    counts: dict[LicenseType, int] = {}
    for name, number in free.items():
        license_type = LicenseType.of(name)
        if license_type is None or not _is_number(number):
            message = f"seats_available holds numbers by license type, not {name} = {number!r}"
            raise ScenarioError(message)
        counts[license_type] = number
    return Seats.from_available(counts, limited=limited)


def _flag(row: Row, field: str) -> bool:
    value = row.get(field, False)
    if not isinstance(value, bool):
        message = f"{field} is true or false, not {value!r}"
        raise ScenarioError(message)
    return value


def _names(row: Row, field: str) -> tuple[str, ...]:
    value = row.get(field) or []
    if not isinstance(value, list) or not all(isinstance(name, str) for name in value):
        message = f"{field} is a list of names, not {value!r}"
        raise ScenarioError(message)
    return tuple(value)


def _number(row: Row, field: str, default: int | None) -> int | None:
    value = row.get(field, default)
    if value is None or _is_number(value):
        return value
    message = f"{field} is a number of things, not {value!r}"
    raise ScenarioError(message)


def _is_number(value: object) -> TypeGuard[int]:
    return isinstance(value, int) and not isinstance(value, bool) and value >= 0


def _text(row: Row, field: str) -> str | None:
    value = row.get(field)
    if value is not None and not isinstance(value, str):
        message = f"{field} is text, not {value!r}"
        raise ScenarioError(message)
    return value


def _mapping(row: Row, field: str) -> Row:
    """Return the object in a field, an empty one where it is absent or null."""
    value = row.get(field)
    if value is None:
        return {}
    if not isinstance(value, dict):
        message = f"{field} is an object, not {value!r}"
        raise ScenarioError(message)
    return value


def _body(row: Row) -> ScimBody:
    extension = row.get("scim_extension", "absent")
    if extension == "absent":
        extension = None
    if extension is not None and not isinstance(extension, dict):
        message = f'scim_extension is "absent" or an object, not {extension!r}'
        raise ScenarioError(message)
    return ScimBody(
        extension=extension,
        namespace=_text(row, "wrong_namespace") or NAMESPACE,
        user_name=_text(row, "userName"),
        email=_text(row, "email"),
        dbt_groups=_names(row, "dbt_groups"),
    )


def _sign_in(row: Row) -> SsoSignIn:
    count = _number(row, "true_idp_group_count", None)
    return SsoSignIn(_names(row, "idp_groups"), count, _names(row, "dbt_groups"))


_EVENTS: dict[str, Callable[[Row], Event]] = {
    "idp_or_map_change_no_signin": lambda _: ChangeWithoutSignIn(),
    "invite": lambda row: Invite(_text(row, "requested"), _number(row, "invitees", 1) or 1),
    "license_map_create": lambda row: LicenseMapCreate(_text(row, "requested")),
    "manual_edit": lambda row: ManualEdit(_text(row, "requested"), _flag(row, "editing_self")),
    "password_signin": lambda _: PasswordSignIn(),
    "scim_delete": lambda _: ScimDelete(),
    "scim_group_push": lambda row: ScimGroupPush(_text(row, "pushed_group")),
    "scim_patch_active_false": lambda row: ScimSetActive(active=False, body=_body(row)),
    "scim_patch_active_true": lambda row: ScimSetActive(active=True, body=_body(row)),
    "scim_patch_path": lambda row: ScimPatchAttribute(_body(row)),
    "scim_post": lambda row: ScimCreate(_body(row)),
    "scim_put": lambda row: ScimReplace(_body(row)),
    "sso_signin": _sign_in,
    "terraform_license_map_plan": lambda row: TerraformLicenseMapPlan(_text(row, "requested")),
    "terraform_scim_destroy": lambda _: TerraformScimDestroy(),
}


def _event(row: Row) -> tuple[Event, tuple[Reason, ...]]:
    """Return the event of a row and, where an expression comes first, the reasons for its value."""
    name = row.get("event")
    if name == _EXPRESSION_EVENT:
        return _expression_event(row)
    if not isinstance(name, str) or name not in _EVENTS:
        message = f"unknown event {name!r}; there are {', '.join([*_EVENTS, _EXPRESSION_EVENT])}"
        raise ScenarioError(message)
    return _EVENTS[name](row), ()


def _expression_event(row: Row) -> tuple[Event, tuple[Reason, ...]]:
    expression = row.get("expression")
    if not isinstance(expression, str):
        message = f"{_EXPRESSION_EVENT} needs an expression"
        raise ScenarioError(message)
    profile = {name: row[name] for name in ("userName", "email") if name in row}
    mapped = evaluate_mapping(expression, _names(row, "idp_groups"), profile)
    return ScimReplace(replace(_body(row), extension=mapped.extension())), mapped.reasons
