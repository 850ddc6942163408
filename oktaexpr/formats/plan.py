"""`terraform show -json`: what a plan changes, or what a state holds; and the file in which Terraform keeps a state."""

from __future__ import annotations

from collections.abc import Iterator

from oktaexpr.formats.facts import Fact
from oktaexpr.formats.found import FoundExpression
from oktaexpr.formats.resources import Resource, expressions_of
from oktaexpr.formats.terraform_facts import facts_of
from oktaexpr.formats.values import Object, Scalar, Text, Value

_STATE_VERSION = 4
"""Of the file format, since Terraform 0.12."""
_CHANGES = frozenset({"create", "update"})


def is_plan_or_state(value: Value) -> bool:
    """Whether a value is what `terraform show -json` prints, or a state as Terraform stores it."""
    return isinstance(value, Object) and (
        "resource_changes" in value.entries
        or value.get("values", "root_module") is not None
        or _is_stored_state(value)
    )


def _is_stored_state(value: Object) -> bool:
    return value.get("version") == Scalar(_STATE_VERSION) and "terraform_version" in value.entries


def read_plan(value: Object, path: str) -> Iterator[FoundExpression | Fact]:
    """Yield the expressions and facts of the resources that a plan makes or changes, or of all in a state.

    What a plan does not know yet is absent from its values.
    """
    for resource, is_managed in _resources(value, path):
        if is_managed:
            yield from expressions_of(resource)
        yield from facts_of(resource)


def _resources(value: Object, path: str) -> Iterator[tuple[Resource, bool]]:
    """Yield what is made, changed or held, and whether Terraform manages it; a data source is only looked at."""
    if _is_stored_state(value):
        yield from _stored(value, path)
        return
    if "resource_changes" not in value.entries:
        root = value.get("values", "root_module")
        yield from _module(root, path) if isinstance(root, Object) else ()
        return
    for entry in value.objects("resource_changes"):
        actions = {item.value for item in entry.items("change", "actions") if isinstance(item, Text)}
        after = entry.get("change", "after")
        if actions & _CHANGES and isinstance(after, Object):
            yield _resource(entry, after, path), True


def _module(module: Object, path: str) -> Iterator[tuple[Resource, bool]]:
    for entry in module.objects("resources"):
        values = entry.get("values")
        if isinstance(values, Object):
            yield _resource(entry, values, path), entry.text("mode") != "data"
    for child in module.objects("child_modules"):
        yield from _module(child, path)


def _stored(state: Object, path: str) -> Iterator[tuple[Resource, bool]]:
    """Yield each instance of the resources of a stored state, under the address that Terraform prints."""
    for entry in state.objects("resources"):
        kind, is_data = entry.text("type") or "", entry.text("mode") == "data"
        steps = [entry.text("module"), "data" if is_data else None, kind, entry.text("name")]
        address = ".".join(step for step in steps if step)
        for instance in entry.objects("instances"):
            attributes = instance.get("attributes")
            if isinstance(attributes, Object):
                yield (
                    Resource(kind, address + _index(instance.get("index_key")), attributes, path),
                    not is_data,
                )


def _index(key: Value | None) -> str:
    match key:
        case Text(value=name):
            return f'["{name}"]'
        case Scalar(value=int(number)):
            return f"[{number}]"
        case _:
            return ""


def _resource(entry: Object, values: Object, path: str) -> Resource:
    kind = entry.text("type") or ""
    return Resource(kind, entry.text("address") or kind, values, path)
