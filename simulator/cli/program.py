"""The commands of `oktaexpr license` in one group, which imports a command when it is asked for."""

from __future__ import annotations

from importlib import import_module
from typing import Any

import typer

from oktaexpr.cli.shared import Group, new_application, single_command
from simulator.cli.extension import COMMANDS, extension


class LicenseGroup(Group):
    """The group of the commands. A command's module is imported when it is asked for and not before."""

    def list_commands(self, ctx: Any) -> list[str]:  # noqa: ANN401 - click's context, which Typer may vendor
        """Return the names of all commands."""
        return list(COMMANDS)

    def get_command(self, ctx: Any, cmd_name: str) -> Any:  # noqa: ANN401
        """Import and return a command, None for an unknown name."""
        if cmd_name not in COMMANDS:
            return None
        home, line = COMMANDS[cmd_name]
        module = import_module(home)
        return single_command(cmd_name, module.run, help=f"{line}\n\n{module.DETAILS}", lines=module.EXAMPLES)

    def format_commands(self, ctx: Any, formatter: Any) -> None:  # noqa: ANN401
        """Write the list of commands without importing one."""
        with formatter.section("Commands"):
            formatter.write_dl([(name, line) for name, (_, line) in COMMANDS.items()])


def _root() -> None:
    """Keep the callback of the group, without which Typer takes no commands."""


def application() -> typer.Typer:
    """Return the group as a Typer application."""
    group = new_application(LicenseGroup)
    group.callback(
        help=extension.help, epilog="Run `oktaexpr license COMMAND --help` for options and examples."
    )(_root)
    return group
