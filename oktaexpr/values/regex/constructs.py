"""What of Java's dialect is supported, and by which engine: the table that the documentation prints."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Construct:
    """One row: a construct, how Java writes it, who runs it, and a pattern that shows it.

    `engine` is `re2`, `regex` or `refused`. A pattern runs on RE2 only if everything in it does.
    """

    name: str
    syntax: str
    engine: str
    example: str
    note: str = ""


CONSTRUCTS: tuple[Construct, ...] = (
    Construct("literal characters", r"a  \.  \t  \n  \r  \f  \a  \e", "re2", r"a\.\t\e"),
    Construct("quoted text", r"\Q...\E", "re2", r"\Qa.b\E+", "also inside a class"),
    Construct(
        "characters by number", r"\x41  \x{1F600}  \u0041  \0101  \cA", "re2", r"\x41\x{1F600}\u0041\0101\cA"
    ),
    Construct("characters by name", r"\N{LATIN SMALL LETTER A}", "re2", r"\N{LATIN SMALL LETTER A}"),
    Construct(
        "any character", ".", "re2", "a.c", "not a line end: newline, carriage return, U+0085, U+2028, U+2029"
    ),
    Construct("shorthands", r"\d \D \s \S \w \W", "re2", r"\d\D\s\S\w\W", "ASCII only, unless (?U)"),
    Construct("white space by direction", r"\h \H \v \V", "re2", r"\h\H\v\V"),
    Construct("line break", r"\R", "re2", r"a\Rb"),
    Construct("classes", "[a-z]  [^a-z]", "re2", "[a-z][^a-z]"),
    Construct("class union and intersection", "[a-c[x-z]]  [a-z&&[^b]]", "re2", "[a-c[x-z]][a-z&&[^b]]"),
    Construct(
        "POSIX classes", r"\p{Alpha} \p{Digit} \p{Punct}", "re2", r"\p{Alpha}\p{Digit}\p{Punct}", "ASCII only"
    ),
    Construct("Unicode categories", r"\p{L} \p{Lu} \P{N}", "re2", r"\p{L}\p{Lu}\P{N}"),
    Construct("scripts and blocks", r"\p{IsLatin} \p{InGreek}", "re2", r"\p{IsLatin}\p{InGreek}"),
    Construct("binary properties", r"\p{IsAlphabetic}", "re2", r"\p{IsAlphabetic}"),
    Construct("methods of Character", r"\p{javaLowerCase}", "re2", r"\p{javaLowerCase}"),
    Construct(
        "quantifiers",
        "*  +  ?  {n}  {n,}  {n,m}, and lazy with ?",
        "re2",
        "a*b+?c{2,3}",
        "counts up to 1,000",
    ),
    Construct("large counts", "{n} above 1,000", "regex", "a{1001}", "at most 20,000 in all"),
    Construct("possessive quantifiers", "*+  ++  ?+  {n,m}+", "regex", "a++b"),
    Construct("alternation and groups", "a|b  (a)  (?:a)", "re2", "(a|b)(?:c|d)"),
    Construct("named groups", "(?<name>a)", "re2", "(?<name>a)"),
    Construct("back-references", r"\1  \k<name>", "regex", r"(a)\1"),
    Construct("atomic groups", "(?>a)", "regex", "(?>a|ab)c"),
    Construct("look-ahead", "(?=a)  (?!a)", "regex", "(?=a)(?!b)a"),
    Construct("look-behind", "(?<=a)  (?<!a)", "regex", "(?<=a)b", "of a length that Java can tell"),
    Construct(
        "look-behind of variable length around a group",
        "(?<=(a+))  (?<=a++)",
        "refused",
        "(?<=(a+))b",
        "with a capturing or atomic group or a possessive quantifier in it",
    ),
    Construct(
        "start and end",
        r"^  $  \A  \z  \Z",
        "re2",
        r"^\Aab\z",
        "a text that ends in a line end may need regex",
    ),
    Construct(
        "lines", "(?m)^  (?m)$", "re2", "(?m)^a$", "a text with other line ends than newlines needs regex"
    ),
    Construct(
        "word boundary",
        r"\b  \B",
        "re2",
        r"\bab\b",
        "as in Java 17 of any script: texts beyond ASCII need regex",
    ),
    Construct("end of the last match", r"\G", "re2", r"\Gab", "regex where matches are replaced or split at"),
    Construct(
        "flags",
        "(?i) (?m) (?s) (?d) (?u) (?x) (?U)",
        "re2",
        "(?i)a(?-i:b)(?x: c )",
        "also for one group: (?i:a)",
    ),
    Construct(
        "letters of any case", "(?i)  (?iu)", "re2", "(?iu)é", "(?i) alone compares ASCII letters only"
    ),
    Construct("grapheme cluster", r"\X", "regex", r"\X"),
    Construct("edge of a grapheme", r"\b{g}", "refused", r"\b{g}a"),
    Construct("canonical equivalence", "(?c)", "refused", "(?c)a"),
    Construct(
        "ambiguous repetition where RE2 cannot run",
        r"(a+)+\1",
        "refused",
        r"(a+)+\1",
        "a repeated group that can match one text in several ways could take exponential time",
    ),
    Construct("more than 64 levels of nesting", "((((...))))", "refused", "(" * 65 + ")" * 65),
    Construct("more than 10,000 characters", "", "refused", "a" * 10_001),
)
"""Every kind of construct of `java.util.regex.Pattern`, in the order of its documentation."""
