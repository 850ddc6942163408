"""`Program.over`: a program over batches of users, one result a row."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import TYPE_CHECKING

from oktaexpr.columns.distinct import Evaluated, evaluate_distinct
from oktaexpr.columns.kernel import ByRowError, Kernel, Values, build_kernel
from oktaexpr.columns.layout import GROUPS, Layout, Path, read_layout, schema_layout
from oktaexpr.columns.likeness import Likeness, Likenesses
from oktaexpr.columns.memberships import Memberships
from oktaexpr.columns.requirement import need_pyarrow
from oktaexpr.columns.results import result_batch, table_of
from oktaexpr.columns.rows import Rows
from oktaexpr.columns.stored import StoredMemberships
from oktaexpr.errors import UsageError
from oktaexpr.syntax import nodes
from oktaexpr.syntax.visitor import walk
from oktaexpr.values.faults import Fault

if TYPE_CHECKING:
    import pyarrow as pa

    from oktaexpr.compiler.program import Program

BATCH_ROWS = 20_000
"""How many rows become Python values at a time: enough to make each batch's own costs vanish, few enough to stay flat."""

_MOST_KERNELS = 100


@dataclass(frozen=True, slots=True)
class Settings:
    """How tables are read and results are given."""

    key: str | None = None
    """The column that tells users apart; else the first of `key`, `id`, `login`, `email`."""
    groups: str | None = None
    """The list column of groups; else `groups`, where there is one."""
    memberships: Memberships | StoredMemberships | pa.Table | None = None
    """The groups of every user, where they stand in a table of their own."""
    now: datetime | str | None = None
    """The time of every evaluation; else the clock's at the start, the same for all rows."""
    as_json: bool = False
    """Give every value as a JSON text, for those who need the type of a column before its values."""


DEFAULTS = Settings()


class Evaluator:
    """A program made ready for batches. Code is generated once for each layout that comes; holds nothing of any user."""

    def __init__(self, program: Program, settings: Settings = DEFAULTS) -> None:
        """Take the program and how its tables are read; without a time the clock is read here, once for all rows."""
        need_pyarrow()
        self._program = program
        self.settings = settings
        self._memberships = _read_memberships(settings.memberships)
        self._now = settings.now if settings.now is not None else datetime.now(UTC)
        self._kernels: dict[tuple[Layout, frozenset[Path], bool], Kernel] = {}

    def batches(self, batches: Iterable[pa.RecordBatch]) -> Iterator[pa.RecordBatch]:
        """Yield the result of every batch, cut to `BATCH_ROWS`. Raises `UsageError` and `DirectoryError` for the table."""
        return map(self._result, self._cut(batches))

    def one(self, batch: pa.RecordBatch) -> pa.RecordBatch:
        """Return the result of one batch as one batch. Raises as `batches` does."""
        return self._result(self._joined(batch))

    def _joined(self, batch: pa.RecordBatch) -> pa.RecordBatch:
        if self._memberships is None:
            return batch
        layout = read_layout(batch, self._program.engine, self.settings.key)
        return self._memberships.joined(batch, layout.key, self.settings.groups or GROUPS)

    def _result(self, batch: pa.RecordBatch) -> pa.RecordBatch:
        rows = self._rows(batch)
        done = self._evaluated(rows)
        return result_batch(
            rows.keys,
            rows.key_field,
            done.values,
            done.errors,
            codes=done.codes,
            as_json=self.settings.as_json,
        )

    def evaluated(self, batches: Iterable[pa.RecordBatch]) -> Iterator[tuple[Rows, Values]]:
        """Yield the rows, cut to `BATCH_ROWS`, with their values and errors as Python has them. Raises as `batches` does.

        For those who go on with the values: nothing becomes Arrow first.
        """
        for batch in self._cut(batches):
            rows = self._rows(batch)
            yield rows, self._evaluated(rows).rows()

    def alike(self, batches: Iterable[pa.RecordBatch]) -> Iterator[tuple[Rows, list[Likeness] | None]]:
        """Yield the rows, cut to `BATCH_ROWS`, with what tells users apart for the program, before it is run.

        For those who explain: users who are alike need one explanation. None says that nobody can tell. Raises as
        `batches` does.
        """
        likenesses = Likenesses(self._program.tree)
        for batch in self._cut(batches):
            rows = self._rows(batch)
            yield rows, likenesses.of(self.kernel(rows.layout), rows)

    def _cut(self, batches: Iterable[pa.RecordBatch]) -> Iterator[pa.RecordBatch]:
        for batch in batches:
            whole = self._joined(batch)
            for start in range(0, whole.num_rows, BATCH_ROWS):
                yield whole.slice(start, BATCH_ROWS)

    def _rows(self, batch: pa.RecordBatch) -> Rows:
        layout = read_layout(batch, self._program.engine, self.settings.key, self.settings.groups)
        return Rows(batch, layout, self._now)

    def _evaluated(self, rows: Rows) -> Evaluated:
        try:
            return self._evaluated_once(rows) or Evaluated(*self.kernel(rows.layout)(rows))
        except Fault:
            # A group cannot be asked for itself, as where its name takes a pattern too long: then every row is asked.
            return Evaluated(*self.kernel(rows.layout, use_predicates=False)(rows))

    def _evaluated_once(self, rows: Rows) -> Evaluated | None:
        """Evaluate what rows have in common once, None where they have not enough. Raises `Fault` as a kernel does."""
        kernel = self.kernel(rows.layout)
        whole = evaluate_distinct(kernel, rows)
        if whole is not None:
            return whole
        coded = frozenset(path for path in kernel.columns if rows.coded(path) is not None)
        if not coded:
            return None
        try:
            return Evaluated(*self.kernel(rows.layout, coded)(rows))
        except ByRowError:
            return None

    def columns_of(self, schemas: Sequence[pa.Schema]) -> set[str] | None:
        """Return the columns that the program needs of tables with these schemas, None for all of them."""
        wanted: set[str] = set()
        parts = walk(self._program.tree)
        named = {part.name for part in parts if isinstance(part, nodes.Name | nodes.Property)}
        for schema in schemas:
            layout = schema_layout(schema, self._program.engine, self.settings.key, self.settings.groups)
            kernel = self.kernel(layout)
            if kernel.needs_scope:
                return None
            wanted |= {layout.key, *layout.shape(), *(path[0] for path in kernel.columns)}
            # A struct without the attribute that is asked for says that it is null, rather than below null.
            wanted |= named.intersection(schema.names)
            if layout.groups is not None and (kernel.predicates or self.settings.groups is not None):
                wanted.add(layout.groups)
        return wanted or None

    def kernel(
        self, layout: Layout, coded: frozenset[Path] = frozenset(), *, use_predicates: bool = True
    ) -> Kernel:
        """Return the code for batches of a layout, in which the columns `coded` have few values."""
        known = self._kernels.get((layout, coded, use_predicates))
        if known is None:
            if len(self._kernels) >= _MOST_KERNELS:  # data whose types change with every batch
                self._kernels.clear()
            known = build_kernel(self._program.tree, layout, coded, use_predicates=use_predicates)
            self._kernels[layout, coded, use_predicates] = known
        return known


def _read_memberships(
    given: Memberships | StoredMemberships | pa.Table | None,
) -> Memberships | StoredMemberships | None:
    if given is None or isinstance(given, Memberships | StoredMemberships):
        return given
    return Memberships(given)


def over(
    program: Program,
    users: pa.RecordBatch | pa.Table | Iterable[pa.RecordBatch],
    settings: Settings = DEFAULTS,
) -> pa.RecordBatch | pa.Table | Iterator[pa.RecordBatch]:
    """Run a program over a record batch, a table or a stream of batches, and return the same of results."""
    evaluator = Evaluator(program, settings)
    import pyarrow as pa

    if isinstance(users, pa.RecordBatch):
        return evaluator.one(users)
    if isinstance(users, pa.Table):
        return table_of(evaluator.batches(users.to_batches()))
    return evaluator.batches(_checked(users))


def _checked(users: object) -> Iterator[pa.RecordBatch]:
    import pyarrow as pa

    for batch in users if isinstance(users, Iterable) else [users]:
        if not isinstance(batch, pa.RecordBatch):
            message = f"users come as a table, a record batch or several record batches, not as {type(batch).__name__}"
            raise UsageError(message)
        yield batch
