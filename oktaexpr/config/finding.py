"""The configuration that counts for a folder: the nearest file upward."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

from oktaexpr.config.configuration import Configuration
from oktaexpr.config.problems import ConfigurationError, Key, Problem, configuration_error
from oktaexpr.errors import UsageError

FILE_NAME = "oktaexpr.toml"
_PROJECT_FILE = "pyproject.toml"
_PROJECT_TABLE: Key = ("tool", "oktaexpr")
_LINE = re.compile(r"\(at line (\d+), column \d+\)")


def find_configuration(folder: Path) -> Configuration:
    """Return the configuration of the nearest folder upward that has one, else one that says nothing.

    In one folder `oktaexpr.toml` comes before `pyproject.toml`, which counts only with a table `[tool.oktaexpr]`.
    Raises `ConfigurationError`.
    """
    for here in (folder.absolute(), *folder.absolute().parents):
        for name in (FILE_NAME, _PROJECT_FILE):
            path = here / name
            if path.is_file():
                text = _text(path)
                if name == FILE_NAME or "oktaexpr" in text:
                    found = _read(path, text)
                    if found is not None:
                        return found
    return Configuration()


def read_configuration(path: Path) -> Configuration:
    """Return the configuration in a file. Raises `ConfigurationError`, and `UsageError` for a file without one."""
    found = _read(path, _text(path))
    if found is None:
        message = f"{path} has no table [tool.oktaexpr]"
        raise UsageError(message)
    return found


def configuration_problem(configuration: Configuration, key: Key, message: str) -> ConfigurationError:
    """Return the error for a key whose value is no use to a command, with the line where it stands."""
    path = configuration.path or Path(FILE_NAME)
    return configuration_error([Problem(key, message)], _text(path), str(path), _table_of(path))


def _table_of(path: Path) -> Key:
    return _PROJECT_TABLE if path.name == _PROJECT_FILE else ()


def _text(path: Path) -> str:
    try:
        return path.read_bytes().decode("utf-8-sig")
    except OSError as error:
        message = f"cannot read {path}: {error.strerror}"
        raise UsageError(message) from None
    except UnicodeDecodeError as error:
        message = f"cannot read {path}: byte {error.start} is not UTF-8"
        raise UsageError(message) from None


def _read(path: Path, text: str) -> Configuration | None:
    """Return the configuration of a text; None for a project file without the table."""
    from oktaexpr.config.reading import read_table

    table = _table_of(path)
    data: Any = _parsed(path, text)
    for key in table:
        if not isinstance(data, dict) or key not in data:
            return None
        data = data[key]
    configuration, problems = read_table(data, path)
    if problems:
        raise configuration_error(problems, text, str(path), table)
    return configuration


def _parsed(path: Path, text: str) -> dict[str, Any]:
    import tomllib

    try:
        return tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        message = str(error)
        place = _LINE.search(message)
        line = place[1] if place is not None else str(text.count("\n") + 1)
        shown = f"{path}:{line}: this is no TOML: {_LINE.sub('', message).strip()}"
        raise ConfigurationError(shown) from None
