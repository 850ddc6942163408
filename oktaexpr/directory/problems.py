"""What is wrong with a directory's files: findings with a key path and a place, gathered into one error."""

from __future__ import annotations

import json
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass

from oktaexpr.diagnostics import Diagnostic, Severity, nearest
from oktaexpr.errors import DirectoryError
from oktaexpr.source import Source, Span

Path = tuple[str | int, ...]
"""Keys and indexes from the top of a document: `("users", 3, "groups", 0)`."""

UNREADABLE = "DIR101"
"""Code of a text that is no YAML or JSON, or that uses what is refused in it."""
WRONG_SHAPE = "DIR201"
"""Code of a key or value that does not belong where it stands."""
BROKEN_REFERENCE = "DIR301"
"""Code of a name that points at nothing, at several things, or that is taken twice."""

MOST_DEPTH = 100
"""How deep lists and mappings may nest."""
MOST_SHOWN = 100
"""Problems that one error lists; a wrong export can have one in every line."""
_MOST_CANDIDATES = 2_000
_LONGEST_QUOTE = 60


@dataclass(frozen=True, slots=True)
class Finding:
    """One problem of one document; `offset` is given where the path does not say the place exactly."""

    code: str
    path: Path
    message: str
    hint: Callable[[], str | None] | str | None = None
    """What was probably meant; a callable is asked only when the finding is shown, since searching costs."""
    offset: int | None = None


@dataclass(frozen=True, slots=True)
class Document:
    """One parsed file, or data that was handed over (then `text` is None and no place is known)."""

    name: str
    value: object
    text: str | None = None
    positions: Callable[[str], Mapping[Path, int]] | None = None
    """Reads the text again and says where each path stands; used only when there is something to report."""
    prefix: Path = ()
    """Put before each path: a file that holds one section's list shows `users[3]`, not `[3]`."""


def quoted(text: str) -> str:
    """Return `text` in double quotes, shortened, on one line and without anything a terminal would obey."""
    short = text if len(text) <= _LONGEST_QUOTE else text[: _LONGEST_QUOTE - 1] + "…"
    return json.dumps(visible(short), ensure_ascii=False).replace("\\\\u", "\\u")


def visible(text: str) -> str:
    """Return `text` with control characters, invisible marks and lone surrogates written as escapes."""
    return "".join(char if char.isprintable() else f"\\u{ord(char):04x}" for char in text)


def described(value: object) -> str:
    """Say what was found, in words that suit YAML and JSON."""
    match value:
        case None:
            return "null"
        case bool():
            return f"the Boolean {str(value).lower()}"
        case int() | float():
            return f"the number {value}"
        case str():
            return f"the text {quoted(value)}"
        case list() | tuple():
            return "a list"
        case Mapping():
            return "a mapping"
        case _:
            return f"a {type(value).__name__}"


def near_hint(name: str, known: Collection[str]) -> str | None:
    """Return `did you mean "x"?`, or None. Of very many names only those that begin alike are compared."""
    names = list(known)
    if len(names) > _MOST_CANDIDATES:
        head = name[:1].casefold()
        names = [one for one in names if one[:1].casefold() == head and abs(len(one) - len(name)) <= 4]
    names = names[:_MOST_CANDIDATES]
    local, at, domain = name.partition("@")
    # Logins of one company all end alike, which would make any two of them near.
    ours = {one.removesuffix(at + domain): one for one in names if at and one.endswith(at + domain)}
    others = [one for one in names if not one.endswith(at + domain)] if ours else names
    found = [ours[one] for one in nearest(local, ours, most=2)] or nearest(name, others, most=1 if at else 2)
    return f"did you mean {' or '.join(quoted(one) for one in found)}?" if found else None


def case_notes(logins: Iterable[str]) -> list[str]:
    """Return what is said of logins that differ only in case: they stay different users, but nobody may mean that."""
    seen: dict[str, str] = {}
    pairs = [
        (first, login) for login in logins if (first := seen.setdefault(login.casefold(), login)) != login
    ]
    if not pairs:
        return []
    shown = ", ".join(f"{quoted(first)} and {quoted(other)}" for first, other in pairs[:3])
    more = f" and {len(pairs) - 3:,} more" if len(pairs) > 3 else ""
    return [f"logins that differ only in case are taken for different users (assumed): {shown}{more}"]


def spelled(path: Path) -> str:
    """Return the path as people write it: `users[3].profile.login`; odd keys stand in quotes."""
    parts: list[str] = []
    for key in path:
        if isinstance(key, int):
            parts.append(f"[{key}]")
        elif key.isidentifier() and key.isprintable() and len(key) <= _LONGEST_QUOTE:
            parts.append(f".{key}" if parts else key)
        else:
            parts.append(f"[{quoted(key)}]")
    return "".join(parts)


def directory_error(found: Sequence[tuple[Document, Finding]]) -> DirectoryError:
    """Return one error that lists the findings by file and place, with a diagnostic for each."""
    lines: list[str] = []
    diagnostics: list[Diagnostic] = []
    sources = {id(document): Source(document.text or "") for document, _ in found}
    for document, finding, offset in _in_order(found)[:MOST_SHOWN]:
        hint = finding.hint() if callable(finding.hint) else finding.hint
        path = spelled((*document.prefix, *finding.path))
        message = f"{path}: {finding.message}" if path else finding.message
        place = visible(document.name)
        if document.text is not None:
            position = sources[id(document)].position(offset)
            place += f":{position.line}:{position.column}"
        lines.append(f"{place}: {message}" + (f"; {hint}" if hint else ""))
        span = Span(offset, offset)
        diagnostics.append(Diagnostic(finding.code, Severity.ERROR, message, span, hint))
    if len(found) > MOST_SHOWN:
        lines.append(f"and {len(found) - MOST_SHOWN:,} more problems")
    return DirectoryError("\n".join(lines), diagnostics)


def _in_order(found: Sequence[tuple[Document, Finding]]) -> list[tuple[Document, Finding, int]]:
    """Give each finding its offset, and sort: documents as they came, places from the top."""
    order: dict[int, int] = {}
    positions: dict[int, Mapping[Path, int]] = {}
    for document, finding in found:
        key = id(document)
        order.setdefault(key, len(order))
        if (
            finding.offset is None
            and key not in positions
            and document.positions
            and document.text is not None
        ):
            positions[key] = document.positions(document.text)
    placed = [
        (document, finding, _offset(finding, positions.get(id(document), {}))) for document, finding in found
    ]
    return sorted(placed, key=lambda one: (order[id(one[0])], one[2]))


def _offset(finding: Finding, positions: Mapping[Path, int]) -> int:
    """Return where the finding stands; a key that is missing is reported at what should hold it."""
    if finding.offset is not None:
        return finding.offset
    path = finding.path
    while path and path not in positions:
        path = path[:-1]
    return positions.get(path, 0)
