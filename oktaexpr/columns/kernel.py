"""One Python function that runs an expression over a whole batch.

It is generated from the same tree by the same handlers as the row program (`oktaexpr.compiler`). Four kinds of
nodes alone are generated otherwise, and each reads what the row program would have worked out: an attribute becomes
a column's value, a constant sub-expression its value, a group test with constant arguments a flag, and a part that
reads one column of few values only what it is of each of them.
"""

from __future__ import annotations

import ast
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import repeat
from typing import TYPE_CHECKING, Any

from oktaexpr.columns.constants import Constants
from oktaexpr.columns.layout import ABSENT, Absent, Layout, Path
from oktaexpr.columns.predicates import Predicate, read_predicate
from oktaexpr.columns.rows import Rows
from oktaexpr.compiler.emit import Code, Emitter
from oktaexpr.compiler.generator import Generator
from oktaexpr.compiler.program import HANDLERS, defined, new_namespace
from oktaexpr.directory.scope import Scope
from oktaexpr.errors import EvaluationError
from oktaexpr.functions.dispatch import is_user_date
from oktaexpr.functions.resolve import dotted_name
from oktaexpr.syntax import nodes
from oktaexpr.syntax.nodes import Node
from oktaexpr.values.kinds import INT_MAX, INT_MIN

if TYPE_CHECKING:
    import pyarrow as pa

Values = tuple[list[Any], dict[int, EvaluationError]]
"""One value a row, null where there is none, and the errors by row."""


_UNCHANGEABLE = (str, int, float, type(None))
"""Values that rows may share whatever is done with them."""


class ByRowError(Exception):
    """A part that was to be worked out by distinct value has to be left to the rows that reach it."""


@dataclass(frozen=True, slots=True)
class Part:
    """A part of an expression that reads one column and nothing else."""

    column: Path
    kernel: Kernel

    def values(self, rows: Rows) -> list[Any]:
        """Return its value in each row. Raises `ByRowError` where it fails for one of the column's values."""
        coded = rows.coded(self.column)
        assert coded is not None
        values, errors = self.kernel.over([coded.values], len(coded.values))
        if errors or not all(isinstance(value, _UNCHANGEABLE) for value in values):
            raise ByRowError
        return coded.spread(values)


@dataclass(frozen=True, slots=True)
class Kernel:
    """Generated code and what it has to be fed with."""

    columns: tuple[Path, ...]
    predicates: tuple[Predicate, ...]
    parts: tuple[Part, ...]
    needs_scope: bool
    run: Callable[[Iterable[Any], Callable[[Any], None], Callable[[EvaluationError], None]], None]

    def __call__(self, rows: Rows) -> Values:
        """Evaluate a batch. Raises `Fault` where a group test cannot be asked of each group for itself.

        Raises `ByRowError` where one of the parts cannot be asked of each value for itself.
        """
        distinct = rows.groups.distinct if self.predicates else ()
        flags = [rows.groups.flags(predicate.matching(distinct)) for predicate in self.predicates]
        parts = [part.values(rows) for part in self.parts]
        scopes = [rows.scopes()] if self.needs_scope else []
        return self.over([*map(rows.values, self.columns), *flags, *parts, *scopes], len(rows))

    def flags(self, rows: Rows) -> list[pa.Array]:
        """Return the answer of each group test for each row, as a column of Booleans. Raises `Fault` as a call does."""
        distinct = rows.groups.distinct if self.predicates else ()
        return [rows.groups.flag_column(predicate.matching(distinct)) for predicate in self.predicates]

    def over(self, inputs: Sequence[Iterable[Any]], count: int) -> Values:
        """Evaluate `count` rows of the inputs: the columns, the flags, the parts, the scopes."""
        values: list[Any] = []
        errors: dict[int, EvaluationError] = {}

        def fail(error: EvaluationError) -> None:
            errors[len(values)] = error
            values.append(None)

        rows: Iterable[Any] = zip(*inputs, strict=True) if inputs else repeat((), count)
        self.run(rows, values.append, fail)
        return values, errors


class _ColumnGenerator(Generator):
    """The row program's generator, but for the nodes that a batch knows already."""

    def __init__(self, layout: Layout, coded: frozenset[Path], *, use_predicates: bool) -> None:
        super().__init__(layout.engine, new_namespace(), HANDLERS)
        self.columns: dict[Path, str] = {}
        self.predicates: list[Predicate] = []
        self.parts: list[Part] = []
        self._layout = layout
        self._coded = coded
        self._use_predicates = use_predicates
        self._constants = Constants(layout.engine, self._path)

    def generate(self, node: Node) -> Code:
        """Return the code of a node: what the batch knows, else what the handlers make of it."""
        if not self.in_context:  # inside a projection or selection, names are those of its elements
            emitter = Emitter(len(self.nodes) + 1)
            code = (
                self._constant(emitter, node)
                or self._flag(emitter, node)
                or self._part(emitter, node)
                or self._column(emitter, node)
            )
            if code is not None:
                self.nodes.append(node)
                return code
        return super().generate(node)

    def _constant(self, emitter: Emitter, node: Node) -> Code | None:
        if isinstance(node, nodes.Literal | nodes.ListLiteral | nodes.MapLiteral):
            return None
        value = self._constants.value(node) if self._constants.has(node) else None
        match value:
            case (None,):
                return Code(emitter.constant(None), "null", simple=True)
            case (bool() as plain,):
                return Code(emitter.constant(plain), "bool", simple=True)
            case (value,) if type(value) is str:
                return Code(emitter.constant(value), "str", simple=True)
            case (value,) if type(value) is int and INT_MIN <= value <= INT_MAX:
                return Code(emitter.constant(value), "int", simple=True)
            case _:  # lists and maps are made anew for each row, as the row program makes them
                return None

    def _flag(self, emitter: Emitter, node: Node) -> Code | None:
        if not self._use_predicates:
            return None
        predicate = read_predicate(node, self._constants, self.engine)
        if predicate is None:
            return None
        self.predicates.append(predicate)
        return Code(emitter.name(f"flag{len(self.predicates) - 1}"), "bool", simple=True)

    def _part(self, emitter: Emitter, node: Node) -> Code | None:
        if not self._coded or isinstance(node, nodes.ListLiteral | nodes.MapLiteral) or self._path(node):
            return None
        read = self._constants.reads(node)
        if read is None or len(read) != 1 or not read <= self._coded:
            return None
        (column,) = read
        self.parts.append(Part(column, build_kernel(node, self._layout)))
        return Code(emitter.name(f"part{len(self.parts) - 1}"), simple=True)

    def reads_columns_only(self, node: Node) -> bool:
        """Tell whether a node's value is decided by columns: no groups, no clock, no user as a whole."""
        return self._constants.reads(node) is not None

    def _found(self, node: Node) -> Path | Absent | None:
        dotted = dotted_name(node) if isinstance(node, nodes.Name | nodes.Property) else None
        return self._layout.find(tuple(dotted.split("."))) if dotted is not None else None

    def _path(self, node: Node) -> Path | None:
        found = self._found(node)
        return found if isinstance(found, tuple) else None

    def _column(self, emitter: Emitter, node: Node) -> Code | None:
        found = self._found(node)
        if found is None:
            return None
        if found is ABSENT:
            return Code(emitter.constant(None), "null", simple=True)
        assert isinstance(found, tuple)
        value = emitter.name(self.columns.setdefault(found, f"column{len(self.columns)}"))
        if isinstance(node, nodes.Property) and is_user_date(node, self.engine):
            key = emitter.constant(node.name)
            return Code(emitter.call("read_user_date", emitter.mapping([key], [value]), key))
        return Code(value, simple=True)


def build_kernel(
    tree: Node, layout: Layout, coded: frozenset[Path] = frozenset(), *, use_predicates: bool = True
) -> Kernel:
    """Return the code that runs `tree` over batches of this layout, in which the columns `coded` have few values."""
    generator = _ColumnGenerator(layout, coded, use_predicates=use_predicates)
    emitter = Emitter(1)
    body = generator.body(tree)
    lifted, prelude = generator.lifted, generator.prelude(emitter)
    needs_scope = any(_reads_scope(statement) for statement in [*prelude, *lifted, *body])
    if needs_scope and generator.reads_columns_only(tree):
        # Methods are found at run time and get an evaluation whatever they are; these ask it for nothing.
        generator.namespace["scope"] = Scope()
        needs_scope = False
    row = [
        *generator.columns.values(),
        *(f"flag{at}" for at in range(len(generator.predicates))),
        *(f"part{at}" for at in range(len(generator.parts))),
        *(["scope"] if needs_scope else []),
    ]
    guarded = _guarded(emitter, [*prelude, *_kept(emitter, body)])
    known = {name: layout.python_type(path) for path, name in generator.columns.items()}
    module = _KnownTypes(known).visit(ast.Module([_kernel(emitter, row, lifted, guarded)], []))
    run = defined("kernel", module, generator)
    return Kernel(
        tuple(generator.columns), tuple(generator.predicates), tuple(generator.parts), needs_scope, run
    )


class _KnownTypes(ast.NodeTransformer):
    """Asks a column of texts or null whether it is not null, where the row program has to ask for the type.

    Only what the handlers wrote as `type(column0) is str` is touched; the two are the same for such a column.
    """

    def __init__(self, known: Mapping[str, str | None]) -> None:
        self._known = known

    def visit_Compare(self, node: ast.Compare) -> ast.AST:
        match node:
            case ast.Compare(
                left=ast.Call(func=ast.Name(id="type"), args=[ast.Name(id=column)]),
                ops=[ast.Is()],
                comparators=[ast.Name(id=asked)],
            ) if self._known.get(column) == asked:
                emitter = Emitter(node.lineno)
                return emitter.compare(emitter.name(column), ast.IsNot(), emitter.constant(None))
        return self.generic_visit(node)


def _reads_scope(statement: ast.stmt) -> bool:
    return any(isinstance(part, ast.Name) and part.id == "scope" for part in ast.walk(statement))


def _kernel(emitter: Emitter, row: list[str], lifted: list[ast.stmt], body: ast.stmt) -> ast.stmt:
    """`def kernel(rows, keep, fail): for (column0, …) in rows: body`."""
    store = ast.Store()
    target = ast.Tuple([ast.Name(name, store, **emitter.place) for name in row], store, **emitter.place)
    loop = ast.For(target, emitter.name("rows"), [body], [], None, **emitter.place)
    return emitter.define("kernel", [*lifted, loop], "rows", "keep", "fail")


def _guarded(emitter: Emitter, body: list[ast.stmt]) -> ast.stmt:
    """`try: body`, and hand an error of this row to `fail`, so that the next row goes on."""
    error = emitter.call("locate", emitter.name("fault"))
    handler = ast.ExceptHandler(
        emitter.name("FAULTS"),
        "fault",
        [ast.Expr(emitter.call("fail", error), **emitter.place)],
        **emitter.place,
    )
    return ast.Try(body, [handler], [], [], **emitter.place)


def _kept(emitter: Emitter, statements: list[ast.stmt]) -> list[ast.stmt]:
    """Return the body with every `return value` made a `keep(value); continue`."""
    kept: list[ast.stmt] = []
    for statement in statements:
        if isinstance(statement, ast.Return) and statement.value is not None:
            place = Emitter(statement.lineno)
            kept.append(ast.Expr(place.call("keep", statement.value), **place.place))
            kept.append(ast.Continue(**emitter.place))
        elif isinstance(statement, ast.If):
            then = _kept(emitter, statement.body)
            kept.append(ast.If(statement.test, then, [], **Emitter(statement.lineno).place))
        else:
            kept.append(statement)
    return kept
