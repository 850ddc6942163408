"""Rules on brackets, operators, commas and points."""

from __future__ import annotations

from oktaexpr.syntax.rules.declare import syntax_rule

RULES = (
    syntax_rule(
        "OEL102",
        "a bracket that is not closed",
        "Every `(`, `[` and `{` has its closing bracket. The mark shows the opening one.",
        failing='isMemberOfGroupName("Sales"',
        passing='isMemberOfGroupName("Sales")',
    ),
    syntax_rule(
        "OEL103",
        "a closing bracket too many, or of another kind",
        "A closing bracket closes the bracket that was opened last, and is of its kind.",
        failing='isMemberOfGroupName("Sales"))',
        passing='isMemberOfGroupName("Sales")',
    ),
    syntax_rule(
        "OEL104",
        "an operator without a value",
        "An operator such as `AND`, `==` or `+` stands between two values. One at the end of a text, or two in a row, is "
        "often left over from editing.",
        failing='user.department == "Sales" AND',
        passing='user.department == "Sales" AND user.level > 3',
    ),
    syntax_rule(
        "OEL105",
        "a comma without a value",
        "A comma stands between two arguments of a call, or two items of a list or map, and nowhere else.",
        failing='isMemberOfAnyGroup("a", "b",)',
        passing='isMemberOfAnyGroup("a", "b")',
    ),
    syntax_rule(
        "OEL109",
        "an operator of another language",
        "JavaScript's `===`, SQL's `<>`, a single `&` or `|` and their like are not operators here. The operators are "
        "`== != < <= > >= && || ! + - * / % ^ ?: matches between`, most of them in words as well.",
        failing='user.department === "Sales"',
        passing='user.department == "Sales"',
    ),
    syntax_rule(
        "OEL117",
        "a conditional that is not complete",
        "A conditional names its condition and both values: `condition ? value : other`. Every `?` has its `:`, and every "
        "`:` belongs to a `?` or to an entry of a map.",
        failing='user.level > 3 ? "developer"',
        passing='user.level > 3 ? "developer" : "read_only"',
    ),
    syntax_rule(
        "OEL119",
        "a list in square brackets",
        "Lists are written in braces. Square brackets hold an index, such as `user['login']` or `list[0]`.",
        failing='Arrays.contains(["a", "b"], user.login)',
        passing='Arrays.contains({"a", "b"}, user.login)',
    ),
    syntax_rule(
        "OEL120",
        "comparisons or powers in a row",
        "A comparison has two sides and gives a Boolean, so `1 < x < 3` compares nothing. The same holds for `^`, which "
        "takes two operands.",
        failing="1 < user.level < 3",
        passing="1 < user.level AND user.level < 3",
    ),
    syntax_rule(
        "OEL121",
        "a comment",
        "An expression has no comments: `//` would be a division by a division.",
        failing="user.level /* of access */ > 3",
        passing="user.level > 3",
    ),
    syntax_rule(
        "OEL122",
        "a point without a name",
        "A point joins a value and the name of an attribute or method. Names in quotes and numbers of elements stand in "
        "square brackets, without a point.",
        failing="user..login",
        passing="user.login",
    ),
)
"""In the order of their codes."""
