"""All commands in one group, which imports a command when it is asked for and nothing of the others."""

from __future__ import annotations

from importlib import import_module
from typing import Annotated, Any

import typer

from oktaexpr.cli.shared.command import Group, new_application, single_command
from oktaexpr.cli.shared.extensions import command_application, entry_points, load_extension
from oktaexpr.cli.shared.failures import failures_reported

COMMANDS: dict[str, tuple[str, str]] = {
    "eval": ("oktaexpr.cli.eval", "Evaluate an expression for one user or for all."),
    "explain": ("oktaexpr.cli.explain", "Show every part of an expression with its value, and why."),
    "check": ("oktaexpr.cli.check", "Find what is wrong with an expression, without a user."),
    "test": ("oktaexpr.cli.test", "Run tests of expressions: who gets what."),
    "diff": ("oktaexpr.cli.diff", "Show which users get another value from a new expression, and why."),
    "rules": ("oktaexpr.cli.rules", "Run all group rules of an export over its users; compare two sets."),
    "anonymize": ("oktaexpr.cli.anonymize", "Turn an export into fixtures without anything personal."),
    "fmt": ("oktaexpr.cli.fmt", "Print an expression in its canonical spelling."),
    "init": ("oktaexpr.cli.init", "Write a commented configuration to start from."),
    "functions": ("oktaexpr.cli.functions", "List the functions of the language, or show one."),
    "usages": ("oktaexpr.cli.usages", "Show what Okta offers where."),
    "rule": ("oktaexpr.cli.rule", "Explain a code of check, or list all codes."),
    "tree": ("oktaexpr.cli.tree", "Print the syntax tree of an expression."),
    "sample": ("oktaexpr.cli.sample", "Make up an org of any size."),
    "repl": ("oktaexpr.cli.repl", "Try expressions one after the other."),
}
"""Command name to the module that has it, as `run` with `EXAMPLES`, and its line in the list."""


class Program(Group):
    """The group of all commands. A command's module is imported when it is asked for, an extension likewise."""

    def list_commands(self, ctx: Any) -> list[str]:  # noqa: ANN401 - click's context, which Typer may vendor
        """Return the names of all commands: the program's own, then those of extensions."""
        return [*COMMANDS, *(name for name in entry_points() if name not in COMMANDS)]

    def get_command(self, ctx: Any, cmd_name: str) -> Any:  # noqa: ANN401
        """Import and return a command, None for an unknown name."""
        if cmd_name in COMMANDS:
            home, line = COMMANDS[cmd_name]
            module = import_module(home)
            return single_command(
                cmd_name, module.run, help=f"{line}\n\n{module.DETAILS}", lines=module.EXAMPLES
            )
        entry = entry_points().get(cmd_name)
        if entry is None:
            return None
        application = command_application(load_extension(entry), cmd_name)
        return None if application is None else typer.main.get_command(application)

    def has_command(self, ctx: Any, name: str) -> bool:  # noqa: ANN401
        """Tell whether there is such a command; for the program's own no entry point is looked at."""
        return name in COMMANDS or super().has_command(ctx, name)

    def format_commands(self, ctx: Any, formatter: Any) -> None:  # noqa: ANN401
        """Write the list of commands without importing one."""
        with formatter.section("Commands"):
            formatter.write_dl([(name, line) for name, (_, line) in COMMANDS.items()])
        extra = [
            (name, f"From {_distribution(entry)}.")
            for name, entry in entry_points().items()
            if name not in COMMANDS
        ]
        if extra:
            with formatter.section("Commands of extensions"):
                formatter.write_dl(extra)

    def invoke(self, ctx: Any) -> Any:  # noqa: ANN401
        """Run the command; what goes wrong becomes a message and an exit code."""
        with failures_reported():
            return super().invoke(ctx)


def _distribution(entry: Any) -> str:  # noqa: ANN401 - importlib's, whose `dist` has no public type
    package = entry.module.partition(".")[0]
    return f"the package `{package}`"


def _print_version(wanted: bool) -> None:
    if wanted:
        from oktaexpr import __version__

        print(f"oktaexpr {__version__}")
        raise typer.Exit


def root(
    version: Annotated[
        bool, typer.Option("--version", callback=_print_version, is_eager=True, help="Print the version.")
    ] = False,
) -> None:
    """Parse, check, evaluate and explain Okta Expression Language."""


def application() -> Any:  # noqa: ANN401 - click's command, which Typer may vendor
    """Return the whole program as a command."""
    program = new_application(Program)
    program.callback(epilog="Run `oktaexpr COMMAND --help` for options and examples.")(root)
    return typer.main.get_command(program)
