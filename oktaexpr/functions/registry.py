"""The catalogue: every declared function by name, and every method by the type it belongs to."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable
from typing import Any, TypeVar

from oktaexpr.functions.declaration import Engine, Examples, Function, Provenance, read_examples

_F = TypeVar("_F", bound=Callable[..., Any])


class Catalogue:
    """Functions by name. One is filled while the package loads and never changes after."""

    def __init__(self) -> None:
        """Start empty."""
        self.functions: dict[str, Function] = {}
        """Bare and namespaced functions by full name."""
        self.methods: dict[str, list[Function]] = defaultdict(list)
        """Methods by bare name, for every receiver and engine."""
        self.namespaces: set[str] = set()

    def function(
        self,
        text: str,
        *,
        summary: str,
        engines: Iterable[Engine],
        provenance: Provenance,
        examples: Examples = (),
        construct: str | None = None,
        needs_evaluation: bool = False,
        lazy: bool = False,
        elementwise: bool = False,
        deprecated: str | None = None,
        stale_in_mappings: bool = False,
        notes: Iterable[str] = (),
    ) -> Callable[[_F], _F]:
        """Declare the decorated Python function; the keywords are `Function`'s fields."""

        def declare(run: _F) -> _F:
            self._add(
                Function(
                    text,
                    summary,
                    run,
                    tuple(engines),
                    provenance,
                    read_examples(examples),
                    construct,
                    needs_evaluation,
                    lazy,
                    elementwise,
                    deprecated,
                    stale_in_mappings,
                    tuple(notes),
                )
            )
            return run

        return declare

    def _add(self, function: Function) -> None:
        name = function.name
        if "::" in name:
            self.methods[name.partition("::")[2]].append(function)
            return
        if name in self.functions:
            message = f"function {name} is declared twice"
            raise ValueError(message)
        self.functions[name] = function
        if "." in name:
            self.namespaces.add(name.partition(".")[0])

    def everything(self) -> list[Function]:
        """Return all declarations, by name."""
        methods = [method for group in self.methods.values() for method in group]
        return sorted(
            [*self.functions.values(), *methods], key=lambda function: (function.name.lower(), function.text)
        )


catalogue = Catalogue()
"""The language's catalogue; topic modules fill it when `oktaexpr.functions` loads them."""
