"""What the simulator adds to `oktaexpr`: the commands of `license`, and rules. A new command is one line here."""

from __future__ import annotations

from oktaexpr.cli.shared import Extension
from simulator.errors import SimulatorError

COMMANDS: dict[str, tuple[str, str]] = {
    "table": ("simulator.cli.table", "Show who gets which license under SSO and under SCIM."),
    "explain": ("simulator.cli.explain", "Follow one user from groups and profile to the license."),
    "review": ("simulator.cli.review", "Find what is wrong with the license attribute's set-up."),
    "scenarios": ("simulator.cli.scenarios", "Run scenario rows and compare with what they expect."),
    "fact": ("simulator.cli.fact", "Show a fact that a reason names, or list all."),
    "timeline": ("simulator.cli.timeline", "Play events over time: what is stored, sent and licensed."),
    "migrate": ("simulator.cli.migrate", "Simulate the move to SCIM licenses over all users."),
    "snapshot": ("simulator.cli.snapshot", "Keep everybody's license in files, and show what differs."),
    "drift": ("simulator.cli.drift", "Show who holds a stale license, and what to do about it."),
    "push": ("simulator.cli.push", "Send what Okta would send to a SCIM service on this machine."),
    "serve": ("simulator.cli.serve", "Start a SCIM service with dbt's license rules, on this machine."),
}
"""Command name to the module that has it, as `run` with `DETAILS` and `EXAMPLES`, and its line in the list."""

extension = Extension(
    name="license",
    help="See which dbt license everyone gets, under SSO mapping and under SCIM.",
    commands={"license": "simulator.cli.program:application"},
    rules={
        "DBT1": "simulator.setup_rules:RULES",
        "DBT2": "simulator.outcome_rules:RULES",
        "DBT3": "simulator.outcome_rules:RULES",
    },
    checks={
        "DBT10": "simulator.mapping_check:check_mapping",
        "DBT113": "simulator.mapping_check:check_type",
        "DBT116": "simulator.mapping_check:check_enumeration",
    },
    elsewhere="`oktaexpr license review` looks at the attribute's set-up, `license snapshot` and `license migrate` at users",
    expectations={"license": "simulator.testing.expectation:license_expectation"},
    diff_columns={"license": "simulator.cli.columns:license_column"},
    failures=(SimulatorError,),
)
