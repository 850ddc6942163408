"""Rules on what Okta drops of Spring's language: it can be read, and never runs."""

from __future__ import annotations

from oktaexpr.syntax.rules.declare import syntax_rule

RULES = (
    syntax_rule(
        "OEL123",
        "a single equals sign",
        "`=` assigns, and an expression cannot assign. Equality is tested with `==`.",
        failing='user.department = "Sales"',
        passing='user.department == "Sales"',
    ),
    syntax_rule(
        "OEL124",
        "counting up or down",
        "`++` and `--` change a value, and an expression cannot change anything. Two signs in a row need a blank.",
        failing="user.level++",
        passing="user.level + 1",
    ),
    syntax_rule(
        "OEL125",
        "a type reference",
        "`T(\u2026)` reaches into Java's classes. Okta leaves it out, and this package can never reach anything by it.",
        failing="T(java.lang.Math).max(1, 2)",
        passing="1 > 2 ? 1 : 2",
    ),
    syntax_rule(
        "OEL126",
        "a constructor",
        "`new` makes a Java object. Okta leaves it out: lists are written `{1, 2}`, the time comes from `Time.now()`.",
        failing="new java.util.Date()",
        passing="Time.now()",
    ),
    syntax_rule(
        "OEL127",
        "a bean reference",
        "`@name` and `&name` reach objects of the program that runs Spring. Okta leaves them out.",
        failing="@mailer.domain",
        passing="user.domain",
    ),
    syntax_rule(
        "OEL128",
        "a test of a Java type",
        "`instanceof` needs a type reference, which Okta leaves out. Compare the value instead.",
        failing="user.level instanceof level",
        passing="user.level != null",
    ),
    syntax_rule(
        "OEL129",
        "a variable",
        "Only `#this` and `#root` exist, the element inside a projection or selection and the whole context. Values come "
        "from the profile, by their names.",
        failing="#department == 'Sales'",
        passing="user.groups.?[#this == 'Sales']",
    ),
)
"""In the order of their codes."""
