"""What another package may add to the program, and how it is found: entry points of `oktaexpr.extensions`.

The name of an entry point is the name of the command that it brings, so that `--help` can list it unloaded.
"""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from importlib import import_module
from pathlib import Path
from typing import TYPE_CHECKING, Any

import typer

from oktaexpr.errors import UsageError

if TYPE_CHECKING:
    from importlib.metadata import EntryPoint

GROUP = "oktaexpr.extensions"
OWN_CODES = "OEL"
"""How the codes of `check` itself begin."""

Reference = str | Callable[..., Any]
"""`"module:attribute"`, imported when it is needed, or the thing itself."""


@dataclass(frozen=True, slots=True)
class Extension:
    """What an extension brings. Everything may be named as `"module:attribute"`, so that little is imported at first."""

    name: str
    help: str
    """One line for `--help`, starting with a verb."""
    commands: Mapping[str, Reference] = field(default_factory=dict)
    """Command name to a Typer application, or to a callable that returns one."""
    rules: Mapping[str, Reference] = field(default_factory=dict)
    """Prefix of rule codes (`DBT`) to the module, as `"module:attribute"`, whose import registers them."""
    checks: Mapping[str, Reference] = field(default_factory=dict)
    """Beginning of rule codes (`DBT10`) to what finds them in an expression: takes an `oktaexpr.CheckedExpression`,
    yields diagnostics. `check` runs it where one of these codes is selected."""
    elsewhere: str = ""
    """Who judges the other rules, which need more than an expression: "`oktaexpr plants water` measures the soil"."""
    expectations: Mapping[str, Reference] = field(default_factory=dict)
    """Name of an expectation in a test file (`license`) to what checks it."""
    diff_columns: Mapping[str, Reference] = field(default_factory=dict)
    """Name of a column of `diff` to a callable that takes a value and returns its text there."""
    failures: tuple[type[Exception], ...] = ()
    """Exceptions that say that an expression or data are at fault: the message is shown, the exit code is 1."""


_LOADED: dict[str, Extension] = {}


def entry_points() -> dict[str, EntryPoint]:
    """Return the entry points by command name, without loading any; the first of a name counts."""
    from importlib.metadata import entry_points as installed

    found: dict[str, EntryPoint] = {}
    for entry in installed(group=GROUP):
        found.setdefault(entry.name, entry)
    return found


def load_extension(entry: EntryPoint) -> Extension:
    """Import an extension. Raises `UsageError` with one sentence where another package hides it."""
    loaded = _LOADED.get(entry.name)
    if loaded is not None:
        return loaded
    package = entry.module.partition(".")[0]
    try:
        extension = getattr(import_module(entry.module), entry.attr)
    except (ModuleNotFoundError, AttributeError) as error:
        if isinstance(error, ModuleNotFoundError) and not _is_inside(error.name, package):
            raise
        raise UsageError(_hidden(entry, package)) from error
    if not isinstance(extension, Extension):
        raise UsageError(_hidden(entry, package))
    _LOADED[entry.name] = extension
    return extension


def _is_inside(module: str | None, package: str) -> bool:
    return module is not None and (module == package or module.startswith(f"{package}."))


def _hidden(entry: EntryPoint, package: str) -> str:
    """Say in one sentence which package stands in the way, and where."""
    found = sys.modules.get(package)
    places = [getattr(found, "__file__", None), *getattr(found, "__path__", [])]
    place = next((str(Path(one)) for one in places if one), None)
    if place is None:
        return f"`oktaexpr {entry.name}` needs the package `{package}`, which is not installed"
    return (
        f"`oktaexpr {entry.name}` needs its own package `{package}`, but another package of that name "
        f"comes first on the import path: {place}"
    )


def installed_extensions() -> Iterator[Extension]:
    """Load and yield every installed extension."""
    for entry in entry_points().values():
        yield load_extension(entry)


def loaded_failures() -> tuple[type[Exception], ...]:
    """Return the exceptions that the extensions loaded so far want shown as faults of the data."""
    return tuple(failure for extension in _LOADED.values() for failure in extension.failures)


def resolve_reference(reference: Reference) -> Any:  # noqa: ANN401 - whatever the extension names
    """Return the thing itself for `"module:attribute"`."""
    if not isinstance(reference, str):
        return reference
    module, _, attribute = reference.partition(":")
    return getattr(import_module(module), attribute) if attribute else import_module(module)


def loads_for(code: str) -> bool:
    """Whether extensions are loaded for a code, or for the beginning of some: not for the program's own."""
    return not OWN_CODES.startswith(code[: len(OWN_CODES)])


def load_rules(code: str) -> None:
    """Load the rules whose code begins like `code`: those of `check`, and an extension's where the prefix is its own."""
    from oktaexpr.render.rules import load_own_rules

    load_own_rules()
    for _, reference in _of_code(code.upper(), lambda extension: extension.rules):
        resolve_reference(reference)


def load_every_rule() -> None:
    """Load the rules of `check` and of all extensions, to offer one near a code that nobody has."""
    from oktaexpr.render.rules import load_own_rules

    load_own_rules()
    for extension in installed_extensions():
        for reference in extension.rules.values():
            resolve_reference(reference)


def load_checks(code: str) -> None:
    """Let `check` judge by the rules of extensions whose code begins like `code`."""
    from oktaexpr.checker.selected import register_check

    for codes, reference in _of_code(code, lambda extension: extension.checks):
        register_check(codes, resolve_reference(reference))


def judged_elsewhere(code: str) -> dict[str, str]:
    """Return the loaded rules that begin with `code` and that no check of their extension finds: code to who judges it."""
    from oktaexpr.diagnostics import rules

    found = {}
    for extension in _extensions_of(code):
        own, checked = tuple(extension.rules), tuple(extension.checks)
        for rule in rules():
            if rule.code.startswith(code) and rule.code.startswith(own) and not rule.code.startswith(checked):
                found[rule.code] = extension.elsewhere
    return found


def _of_code(
    code: str, references: Callable[[Extension], Mapping[str, Reference]]
) -> Iterator[tuple[str, Reference]]:
    """Yield what extensions name for codes that begin like `code`, or that `code` begins with."""
    for extension in _extensions_of(code):
        for prefix, reference in references(extension).items():
            if code.startswith(prefix) or prefix.startswith(code):
                yield prefix, reference


def _extensions_of(code: str) -> Iterator[Extension]:
    """Yield the extensions that may have a code."""
    return installed_extensions() if loads_for(code) else iter(())


def command_application(extension: Extension, name: str) -> typer.Typer | None:
    """Return the Typer application of an extension's command, None where it has none of that name."""
    reference = extension.commands.get(name)
    if reference is None:
        return None
    found = resolve_reference(reference)
    application = found if isinstance(found, typer.Typer) else found()
    if not isinstance(application, typer.Typer):
        message = f"the extension `{extension.name}` gives no Typer application for `{name}`"
        raise UsageError(message)
    return application
