"""The published mapping, its two groups, and where the tables of them lie."""

from __future__ import annotations

from tests.support.program import ROOT

SNAPSHOTS = ROOT / "tests" / "snapshots" / "license"
ACME = str(ROOT / "examples" / "acme")
ACCOUNT = str(ROOT / "examples" / "acme" / "account.yaml")
FORMULA = 'IIF(isMemberOf("dbt_developers"), "developer", "read_only")'
CURRENT = "(isMemberOfGroupName(\"dbt_developers\") ? 'developer' : 'read_only')"
MAPS = ("--map", "developer=dbt_developers", "--map", "read_only=dbt_read_only")
