"""The facts that lie in the package."""

from __future__ import annotations

import ast
import re
from pathlib import Path

import pytest

import simulator
from simulator.decision import because
from simulator.errors import FactError
from simulator.facts import Mark, fact, facts, sources

PACKAGE = Path(simulator.__file__).parent
FACT_ID = re.compile(r"F\d+\.\d+")


def test_fact_has_mark_text_and_source() -> None:
    known = fact("F5.3")
    assert (known.id, known.mark, known.source) == ("F5.3", Mark.DOCUMENTED, "SL, SU")
    assert known.text.endswith("Developer.")


def test_id_is_found_in_lower_case() -> None:
    assert fact("f12.37") is fact("F12.37") or fact("f12.37") == fact("F12.37")


def test_unknown_fact_is_our_own_error() -> None:
    with pytest.raises(FactError, match=r"F99\.1"):
        fact("F99.1")


def test_every_source_code_is_spelled_out() -> None:
    codes = {code.strip() for known in facts() for code in known.source.split(",")} - {"-"}
    assert {code for code in codes if code not in sources() and not re.fullmatch(r"PR-\d+", code)} == set()


def test_every_source_says_by_itself_where_it_is() -> None:
    """`license fact` shows one source without those around it."""
    places = sources()
    assert [code for code, place in places.items() if "the same" in place] == []
    assert [
        code for code, place in places.items() if place.startswith(("platform/", "cloud/", "snippets/"))
    ] == []


def test_every_text_is_a_sentence() -> None:
    assert [known.id for known in facts() if not known.text.endswith((".", ")"))] == []


def _named_in(path: Path) -> set[str]:
    tree = ast.parse(path.read_text(encoding="utf-8"))
    texts = [
        node.value
        for node in ast.walk(tree)
        if isinstance(node, ast.Constant) and isinstance(node.value, str)
    ]
    return {name for text in texts for name in FACT_ID.findall(text)}


@pytest.mark.parametrize(
    "path", sorted(PACKAGE.rglob("*.py")), ids=lambda path: str(path.relative_to(PACKAGE))
)
def test_every_fact_that_the_code_names_exists(path: Path) -> None:
    assert _named_in(path) <= {known.id for known in facts()}


def test_reason_speaks_the_words_of_its_fact() -> None:
    reason = because("F5.10")
    assert str(reason) == f"F5.10 (documented): {fact('F5.10').text}"
    assert reason.to_mapping() == {"fact": "F5.10", "mark": "D", "text": fact("F5.10").text}


def test_reason_on_an_unknown_says_that_it_is_a_choice() -> None:
    assert "default chosen here" in str(because("F12.37"))
