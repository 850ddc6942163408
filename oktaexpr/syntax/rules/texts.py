"""Rules on the text and its smallest parts: strings, characters, numbers, words."""

from __future__ import annotations

from oktaexpr.syntax.rules.declare import syntax_rule

RULES = (
    syntax_rule(
        "OEL100",
        "something stands where it cannot",
        "The text cannot be read as an expression, and no more particular rule tells why. The message names what was "
        "found and what could stand there.",
        failing="user.level + ()",
        passing="user.level + (1)",
    ),
    syntax_rule(
        "OEL101",
        "a string without its closing quote",
        "A string ends with the quote it starts with. The quote itself is written twice inside a string, or the string "
        "takes the other kind of quote.",
        failing="'it's'",
        passing="'it''s'",
    ),
    syntax_rule(
        "OEL106",
        "two values side by side",
        "Between two values stands an operator, a comma or a point. Names have no blanks inside, and words such as `is`, "
        "`in`, `equals` and `contains` are not operators.",
        failing='user.department equals "Sales"',
        passing='user.department == "Sales"',
    ),
    syntax_rule(
        "OEL107",
        "curly quotes",
        "Strings stand in straight quotes. Word processors, chats and web pages turn them into curly ones, which look "
        "almost the same and are not quotes for Okta.",
        failing="user.department == \u201cSales\u201d",
        passing='user.department == "Sales"',
    ),
    syntax_rule(
        "OEL108",
        "a character that the language does not have",
        "Outside strings the language knows ASCII letters, digits, its operators, blanks and line ends. No-break spaces, "
        "zero-width characters, signs such as \u2212 and \u2260, and letters of other scripts are often pasted in.",
        failing="user.level \u2265 3",
        passing="user.level >= 3",
    ),
    syntax_rule(
        "OEL110",
        "a template placeholder",
        "`${\u2026}`, `#{\u2026}` and `<%= \u2026 %>` belong to templates: Terraform's interpolation, Okta's built-in username templates, "
        "server pages. An expression stands without such marks, and what a template fills in has to be filled in first.",
        failing='${user.login} == "a"',
        passing='user.login == "a"',
    ),
    syntax_rule(
        "OEL111",
        "a number that is too large",
        "An integer has 32 bits and ends at 2147483647; with the suffix `L` it is a long of 64 bits. Longer runs of digits, "
        "such as identifiers, are text and stand in quotes.",
        failing="user.employeeNumber == 3000000000",
        passing="user.employeeNumber == 3000000000L",
    ),
    syntax_rule(
        "OEL112",
        "an expression that nests too deep",
        "Calls, lists and operators in operators nest to 100 levels. A chain of one operator, or of conditionals, counts as "
        "one level however long it is.",
        failing="-" + "!" * 120 + "true",
        passing="-" + "!" * 20 + "true",
    ),
    syntax_rule(
        "OEL113",
        "an empty text",
        "An expression has a value, so an empty text is none.",
        failing=" ",
        passing="null",
    ),
    syntax_rule(
        "OEL114",
        "a text that is too long",
        "A text of more than 100,000 characters is not read at all. Okta's own limits are much lower: 1,024 characters for a "
        "claim.",
        failing=" + ".join(["user.login"] * 16_000),
        passing=" + ".join(["user.login"] * 16),
    ),
    syntax_rule(
        "OEL115",
        "a backslash before a quote",
        "An expression that was copied out of JSON or Terraform has its quotes escaped. In an expression the backslash is an "
        "ordinary character: quotes stand alone, and inside a string the quote is written twice.",
        failing='user.department == \\"Sales\\"',
        passing='user.department == "Sales"',
    ),
    syntax_rule(
        "OEL116",
        "digits that are not a number",
        "A number is digits, with a fraction that has a digit before its point, an exponent, a suffix (`L`, `f`, `d`), or "
        "hexadecimal with `0x`. A name cannot start with a digit.",
        failing="user.score > .5",
        passing="user.score > 0.5",
    ),
    syntax_rule(
        "OEL118",
        "words of prose: if, then, else",
        "Okta's console writes IF before a condition, and documents put it into their examples; it is not part of the "
        "expression. A choice is written `condition ? value : other`.",
        failing='IF user.department == "Sales"',
        passing='user.department == "Sales"',
    ),
)
"""In the order of their codes."""
