"""`check` with the simulator's codes: found in expressions and in files, only where they are selected."""

from __future__ import annotations

import subprocess
import sys

import pytest
from pytest_snapshot.plugin import Snapshot

from tests.support.license import SNAPSHOTS
from tests.support.program import ROOT, Run

MAPPING = "isMemberOfGroupName('dbt_it') ? 'IT' : isMemberOfGroupName('dbt') ? user.dbtLicense : null"


def test_findings_are_drawn_like_those_of_check(oktaexpr: Run, snapshot: Snapshot) -> None:
    snapshot.snapshot_dir = SNAPSHOTS
    result = oktaexpr("check", MAPPING, "--select", "DBT10")
    assert (result.code, result.err) == (1, "1 error, 2 warnings\n")
    snapshot.assert_match(result.out, "check_mapping.txt")


@pytest.mark.parametrize(
    ("options", "codes"),
    [
        (["--select", "DBT10"], ["DBT102", "DBT104", "DBT103"]),
        (["--select", "DBT102"], ["DBT102"]),
        (["--select", "DBT10", "--ignore", "DBT104"], ["DBT102", "DBT103"]),
        (["--select", "DBT10", "--usage", "saml-attribute"], []),
        (["--select", "DBT113", "--target-type", "boolean"], ["DBT113"]),
        (["--select", "DBT116", "--target-enum", "it,analyst,developer,viewer,read_only"], ["DBT116"]),
    ],
)
def test_what_is_found(oktaexpr: Run, options: list[str], codes: list[str]) -> None:
    document = oktaexpr("check", MAPPING, *options, "--format", "json").json
    assert [one["code"] for one in document["diagnostics"]] == codes


def test_rules_of_the_set_up_are_the_reviews(oktaexpr: Run) -> None:
    alone = oktaexpr("check", MAPPING, "--select", "DBT111")
    assert (alone.code, alone.out) == (2, "")
    assert "`oktaexpr license review` looks at the attribute's set-up" in alone.err
    among_others = oktaexpr("check", MAPPING, "--select", "DBT1")
    assert among_others.code == 1
    unjudged = "DBT111, DBT112, DBT114, DBT115, DBT121, DBT122, DBT123, DBT124"
    assert among_others.err.startswith(f"info: check cannot judge {unjudged} by an expression; ")


def test_the_license_mapping_of_a_file_is_found(oktaexpr: Run) -> None:
    document = oktaexpr(
        "check", str(ROOT / "examples" / "terraform"), "--select", "DBT102", "--format", "json"
    ).json
    (found,) = document["diagnostics"]
    assert found["file"].endswith("apps.tf")
    assert (found["span"]["line"], found["help"]) == (61, "write 'read_only'")


def test_sarif_has_the_rule(oktaexpr: Run) -> None:
    document = oktaexpr("check", MAPPING, "--select", "DBT102", "--format", "sarif").json
    (run,) = document["runs"]
    assert [rule["id"] for rule in run["tool"]["driver"]["rules"]] == ["DBT102"]


@pytest.mark.parametrize("options", [[], ["--select", "OEL3"], ["--ignore", "OEL3"]], ids=" ".join)
def test_a_check_without_its_codes_loads_no_extension(options: list[str]) -> None:
    script = (
        "import sys\nfrom oktaexpr.cli.main import run\n"
        "try:\n    run()\nexcept SystemExit:\n    pass\n"
        "print([name for name in ('simulator', 'simulator.cli.extension') if name in sys.modules])"
    )
    done = subprocess.run(
        [sys.executable, "-c", script, "check", MAPPING, *options, "--config", ""],
        capture_output=True, text=True, check=True,
    )  # fmt: skip
    assert done.stdout == "[]\n"
