"""Group names that look like markup are text in every format."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Callable
from html.parser import HTMLParser

import pytest
from hypothesis import given
from hypothesis import strategies as st
from markdown_it import MarkdownIt
from rich.text import Text

from oktaexpr.render import visible
from simulator.account import DbtAccount
from simulator.render.csv import draw_csv
from simulator.render.html import draw_html
from simulator.render.json import draw_json
from simulator.render.layout import Sheet
from simulator.render.markdown import draw_markdown
from simulator.render.options import TableOptions
from simulator.render.phrases import code, words
from simulator.render.rst import draw_rst
from simulator.render.sheet import make_sheet
from simulator.render.text import draw_text
from simulator.tables import ModeTable, mode_table

HOSTILE = [
    "<script>alert(1)</script>",
    "a|b",
    "`tick` ``two``",
    "back\\slash\\",
    "*bold* _it_ [x](javascript:y)",
    "=cmd|'/c calc'!A0",
    "[red]rich[/red]",
    "esc\x1b[31mred\x07",
    "line\nbreak\ttab",
    "\u202eright to left",
    " edges ",
    "&amp; &lt;",
    "|substitution| :role:`x`",
    "'",
]
ACCOUNT = DbtAccount.from_mapping({"plan": "enterprise"})
CODE = MarkdownIt("commonmark").enable("table")


def _table(name: str) -> ModeTable:
    account = DbtAccount.from_mapping({"license_maps": {"read_only": [name]}})
    return mode_table(account, "'it'")


def _sheet(name: str) -> Sheet:
    return make_sheet(_table(name), TableOptions(caption="Table"))


def _shown(name: str) -> str:
    text = visible(name)
    return text if text.strip() == text != "" else f'"{text}"'


class _Page(HTMLParser):
    """Collects the tags of a page and the text of its first heading cell."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.tags: set[str] = set()
        self.first: str | None = None
        self._inside = False
        self.feed(page)

    def handle_starttag(self, tag: str, attrs: object) -> None:
        self.tags.add(tag)
        self._inside = tag == "code" and self.first is None and "th" in self.tags

    def handle_data(self, data: str) -> None:
        if self._inside:
            self.first = data
            self._inside = False


@pytest.mark.parametrize("name", HOSTILE)
def test_html_shows_the_name_and_runs_nothing(name: str) -> None:
    page = _Page(draw_html(_sheet(name)))
    assert page.first == _shown(name)
    assert page.tags.isdisjoint({"script", "a", "img", "link", "iframe"})


def test_html_loads_nothing() -> None:
    page = draw_html(_sheet("a"))
    assert "default-src 'none'" in page
    assert [word for word in ("http://", "https://", "src=", "url(", "@import") if word in page] == []


@pytest.mark.parametrize("name", HOSTILE)
def test_csv_cell_is_no_formula(name: str) -> None:
    rows = list(csv.reader(io.StringIO(draw_csv(_sheet(name)))))
    assert {len(row) for row in rows} == {len(rows[0])}
    assert not rows[0][0].startswith(("=", "+", "-", "@"))


@pytest.mark.parametrize("name", HOSTILE)
def test_json_keeps_the_name(name: str) -> None:
    text = draw_json(_table(name), ACCOUNT, "'it'")
    assert json.loads(text)["questions"][0]["label"] == name
    assert text.replace("\n", "").isprintable()


@pytest.mark.parametrize("draw", [draw_text, draw_markdown, draw_rst, draw_csv, draw_html])
@pytest.mark.parametrize("name", HOSTILE)
def test_nothing_hidden_reaches_the_output(draw: Callable[[Sheet], str], name: str) -> None:
    assert draw(_sheet(name)).replace("\n", "").isprintable()


@pytest.mark.parametrize("name", HOSTILE)
def test_terminal_shows_the_name_without_markup(name: str) -> None:
    assert _shown(name) in draw_text(_sheet(name))


def test_terminal_has_colours_only_where_asked_for() -> None:
    plain, colored = draw_text(_sheet("a")), draw_text(_sheet("a"), color=True)
    assert "\x1b[" in colored
    assert [line.rstrip() for line in Text.from_ansi(colored).plain.split("\n")] == plain.split("\n")


def _first_heading(markdown: str) -> str:
    """Return the text of the first heading cell as a Markdown reader sees it."""
    tokens = CODE.parse(markdown)
    cell = next(at for at, token in enumerate(tokens) if token.type == "th_open")
    children = tokens[cell + 1].children or []
    return "".join(child.content for child in children)


@given(st.text(min_size=1, max_size=30))
def test_markdown_shows_any_name_in_one_cell(name: str) -> None:
    markdown = draw_markdown(_sheet(name))
    assert _first_heading(markdown) == _shown(name)
    headings = [token for token in CODE.parse(markdown) if token.type == "th_open"]
    assert len(headings) == 6


@given(st.text(min_size=1, max_size=30))
def test_markdown_shows_any_name_in_a_sentence(name: str) -> None:
    sheet = Sheet((), (words("a"),), (), above=(code(name),))
    (paragraph, *_) = [token for token in CODE.parse(draw_markdown(sheet)) if token.type == "inline"]
    assert [child.content for child in paragraph.children or []] == [part.text for part in code(name)]


@given(st.text(max_size=30))
def test_markdown_shows_any_words(text: str) -> None:
    sheet = Sheet(words(""), (words(text), code("b")), ())
    assert _first_heading(draw_markdown(sheet)) == visible(text).strip()
