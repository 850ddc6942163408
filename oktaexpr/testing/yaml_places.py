"""Where the parts of a YAML text stand: each value with its key and its style, so that one can be edited in place."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from oktaexpr.formats.yaml_scalars import content_start
from oktaexpr.source import Span

Path = tuple[str | int, ...]
"""Keys and indexes from the top: `("cases", 0, "value")`."""


@dataclass(frozen=True, slots=True)
class YamlPlace:
    """One value of a text."""

    span: Span
    """The value without its anchor and tag in front, and blanks and line ends behind it."""
    key_span: Span | None
    """The key in front of it, in a mapping."""
    node: Any
    """The parser's node: a scalar's has `value` and `style`."""
    is_flow: bool
    """Whether it is a list or mapping in brackets."""


def yaml_places(text: str) -> dict[Path, YamlPlace]:
    """Return the place of each value of a text that is known to be YAML, by path; an alias is where its anchor is."""
    import yaml

    loader = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
    root = yaml.compose(text, Loader=loader)
    return {} if root is None else dict(_places(text, root, (), None))


def _places(text: str, node: Any, path: Path, key_span: Span | None) -> Iterator[tuple[Path, YamlPlace]]:  # noqa: ANN401
    """Yield the node and all below it; `node.id` says what it is."""
    start = content_start(text, node)
    is_flow = node.id != "scalar" and text.startswith(("[", "{"), start)
    yield path, YamlPlace(Span(start, _end(text, node, is_flow=is_flow)), key_span, node, is_flow)
    if node.id == "sequence":
        for number, item in enumerate(node.value):
            yield from _places(text, item, (*path, number), None)
    elif node.id == "mapping":
        for key, value in node.value:
            span = Span(key.start_mark.index, key.end_mark.index)
            yield from _places(text, value, (*path, key.value), span)


def _end(text: str, node: Any, *, is_flow: bool) -> int:  # noqa: ANN401
    """Return where a node ends. The parser ends a block behind the comments that follow, and so behind its last part."""
    while node.id != "scalar" and not is_flow and node.value:
        last = node.value[-1]
        node = last[1] if node.id == "mapping" else last
        is_flow = node.id != "scalar" and text.startswith(("[", "{"), content_start(text, node))
    start = content_start(text, node)
    return start + len(text[start : node.end_mark.index].rstrip())
