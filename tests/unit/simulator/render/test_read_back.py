"""Tables read back by parsers of their formats: every cell says what its phrase says, whatever is in it."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterator
from html.parser import HTMLParser

import pytest
from docutils import nodes
from docutils.core import publish_doctree
from hypothesis import example, given
from hypothesis import strategies as st
from markdown_it import MarkdownIt
from markdown_it.token import Token

from oktaexpr.render import csv_cell
from simulator.render.csv import draw_csv
from simulator.render.html import draw_html
from simulator.render.layout import Entry, Line, Sheet
from simulator.render.markdown import draw_markdown
from simulator.render.phrases import Phrase, bare, code, words
from simulator.render.rst import draw_rst

Table = list[list[str]]

HOSTILE = [
    "<script>alert(1)</script>",
    "a|b",
    "|",
    "| line block",
    "`tick` ``two``",
    "`",
    "``",
    "back\\slash\\",
    "\\",
    "*bold* _it_ [x](javascript:y)",
    "**",
    "=cmd|'/c calc'!A0",
    "+1",
    "-1",
    "@sum",
    "- item",
    "1. item",
    "(a) item",
    "#. item",
    ".. comment",
    ".. raw:: html",
    "__ anonymous",
    ">>> doctest",
    ":field: body",
    "-o FILE  option",
    "literal::",
    "::",
    "----",
    "====",
    "word_ and another__",
    "`link <https://evil.example>`_",
    "[1]_ [#]_ |sub|_",
    "https://evil.example/a_b",
    "mia@acme.example",
    "[red]rich[/red]",
    "line\nbreak\ttab\rreturn",
    "nul\x00 esc\x1b[31m",
    "\u202eright to left",
    "مجموعة المطورين",
    "👩🏽‍💻 developers",
    " edges ",
    "&amp; &lt; &#124;",
    "#heading",
    "~~struck~~",
    "}",
    '"',
    "'",
    "x" * 2000,
]
TEXTS = st.one_of(
    st.sampled_from(HOSTILE), st.text(max_size=12), st.text("`*_|\\<>{}[]().:-+# ab1'\"\n", max_size=12)
)
PHRASES = st.lists(st.one_of(TEXTS.map(words), TEXTS.filter(bool).map(code)), max_size=4).map(
    lambda phrases: tuple(part for phrase in phrases for part in phrase)
)
GROUP_LISTS = st.lists(TEXTS.filter(bool), min_size=1, max_size=3).map(
    lambda names: (
        *words("in any of {"),
        *(part for name in names for part in (*code(name), *words(", "))),
        *words("}"),
    )
)
SHEETS = st.integers(1, 3).flatmap(
    lambda width: st.lists(
        st.lists(st.one_of(PHRASES, GROUP_LISTS), min_size=width, max_size=width), min_size=2, max_size=3
    )
)


def sheet(rows: list[list[Phrase]], caption: Phrase = ()) -> Sheet:
    """Return a sheet whose first row is the headings."""
    heading, *lines = rows
    return Sheet(
        caption, tuple(heading), tuple(Line(tuple(map(Entry, line)), differs=False) for line in lines)
    )


def folded(text: str) -> str:
    """Return a text with white space as paragraphs show it: one blank for any, none at the ends."""
    return re.sub(r"\s+", " ", text).strip()


def told(rows: list[list[Phrase]]) -> Table:
    return [[folded(bare(phrase)) for phrase in row] for row in rows]


def read_rst(text: str) -> Table:
    """Return the rows of the first table; a warning of the parser is an error."""
    settings = {"report_level": 1, "halt_level": 1, "warning_stream": io.StringIO(), "raw_enabled": False}
    document = publish_doctree(text, settings_overrides=settings)
    (table,) = document.findall(nodes.table)
    assert not list(document.findall(nodes.raw))
    return [[folded(cell.astext()) for cell in row.findall(nodes.entry)] for row in table.findall(nodes.row)]


MARKDOWN = MarkdownIt("commonmark").enable("table")


def read_markdown(text: str) -> Table:
    rows: Table = []
    tokens = iter(MARKDOWN.parse(text))
    for token in tokens:
        if token.type == "tr_open":
            rows.append([])
        if token.type in ("th_open", "td_open"):
            rows[-1].append(folded(inline_text(next(tokens))))
    return rows


def inline_text(token: Token) -> str:
    """Return the text of a cell, which holds words and code and no other markup."""
    children = token.children or []
    assert {child.type for child in children} <= {"text", "code_inline", "text_special"}
    return "".join(child.content for child in children)


class Page(HTMLParser):
    """Collects the cells of a page's only table."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.rows: Table = []
        self.tags: set[str] = set()
        self.inside = False
        self.feed(page)
        self.close()

    def handle_starttag(self, tag: str, attrs: object) -> None:
        self.tags.add(tag)
        if tag == "tr":
            self.rows.append([])
        if tag in ("td", "th"):
            self.rows[-1].append("")
            self.inside = True

    def handle_endtag(self, tag: str) -> None:
        self.inside = self.inside and tag not in ("td", "th")

    def handle_data(self, data: str) -> None:
        if self.inside:
            self.rows[-1][-1] += data


def hostile_rows() -> Iterator[object]:
    for text in HOSTILE:
        yield pytest.param(
            [[words(text), code(text)], [(*words("in "), *code(text), *words(" or so")), words("a")]],
            id=text[:30],
        )


@pytest.mark.parametrize("rows", list(hostile_rows()))
def test_restructured_text_of_hostile_names(rows: list[list[Phrase]]) -> None:
    assert read_rst(draw_rst(sheet(rows))) == told(rows)


@given(SHEETS)
def test_restructured_text(rows: list[list[Phrase]]) -> None:
    assert read_rst(draw_rst(sheet(rows))) == told(rows)


@given(PHRASES)
@example(words("literal::"))
def test_caption_of_restructured_text(caption: Phrase) -> None:
    document = publish_doctree(
        draw_rst(sheet([[words("a")], [words("b")]], caption)),
        settings_overrides={"report_level": 1, "halt_level": 1, "warning_stream": io.StringIO()},
    )
    titles = [folded(title.astext()) for title in document.findall(nodes.title)]
    assert titles == ([folded(bare(caption))] if folded(bare(caption)) else [])


@given(SHEETS)
def test_markdown(rows: list[list[Phrase]]) -> None:
    assert read_markdown(draw_markdown(sheet(rows))) == told(rows)


@given(SHEETS)
def test_html(rows: list[list[Phrase]]) -> None:
    page = Page(draw_html(sheet(rows)))
    assert [[folded(cell) for cell in row] for row in page.rows] == told(rows)
    assert page.tags <= {
        "html",
        "head",
        "meta",
        "title",
        "style",
        "body",
        "h1",
        "div",
        "table",
        "thead",
        "tbody",
        "tr",
        "th",
        "td",
        "code",
    }


@given(SHEETS)
def test_csv(rows: list[list[Phrase]]) -> None:
    read = list(csv.reader(io.StringIO(draw_csv(sheet(rows)))))
    assert read == [[csv_cell(bare(phrase)) for phrase in row] for row in rows]
    assert not [cell for row in read for cell in row if cell.startswith(("=", "+", "-", "@"))]
