"""Commands that start fast: Typer's validation library is not loaded for parameters that are plain text."""

from __future__ import annotations

from collections.abc import Callable
from enum import Enum
from typing import Any

import typer
from typer.core import TyperCommand, TyperGroup


class Command(TyperCommand):
    """A Typer command; give it to Typer as `cls`."""

    def __init__(self, *arguments: Any, **settings: Any) -> None:  # noqa: ANN401 - passed on as they come
        """Build the command, and let its plain parameters take their values as they are."""
        super().__init__(*arguments, **settings)
        for parameter in self.params:
            _take_as_given(parameter)

    def get_help_option(self, ctx: Any) -> Any:  # noqa: ANN401 - click's context, which Typer may vendor
        """Return `--help`, which is a plain parameter too."""
        return _take_as_given(super().get_help_option(ctx))


class Group(TyperGroup):
    """A Typer group that offers a command near an unknown one; give it to Typer as `cls`.

    For its `--help` it loads no more than the commands do.
    """

    def get_help_option(self, ctx: Any) -> Any:  # noqa: ANN401
        """Return `--help`, which is a plain parameter."""
        return _take_as_given(super().get_help_option(ctx))

    def has_command(self, ctx: Any, name: str) -> bool:  # noqa: ANN401
        """Tell whether there is a command of this name."""
        return name in self.list_commands(ctx)

    def resolve_command(self, ctx: Any, args: list[str]) -> Any:  # noqa: ANN401
        """Find the command of the first argument; a name near an unknown one is offered."""
        if not args[0].startswith("-") and not self.has_command(ctx, args[0]):
            from oktaexpr.diagnostics import did_you_mean

            hint = did_you_mean(args[0], self.list_commands(ctx))
            ctx.fail(f"no command {args[0]!r}" + (f"; {hint}" if hint else ""))
        return super().resolve_command(ctx, args)


class _AsGiven:
    """Stands for Typer's coercion of one parameter, and asks the real one where a value is not plain.

    Typer 0.29 imports pydantic for that, 50 ms that most commands would wait for to get the text they have.
    Typer's other versions know no `_runtime_param` and are left alone.
    """

    def __init__(self, parameter: Any, annotation: Any) -> None:  # noqa: ANN401 - Typer's own, without public types
        self._parameter = parameter
        self._annotation = annotation

    def coerce(self, value: Any, param: Any, ctx: Any) -> Any:  # noqa: ANN401
        if value is None:
            return () if param.multiple or param.nargs == -1 else None
        if self._annotation is str and isinstance(value, str):
            return value
        if self._annotation == list[str] and all(isinstance(item, str) for item in value):
            return value
        if (
            isinstance(value, str)
            and isinstance(self._annotation, type)
            and issubclass(self._annotation, Enum)
        ):
            return _member(self._annotation, value, param, ctx)
        self._parameter._runtime_param = None
        return self._parameter.get_runtime_param().coerce(value, param=param, ctx=ctx)


def _member(kind: type[Enum], value: str, param: Any, ctx: Any) -> Enum:  # noqa: ANN401
    for member in kind:
        if member.value == value:
            return member
    message = f"{value!r} is none of {', '.join(str(member.value) for member in kind)}"
    raise typer.BadParameter(message, ctx=ctx, param=param)


def _take_as_given(parameter: Any) -> Any:  # noqa: ANN401
    """Let a parameter of text, of texts, of words or a flag take its value unchanged, and return it."""
    descriptor = getattr(parameter, "type_descriptor", None)
    if descriptor is not None and getattr(parameter, "_runtime_param", "") is None:
        annotation = descriptor.annotation
        if annotation in (bool, list[str]) or (isinstance(annotation, type) and issubclass(annotation, str)):
            parameter._runtime_param = _AsGiven(parameter, annotation)
    return parameter


def examples(*commands: str) -> str:
    """Return the end of a command's `--help`: its examples, one a line."""
    return "\b\nExamples:\n" + "\n".join(f"  {command}" for command in commands)


def new_application(cls: type[Group] = Group, **settings: Any) -> typer.Typer:  # noqa: ANN401 - what Typer takes
    """Return a Typer application that looks like the program's own: plain help, no completion installer."""
    return typer.Typer(
        cls=cls,
        add_completion=False,
        rich_markup_mode=None,
        pretty_exceptions_enable=False,
        no_args_is_help=True,
        **settings,
    )


def single_command(name: str, run: Callable[..., None], *, help: str, lines: tuple[str, ...]) -> Any:  # noqa: ANN401
    """Return the command that runs `run`, with its parameters from the signature and `lines` as examples."""
    application = typer.Typer(add_completion=False, rich_markup_mode=None, pretty_exceptions_enable=False)
    application.command(name, cls=Command, help=help, epilog=examples(*lines))(run)
    return typer.main.get_command(application)
