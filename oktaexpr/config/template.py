"""The configuration that `oktaexpr init` writes: every key with a comment, most of them switched off."""

from __future__ import annotations

_LINES = """\
# Which problems to look for: codes or their beginnings. `oktaexpr rule` lists them. What an extension finds in
# expressions counts only where its codes stand here: "DBT10" judges mappings of dbt's license attribute.
# select = ["OEL", "DBT10"]
ignore = []

# From this severity on a command exits with 1: error, warning, info.
fail-on = "error"

# Users, groups, apps and schemas, so that unknown attributes and groups are found.
# directory = "okta/export"

# What is not wanted in some files; a pattern fits the whole path or its end.
[per-file-ignores]
# "legacy/*.tf" = ["OEL5"]

# Other severities, by code or its beginning.
[severity]
# OEL501 = "error"

# Where expressions are saved whose file does not say it. `oktaexpr usages` lists the places.
[usages]
# "mappings/*.oel" = "profile-mapping"

# Keys of YAML files that hold expressions, with where they are saved or an empty text.
[yaml-keys]
# "rules.*.expression" = "group-rule"

# What receives the value, by attribute or by a pattern of paths: the values it takes, or its type.
[targets]
# licenseType = ["developer", "read_only", "it"]
# level = { type = "integer" }

# Tests of `oktaexpr test` and pytest.
[test]
# paths = ["okta/tests"]
# fail-under = 90
"""


def template(table: str = "") -> str:
    """Return the text; `table` goes in front of each table's name where it becomes a part of a `pyproject.toml`."""
    if not table:
        return _LINES
    inner = "\n".join(
        f"[{table}.{line[1:-1]}]" if line.startswith("[") else line for line in _LINES.split("\n")
    )
    return f"[{table}]\n{inner}"
