"""No personal value of a directory is left in redacted output, however it was written there."""

from __future__ import annotations

import html
import json
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

import oktaexpr
from oktaexpr.directory import Directory
from oktaexpr.render.redact import Redactor
from oktaexpr.render.trace import draw_trace
from oktaexpr.render.trace_redaction import redacted_trace

ENUMERATED = {"licenseType", "favoriteTools"}
ACME = Path(__file__).parents[3] / "examples" / "acme"


@pytest.fixture(scope="module")
def acme() -> Directory:
    return Directory.load(ACME)


@pytest.fixture(scope="module")
def redactor(acme: Directory) -> Redactor:
    return Redactor(acme)


def strings(value: object) -> Iterator[str]:
    if isinstance(value, str):
        yield value
    elif isinstance(value, dict):
        for inner in value.values():
            yield from strings(inner)
    elif isinstance(value, list):
        for inner in value:
            yield from strings(inner)


def personal(directory: Directory) -> list[str]:
    """Every text of the people's profiles and ids that is long enough to be searched for in any text."""
    found = [user.id or "" for user in directory.users]
    for user in directory.users:
        found += strings({key: value for key, value in user.profile.items() if key not in ENUMERATED})
    return [text for text in found if len(text) > 2]


def test_a_dump_of_the_whole_directory_holds_none_of_them(acme: Directory, redactor: Redactor) -> None:
    dumps = [
        json.dumps([dict(user.data) for user in acme.users], ensure_ascii=ascii_only) for ascii_only in (0, 1)
    ]
    dumps += [html.escape(dump) for dump in dumps]
    dumps += [dump.lower() for dump in dumps]
    for dump in dumps:
        left = redactor.text(dump).casefold()
        for text in personal(acme):
            assert text.casefold() not in left
            assert json.dumps(text)[1:-1].casefold() not in left
            assert html.escape(text).casefold() not in left


def test_values_made_of_personal_ones_are_covered(acme: Directory, redactor: Redactor) -> None:
    text = (ACME / "expressions" / "username.oel").read_text("utf-8")
    program = oktaexpr.compile(text)
    values = [program(scope) for _, scope in acme.scopes()]
    left = json.dumps(redactor.value(values), ensure_ascii=False)
    for user in acme.users:
        last = str(user.profile["lastName"]).replace(" ", "").lower()
        if len(last) > 2 and " " not in str(user.profile["lastName"]):
            assert last not in left.lower()


def test_data_keeps_its_shape(redactor: Redactor) -> None:
    given = {"login": "mia@acme.example", "level": 3, "active": True, "none": None, "list": ["Mia", 1.5]}
    left = redactor.value(given)
    assert isinstance(left, dict)
    assert list(left) == list(given)
    assert (left["level"], left["active"], left["none"]) == (3, True, None)
    assert left["login"] != given["login"]
    assert isinstance(left["list"], list)


def test_group_and_attribute_names_and_enumerated_values_stay(redactor: Redactor) -> None:
    text = 'isMemberOfGroupName("dbt_developers") ? "developer" : user.licenseType'
    assert redactor.text(text) == text


def test_a_name_inside_a_group_name_goes(redactor: Redactor) -> None:
    assert re.fullmatch(r"group \w+#[0-9]+-admins", redactor.text("group mia-admins"))


def test_words_of_names_give_way_to_group_names_and_whole_names_do_not() -> None:
    users = [
        {"profile": {"login": "dbt-robot@acme.example"}},
        {"profile": {"login": "x", "firstName": "Sales"}},
    ]
    directory = Directory.from_data(
        {"users": users, "groups": [{"name": "dbt_users"}, {"name": "sales_team"}]}
    )
    assert Redactor(directory).text("dbt_users robot sales_team") == "dbt_users login#3 firstName#1_team"


def test_the_same_value_has_the_same_placeholder(acme: Directory, redactor: Redactor) -> None:
    once = redactor.text("Grace and GRACE")
    first, _, second = once.partition(" and ")
    assert first == second == Redactor(acme).text("grace")


def test_short_values_are_replaced_only_where_they_stand_alone() -> None:
    directory = Directory.from_data(
        {"users": [{"profile": {"login": "someone@acme.example", "countryCode": "DE"}}]}
    )
    left = Redactor(directory).text("DE, developer, IDEA, 'DE', dbt_DE, de")
    assert left == "countryCode#1, developer, IDEA, 'countryCode#1', dbt_DE, de"


def test_numbers_that_identify_go_and_others_stay() -> None:
    directory = Directory.from_data({"users": [{"profile": {"login": "a", "badge": 40012, "level": 3}}]})
    assert Redactor(directory).value([40012, 3]) == ["badge#1", 3]


def test_a_key_makes_placeholders_that_outlive_a_change_of_the_directory() -> None:
    first, second = ({"profile": {"login": f"{name}@acme.example"}} for name in ("zelda", "quentin"))
    before = Redactor(Directory.from_data({"users": [first, second]}), key="secret")
    after = Redactor(Directory.from_data({"users": [second]}), key="secret")
    other = Redactor(Directory.from_data({"users": [second]}), key="other")
    assert before.text("quentin@acme.example") == after.text("quentin@acme.example")
    assert before.text("quentin@acme.example") != other.text("quentin@acme.example")


def test_profiles_from_elsewhere_are_learned() -> None:
    redactor = Redactor(also=[{"firstName": "Ottilie", "address": {"street": ["Elm Row 5"]}}])
    assert redactor.text("Ottilie, Elm Row 5") == "firstName#1, address#1"
    assert Redactor().text("Ottilie") == "Ottilie"


def test_names_composed_and_decomposed_are_the_same() -> None:
    redactor = Redactor(also=[{"lastName": "Gödel"}])
    assert redactor.text("Go\u0308del, GÖDEL, G\\u00f6del") == "lastName#1, lastName#1, lastName#1"


def test_a_long_text_without_a_name_stays_as_it_is(redactor: Redactor) -> None:
    assert redactor.text("Mi" * 500_000) == "Mi" * 500_000


def test_a_personal_value_inside_the_name_of_an_attribute_or_function_is_no_personal_value() -> None:
    redactor = Redactor(also=[{"lastName": "Phone", "nickName": "lower", "displayName": "firstName"}])
    text = "String.toLowerCase(user.primaryPhone) + user.firstNames"
    assert redactor.text(text) == "String.toLowerCase(user.primaryPhone) + user.displayName#1s"
    assert redactor.text("Phone") == "lastName#1"


@pytest.mark.parametrize(
    "expression",
    [
        "String.substring(user.firstName, 0, 3)",
        'String.substring(user.email, 1, 5) + "zz"',
        'String.replace(user.lastName, "N", "M")',
        "user.lastName.substring(2)",
    ],
)
def test_what_a_function_cuts_out_of_a_personal_value_goes_too(acme: Directory, expression: str) -> None:
    trace = oktaexpr.explain(expression, acme.scope("alice@acme.example"))
    shown = draw_trace(redacted_trace(trace, Redactor(acme)))
    assert "part#1" in shown
    assert not any(part in shown for part in ("Ali", "lice", "Mguyen", "guyen", "uyen"))


@pytest.mark.parametrize(
    ("expression", "shown"),
    [
        ("String.substring(user.lastName, 0, 1)", "part#1"),
        ("String.substring(user.firstName, 0, 1) + '.' + user.lastName", "part#1.lastName#2"),
        ("'dev' + String.substring(user.lastName, 0, 2)", "devpart#1"),
        ("user.lastName.split('e')", ["part#1", "part#2"]),
        ("{user.lastName}.![#this.substring(0, 2)]", ["part#1"]),
        ("String.len(user.lastName) > 3 ? 'a,' + 'b' : user.lastName", "a,b"),
        ("user.lastName == 'x' ? 'developer' : user.lastName.substring(0, 3)", "part#1"),
    ],
)
def test_a_piece_goes_however_short_and_constants_stay(
    acme: Directory, expression: str, shown: object
) -> None:
    trace = redacted_trace(oktaexpr.explain(expression, acme.scope("alice@acme.example")), Redactor(acme))
    assert trace.value == shown
    assert "Ng" not in draw_trace(trace)


def test_a_piece_goes_from_the_message_of_an_error(acme: Directory) -> None:
    trace = oktaexpr.explain("Convert.toInt(user.lastName.substring(0, 2))", acme.scope("alice@acme.example"))
    redacted = redacted_trace(trace, Redactor(acme))
    assert redacted.error is not None
    assert redacted.error.message == "'part#1' is no number"
    assert "'Ng'" not in redacted.sentence


def test_what_a_function_chooses_stays(acme: Directory) -> None:
    expression = 'String.stringSwitch(user.email, "read_only", "acme", "developer")'
    trace = oktaexpr.explain(expression, acme.scope("alice@acme.example"))
    assert redacted_trace(trace, Redactor(acme)).value == "developer"
    status = oktaexpr.explain('user.getInternalProperty("status")', acme.scope("alice@acme.example"))
    assert redacted_trace(status, Redactor(acme)).value == "ACTIVE"
