"""What the `repl` offers while a line is typed: functions, attributes and, inside quotes, groups."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from prompt_toolkit.completion import CompleteEvent, Completer, Completion
from prompt_toolkit.document import Document

from oktaexpr.cli.session import Session
from oktaexpr.functions import catalogue
from oktaexpr.render.hidden import visible

_WORD = re.compile(r":?[\w.$]*$")
_OPEN_TEXT = re.compile(r"""^(?:[^"']|"[^"]*"|'[^']*')*(["'])((?:(?!\1).)*)$""")


class SessionCompleter(Completer):
    """Completes from the catalogue and from the session's directory."""

    def __init__(self, session: Session) -> None:
        """Read from `session` at each key, since its user and engine change."""
        self._session = session

    def get_completions(self, document: Document, complete_event: CompleteEvent) -> Iterator[Completion]:
        """Yield what may follow the text before the cursor."""
        for text, length in candidates(document.text_before_cursor, self._session):
            yield Completion(text, start_position=-length, display=visible(text))


def candidates(before: str, session: Session) -> Iterator[tuple[str, int]]:
    """Yield completions of `before`, each with how many characters it replaces."""
    opened = _OPEN_TEXT.match(before)
    if opened is not None and not before.startswith(":user"):
        yield from _beginning(opened[2], _groups(session))
        return
    if before.startswith(":user "):
        yield from _beginning(before.removeprefix(":user "), _logins(session))
        return
    found = _WORD.search(before)
    word = found[0] if found is not None else ""
    if word.startswith(":"):
        yield from _beginning(word, session.command_names)
    elif word:
        yield from _beginning(word, [*_attributes(session), *_functions(session, word)])


def _beginning(start: str, known: Iterable[str]) -> Iterator[tuple[str, int]]:
    folded = start.casefold()
    for name in sorted(set(known)):
        if name.casefold().startswith(folded):
            yield name, len(start)


def _groups(session: Session) -> Iterator[str]:
    directory = session.people.directory
    names = [group.name for group in directory.groups] if directory is not None else []
    yield from (name for name in [*names, *session.people.groups] if name)


def _logins(session: Session) -> Iterator[str]:
    directory = session.people.directory
    yield from (user.login for user in directory.users) if directory is not None else ()


def _attributes(session: Session) -> Iterator[str]:
    """Yield the roots and the attributes that the user of the session has, as they are written."""
    roots = session.people.scope(session.login).roots
    yield from roots
    user = roots.get("user") or {}
    profile = user.get("profile") if session.people.engine == "identity-engine" else None
    yield from (f"user.{name}" for name in user)
    yield from (f"user.profile.{name}" for name in profile or ())
    directory = session.people.directory
    if directory is not None and directory.schema is not None:
        front = "user.profile" if session.people.engine == "identity-engine" else "user"
        yield from (f"{front}.{name}" for name in directory.schema)


def _functions(session: Session, word: str) -> Iterator[str]:
    """Yield functions with their parenthesis, and after a dot the methods of any value."""
    for name, function in catalogue.functions.items():
        if session.people.engine in function.engines:
            yield f"{name}("
    front, dot, _ = word.rpartition(".")
    if dot:
        yield from (f"{front}.{name}(" for name in catalogue.methods)
