"""What the `repl` does with a line: evaluates it, or follows a command that begins with a colon."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace

import typer

import oktaexpr
from oktaexpr.cli.shared.inputs import read_settings
from oktaexpr.cli.shared.people import People
from oktaexpr.errors import EvaluationError, ExpressionSyntaxError, OktaExprError
from oktaexpr.functions.declaration import checked_engine
from oktaexpr.render.style import Paint
from oktaexpr.render.text import draw_diagnostics
from oktaexpr.render.trace import draw_trace
from oktaexpr.render.values import quoted
from oktaexpr.source import Source

HELP = """\
An expression is evaluated. Commands:
  :explain EXPR       every part with its value, and why
  :check EXPR         what is wrong with it
  :user LOGIN         evaluate for this user of the directory; without a login for nobody in particular
  :group NAME         add the user to a group
  :set user.level=4   set a value
  :engine NAME        classic or identity-engine
  :help               this list
  :quit               leave, as does Ctrl-D"""


@dataclass(frozen=True, slots=True)
class Answer:
    """What to print, and whether something failed."""

    text: str
    failed: bool = False


class Session:
    """The state between lines: who it is for, and the engine."""

    def __init__(self, people: People, login: str | None = None, *, width: int = 100, paint: Paint) -> None:
        """Start for a user, or for nobody in particular. Raises `DirectoryError` for an unknown login."""
        people.scope(login)
        self.people = people
        self.login = login
        self.is_over = False
        self._width = width
        self._paint = paint
        self._commands: dict[str, Callable[[str], Answer]] = {
            "explain": self._explain,
            "check": self._check,
            "user": self._choose_user,
            "group": self._add_group,
            "set": self._set,
            "engine": self._choose_engine,
            "help": lambda _: Answer(HELP),
            "quit": self._quit,
        }

    @property
    def prompt(self) -> str:
        """What stands before the line that is typed: the user and the engine."""
        return f"{self.login or 'nobody'} ({self.people.engine})> "

    @property
    def command_names(self) -> list[str]:
        """The commands with their colon."""
        return [f":{name}" for name in self._commands]

    def answer(self, line: str) -> Answer:
        """Return the answer to a line; errors of an expression or of a command are answers too."""
        text = line.strip()
        if not text:
            return Answer("")
        try:
            if not text.startswith(":"):
                return self._evaluate(text)
            name, _, rest = text[1:].partition(" ")
            command = self._commands.get(name)
            if command is None:
                return Answer(f"no command :{name}; :help lists them", failed=True)
            return command(rest.strip())
        except (ExpressionSyntaxError, EvaluationError) as error:
            expression = text if not text.startswith(":") else text.partition(" ")[2].strip()
            return Answer(self._drawn(expression, error.diagnostics), failed=True)
        except (OktaExprError, typer.BadParameter) as error:
            return Answer(error.message, failed=True)

    def _evaluate(self, text: str) -> Answer:
        return Answer(
            quoted(oktaexpr.evaluate(text, self.people.scope(self.login), engine=self.people.engine))
        )

    def _explain(self, text: str) -> Answer:
        trace = oktaexpr.explain(text, self.people.scope(self.login), engine=self.people.engine)
        return Answer(draw_trace(trace, width=self._width, paint=self._paint), failed=trace.error is not None)

    def _check(self, text: str) -> Answer:
        found = oktaexpr.check(text, engine=self.people.engine, directory=self.people.directory)
        return Answer(self._drawn(text, found) if found else "no problems")

    def _drawn(
        self, text: str, diagnostics: list[oktaexpr.Diagnostic] | tuple[oktaexpr.Diagnostic, ...]
    ) -> str:
        source = Source(text, "<line>")
        return draw_diagnostics([(source, one) for one in diagnostics], width=self._width, paint=self._paint)

    def _choose_user(self, login: str) -> Answer:
        if login and self.people.directory is None:
            return Answer("start with --directory to have users", failed=True)
        self.people.scope(login or None)
        self.login = login or None
        return Answer("")

    def _add_group(self, name: str) -> Answer:
        self.people = replace(self.people, groups=[*self.people.groups, name])
        return Answer("")

    def _set(self, setting: str) -> Answer:
        self.people = replace(self.people, settings=[*self.people.settings, *read_settings([setting])])
        return Answer("")

    def _choose_engine(self, name: str) -> Answer:
        self.people = replace(self.people, engine=checked_engine(name))
        return Answer("")

    def _quit(self, _: str) -> Answer:
        self.is_over = True
        return Answer("")
