"""`oktaexpr repl`: expressions one after the other."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

import typer

from oktaexpr.cli.session import Session
from oktaexpr.cli.shared import options as given
from oktaexpr.cli.shared.failures import FAULT
from oktaexpr.cli.shared.options import Engine
from oktaexpr.cli.shared.output import paint_for, say, text_width, write
from oktaexpr.cli.shared.people import read_people
from oktaexpr.private_folder import private_folder

if TYPE_CHECKING:
    from prompt_toolkit.history import History

DETAILS = (
    "Tab completes functions, attributes and, inside quotes, groups; :help lists the commands. Without a terminal the "
    "lines of standard input are answered one by one."
)
EXAMPLES = (
    "oktaexpr repl --directory examples/acme --user alice@acme.example",
    "echo ':explain user.level > 3' | oktaexpr repl --set user.level=4",
)


def run(
    user: given.UserOption = None,
    directory: given.DirectoryOption = None,
    engine: given.EngineOption = Engine.CLASSIC,
    app: given.AppOption = None,
    settings: given.SetOption = None,
    group: given.GroupOption = None,
    now: given.NowOption = None,
) -> None:
    """Read and answer until the end."""
    people = read_people(
        engine=engine, directory=directory, app=app, settings=settings, groups=group, now=now
    )
    session = Session(people, user, width=text_width(), paint=paint_for(sys.stdout))
    if sys.stdin.isatty() and sys.stdout.isatty():
        _converse(session)
    elif not _answer_lines(session):
        raise typer.Exit(FAULT)


def _answer_lines(session: Session) -> bool:
    """Answer the lines of standard input, and return whether all went well."""
    is_fine = True
    for line in sys.stdin:
        answer = session.answer(line)
        if answer.text:
            (say if answer.failed else write)(answer.text)
        is_fine = is_fine and not answer.failed
        if session.is_over:
            break
    return is_fine


def _converse(session: Session) -> None:
    from prompt_toolkit import PromptSession

    from oktaexpr.cli.completion import SessionCompleter

    line: PromptSession[str] = PromptSession(
        history=open_history(), completer=SessionCompleter(session), complete_while_typing=False
    )
    while not session.is_over:
        try:
            answer = session.answer(line.prompt(session.prompt))
        except KeyboardInterrupt:  # gives up the line, not the session
            continue
        except EOFError:
            return
        if answer.text:
            write(answer.text)


def open_history() -> History:
    """Return the history in a folder that only this user can read, or one that ends with the session."""
    from prompt_toolkit.history import FileHistory, InMemoryHistory

    folder = private_folder("state")
    if folder is None:
        return InMemoryHistory()
    return FileHistory(str(folder / "history"))
