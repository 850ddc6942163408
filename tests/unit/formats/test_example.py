"""`examples/terraform`: each planted problem is found at its exact characters, and nothing else is."""

from __future__ import annotations

import tomllib
from pathlib import Path

import pytest
from pytest_snapshot.plugin import Snapshot

from oktaexpr.formats import FileDiagnostic, FileSettings, check_files, find, fix_files
from oktaexpr.render.files import draw_file_diagnostics, findings
from oktaexpr.render.report import report_of_findings
from oktaexpr.render.report_formats import ReportFormat, render_report

_HERE = Path(__file__).parent
_EXAMPLE = Path("examples") / "terraform"
_WITHOUT_CACHE = FileSettings(use_cache=False)
PLANTED = tomllib.loads((_HERE / "planted.toml").read_text("utf-8"))["planted"]


@pytest.fixture(autouse=True)
def _in_repository(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(_HERE.parents[2])


def _expected(planted: dict[str, object]) -> tuple[object, ...]:
    line = (_EXAMPLE / str(planted["file"])).read_text("utf-8").split("\n")[int(str(planted["line"])) - 1]
    text = str(planted["text"])
    column = -1
    for _ in range(int(str(planted.get("nth", 1)))):
        column = line.index(text, column + 1)
    used_by = (f"{_EXAMPLE.as_posix()}/{planted['used_by']}",) if "used_by" in planted else ()
    return planted["file"], planted["line"], column + 1, column + 1 + len(text), planted["code"], used_by


def _found(one: FileDiagnostic) -> tuple[object, ...]:
    file = Path(one.path).relative_to(_EXAMPLE).as_posix()
    used_by = tuple(str(use) for use in one.used_by)
    return file, one.start.line, one.start.column, one.end.column, one.diagnostic.code, used_by


def test_planted_problems_and_nothing_else() -> None:
    found = check_files([_EXAMPLE], _WITHOUT_CACHE)
    assert sorted(map(_found, found)) == sorted(map(_expected, PLANTED))


def test_output_of_the_example(snapshot: Snapshot) -> None:
    snapshot.snapshot_dir = _HERE.parents[1] / "snapshots" / "terraform"
    text = draw_file_diagnostics(check_files([_EXAMPLE], _WITHOUT_CACHE), width=100)
    snapshot.assert_match(f"{text}\n", "check.txt")


@pytest.mark.parametrize("output", [one for one in ReportFormat if one is not ReportFormat.TEXT])
def test_reports_of_the_example(output: ReportFormat, snapshot: Snapshot) -> None:
    snapshot.snapshot_dir = _HERE.parents[1] / "snapshots" / "terraform"
    report = report_of_findings("check", findings(check_files([_EXAMPLE], _WITHOUT_CACHE)))
    snapshot.assert_match(f"{render_report(report, output)}\n", f"check.{output.value}")


def test_usages_of_the_example() -> None:
    found = {(one.address, one.attribute): one.usage for one in find([_EXAMPLE], _WITHOUT_CACHE)}
    assert len({address for address, _ in found}) >= 12
    assert set(found.values()) == {
        "group-rule", "profile-mapping", "username-template", "saml-attribute", "oidc-claim", "idp-username",
        "app-sign-in-policy", "dynamic-idp",
    }  # fmt: skip
    addresses = {address for address, _ in found}
    assert "okta_app_signon_policy_rule.risky" in addresses
    assert not any("os_expression" in attribute for _, attribute in found)
    assert ("okta_app_oauth.portal", "user_name_template") not in found


def test_fixes_leave_everything_else_alone() -> None:
    changed = {Path(one.path).name: one for one in fix_files([_EXAMPLE], _WITHOUT_CACHE, write=False)}
    assert set(changed) == {"apps.tf", "claims.tf", "groups.tf"}
    lines = {
        name: [
            (old, new)
            for old, new in zip(one.before.split("\n"), one.after.split("\n"), strict=True)
            if old != new
        ]
        for name, one in changed.items()
    }
    assert lines["groups.tf"] == [
        (
            r'  default     = "user.userType = \"Contractor\""',
            r'  default     = "user.userType == \"Contractor\""',
        )
    ]
    assert [new for _, new in lines["apps.tf"]] == [
        '  subject_name_id_template = "$${user.login}"',
        '  : "read_only"',
    ]
    assert [new for _, new in lines["claims.tf"]] == [
        r'  value          = "isMemberOfGroupName(\"dbt_developers\") ? \"developer\" : \"read_only\""'
    ]
