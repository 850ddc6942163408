"""Files that people write for the simulator, as YAML or JSON: read as data, with nothing in them run."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any

from simulator.errors import DocumentError

LARGEST_FILE = 20_000_000
"""Bytes; a year of events for ten thousand people is far below."""


def read_document(path: Path, kind: str) -> Mapping[str, Any]:
    """Return the mapping that a YAML or JSON file holds; `kind` says in messages what was wanted: `dbt account`.

    Aliases are refused, since a few lines of them can stand for terabytes. Raises `DocumentError` naming the file.
    """
    import yaml

    try:
        with path.open("rb") as stream:
            content = stream.read(LARGEST_FILE + 1)
    except (OSError, ValueError) as error:
        reason = error.strerror if isinstance(error, OSError) and error.strerror else str(error)
        message = f"cannot read {str(path)!r}: {reason}"
        raise DocumentError(message) from None
    if len(content) > LARGEST_FILE:
        message = f"{path}: more than {LARGEST_FILE:,} bytes are no {kind}"
        raise DocumentError(message)
    try:
        _refuse_aliases(content)
        data = yaml.safe_load(content)
    except (yaml.YAMLError, ValueError, RecursionError) as error:
        message = f"{path} is no YAML that holds a {kind}: {' '.join(str(error).split())}"
        raise DocumentError(message) from None
    if not isinstance(data, Mapping) or not all(isinstance(key, str) for key in data):
        message = f"{path} holds no {kind}: that is a mapping of names to values"
        raise DocumentError(message)
    return data


def _refuse_aliases(content: bytes) -> None:
    import yaml

    for event in yaml.parse(content, Loader=yaml.SafeLoader):
        if isinstance(event, yaml.AliasEvent):
            place = "" if event.start_mark is None else f", line {event.start_mark.line + 1}"
            message = f"aliases are not read{place}"
            raise yaml.YAMLError(message)
