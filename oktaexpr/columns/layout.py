"""Where the columns of a table stand in an expression's scope.

Three shapes are read. With a struct column `user`, every other struct column is a root of its own (`appuser`, `org`).
With a struct column `profile` the columns are a user of Okta's API: Classic sees the profile, Identity Engine all of
it. Without either the columns are the profile's attributes, but for those that an Identity Engine user has outside
the profile (`id`, `status`, `created` …).
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from oktaexpr.columns.reading import is_json, is_list, python_type
from oktaexpr.errors import UsageError
from oktaexpr.functions.declaration import IDENTITY_ENGINE, Engine
from oktaexpr.functions.dispatch import USER_DATES

if TYPE_CHECKING:
    import pyarrow as pa

Path = tuple[str, ...]
"""The way to a value: `("user", "profile", "level")` in an expression, `("profile", "level")` in a table."""

KEYS = ("key", "id", "login", "email")
"""The columns that are taken for the key where none is named, the first that is there."""
GROUPS = "groups"
"""The column of memberships where none is named."""

_OWN = USER_DATES | {"id", "status", "type", "transitioningToStatus"}
"""What a user of Okta's API has beside the profile."""


@dataclass(frozen=True, slots=True)
class Layout:
    """How one table is read. Equal layouts share compiled code."""

    schema: pa.Schema
    engine: Engine
    key: str
    groups: str | None
    solid: frozenset[Path]
    """Struct columns in which no row is null, by path: only through these may a program read a child directly."""
    json: frozenset[Path]
    """Columns of JSON texts, by path; schemas that differ in nothing else count as equal."""

    def has_roots(self) -> bool:
        """Tell whether the table has a struct column `user`, and so a struct for each root."""
        return _struct(self.schema, ("user",)) is not None

    def has_profile(self) -> bool:
        """Tell whether the table has a struct column `profile`, and so users in the shape of Okta's API."""
        return not self.has_roots() and _struct(self.schema, ("profile",)) is not None

    def shape(self) -> set[str]:
        """Return the column that tells which shape the table has: without it every other column is read otherwise."""
        if self.has_roots():
            return {"user"}
        return {"profile"} if self.has_profile() else set()

    def login(self) -> Path | None:
        """Return the column that root `login` shows as `login.identifier`, None where there is none."""
        if self.has_roots():
            return None
        path = ("profile", "login") if self.has_profile() else ("login",)
        return path if isinstance(self._descend(path), tuple) else None

    def roots(self) -> dict[str, Path]:
        """Return the roots that are one column each, with the column."""
        if not self.has_roots():
            return {}
        return {name: (name,) for name in self.schema.names if name not in {self.key, self.groups}}

    def profile(self) -> list[str]:
        """Return the columns that make up the user where there is no column `user`."""
        return [name for name in self.schema.names if name != self.groups]

    def own(self) -> list[str]:
        """Return those columns that stand at the top of an Identity Engine user, beside the profile."""
        return [name for name in self.profile() if self.engine == IDENTITY_ENGINE and name in _OWN]

    def find(self, path: Path) -> Path | Absent | None:
        """Return the column that holds what an expression reads at `path`.

        `ABSENT` says that every row has null there, None that no single column has it.
        """
        if self.has_roots():
            return self._descend(path) if path[0] in self.roots() else _unless_deep(path, 0)
        if path == ("login", "identifier"):
            return self.login()
        if path[0] != "user":
            return _unless_deep(path, 0) if path[0] != "login" else None
        return self._find_attribute(path[1:]) if len(path) > 1 else None

    def _find_attribute(self, path: Path) -> Path | Absent | None:
        if self.has_profile():
            return self._descend(path if self.engine == IDENTITY_ENGINE else ("profile", *path))
        if self.engine != IDENTITY_ENGINE or path[0] in self.own():
            return self._descend(path)
        if path[0] != "profile":
            return _unless_deep(path, 0)
        if len(path) == 1:
            return None
        return _unless_deep(path, 1) if path[1] in self.own() else self._descend(path[1:])

    def _descend(self, path: Path) -> Path | Absent | None:
        fields: Collection[str] = self.profile()  # the groups are no attribute
        for at, name in enumerate(path):
            if name not in fields:
                return _unless_deep(path, at)
            if at + 1 < len(path):
                inner = _struct(self.schema, path[: at + 1])
                if inner is None or path[: at + 1] not in self.solid:
                    return None
                fields = [part.name for part in inner]
        return path

    def python_type(self, path: Path) -> str | None:
        """Return `str`, `int` or `bool` where all values of a column are of that type or null, else None."""
        field = self.schema.field(path[0])
        for name in path[1:]:
            field = field.type.field(name)
        return None if path in self.json else python_type(field.type)


class Absent:
    """The type of `ABSENT`."""


ABSENT = Absent()
"""In place of a column: there is none, and every row reads null."""


def _unless_deep(path: Path, at: int) -> Absent | None:
    """Tell the two apart: an absent attribute reads as null, and what lies below one is an error of every row."""
    return ABSENT if at + 1 == len(path) else None


def _struct(schema: pa.Schema, path: Path) -> pa.StructType | None:
    import pyarrow.types as kinds

    index = schema.get_field_index(path[0])
    kind = schema.field(index).type if index >= 0 else None
    for name in path[1:]:
        if kind is None or not kinds.is_struct(kind) or kind.get_field_index(name) < 0:
            return None
        kind = kind.field(name).type
    return kind if kind is not None and kinds.is_struct(kind) else None


def read_layout(
    batch: pa.RecordBatch | pa.Table, engine: Engine, key: str | None = None, groups: str | None = None
) -> Layout:
    """Return how a batch is read. Raises `UsageError` where a column is missing, named twice or of no use for its part."""
    schema = batch.schema
    _check_names(schema, "the table has two columns")
    chosen = key_name(schema.names, key)
    held = _groups(schema, groups)
    structs = (
        _solid(batch.column(name), (name,)) for name in schema.names if _struct(schema, (name,)) is not None
    )
    solid = frozenset(path for found in structs for path in found)
    return Layout(schema, engine, chosen, held, solid, frozenset(json_paths(schema)))


def schema_layout(
    schema: pa.Schema, engine: Engine, key: str | None = None, groups: str | None = None
) -> Layout:
    """Return how a table of no rows is read, for those who have its columns only. Raises as `read_layout` does."""
    import pyarrow as pa

    # Arrow's own `empty_table` loads pandas wherever that is installed, which takes time and memory.
    return read_layout(pa.Table.from_batches([], schema), engine, key, groups)


def json_paths(fields: Iterable[pa.Field], above: Path = ()) -> Iterator[Path]:
    """Yield the columns of JSON texts, also those inside of struct columns."""
    import pyarrow.types as kinds

    for field in fields:
        if is_json(field):
            yield (*above, field.name)
        elif kinds.is_struct(field.type):
            yield from json_paths(field.type, (*above, field.name))


def _check_names(fields: Iterable[pa.Field], what: str) -> None:
    import pyarrow.types as kinds

    known: set[str] = set()
    for field in fields:
        if field.name in known:
            message = f"{what} called {field.name!r}"
            raise UsageError(message)
        known.add(field.name)
        if kinds.is_struct(field.type):
            _check_names(field.type, f"the column {field.name!r} has two parts")


def key_name(names: Sequence[str], key: str | None = None) -> str:
    """Return the column that tells users apart. Raises `UsageError` where the one named is not there, or none is."""
    if key is not None and key not in names:
        from oktaexpr.diagnostics.suggest import did_you_mean

        hint = did_you_mean(key, names) or f"there are {', '.join(names)}"
        message = f"the table has no column {key!r} for the key; {hint}"
        raise UsageError(message)
    found = key or next((name for name in KEYS if name in names), None)
    if found is None:
        message = f"name the column that tells users apart: none is called {', '.join(KEYS)}"
        raise UsageError(message)
    return found


def _groups(schema: pa.Schema, groups: str | None) -> str | None:
    import pyarrow.types as kinds

    name = groups or GROUPS
    if name not in schema.names:
        if groups is None:
            return None
        message = f"the table has no column {groups!r} for the groups"
        raise UsageError(message)
    kind = schema.field(name).type
    if is_list(kind) or kinds.is_null(kind):
        return name
    message = f"the column {name!r} must be a list of group names or of groups, not {kind}"
    raise UsageError(message)


def _solid(column: pa.Array | pa.ChunkedArray, path: Path) -> list[Path]:
    """Return the struct columns at and below `path` that have a struct in every row."""
    import pyarrow as pa
    import pyarrow.types as kinds

    if column.null_count:
        return []
    found = [path]
    chunks = column.chunks if isinstance(column, pa.ChunkedArray) else [column]
    for at, part in enumerate(column.type):
        if kinds.is_struct(part.type):
            child = pa.chunked_array([chunk.field(at) for chunk in chunks], type=part.type)
            found += _solid(child, (*path, part.name))
    return found
