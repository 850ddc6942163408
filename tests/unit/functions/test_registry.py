"""What every declaration must have, and every example it gives."""

from __future__ import annotations

from datetime import datetime

import pytest

import oktaexpr
from oktaexpr.functions import BOTH, CLASSIC, IDENTITY_ENGINE, Function, catalogue
from oktaexpr.functions.declaration import FunctionExample
from oktaexpr.functions.registry import Catalogue
from oktaexpr.functions.usages import constructs
from tests.conformance.values import same

FUNCTIONS = catalogue.everything()


def _label(function: Function) -> str:
    return f"{function.text} [{function.engines[0]}]"


def _scope(example: FunctionExample) -> oktaexpr.Scope:
    given = dict(example.scope)
    if "relations" in given:
        given["relations"] = oktaexpr.Relations(**given["relations"])
    return oktaexpr.Scope(**given)


EXAMPLES = [(function, example) for function in FUNCTIONS for example in function.examples]


@pytest.mark.parametrize("function", FUNCTIONS, ids=_label)
def test_declaration_is_complete(function: Function) -> None:
    assert function.summary.endswith(".")
    assert function.examples
    assert function.provenance.source
    assert function.engines in {(CLASSIC,), (IDENTITY_ENGINE,), BOTH}
    assert function.signature.returns.names


@pytest.mark.parametrize("function", FUNCTIONS, ids=_label)
def test_construct_is_a_row_of_the_usages(function: Function) -> None:
    assert function.construct is None or function.construct in constructs()


@pytest.mark.parametrize("function", FUNCTIONS, ids=_label)
def test_notes_are_clauses_without_a_full_stop(function: Function) -> None:
    assert all(note and not note.endswith(".") for note in function.notes)


@pytest.mark.parametrize(("function", "example"), EXAMPLES, ids=lambda part: getattr(part, "expression", ""))
def test_example(function: Function, example: FunctionExample) -> None:
    engine = example.engine or function.engines[0]
    value = oktaexpr.evaluate(example.expression, _scope(example), engine=engine)
    if isinstance(example.value, datetime):
        assert value == example.value
    else:
        assert same(value, example.value), value


@pytest.mark.parametrize("function", FUNCTIONS, ids=_label)
def test_example_calls_the_function(function: Function) -> None:
    """An example that calls something else would prove nothing."""
    name = function.name.rpartition("::")[2]
    assert all(f"{name}(" in example.expression for example in function.examples)


def test_deprecated_functions_name_one_that_exists() -> None:
    for function in FUNCTIONS:
        assert function.deprecated is None or function.deprecated in catalogue.functions


def test_declaring_a_function_twice_is_a_mistake() -> None:
    own = Catalogue()
    declare = own.function(
        "f(x: Any) -> Any", summary="x.", engines=BOTH, provenance=catalogue.functions["IIF"].provenance
    )
    declare(lambda x: x)
    with pytest.raises(ValueError, match="declared twice"):
        declare(lambda x: x)
