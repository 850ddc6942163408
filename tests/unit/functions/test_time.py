"""The declarations of the time functions: their examples, and what they depend on."""

from __future__ import annotations

from datetime import UTC, datetime
from zoneinfo import ZoneInfo

import pytest

import oktaexpr
from oktaexpr.functions import CLASSIC, IDENTITY_ENGINE, Function, catalogue
from oktaexpr.functions.declaration import FunctionExample

DECLARED = [
    function
    for function in catalogue.everything()
    if function.name.startswith(("Time.", "DateTime.", "DateTime::"))
]
EXAMPLES = [(function, example) for function in DECLARED for example in function.examples]
NEW_YORK_IN_DOUBT = "'{}'.parseStringTime().toZone('America/New_York')"


def test_both_pages_are_covered() -> None:
    assert {function.name for function in DECLARED if CLASSIC in function.engines} == {
        "Time.now", "Time.fromWindowsToIso8601", "Time.fromUnixToIso8601", "Time.fromStringToIso8601",
        "Time.fromIso8601ToWindows", "Time.fromIso8601ToUnix", "Time.fromIso8601ToString",
    }  # fmt: skip
    methods = {function.name.removeprefix("DateTime::") for function in DECLARED if "::" in function.name}
    units = {
        f"{word}{unit}"
        for word in ("plus", "minus", "within")
        for unit in ("Days", "Hours", "Minutes", "Seconds")
    }
    assert methods == units | {"parseStringTime", "toWindows", "toUnix", "toString", "toZone"}


@pytest.mark.parametrize(("function", "example"), EXAMPLES, ids=lambda part: getattr(part, "expression", ""))
def test_every_example_gives_its_value(function: Function, example: FunctionExample) -> None:
    scope = oktaexpr.Scope(**example.scope)
    assert (
        oktaexpr.evaluate(example.expression, scope, engine=example.engine or function.engines[0])
        == example.value
    )


@pytest.mark.parametrize("function", DECLARED, ids=lambda function: function.name)
def test_every_declaration_has_an_example_and_a_row_of_usages(function: Function) -> None:
    assert function.examples
    assert function.construct == "Time.*"


def test_the_clock_is_that_of_the_scope_in_utc() -> None:
    scope = oktaexpr.Scope(now="2015-07-31T19:18:37.979+02:00")
    assert oktaexpr.evaluate("Time.now()", scope) == "2015-07-31T17:18:37.979Z"
    value = oktaexpr.evaluate("DateTime.now()", scope, engine=IDENTITY_ENGINE)
    assert (value, value.tzinfo) == (datetime(2015, 7, 31, 17, 18, 37, 979_000, UTC), UTC)


def test_without_a_clock_of_the_scope_it_is_now() -> None:
    before = datetime.now(UTC)
    value = oktaexpr.evaluate("DateTime.now()", oktaexpr.Scope(), engine=IDENTITY_ENGINE)
    assert before <= value <= datetime.now(UTC)


def test_within_counts_instants_where_the_clocks_go_back() -> None:
    expression = f"{NEW_YORK_IN_DOUBT.format('2015-11-01T05:30Z')}.withinMinutes(30)"
    now = datetime.fromisoformat("2015-11-01T06:30:00+00:00")
    scope = oktaexpr.Scope(now=now.astimezone(ZoneInfo("America/New_York")))
    assert oktaexpr.evaluate(expression, scope, engine=IDENTITY_ENGINE) is False


def test_text_methods_belong_to_identity_engine() -> None:
    with pytest.raises(oktaexpr.EvaluationError) as caught:
        oktaexpr.evaluate("'1438377580979'.parseUnixTime()", oktaexpr.Scope(), engine=CLASSIC)
    assert caught.value.code == "METHOD_NOT_FOUND"
