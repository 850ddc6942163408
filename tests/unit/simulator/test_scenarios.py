"""Scenario rows: what is read, what is refused, what the JSON looks like."""

from __future__ import annotations

from typing import Any

import pytest

from simulator.errors import ScenarioError
from simulator.scenarios import read_rows, run

ROW = {"id": "a", "event": "scim_put", "scim_enabled": True, "prior_license": "it"}


def test_json_has_five_keys() -> None:
    (outcome,) = run([{**ROW, "expected_license": "it", "expected_error": None}])
    row = outcome.to_mapping()
    assert list(row) == ["id", "license", "error", "ok", "reasons"]
    assert (row["id"], row["license"], row["error"], row["ok"]) == ("a", "it", None, True)
    assert {"fact", "mark", "text"} == set(row["reasons"][0])


@pytest.mark.parametrize(
    "expected",
    [
        {"expected_license": "developer"},
        {"expected_error": "scim_not_available"},
        {"expected_config": {"enabled": False}},
    ],
)
def test_other_expectation_is_not_ok(expected: dict[str, Any]) -> None:
    (outcome,) = run([{**ROW, **expected}])
    assert not outcome.ok


def test_field_that_nobody_reads_is_noted() -> None:
    (outcome,) = run([{**ROW, "seat_available": {}}])
    assert outcome.notes == ("nobody reads the field 'seat_available'",)


@pytest.mark.parametrize(
    ("change", "word"),
    [
        ({"event": "scim_push"}, "scim_push"),
        ({"plan": "gold"}, "gold"),
        ({"prior_license": "viewer"}, "prior_license"),
        ({"expected_license": "viewer"}, "expected_license"),
        ({"expected_config": []}, "expected_config"),
        ({"scim_extension": "none"}, "scim_extension"),
        ({"seats_available": {"viewer": 1}}, "viewer"),
        ({"seats_available": {"it": "1"}}, "'1'"),
        ({"scim_managed": "yes"}, "scim_managed"),
        ({"event": "sso_signin", "idp_groups": "dbt"}, "idp_groups"),
        ({"event": "sso_signin", "true_idp_group_count": "many"}, "true_idp_group_count"),
        ({"event": "invite", "invitees": -1}, "invitees"),
        ({"event": "okta_expression_then_scim_put"}, "expression"),
        ({"event": ["scim_put"]}, "scim_put"),
        ({"license_maps": "dbt"}, "license_maps"),
        ({"seats_available": 7}, "seats_available"),
        ({"seats_available": {"it": -1}}, "-1"),
        ({"seats_available": {"it": 1, "limited": "no"}}, "limited"),
        ({"userName": 7}, "userName"),
        ({"email": ["a@acme.example"]}, "email"),
        ({"wrong_namespace": True}, "wrong_namespace"),
        ({"prior_origin": 1}, "prior_origin"),
        ({"event": "invite", "requested": 7}, "requested"),
        ({"event": "scim_group_push", "pushed_group": {}}, "pushed_group"),
    ],
)
def test_row_that_cannot_run_is_named(change: dict[str, Any], word: str) -> None:
    with pytest.raises(ScenarioError, match=rf"scenario a.*{word}"):
        run([{**ROW, **change}])


def test_rows_are_read_from_json_lines() -> None:
    assert list(read_rows('{"id": "a"}\n\n{"id": "b"}\n')) == [{"id": "a"}, {"id": "b"}]


def test_line_separators_may_stand_in_a_text() -> None:
    assert list(read_rows('{"note": "a\u2028b\x85"}\r\n{"id": "b"}')) == [
        {"note": "a\u2028b\x85"},
        {"id": "b"},
    ]


@pytest.mark.parametrize(
    "text",
    ['{"id": 1}\nnot json', '{"id": 1}\n[]', '{"id": 1}\n' + "[" * 100_000, '{"id": 1}\n' + "9" * 5000],
)
def test_line_that_is_no_row_is_numbered(text: str) -> None:
    with pytest.raises(ScenarioError, match=r"^rows\.jsonl:2: "):
        list(read_rows(text, "rows.jsonl"))
