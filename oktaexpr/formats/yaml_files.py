"""Values of YAML files under keys that a configuration names."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from fnmatch import fnmatchcase
from typing import Any

from oktaexpr.directory.yaml_document import yaml_hint
from oktaexpr.formats.found import FoundExpression, Use
from oktaexpr.formats.interpolated import without_last_line_end
from oktaexpr.formats.marks import marks_in_lines
from oktaexpr.formats.problems import UnreadableError
from oktaexpr.formats.reading import Reading, ReadingProblem, Unit
from oktaexpr.formats.terraform import UNREADABLE
from oktaexpr.formats.yaml_scalars import mapped_scalar, scalar_span
from oktaexpr.source import Source, Span

_NULLS = frozenset({"null", "Null", "NULL", "~"})


def read_yaml(unit: Unit, keys: Mapping[str, str]) -> Reading:
    """Return the texts under `keys`, each with its usage, or an empty text for none.

    A key is a path or the end of one: `expression`, `rules.*.expression`; an index of a list is a step too.
    """
    reading = Reading()
    for path, text in unit.texts.items():
        reading.marks += marks_in_lines(Source(text, path))
        try:
            for steps, event in _scalars(text):
                usage = _usage(steps, keys)
                if usage is not None and event.value.strip() and not _is_null(event):
                    content = without_last_line_end(mapped_scalar(text, event, path))
                    span = scalar_span(text, event)
                    *above, last = steps
                    reading.add(
                        FoundExpression(content, Use(path, span), ".".join(above), last, usage or None)
                    )
        except UnreadableError as error:
            hint = yaml_hint(error.message)
            reading.problems.append(ReadingProblem(path, error.span, error.message, UNREADABLE, hint))
    return reading


def _is_null(event: Any) -> bool:  # noqa: ANN401 - the events of both parsers
    """Whether a scalar is YAML's null, which is no text and so no expression."""
    return not event.style and event.implicit[0] and event.value in _NULLS


def _usage(steps: tuple[str, ...], keys: Mapping[str, str]) -> str | None:
    """Return the usage of the key that a path ends with; None where no key fits."""
    for key, usage in keys.items():
        wanted = key.split(".")
        given = steps[-len(wanted) :]
        if len(given) == len(wanted) and all(map(fnmatchcase, given, wanted)):
            return usage
    return None


@dataclass(slots=True)
class _Container:
    """A list or mapping that is still open."""

    is_list: bool
    step: str
    """The key or index of the value that comes next, or that is being read."""
    wants_key: bool

    def pass_value(self) -> None:
        """Go on behind a value, or behind a key that is no plain text."""
        if self.is_list:
            self.step = str(int(self.step) + 1)
        elif self.wants_key:
            self.step, self.wants_key = "?", False
        else:
            self.wants_key = True


def _scalars(text: str) -> Iterator[tuple[tuple[str, ...], Any]]:
    """Yield the event of each text that is a value, with the keys and indexes above it."""
    opened: list[_Container] = []
    for event in _events(text):
        match type(event).__name__:
            case "SequenceStartEvent":
                opened.append(_Container(is_list=True, step="0", wants_key=False))
            case "MappingStartEvent":
                opened.append(_Container(is_list=False, step="", wants_key=True))
            case "ScalarEvent" if opened and opened[-1].wants_key:
                opened[-1].step, opened[-1].wants_key = event.value, False
            case "ScalarEvent":
                yield tuple(container.step for container in opened), event
                _pass_value(opened)
            case "AliasEvent":
                _pass_value(opened)
            case "SequenceEndEvent" | "MappingEndEvent":
                opened.pop()
                _pass_value(opened)
            case _:
                pass  # the start and end of the stream and of a document


def _pass_value(opened: list[_Container]) -> None:
    if opened:
        opened[-1].pass_value()


def _events(text: str) -> Iterator[Any]:
    """Yield the parser's events. Raises `UnreadableError`."""
    import yaml

    loader = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
    try:
        yield from yaml.parse(text, Loader=loader)
    except yaml.reader.ReaderError as error:
        char = error.character if isinstance(error.character, str) else chr(error.character)
        at = max(text.find(char), 0)
        message = "YAML has this character only as an escape in double quotes"
        raise UnreadableError(message, Span(at, at + 1)) from None
    except yaml.MarkedYAMLError as error:
        mark = error.problem_mark or error.context_mark
        at = min(mark.index, len(text)) if mark is not None else 0
        message = f"this is no YAML: {error.problem}"
        raise UnreadableError(message, Span(at, min(at + 1, len(text)))) from None
