"""Resources as rows: what scim2-server asks of a storage, on one connection of the database.

A resource is one JSON document; unique values and group members have tables of their own, since they are looked up.
"""

from __future__ import annotations

import json
import sqlite3
import uuid
from collections.abc import Iterator
from datetime import UTC, datetime
from typing import Any, NamedTuple, cast

from scim2_models import (
    Meta,
    NotFoundException,
    Path,
    PreconditionFailedException,
    Resource,
    ResourceType,
    ResponseParameters,
    ScimFilter,
    ScimProvider,
    SearchRequest,
    Uniqueness,
    UniquenessException,
)
from scim2_models.path import CompareOperator, Comparison
from scim2_server.storage import ScimStorage, SearchPage

_LARGEST = (1 << 63) - 1
"""The largest number that SQLite takes."""
_UNIQUE = (Uniqueness.server, Uniqueness.global_)
_DERIVED = ("id", "meta", "groups")
"""What a document leaves out: columns, and the groups of a user, which the groups know."""


class _Row(NamedTuple):
    id: str
    type: str
    document: str
    created: str
    modified: str
    version: int


_COLUMNS = "id, type, document, created, modified, version"


class SqliteStorage(ScimStorage):
    """Users and groups of one database. Made for one transaction, whose end decides whether its writes count."""

    def __init__(self, connection: sqlite3.Connection, provider: ScimProvider) -> None:
        """Read and write through `connection`, which is inside a transaction."""
        self._connection = connection
        self._provider = provider

    def get(
        self,
        resource_type: ResourceType,
        resource_id: str,
        *,
        response_parameters: ResponseParameters[Any] | None = None,
    ) -> Resource[Any]:
        """Return a resource as a whole. Raises `NotFoundException`."""
        return self._resource(self._row(resource_type, resource_id))

    def search(
        self,
        resource_types: list[ResourceType],
        search_request: SearchRequest[Any],
        *,
        position: Any = None,  # noqa: ANN401 - the cursors that the service does not announce
    ) -> SearchPage:
        """Return a page of the resources, oldest first or as the request sorts them."""
        start, stop = search_request.start_index_0 or 0, search_request.stop_index_0
        if search_request.filter is None and search_request.sort_by is None:
            count = -1 if stop is None else min(stop - start, _LARGEST)
            rows = self._rows(resource_types, "ORDER BY rowid LIMIT ? OFFSET ?", count, min(start, _LARGEST))
            return SearchPage(self._count(resource_types), [self._resource(row) for row in rows])
        found = list(self._matching(resource_types, search_request.filter))
        if search_request.sort_by is not None:
            found = search_request.sort(found)
        return SearchPage(len(found), found[start:stop])

    def create(self, resource_type: ResourceType, resource: Resource[Any]) -> Resource[Any]:
        """Store a new resource under a new id. Raises `UniquenessException`."""
        resource_id, now = uuid.uuid4().hex, datetime.now(UTC).isoformat()
        self.check_unique(resource)
        self._connection.execute(
            "INSERT INTO resources (id, type, document, created, modified, version) VALUES (?, ?, ?, ?, ?, 1)",
            (resource_id, resource_type.name, _document(resource), now, now),
        )
        self._index(resource_id, resource)
        return self.get(resource_type, resource_id)

    def update(
        self, resource_type: ResourceType, resource: Resource[Any], *, expected_version: str | None = None
    ) -> Resource[Any]:
        """Replace a resource; one that is the same keeps its version. Raises as `create` and `delete` do."""
        resource_id = cast(str, resource.id)
        row = self._expected_row(resource_type, resource_id, expected_version)
        document = _document(resource)
        if document != row.document:
            self.check_unique(resource, resource_id)
            self._connection.execute(
                "UPDATE resources SET document = ?, modified = ?, version = version + 1 WHERE id = ?",
                (document, datetime.now(UTC).isoformat(), resource_id),
            )
            self._connection.execute("DELETE FROM unique_values WHERE resource_id = ?", (resource_id,))
            self._connection.execute("DELETE FROM members WHERE group_id = ?", (resource_id,))
            self._index(resource_id, resource)
        return self.get(resource_type, resource_id)

    def delete(
        self, resource_type: ResourceType, resource_id: str, *, expected_version: str | None = None
    ) -> None:
        """Remove a resource, also from the groups that it is in.

        Raises `NotFoundException`, and `PreconditionFailedException` where the version is not the expected one.
        """
        self._expected_row(resource_type, resource_id, expected_version)
        self._leave_groups(resource_id)
        self._connection.execute("DELETE FROM resources WHERE id = ?", (resource_id,))

    def check_unique(self, resource: Resource[Any], resource_id: str = "") -> None:
        """Raise `UniquenessException` where another resource than `resource_id` has a unique value of this one."""
        query = "SELECT 1 FROM unique_values WHERE attribute = ? AND value = ? AND resource_id <> ?"
        for attribute, value in _unique_values(resource):
            if self._connection.execute(query, (attribute, value, resource_id)).fetchone():
                name = attribute.rpartition(":")[2]
                raise UniquenessException(detail=f"Another resource has this {name} already")

    def _row(self, resource_type: ResourceType, resource_id: str) -> _Row:
        for row in self._rows([resource_type], "AND id = ?", resource_id):
            return row
        raise NotFoundException(detail=f"There is no {resource_type.name} with the id {resource_id!r}")

    def _expected_row(self, resource_type: ResourceType, resource_id: str, expected: str | None) -> _Row:
        row = self._row(resource_type, resource_id)
        if expected is not None and expected != _version(row):
            raise PreconditionFailedException(detail="The resource has changed in the meantime")
        return row

    def _rows(self, resource_types: list[ResourceType], condition: str, *values: object) -> Iterator[_Row]:
        """Yield the rows of some types that meet a condition; conditions are constants of this module."""
        query = f"SELECT {_COLUMNS} FROM resources WHERE type IN ({_marks(resource_types)}) {condition}"
        names = [resource_type.name for resource_type in resource_types]
        return map(_Row._make, self._connection.execute(query, (*names, *values)))

    def _count(self, resource_types: list[ResourceType]) -> int:
        query = f"SELECT COUNT(*) FROM resources WHERE type IN ({_marks(resource_types)})"
        names = [resource_type.name for resource_type in resource_types]
        return int(self._connection.execute(query, names).fetchone()[0])

    def _matching(
        self, resource_types: list[ResourceType], scim_filter: ScimFilter[Any] | None
    ) -> Iterator[Resource[Any]]:
        """Yield what a filter matches; for a unique value, which is how Okta asks, only one row is looked at."""
        unique = None
        if scim_filter is not None and len(resource_types) == 1:
            unique = _unique_equality(scim_filter)
        if unique is None:
            rows = self._rows(resource_types, "ORDER BY rowid")
        else:
            owner = "AND id = (SELECT resource_id FROM unique_values WHERE attribute = ? AND value = ?)"
            rows = self._rows(resource_types, owner, *unique)
        for row in rows:
            resource = self._resource(row)
            if scim_filter is None or scim_filter.match(resource):
                yield resource

    def _resource(self, row: _Row) -> Resource[Any]:
        document = json.loads(row.document)
        if groups := self._groups_of(row.id):
            document["groups"] = groups
        resource = cast(Any, self._provider.model_for(row.type)).model_validate(document)
        resource.id = row.id
        resource.meta = Meta(
            resource_type=row.type,
            created=datetime.fromisoformat(row.created),
            last_modified=datetime.fromisoformat(row.modified),
            version=_version(row),
        )
        return cast(Resource[Any], resource)

    def _groups_of(self, member_id: str) -> list[dict[str, str]]:
        query = (
            "SELECT id, json_extract(document, '$.displayName') FROM members "
            "JOIN resources ON id = group_id WHERE member_id = ? ORDER BY resources.rowid"
        )
        return [
            {"value": group_id, "display": name, "$ref": f"Groups/{group_id}"}
            for group_id, name in self._connection.execute(query, (member_id,))
        ]

    def _index(self, resource_id: str, resource: Resource[Any]) -> None:
        self._connection.executemany(
            "INSERT INTO unique_values (attribute, value, resource_id) VALUES (?, ?, ?)",
            [(attribute, value, resource_id) for attribute, value in _unique_values(resource)],
        )
        members = {member.value for member in getattr(resource, "members", None) or [] if member.value}
        self._connection.executemany(
            "INSERT INTO members (group_id, member_id) VALUES (?, ?)",
            [(resource_id, member) for member in sorted(members)],
        )

    def _leave_groups(self, member_id: str) -> None:
        query = f"SELECT {_COLUMNS} FROM resources JOIN members ON group_id = id WHERE member_id = ?"
        for row in map(_Row._make, self._connection.execute(query, (member_id,)).fetchall()):
            document = json.loads(row.document)
            document["members"] = [
                member for member in document.get("members", ()) if member.get("value") != member_id
            ]
            self._connection.execute(
                "UPDATE resources SET document = ?, modified = ?, version = version + 1 WHERE id = ?",
                (_dump(document), datetime.now(UTC).isoformat(), row.id),
            )
        self._connection.execute("DELETE FROM members WHERE member_id = ?", (member_id,))


def _marks(resource_types: list[ResourceType]) -> str:
    return ", ".join("?" * len(resource_types))


def _version(row: _Row) -> str:
    return f'W/"{row.version}"'


def _document(resource: Resource[Any]) -> str:
    document = resource.model_dump()
    return _dump({name: value for name, value in document.items() if name not in _DERIVED})


def _dump(document: dict[str, Any]) -> str:
    return json.dumps(document, ensure_ascii=False, sort_keys=True, separators=(",", ":"))


def _unique_values(resource: Resource[Any]) -> Iterator[tuple[str, str]]:
    """Yield each unique attribute that the resource has, with its value as it is compared: userName in lower case."""
    paths = cast(Any, Path)[type(resource)]
    for path in paths.iter_paths(include_subattributes=False, uniqueness=list(_UNIQUE)):
        attribute = path.resolve()
        value = paths(attribute.urn).get(resource, strict=False)
        if value is not None:
            yield attribute.urn, str(attribute.comparable(value))


def _unique_equality(scim_filter: ScimFilter[Any]) -> tuple[str, str] | None:
    """Return attribute and compared value where a filter is `unique attribute eq "text"`, as in Okta's look-ups.

    An id is none of these: it stands in a column of its own.
    """
    node = scim_filter.ast
    if not isinstance(node, Comparison) or node.op != CompareOperator.eq or not isinstance(node.value, str):
        return None
    attribute = scim_filter.resolve_comparison(node.attr_path, strict=False)
    if attribute is None or attribute.field_name == "id":
        return None
    if attribute.get_annotation(Uniqueness) not in _UNIQUE:
        return None
    return attribute.urn, str(attribute.comparable(node.value))
