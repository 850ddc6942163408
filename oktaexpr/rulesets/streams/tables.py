"""What `--out` writes: the users of a batch as Arrow columns, in the words of the JSON reports."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from itertools import accumulate, chain
from typing import TYPE_CHECKING, Any

from oktaexpr.columns.reading import is_json
from oktaexpr.columns.results import KEY, is_storable, json_field
from oktaexpr.rulesets.result import RuleError
from oktaexpr.rulesets.streams.holdings import Effects, RowsByGroup
from oktaexpr.rulesets.streams.known_groups import KnownGroups
from oktaexpr.rulesets.streams.people import Crowd
from oktaexpr.rulesets.streams.row_sets import rows_in
from oktaexpr.rulesets.streams.running import Run, Running

if TYPE_CHECKING:
    import pyarrow as pa

Reasons = Mapping[int, tuple[int, ...]]
"""Number of a group to the rules that give it, by place."""


def reasons_of(matched: Sequence[int], targets: Sequence[Sequence[int]]) -> Reasons:
    """Return the groups that a user's rules give, in the order of their coming, each with its rules."""
    found: dict[int, tuple[int, ...]] = {}
    for place in matched:
        for number in targets[place]:
            found[number] = (*found.get(number, ()), place)
    return found


class Tables:
    """Makes the tables of one stream."""

    def __init__(self, known: KnownGroups) -> None:
        """Keep the groups as Arrow has them, as codes: each comes for very many users."""
        import pyarrow as pa

        ids = _codes([group.id for group in known.groups])
        names = _codes([group.name for group in known.groups])
        self._groups = pa.StructArray.from_arrays([ids, names], ["id", "name"])

    def rules(self, crowd: Crowd, run: Run, running: Running, effects: Effects) -> pa.RecordBatch:
        """Return `key`, `user`, `given`, `added`, `unexplained`, `errors` and `unsettled` of each user.

        `given` are the groups that rules give, each with the ids of the rules; `errors` have the rule's id, code and
        message; `unsettled` are ids of rules.
        """
        rows = range(len(crowd))
        known: dict[tuple[int, ...], Reasons] = {}
        given = []
        for matched in map(tuple, run.matches()):
            if matched not in known:
                known[matched] = reasons_of(matched, running.targets)
            given.append(known[matched])
        columns = {
            "given": self.with_rules(given, running),
            "added": self._members(effects.added, len(crowd)),
            "unexplained": self._members(effects.unexplained, len(crowd)),
            "errors": _errors([run.errors.get(row, ()) for row in rows]),
            "unsettled": _ids([[rule.id for rule in run.unsettled.get(row, ())] for row in rows]),
        }
        return batch_of(crowd, columns)

    def with_rules(self, rows: Sequence[Reasons], running: Running) -> pa.Array:
        """Return lists of groups, each with `id`, `name` and the ids of the `rules` that give it."""
        import pyarrow as pa

        codes: dict[tuple[int, tuple[int, ...]], int] = {}
        lists = [[codes.setdefault(entry, len(codes)) for entry in row.items()] for row in rows]
        groups = self._groups.take(pa.array([number for number, _ in codes], pa.int64()))
        rules = _lists([places for _, places in codes], _codes([rule.id for rule in running.rules]))
        entries = pa.StructArray.from_arrays([*groups.flatten(), rules], ["id", "name", "rules"])
        return _lists(lists, entries)

    def _members(self, groups: RowsByGroup, count: int) -> pa.Array:
        """Return lists of groups from the rows of each, in the order of the groups."""
        lists: list[list[int]] = [[] for _ in range(count)]
        for number, rows in sorted(groups.items()):
            for row in rows_in(rows, count):
                lists[row].append(number)
        return _lists(lists, self._groups)


def batch_of(
    crowd: Crowd, columns: Mapping[str, pa.Array], rows: Sequence[int] | None = None
) -> pa.RecordBatch:
    """Return columns behind `key` and `user`: of everybody, or of the users in these rows."""
    import pyarrow as pa

    keys, users = crowd.rows.keys, pa.array(map(_text, crowd.logins), pa.string())
    if rows is not None:
        at = pa.array(rows, pa.int64())
        keys, users = keys.take(at), users.take(at)
    key = json_field(KEY) if is_json(crowd.rows.key_field) else pa.field(KEY, keys.type)
    schema = pa.schema([key, ("user", pa.string()), *((name, array.type) for name, array in columns.items())])
    return pa.RecordBatch.from_arrays([keys, users, *columns.values()], schema=schema)


def _lists(rows: Sequence[Sequence[int]], members: pa.Array) -> pa.Array:
    """Return a list a row, of the members at these places."""
    import pyarrow as pa

    offsets = pa.array([0, *accumulate(map(len, rows))], pa.int32())
    return pa.ListArray.from_arrays(offsets, members.take(pa.array(chain.from_iterable(rows), pa.int64())))


def _codes(texts: Sequence[str | None]) -> pa.Array:
    """Return texts as numbers of distinct ones."""
    import pyarrow as pa

    return pa.array(map(_text, texts), pa.string()).dictionary_encode()


def _ids(rows: Sequence[Sequence[str]]) -> pa.Array:
    import pyarrow as pa

    return pa.array([[_text(name) for name in row] for row in rows], pa.list_(pa.string()))


def _errors(rows: Sequence[Sequence[RuleError]]) -> pa.Array:
    import pyarrow as pa

    kind = pa.struct([("rule", pa.string()), ("code", pa.string()), ("message", pa.string())])
    cells: list[list[dict[str, Any]]] = [
        [{"rule": _text(one.rule.id), "code": one.code, "message": _text(one.message)} for one in row]
        for row in rows
    ]
    return pa.array(cells, pa.list_(kind))


def _text(text: str | None) -> str | None:
    """Return a text for Arrow; half a surrogate pair is written as an escape, as in all files."""
    if text is None or text.isascii() or is_storable(text):
        return text
    return text.encode("utf-8", "backslashreplace").decode()
