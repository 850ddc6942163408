"""Which arguments of the Okta provider's resources hold expressions; a plan has the same names as the files."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace

from oktaexpr.formats.found import AssignedGroup, FoundExpression, GroupRule, Receiver, Use
from oktaexpr.formats.hcl.filled import hole_text, is_unread
from oktaexpr.formats.interpolated import (
    expressions_in_template,
    is_built_in_template,
    without_last_line_end,
)
from oktaexpr.formats.keys import key_of
from oktaexpr.formats.mapped import MappedText, Run
from oktaexpr.formats.values import Array, Choice, Object, Text, Unknown, Value
from oktaexpr.functions import IDENTITY_ENGINE
from oktaexpr.source import Span

_EXPRESSION_TYPE = "urn:okta:expression:1.0"


@dataclass(frozen=True, slots=True)
class Resource:
    """One resource: what Terraform calls it, its arguments, and the file."""

    kind: str
    address: str
    arguments: Object
    path: str

    def find(
        self, attribute: str, value: Value | None, place: Span | None, usage: str | None
    ) -> Iterator[FoundExpression]:
        """Yield the expression that a value is; all of those that are chosen from."""
        match value:
            case Text(content=content):
                span = place if place is not None else content.origins[0].span
                text = without_last_line_end(content)
                yield FoundExpression(text, Use(self.path, span), self.address, attribute, usage)
            case Unknown(reference=reference, span=hole, origin=origin) if _is_checked(value):
                content = MappedText((Run(hole_text(reference), hole, origin, reference),))
                yield FoundExpression(content, Use(self.path, place or hole), self.address, attribute, usage)
            case Choice(options=options):
                for option in options:
                    yield from self.find(attribute, option.value, place, usage)
            case _:
                pass

    def argument(self, name: str, usage: str | None) -> Iterator[FoundExpression]:
        """Yield the expression that an argument holds."""
        return self.find(name, self.arguments.get(name), self.arguments.places.get(name), usage)

    def inner(self, kinds: tuple[str, ...], name: str, usage: str | None) -> Iterator[FoundExpression]:
        """Yield the expressions that an argument holds in each block of a kind; of two kinds, those inside the others."""
        for title, block in _blocks(self.arguments, kinds):
            yield from self.find(f"{title}.{name}", block.get(name), block.places.get(name), usage)

    def template(self, name: str, usage: str) -> Iterator[FoundExpression]:
        """Yield the expressions of an argument that may have `${…}` around them."""
        for found in self.argument(name, usage):
            for content in expressions_in_template(found.content):
                yield replace(found, content=content)


def _blocks(outer: Object, kinds: tuple[str, ...], before: str = "") -> Iterator[tuple[str, Object]]:
    """Yield the blocks of a kind with what they are called, such as `mappings[0]`."""
    kind, *inner = kinds
    for number, block in enumerate(outer.objects(kind)):
        title = f"{before}{kind}[{number}]"
        if inner:
            yield from _blocks(block, tuple(inner), f"{title}.")
        else:
            yield title, block


_OKTA_NAMES = frozenset({"user", "appuser", "idpuser", "source", "app", "org", "session"})


def is_okta_name(reference: str) -> bool:
    """Whether an interpolation was meant for Okta: Terraform has nothing of that name."""
    return reference.partition(".")[0] in _OKTA_NAMES


def _is_checked(value: Unknown) -> bool:
    """Whether something is to be said of a value that is not known: it was meant for Okta, or has a text of its own."""
    return is_okta_name(value.reference) or is_unread(value)


def expressions_of(resource: Resource) -> Iterator[FoundExpression]:
    """Yield the expressions of a resource."""
    for kind, read in _READERS.items():
        if resource.kind == kind or (kind.endswith("_") and resource.kind.startswith(kind)):
            yield from read(resource)


def _group_rule(resource: Resource) -> Iterator[FoundExpression]:
    arguments = resource.arguments
    if (arguments.text("expression_type") or _EXPRESSION_TYPE) != _EXPRESSION_TYPE:
        return
    groups, are_known = assigned_groups(arguments.get("group_assignments"), resource.path, resource.address)
    rule = GroupRule(
        arguments.text("name") or resource.address, arguments.text("status") or "ACTIVE", groups, are_known
    )
    for found in resource.argument("expression_value", "group-rule"):
        yield replace(found, rule=rule)


def assigned_groups(value: Value | None, path: str, address: str) -> tuple[tuple[AssignedGroup, ...], bool]:
    """Return the groups of the list of a rule, and whether these are all."""
    if not isinstance(value, Array):
        return (), value is None
    groups = []
    for item in value.items:
        match item:
            case Text(content=content):
                place = content.place(Span(0, len(content.text)))
                key = key_of(content.holes[0], path, address) if content.holes else content.text
                groups.append(AssignedGroup(key, place.origin.path, place.span))
            case Unknown(reference=reference, span=span):
                groups.append(AssignedGroup(key_of(reference, path, address), path, span))
            case _:
                pass
    return tuple(groups), len(groups) == len(value.items)


def _profile_mapping(resource: Resource) -> Iterator[FoundExpression]:
    owner = owner_of(resource, "target_id")
    source = owner_of(resource, "source_id")
    for number, mapping in enumerate(resource.arguments.objects("mappings")):
        name = mapping.text("id")
        receiver = None
        if owner is not None and name is not None:
            receiver = Receiver(owner, name, _place_of(mapping.get("id")))
        attribute = f"mappings[{number}].expression"
        value, place = mapping.get("expression"), mapping.places.get("expression")
        for found in resource.find(attribute, value, place, "profile-mapping"):
            yield replace(found, receiver=receiver, appuser=source if source != "user" else None)


def _place_of(value: Value | None) -> Use | None:
    if not isinstance(value, Text):
        return None
    place = value.content.place(Span(0, len(value.value)))
    return Use(place.origin.path, place.span)


def owner_of(resource: Resource, name: str) -> str | None:
    """Return the owner of a schema that an argument names: `user` for the user type, an app's id, the key of an app."""
    match resource.arguments.get(name):
        case Text() as value if not value.content.holes:
            return value.value
        case Text(content=content):
            reference = content.holes[0]
        case Unknown(reference=reference):
            pass
        case _:
            return None
    if "user_profile_mapping_source" in reference or "user_type" in reference:
        return "user"
    return key_of(reference.removesuffix(".id"), resource.path, resource.address)


def _app_resource(resource: Resource) -> Iterator[FoundExpression]:
    arguments = resource.arguments
    if arguments.text("user_name_template_type") == "CUSTOM":
        yield from resource.template("user_name_template", "username-template")
    for found in resource.template("subject_name_id_template", "saml-attribute"):
        if not is_built_in_subject(found.text):
            yield found
    for number, statement in enumerate(arguments.objects("attribute_statements")):
        if (statement.text("type") or "EXPRESSION") != "EXPRESSION":
            continue
        place = statement.places.get("values")
        for at, value in enumerate(statement.items("values")):
            attribute = f"attribute_statements[{number}].values[{at}]"
            yield from resource.find(attribute, value, place, "saml-attribute")
    for number, claim in enumerate(arguments.objects("groups_claim")):
        if claim.text("type") == "EXPRESSION":
            place = claim.places.get("value")
            yield from resource.find(f"groups_claim[{number}].value", claim.get("value"), place, "oidc-claim")


_DEFAULT_SUBJECT = "user.userName"
"""Okta's own default: the name that the app has for the user, and no attribute of the Okta profile."""


def is_built_in_subject(text: str) -> bool:
    """Whether what fills a SAML subject is no expression: Okta's default, or one of its built-in templates."""
    return text == _DEFAULT_SUBJECT or is_built_in_template(text)


def _server_claim(resource: Resource) -> Iterator[FoundExpression]:
    if (resource.arguments.text("value_type") or "EXPRESSION") == "EXPRESSION":
        yield from resource.argument("value", "oidc-claim")


def _identity_provider(resource: Resource) -> Iterator[FoundExpression]:
    yield from resource.template("username_template", "idp-username")


def _policy_rule(resource: Resource) -> Iterator[FoundExpression]:
    for found in resource.argument("custom_expression", "app-sign-in-policy"):
        yield replace(found, usage=policy_usage(found.text))


def _policy_rules(resource: Resource) -> Iterator[FoundExpression]:
    for found in resource.inner(("rule",), "custom_expression", "app-sign-in-policy"):
        yield replace(found, usage=policy_usage(found.text))


def policy_usage(text: str) -> str:
    """Return the usage of a policy's condition: only Okta's own account management reads `accessRequest`."""
    return "account-management-policy" if "accessRequest." in text else "app-sign-in-policy"


def _discovery_rule(resource: Resource) -> Iterator[FoundExpression]:
    yield from resource.argument("provider_expression", "dynamic-idp")


def _federated_claim(resource: Resource) -> Iterator[FoundExpression]:
    yield from resource.argument("expression", "federated-claim")


def _app_features(resource: Resource) -> Iterator[FoundExpression]:
    """Yield the user name that imported people get; Okta's pages do not say in which of its languages."""
    yield from resource.inner(("capabilities", "import_settings", "username"), "username_expression", None)


def _realm_assignment(resource: Resource) -> Iterator[FoundExpression]:
    for found in resource.argument("condition_expression", None):
        yield replace(found, engine=IDENTITY_ENGINE)


def _campaign(resource: Resource) -> Iterator[FoundExpression]:
    """Yield whose access is reviewed, a condition; and who reviews it, which is a user."""
    scope = ("principal_scope_settings",)
    yield from resource.inner(scope, "user_scope_expression", "access-certification")
    for kinds in (("reviewer_settings",), ("reviewer_settings", "reviewer_levels")):
        for found in resource.inner(kinds, "reviewer_scope_expression", None):
            yield replace(found, engine=IDENTITY_ENGINE)


_READERS: dict[str, Callable[[Resource], Iterator[FoundExpression]]] = {
    "okta_group_rule": _group_rule,
    "okta_profile_mapping": _profile_mapping,
    "okta_app_": _app_resource,
    "okta_app_features": _app_features,
    "okta_app_federated_claim": _federated_claim,
    "okta_auth_server_claim": _server_claim,
    "okta_auth_server_claim_default": _server_claim,
    "okta_campaign": _campaign,
    "okta_idp_": _identity_provider,
    "okta_app_signon_policy_rule": _policy_rule,
    "okta_app_signon_policy_rules": _policy_rules,
    "okta_realm_assignment": _realm_assignment,
    "okta_policy_rule_idp_discovery": _discovery_rule,
}
"""By the resource's type; a name that ends in an underscore stands for all types that begin with it."""
