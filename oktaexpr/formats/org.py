"""What the files say of the org, put together: groups, schemas, apps, and the rules as a set."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property

from oktaexpr.checker.context import App, KnownDirectory
from oktaexpr.checker.context import Attribute as AnyAttribute
from oktaexpr.directory.people import Group
from oktaexpr.directory.schema import Attribute, user_schema
from oktaexpr.formats.facts import Fact, FilterClaim, KnownApp, KnownGroup, KnownRule, KnownSchema
from oktaexpr.formats.found import FoundExpression, Receiver, Use
from oktaexpr.types import Target

_FITS: Mapping[str, Callable[[str, str], bool]] = {
    "exact": str.__eq__,
    "prefix": str.startswith,
    "suffix": str.endswith,
    "contains": str.__contains__,
}
_TARGET_TYPES = frozenset({"string", "boolean", "integer", "number", "array", "object"})


@dataclass(frozen=True, slots=True)
class NamedApp:
    """An app instance as the checker reads it."""

    name: str
    schema: Mapping[str, AnyAttribute] | None


@dataclass(frozen=True, slots=True)
class KnownParts:
    """A directory as the checker reads it; a part that is None is not known."""

    schema: Mapping[str, AnyAttribute] | None
    groups: Iterable[Group] | None
    apps: Iterable[App] | None


class Org:
    """The facts of all files, and the directory that the caller gave, which comes first."""

    def __init__(self, facts: Iterable[Fact], directory: KnownDirectory | None = None) -> None:
        """Sort the facts."""
        listed = list(facts)
        self._directory = directory
        self.groups = [fact for fact in listed if isinstance(fact, KnownGroup)]
        self.schemas = [fact for fact in listed if isinstance(fact, KnownSchema)]
        self.apps = [fact for fact in listed if isinstance(fact, KnownApp)]
        self.claims = [fact for fact in listed if isinstance(fact, FilterClaim)]
        self.rules = [fact for fact in listed if isinstance(fact, KnownRule)]

    @cached_property
    def all_groups(self) -> tuple[Group, ...] | None:
        """Every group of the org; None where nobody listed them."""
        if self._directory is not None and self._directory.groups is not None:
            return tuple(self._directory.groups)
        exported = {group.key: group for group in self.groups if group.is_exported}
        if not exported:
            return None
        return tuple(Group({"id": group.key, "name": group.name}) for group in exported.values())

    @cached_property
    def group_names(self) -> Mapping[str, str | None]:
        """The name of each group by its key."""
        named = {group.id: group.name for group in self.all_groups or () if group.id is not None}
        return named | {group.key: group.name for group in self.groups}

    @cached_property
    def fillers(self) -> Mapping[str, KnownRule]:
        """The first active rule that assigns each group, by the group's key."""
        found: dict[str, KnownRule] = {}
        for rule in self.rules:
            for key in rule.groups if rule.is_active else ():
                found.setdefault(key, rule)
        return found

    def keys_selected(self, mode: str, text: str) -> list[str]:
        """Return the keys of the groups whose name is `text` (`exact`), or has it in the way that `mode` says."""
        fits = _FITS.get(mode)
        if fits is None:
            return []
        return [key for key, name in self.group_names.items() if name is not None and fits(name, text)]

    @cached_property
    def twins(self) -> Mapping[tuple[str, frozenset[str]], KnownRule]:
        """The first active rule of each condition and groups, by place."""
        found: dict[tuple[str, frozenset[str]], KnownRule] = {}
        for rule in sorted(self.rules, key=lambda one: (one.use.path, one.use.span)):
            if rule.is_active and rule.groups:
                found.setdefault((rule.condition, frozenset(rule.groups)), rule)
        return found

    @cached_property
    def rules_by_use(self) -> Mapping[tuple[str, Use], KnownRule]:
        """Each rule by its address and the place of its expression."""
        return {(rule.address, rule.use): rule for rule in self.rules}

    @cached_property
    def _schema(self) -> Mapping[str, AnyAttribute] | None:
        if self._directory is not None and self._directory.schema is not None:
            return self._directory.schema
        if self._exported("user") is None:
            return None
        return user_schema({}) | {
            name: one for schema in self._of_owner("user") for name, one in schema.attributes.items()
        }

    def directory_for(self, expression: FoundExpression) -> KnownDirectory | None:
        """Return what is known of the org where an expression stands; None where nothing is."""
        apps = self._apps
        own = self._exported(expression.appuser) if expression.appuser is not None else None
        if own is not None:
            apps = (*(apps or ()), NamedApp("appuser", own))
        if self._schema is None and self.all_groups is None and apps is None:
            return None
        return KnownParts(self._schema, self.all_groups, apps)

    def missing_attribute(self, receiver: Receiver) -> tuple[str, ...] | None:
        """Return the attributes that there are, where a receiver's is not among them; None where it is, or nobody knows."""
        schemas = list(self._of_owner(receiver.owner))
        names = {name for schema in schemas for name in schema.attributes}
        if receiver.owner == "user" and self._schema is not None:
            names |= self._schema.keys()
        elif not any(schema.has_base for schema in schemas):
            return None
        return None if receiver.attribute in names else tuple(sorted(names))

    def target_for(self, expression: FoundExpression) -> Target | None:
        """Return what receives the value of an expression, where a schema says it."""
        receiver = expression.receiver
        if receiver is None:
            return expression.target
        for schema in self._of_owner(receiver.owner):
            attribute = schema.attributes.get(receiver.attribute)
            if attribute is not None and attribute.type in _TARGET_TYPES:
                return Target(attribute.type, attribute.enum)
        return expression.target

    @cached_property
    def _apps(self) -> tuple[App, ...] | None:
        if self._directory is not None and self._directory.apps is not None:
            return tuple(self._directory.apps)
        named: dict[str, App] = {app.name: NamedApp(app.name, self._exported(app.key)) for app in self.apps}
        return tuple(named.values()) or None

    def _exported(self, owner: str) -> dict[str, Attribute] | None:
        found = [schema for schema in self._of_owner(owner) if schema.is_exported]
        return {name: one for schema in found for name, one in schema.attributes.items()} if found else None

    def _of_owner(self, owner: str) -> Iterator[KnownSchema]:
        return (schema for schema in self.schemas if schema.owner == owner)
