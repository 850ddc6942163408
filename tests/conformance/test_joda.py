"""Joda patterns: answers of the real library kept as data, and the library itself where it is installed."""

from __future__ import annotations

import json
import random
from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from oktaexpr.values.dates import find_zone
from oktaexpr.values.dates.joda import format_joda, parse_joda
from oktaexpr.values.faults import Fault
from tests.support.joda_oracle import ask, why_absent

CASES = [json.loads(line) for line in Path(__file__).with_name("joda.jsonl").read_text("utf-8").splitlines()]
NOW = datetime(2015, 7, 31, 17, 18, 37, tzinfo=UTC)
PIVOT = "1985"
"""Joda's pivot for two-digit years at `NOW`."""
START = datetime(1970, 1, 1, tzinfo=UTC)
MILLISECOND = timedelta(milliseconds=1)
FIRST = (datetime.min.replace(tzinfo=UTC) - START) // MILLISECOND
LAST = (datetime.max.replace(tzinfo=UTC) - START) // MILLISECOND


def _written(pattern: str, millis: int, zone: str) -> str | None:
    moment = START + millis * MILLISECOND
    try:
        return format_joda(moment.astimezone(UTC if zone == "UTC" else find_zone(zone)), pattern)
    except Fault:
        return None


def _read(pattern: str, text: str) -> int | None:
    try:
        return (parse_joda(text, pattern, NOW) - START) // MILLISECOND
    except Fault:
        return None


def _within_our_years(millis: int | None) -> int | None:
    """Joda has any year; outside 1 to 9999 we refuse."""
    return millis if millis is not None and FIRST <= millis <= LAST else None


@pytest.mark.parametrize(
    "case", [case for case in CASES if case["kind"] == "format"], ids=lambda case: case["id"]
)
def test_writes_what_joda_wrote(case: dict[str, object]) -> None:
    assert _written(str(case["pattern"]), int(str(case["millis"])), str(case["zone"])) == case.get("text")


@pytest.mark.parametrize(
    "case", [case for case in CASES if case["kind"] == "parse"], ids=lambda case: case["id"]
)
def test_reads_what_joda_read(case: dict[str, object]) -> None:
    expected = _within_our_years(int(str(case["millis"])) if "millis" in case else None)
    assert _read(str(case["pattern"]), str(case["text"])) == expected


ZONES = ("UTC", "America/New_York", "Asia/Tokyo", "Europe/London", "Australia/Sydney", "+05:45", "Etc/GMT+5")
MARKS = ("-", "/", " ", ":", ".", ",", "", "", "'T'", "''", "'o''clock'")
COMMON = (
    "yyyy-MM-dd", "yyyy-MM-dd'T'HH:mm:ss.SSSZ", "MM/dd/yyyy", "M/d/yy", "yyyyMMddHHmmss", "dd MMMM yyyy HH:mm:ss",
    "EEE, d MMM yyyy HH:mm:ss Z", "h:mm a", "xxxx-'W'ww-e", "yyDDD", "YYYY G", "yyyy-MM-dd HH:mm ZZZ", "yyyy/MM/dd HH:mm ZZ",
)  # fmt: skip


def _pattern(chance: random.Random) -> str:
    if chance.random() < 0.5:
        return chance.choice(COMMON)
    parts = (
        chance.choice("GCYxweEyDMdaKhHkmsSzZ") * chance.randint(1, 5) + chance.choice(MARKS) for _ in range(5)
    )
    return "".join(parts)


def _bent(text: str, chance: random.Random) -> str:
    """Return the text with a character changed, added or lost, or in another case."""
    at = chance.randrange(len(text) + 1)
    new = chance.choice("0123456789+-: .Zz,AM")
    return chance.choice(
        [
            text[:at] + new + text[at + 1 :],
            text[:at] + new + text[at:],
            text[:at] + text[at + 1 :],
            text.upper(),
        ]
    )


def _questions(count: int) -> list[Sequence[str]]:
    chance = random.Random(20150731)
    questions: list[Sequence[str]] = []
    while len(questions) < count:
        pattern, zone = _pattern(chance), chance.choice(ZONES)
        millis = chance.randrange(0, 2_000_000_000_000)
        text = _written(pattern, millis, zone)
        assert text is not None
        questions += [
            ("format", pattern, str(millis), zone),
            ("parse", pattern, text, PIVOT),
            ("parse", pattern, _bent(text, chance), PIVOT),
        ]
    return questions


def test_agrees_with_joda_on_random_patterns(tmp_path: Path) -> None:
    absent = why_absent()
    if absent is not None:
        pytest.skip(absent)
    questions = _questions(3000)
    for question, answer in zip(questions, ask(questions, tmp_path), strict=True):
        if question[0] == "format":
            assert _written(question[1], int(question[2]), question[3]) == answer, question
        else:
            assert _read(question[1], question[2]) == _within_our_years(
                None if answer is None else int(answer)
            ), question
