"""A sheet as one HTML page: no script, nothing from the network, readable in print and without colours."""

from __future__ import annotations

from collections.abc import Iterator
from html import escape

from simulator.render.layout import Entry, Line, Sheet
from simulator.render.phrases import Phrase, bare

_STYLE = """\
:root { color-scheme: light dark; --line: #d0d5dd; --dim: #667085; --head: #f2f4f7; }
body { font: 15px/1.5 system-ui, sans-serif; margin: 2rem auto; max-width: 72rem; padding: 0 1.25rem; }
h1 { font-size: 1.35rem; margin: 0 0 .75rem; }
.findings { padding-left: 1.1rem; }
.findings li:first-child { font-weight: 600; }
.scroll { overflow-x: auto; }
table { border-collapse: collapse; margin: 1rem 0; }
th, td { border: 1px solid var(--line); padding: .4rem .7rem; text-align: left; vertical-align: top; }
th { background: var(--head); }
code { font: .92em ui-monospace, monospace; overflow-wrap: anywhere; }
th { max-width: 16rem; }
th code { overflow-wrap: break-word; }
tr.differs td:first-child { box-shadow: inset 4px 0 #c4320a; }
.developer { background: #d1e0ff; }
.analyst { background: #ebd9fc; }
.it { background: #cff9fe; }
.read_only { background: #d3f8df; }
.error { background: #fee4e2; }
.open { background: #fef0c7; }
.differs-yes { background: #c4320a; color: #fff; font-weight: 600; }
.yes { font-weight: 600; }
.no, .any, .same, .none { color: var(--dim); }
.facts { color: var(--dim); font-size: .88rem; padding-left: 1.1rem; }
@media (prefers-color-scheme: dark) {
  :root { --line: #475467; --dim: #98a2b3; --head: #1d2939; }
  .developer, .analyst, .it, .read_only, .error, .open { color: #101828; }
}
@media print {
  body { margin: 0; max-width: none; font-size: 11pt; }
  .scroll { overflow: visible; }
  table { font-size: 9pt; }
  th, td { padding: .25rem .4rem; }
  thead { display: table-header-group; }
  tr { break-inside: avoid; }
  * { print-color-adjust: exact; -webkit-print-color-adjust: exact; }
}"""

_TITLE = "License mapping: SSO and SCIM"


def draw_html(sheet: Sheet) -> str:
    """Return the whole page; every cell is text, never markup."""
    return "\n".join(_page(sheet))


def _page(sheet: Sheet) -> Iterator[str]:
    title = escape(bare(sheet.caption) or _TITLE)
    yield "<!doctype html>"
    yield '<html lang="en">'
    yield "<head>"
    yield '<meta charset="utf-8">'
    yield '<meta name="viewport" content="width=device-width, initial-scale=1">'
    yield "<meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; style-src 'unsafe-inline'\">"
    yield f"<title>{title}</title>"
    yield f"<style>\n{_STYLE}\n</style>"
    yield "</head>"
    yield "<body>"
    yield f"<h1>{_inline(sheet.caption) or title}</h1>"
    yield from _list("findings", sheet.above)
    yield from _table(sheet)
    yield from _list("facts", sheet.below)
    yield "</body>"
    yield "</html>"


def _list(kind: str, phrases: tuple[Phrase, ...]) -> Iterator[str]:
    if phrases:
        yield f'<ul class="{kind}">'
        yield from (f"<li>{_inline(phrase)}</li>" for phrase in phrases)
        yield "</ul>"


def _table(sheet: Sheet) -> Iterator[str]:
    yield '<div class="scroll">'
    yield "<table>"
    headings = "".join(f'<th scope="col">{_inline(heading)}</th>' for heading in sheet.headings)
    yield f"<thead><tr>{headings}</tr></thead>"
    yield "<tbody>"
    yield from (_row(line) for line in sheet.lines)
    yield "</tbody>"
    yield "</table>"
    yield "</div>"


def _row(line: Line) -> str:
    cells = "".join(_cell(entry) for entry in line.entries)
    return f'<tr class="differs">{cells}</tr>' if line.differs else f"<tr>{cells}</tr>"


def _cell(entry: Entry) -> str:
    role = "differs-yes" if entry.role == "differs" else entry.role
    opening = f'<td class="{role}">' if role else "<td>"
    return f"{opening}{_inline(entry.phrase)}</td>"


def _inline(phrase: Phrase) -> str:
    return "".join(
        f"<code>{escape(part.text)}</code>" if part.is_code else escape(part.text) for part in phrase
    )
