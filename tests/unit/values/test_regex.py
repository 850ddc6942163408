from __future__ import annotations

import subprocess
import sys

import pytest

from oktaexpr.values.faults import Fault
from oktaexpr.values.regex import CONSTRUCTS, Construct, compile_java
from oktaexpr.values.regex.pattern import JavaPattern


def _code(pattern: str, text: str) -> str:
    with pytest.raises(Fault) as caught:
        compile_java(pattern).full_match(text)
    return caught.value.code


@pytest.mark.parametrize("row", CONSTRUCTS, ids=lambda row: row.name)
def test_each_construct_runs_where_the_table_says(row: Construct) -> None:
    if row.engine == "refused":
        assert _code(row.example, "") == "PATTERN_REFUSED"
    else:
        assert compile_java(row.example).engine == row.engine


def test_patterns_are_compiled_once() -> None:
    assert compile_java("a+b") is compile_java("a+b")


def test_search_finds_inside() -> None:
    pattern = compile_java("b+")
    assert pattern.search("abbc")
    assert not pattern.search("ac")
    assert compile_java("(?<=a)b").search("cab")
    assert not compile_java("(?<=a)b").search("cb")


@pytest.mark.parametrize(
    ("pattern", "place", "words"),
    [
        ("a(b", 3, "not closed"),
        ("a{,2}", 2, "starts with a number"),
        ("*a", 1, "nothing to repeat"),
        (r"\y", 2, "no meaning"),
        ("[z-a]", 4, "lower to a higher"),
        (r"\p{Foo}", 7, "'Foo'"),
        ("(?<a>x)(?<a>y)", 12, "two groups"),
    ],
)
def test_a_wrong_pattern_is_explained_with_its_place(pattern: str, place: int, words: str) -> None:
    with pytest.raises(Fault) as caught:
        compile_java(pattern)
    assert caught.value.code == "PATTERN_INVALID"
    assert words in caught.value.message
    assert f"character {place}:" in caught.value.message


@pytest.mark.parametrize("text", ["\ud83d", "a\ud83d", "\ude00\ud83d"])
def test_lone_surrogates_are_characters(text: str) -> None:
    assert compile_java(f".{{{len(text)}}}").full_match(text)
    assert compile_java(r"(?s)(?=.)[a\p{Cs}]+").full_match(text)
    assert compile_java(r"\p{Cs}").replace_all(text, "") == text.replace("\ud83d", "").replace("\ude00", "")


def test_surrogates_side_by_side_are_one_character() -> None:
    assert compile_java(".").full_match("\ud83d\ude00")
    assert compile_java("\ud83d\ude00").full_match("\U0001f600")


def test_places_in_texts_that_re2_would_read_otherwise() -> None:
    assert compile_java(r"(?m)a$\r\n^b").full_match("a\r\nb")
    assert not compile_java(r"(?m)a\r$\nb").full_match("a\r\nb")
    assert compile_java(r"\bé\b").full_match("é")
    assert compile_java(r"(?d)a$\n").full_match("a\n")
    assert not compile_java(r"a$\r").full_match("a\n")


def test_a_text_that_needs_the_other_engine_may_be_refused() -> None:
    pattern = compile_java(r"(?:\w+\b)+x")
    assert pattern.engine == "re2"
    assert not pattern.full_match("a" * 5_000)
    with pytest.raises(Fault, match="several ways") as caught:
        pattern.full_match("é")
    assert caught.value.code == "PATTERN_REFUSED"


def test_a_wrong_replacement_fails_only_where_something_matches() -> None:
    pattern = compile_java("a")
    assert pattern.replace_all("b", "$9") == "b"
    for wrong in ("$9", "$", "\\", "${x}", "$x"):
        with pytest.raises(Fault) as caught:
            pattern.replace_all("a", wrong)
        assert caught.value.code == "ARGUMENT"


def test_results_and_counts_are_bounded() -> None:
    with pytest.raises(Fault) as caught:
        compile_java("").replace_all("a" * 20_000, "x" * 20_000)
    assert caught.value.code == "TOO_LARGE"
    with pytest.raises(Fault) as caught:
        compile_java("a").split("a" * 1_100_000)
    assert caught.value.code == "TOO_MUCH_WORK"


def test_engines_are_loaded_only_when_needed() -> None:
    script = (
        "import sys; from oktaexpr.values.regex import compile_java;"
        "assert not {'re2', 'regex'} & set(sys.modules); compile_java('a+').full_match('aa');"
        "assert 'regex' not in sys.modules and 're2' in sys.modules"
    )
    assert subprocess.run([sys.executable, "-c", script], check=False).returncode == 0


class TestNothingHangs:
    THIRTY = "a" * 30 + "b"

    @pytest.mark.parametrize(
        ("pattern", "expected"),
        [
            ("(a+)+$", False),
            ("(a|aa)+$", False),
            (r"(\w+\s?)*!", False),
            ("(((((((((a+)+)+)+)+)+)+)+)+)+", False),
            ("(?:a?){500}a{500}", False),
            (r"(a+)+\1$", "PATTERN_REFUSED"),
            ("(?=a)(a|aa)+$", "PATTERN_REFUSED"),
            ("(?=a)(.*)*$", "PATTERN_REFUSED"),
            ("(?>(?:a|a)*)c", "PATTERN_REFUSED"),
            ("(?:a++|a)++c", False),
            ("(a{1000}){1000}", "PATTERN_REFUSED"),
            ("a{2147483647}", "PATTERN_REFUSED"),
            ("(?=a)" + "(?:x" * 20 + "a" + "y)+" * 20, "PATTERN_REFUSED"),
            ("(?=a)" + "(?:x" * 15 + "a" + "y){2}" * 15, "PATTERN_REFUSED"),
            ("(" * 5_000 + ")" * 5_000, "PATTERN_REFUSED"),
            ("[" * 9_000, "PATTERN_REFUSED"),
            ("a" * 100_000, "PATTERN_REFUSED"),
            (r"\pL" * 3_300, "PATTERN_REFUSED"),
            ("(?=a)" + "(a|b|c|d|e)?" * 300, "PATTERN_REFUSED"),
            ("(?=a)" + "(a|b)?" * 40, True),
            ("a|" * 4_999, False),
        ],
        ids=lambda value: str(value)[:20],
    )
    def test_answers_at_once(self, pattern: str, expected: object) -> None:
        try:
            answer: object = JavaPattern(pattern).full_match(self.THIRTY)
        except Fault as fault:
            answer = fault.code
        assert answer == expected

    def test_the_time_limit_is_the_last_guard(self) -> None:
        pattern, text = compile_java(r"(a*)(a*)(a*)(a*)(a*)b\1\2"), "a" * 300 + "b"
        assert _code(pattern.source, text) == "PATTERN_TIMEOUT"
        with pytest.raises(Fault, match="too long"):
            pattern.replace_all(text + "!", "")

    def test_a_large_text_is_fine(self) -> None:
        text = "ab" * 5_000_000
        assert compile_java("[ab]*").full_match(text)
        assert compile_java("(?=.*b)[ab]+").full_match(text)
        assert not compile_java("(?:a|b)*c").search(text)
        assert _code("(a|b)*a(a|b){900}", text) == "PATTERN_REFUSED"

    @pytest.mark.parametrize(
        "pattern",
        [
            r"(?=.{1,64}@)[a-z]+(\.[a-z]+)*@[a-z]+(\.[a-z]+)+",
            r"(?!.*(.)\1{2})(?=.*\d)[a-z\d]{4,}",
            r"(?:[a-z]++,?+)*+",
            r"(?=a)(?:foo|fob|ab)+",
            r"(?=\d)(?:\d{1,3}\.){3}\d{1,3}",
            r"(?=\d)(?:\d{4} ?){4}",
        ],
    )
    def test_harmless_repetition_is_not_refused(self, pattern: str) -> None:
        assert compile_java(pattern).engine == "regex"
