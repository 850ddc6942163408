"""Functions that look up people: linked objects, managers, assistants, directory and Workday users."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from oktaexpr.diagnostics.suggest import did_you_mean
from oktaexpr.directory.people import User
from oktaexpr.directory.scope import Relations
from oktaexpr.functions.declaration import BOTH, CLASSIC, FunctionExample, okta
from oktaexpr.functions.evaluation import Evaluation
from oktaexpr.functions.registry import catalogue
from oktaexpr.values.faults import Fault

INTERNAL_PROPERTIES = ("id", "status")
"""What Okta's page documents for `user.getInternalProperty`."""

_BOB: Mapping[str, Any] = {"firstName": "Bob"}
_NO_UPDATE = "a change of the manager does not make Okta evaluate the mapping again (okta)"
_ONE_DIRECTORY = "does not work for users with several Active Directory instances (okta, field)"
_MISSING = "null where the directory has no such person, so that an attribute of it is an error: write `?.` (assumed)"
_INSTANCE = "an instance may be named; the scope holds one app user whichever it is (field)"


@catalogue.function(
    "user.getInternalProperty(name: String) -> String",
    summary="The user's `id` or `status`.",
    engines=(CLASSIC,),
    provenance=okta("Okta user ID and status"),
    examples=[
        FunctionExample(
            'user.getInternalProperty("status")', "ACTIVE", {"relations": {"internal": {"status": "ACTIVE"}}}
        )
    ],
    construct="user.getInternalProperty",
    needs_evaluation=True,
    notes=(
        "the status DEPROVISIONED is not supported (okta)",
        "null where the scope does not hold the property (assumed)",
    ),
)
def get_internal_property(evaluation: Evaluation, name: str | None) -> Any:  # noqa: ANN401 - as the scope has it
    """Return an internal property. Raises `Fault` for a name that Okta's page does not have and the scope neither."""
    known = evaluation.relations.internal
    if name is not None and name in known:
        return known[name]
    if name in INTERNAL_PROPERTIES:
        return None
    near = did_you_mean(str(name), INTERNAL_PROPERTIES) or f"there are {' and '.join(INTERNAL_PROPERTIES)}"
    raise Fault("RELATION_NOT_FOUND", f"users have no internal property {str(name)[:40]!r}: {near}")


@catalogue.function(
    "user.getLinkedObject(primaryName: String) -> User",
    summary="The user who stands in the linked-object relation `primaryName` to this one.",
    engines=BOTH,
    provenance=okta("Linked object function"),
    examples=[
        FunctionExample(
            'user.getLinkedObject("manager").lastName',
            "Gates",
            {"relations": {"linked": {"manager": {"lastName": "Gates"}}}},
        )
    ],
    construct="user.getLinkedObject",
    needs_evaluation=True,
    notes=(_MISSING,),
)
def get_linked_object(evaluation: Evaluation, primary_name: str | None) -> User | None:
    """Return the linked user; null where there is none."""
    return _user(evaluation.relations.linked.get(primary_name or ""))


def _user(data: Mapping[str, Any] | None) -> User | None:
    if data is None:
        return None
    return data if isinstance(data, User) else User(data)


def _declare_person(
    who: str, read: Callable[[Relations], Mapping[str, Mapping[str, Any]]], relation: str
) -> None:
    """Declare `getManagerUser` or `getAssistantUser`."""

    def run(evaluation: Evaluation, source: str | None) -> User | None:
        return _user(read(evaluation.relations).get(source or ""))

    catalogue.function(
        f"get{who}User({who.lower()}Source: String) -> User",
        summary=f"The Okta user of the user's {who.lower()}, as the named directory knows it.",
        engines=(CLASSIC,),
        provenance=okta("Manager/assistant functions"),
        examples=[
            FunctionExample(
                f'get{who}User("active_directory").firstName',
                "Bob",
                {"relations": {relation: {"active_directory": _BOB}}},
            )
        ],
        construct="manager functions",
        needs_evaluation=True,
        notes=("the only source is active_directory (okta)", _NO_UPDATE, _ONE_DIRECTORY, _MISSING),
    )(run)


def _declare_app_person(
    who: str, read: Callable[[Relations], Mapping[str, Mapping[str, Any]]], relation: str
) -> None:
    """Declare `getManagerAppUser` or `getAssistantAppUser`."""

    def run(evaluation: Evaluation, source: str | None, attribute_source: str | None) -> User | None:
        return _user(read(evaluation.relations).get(attribute_source or ""))

    catalogue.function(
        f"get{who}AppUser({who.lower()}Source: String, attributeSource: String) -> AppUser",
        summary=f"The app user that the user's {who.lower()} has in the app instance `attributeSource`.",
        engines=(CLASSIC,),
        provenance=okta("Manager/assistant functions"),
        examples=[
            FunctionExample(
                f'get{who}AppUser("active_directory", "google").firstName',
                "Bob",
                {"relations": {relation: {"google": _BOB}}},
            )
        ],
        construct="manager functions",
        needs_evaluation=True,
        notes=("the only source is active_directory (okta)", _NO_UPDATE, _ONE_DIRECTORY, _MISSING),
    )(run)


def _declare_app_user(app: str, title: str, read: Callable[[Relations], Mapping[str, Any] | None]) -> None:
    """Declare `hasWorkdayUser` and `findWorkdayUser`, or those of the directory."""

    def has(evaluation: Evaluation, instance: str | None = None) -> bool:
        return read(evaluation.relations) is not None

    def find(evaluation: Evaluation, instance: str | None = None) -> User | None:
        return _user(read(evaluation.relations))

    one = {"relations": {app.lower(): {"employeeID": "123456"}}}
    catalogue.function(
        f"has{app}User(instance?: String) -> Boolean",
        summary=f"Whether the user has exactly one {title} assignment.",
        engines=(CLASSIC,),
        provenance=okta("Directory and Workday functions"),
        examples=[FunctionExample(f"has{app}User()", True, one), FunctionExample(f"has{app}User()", False)],
        construct="directory functions",
        needs_evaluation=True,
        notes=("false for several assignments as for none (okta)", _INSTANCE),
    )(has)
    catalogue.function(
        f"find{app}User(instance?: String) -> AppUser",
        summary=f"The user's one {title} app user, or null for none or several.",
        engines=(CLASSIC,),
        provenance=okta("Directory and Workday functions"),
        examples=[
            FunctionExample(f"find{app}User().employeeID", "123456", one),
            FunctionExample(f"find{app}User()?.employeeID", None),
        ],
        construct="directory functions",
        needs_evaluation=True,
        notes=(f"an attribute of null is an error: test `has{app}User()` before (okta)", _INSTANCE),
    )(find)


_declare_person("Manager", lambda relations: relations.manager, "manager")
_declare_person("Assistant", lambda relations: relations.assistant, "assistant")
_declare_app_person("Manager", lambda relations: relations.manager_app, "manager_app")
_declare_app_person("Assistant", lambda relations: relations.assistant_app, "assistant_app")
_declare_app_user("Workday", "Workday", lambda relations: relations.workday)
_declare_app_user("Directory", "Active Directory", lambda relations: relations.directory)
