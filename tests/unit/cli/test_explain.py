"""`explain`: the tree, the sentence, the JSON, and nothing personal where it is to be hidden."""

from __future__ import annotations

from pytest_snapshot.plugin import Snapshot

from tests.support.program import SNAPSHOTS, Run

NESTED = (
    'user.department == "Data" AND user.level > 3 ? "analyst" : isMemberOfGroupName("dev") ? '
    '(user.level > 3 OR isMemberOfGroupName("ro") ? "developer" : "it") : "read_only"'
)


def test_the_tree_shows_values_reasons_and_what_was_not_taken(
    oktaexpr: Run, directory: str, snapshot: Snapshot
) -> None:
    snapshot.snapshot_dir = SNAPSHOTS
    for login in ("ann", "bo", "cy"):
        result = oktaexpr("explain", NESTED, "-d", directory, "-u", f"{login}@acme.example")
        assert (result.code, result.err) == (0, "")
        snapshot.assert_match(result.out, f"explain_{login}.txt")


def test_a_projection_shows_its_elements(oktaexpr: Run, snapshot: Snapshot) -> None:
    snapshot.snapshot_dir = SNAPSHOTS
    snapshot.assert_match(oktaexpr("explain", "{1, 2}.![#this * 2]").out, "explain_projection.txt")


def test_where_there_is_no_value_the_place_is_shown(oktaexpr: Run, snapshot: Snapshot) -> None:
    snapshot.snapshot_dir = SNAPSHOTS
    result = oktaexpr("explain", 'user.manager.name + "x"')
    assert (result.code, result.err) == (1, "")
    snapshot.assert_match(result.out, "explain_error.txt")
    document = oktaexpr("explain", 'user.manager.name + "x"', "--format", "json")
    assert document.code == 1
    assert document.json["error"]["code"] == "PROPERTY_ON_NULL"
    assert document.json["root"]["state"] == "error"


def test_json_holds_every_step(oktaexpr: Run) -> None:
    document = oktaexpr("explain", 'isMemberOfGroupName("dev") ? 1 : 2', "-g", "dev", "--format", "json").json
    assert (document["schema_version"], document["value"], document["type"]) == (1, 1, "Integer")
    condition, taken, other = document["root"]["children"]
    assert condition["because"] == 'the user is in "dev"'
    assert (taken["state"], taken["value"], taken["span"]["column"]) == ("value", 1, 30)
    assert (other["state"], "value" in other) == ("not-taken", False)


def test_redact_hides_values_in_texts_and_reasons(oktaexpr: Run, directory: str) -> None:
    text = 'user.firstName == "Ann" ? user.login : user.department'
    for output in ("text", "json"):
        result = oktaexpr(
            "explain", text, "-d", directory, "-u", "ann@acme.example", "--redact", "--format", output
        )
        assert result.code == 0
        assert "Ann" not in result.out
        assert "acme.example" not in result.out


def test_a_text_that_does_not_parse_is_drawn(oktaexpr: Run) -> None:
    result = oktaexpr("explain", "a AND")
    assert (result.code, result.out) == (1, "")
    assert "error[OEL1" in result.err
