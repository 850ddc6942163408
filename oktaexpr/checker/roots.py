"""What an expression may read besides functions: the roots, and the attributes that Okta documents."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from oktaexpr.directory.schema import BASE_ATTRIBUTES
from oktaexpr.functions.declaration import BOTH, CLASSIC, IDENTITY_ENGINE, Engine
from oktaexpr.types import ANY, BOOLEAN, DOUBLE, INTEGER, LIST, MAP, NUMBER, STRING, Type, of

__all__ = [
    "APP_NAMES",
    "BASE_ATTRIBUTES",
    "GROUP_CRITERIA",
    "GROUP_PROPERTIES",
    "ROOTS",
    "USER_PROPERTIES",
    "Root",
    "looks_like_app",
    "schema_type",
]

_TEXTS = of("List", element=STRING)
_INSTANT = of("DateTime", "String")
"""A date of the user's record; it may be text, which `parseStringTime()` reads."""


@dataclass(frozen=True, slots=True)
class Root:
    """A name that an expression can start from."""

    construct: str
    """Its row in the table of usages."""
    engines: tuple[Engine, ...]
    attributes: Mapping[str, Type]
    """The documented ones, by path below the root."""
    closed: bool = False
    """Whether there are no others."""


USER_PROPERTIES: Mapping[str, Type] = {
    "id": STRING,
    "status": STRING,
    "realmId": STRING,
    "created": _INSTANT,
    "activated": _INSTANT,
    "statusChanged": _INSTANT,
    "lastUpdated": _INSTANT,
    "lastLogin": _INSTANT,
    "passwordChanged": _INSTANT,
    "profile": MAP,
}
"""What an Identity Engine expression reads directly from `user`."""

GROUP_PROPERTIES: Mapping[str, Type] = {
    "id": STRING,
    "name": STRING,
    "type": STRING,
    "created": ANY,
    "lastUpdated": ANY,
    "lastMembershipUpdated": ANY,
    "objectClass": LIST,
    "source": MAP,
    "profile": MAP,
}
"""What a projection reads from a group; `name` is the Classic page's, `profile.name` the Identity Engine page's."""

GROUP_CRITERIA = ("group.id", "group.source.id", "group.type", "group.profile.name")
"""The keys of `user.getGroups` and `user.isMemberOf`; `operator` goes with the last one."""

_DEVICE: Mapping[str, Type] = {
    "id": STRING,
    "assurance": MAP,
    "assurance.screenLockType": STRING,
    "caller": MAP,
    "caller.binaryIdentifier": STRING,
    "caller.bindingType": STRING,
    "caller.validationStatus": STRING,
    "profile": MAP,
    "provider": MAP,
    "provider.oktaVerify.version": STRING,
    "provider.deviceAccess.joined": BOOLEAN,
    **{
        f"profile.{name}": STRING
        for name in (
            "diskEncryptionType", "displayName", "imei", "manufacturer", "meid", "model", "osVersion", "platform",
            "serialNumber", "sid", "tpmPublicKeyHash", "udid",
        )
    },
    **{
        f"profile.{name}": BOOLEAN
        for name in (
            "integrityDebug", "integrityEmulator", "integrityHook", "integrityJailbreak", "integrityRepackage",
            "managed", "registered", "secureHardwarePresent",
        )
    },
}  # fmt: skip

ROOTS: Mapping[str, Root] = {
    "user": Root("user.attr", BOTH, {}),
    "appuser": Root("appuser.attr", BOTH, {}),
    "app": Root("app.attr", (CLASSIC,), {}),
    "org": Root("org.attr", (CLASSIC,), {"name": STRING, "subDomain": STRING}),
    "idpuser": Root("idpuser.attr", (CLASSIC,), {}),
    "source": Root("source.attr", (CLASSIC,), {}),
    "target_app": Root("$app.attr", (CLASSIC,), {}),
    "access": Root("access.scope", (CLASSIC,), {"scope": _TEXTS}, closed=True),
    "session": Root("session.amr", BOTH, {"amr": _TEXTS, "id": STRING}, closed=True),
    "device": Root("device.provider", (IDENTITY_ENGINE,), _DEVICE, closed=True),
    "security": Root(
        "security",
        (IDENTITY_ENGINE,),
        {"risk": MAP, "risk.level": STRING, "behaviors": _TEXTS, "userBehaviors": MAP},
        closed=True,
    ),
    "login": Root("login.identifier", (IDENTITY_ENGINE,), {"identifier": STRING}, closed=True),
    "accessRequest": Root(
        "accessRequest",
        (IDENTITY_ENGINE,),
        {"operation": STRING, "authenticator": MAP, "metadata": MAP},
        closed=True,
    ),
}

APP_NAMES = frozenset(
    {
        "active_directory", "bamboohr", "box", "dbt", "github", "google", "google_apps", "jira", "ldap_interface",
        "netsuite", "office365", "salesforce", "sap", "servicenow", "slack", "snowflake", "successfactors", "ultipro",
        "workday", "zendesk", "zoom", "zoomus",
    }
)  # fmt: skip
"""Names that an org's app instances commonly have."""

_SCHEMA_TYPES: Mapping[str, Type] = {
    "string": STRING,
    "boolean": BOOLEAN,
    "integer": INTEGER,
    "number": NUMBER,
    "array": LIST,
    "object": MAP,
    "double": DOUBLE,
}


def schema_type(word: str) -> Type:
    """Return our type for Okta's schema word."""
    return _SCHEMA_TYPES.get(word.lower(), ANY)


def looks_like_app(name: str) -> bool:
    """Whether a root is an app instance by its looks: a common name, `…_app`, or a name with an instance suffix."""
    stem = name.removesuffix("_app")
    return stem in APP_NAMES or name != stem or "_" in name or any(char.isdigit() for char in name)
