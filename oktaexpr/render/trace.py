"""A trace as a tree with values, and as JSON."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from oktaexpr.render.counting import counted
from oktaexpr.render.hidden import shortened, visible
from oktaexpr.render.json import json_document, span_json
from oktaexpr.render.style import Paint, painter
from oktaexpr.render.values import brief, value_json
from oktaexpr.render.width import cell_width, padded
from oktaexpr.source import Source
from oktaexpr.values.kinds import java_type

if TYPE_CHECKING:
    from oktaexpr.tracer import Step, Trace

_PLAIN = painter(color=False)
_LONGEST_VALUE = 48


def draw_trace(trace: Trace, *, width: int = 100, paint: Paint = _PLAIN) -> str:
    """Return one line a sub-expression with its value and what decided it, and the sentence that says why at the end."""
    top, *rows = _rows(trace.root, "", "", "")
    room = max(width * 11 // 20, 24)
    labels = [_label(row, room) for row in rows]
    column = max((cell_width(label) for label in labels), default=0)
    whole = _label(
        top, max(width - len(_outcome(top.step)[0]) - 2, room)
    )  # the whole text matters more than the column
    lines = [_line(top, whole, column, paint)]
    lines += [_line(row, label, column, paint) for row, label in zip(rows, labels, strict=True)]
    lines += ["", paint("title", visible(trace.sentence) + ".")]
    return "\n".join(lines)


def _line(row: _Row, label: str, column: int, paint: Paint) -> str:
    value, reason = _outcome(row.step)
    line = f"{paint(_role(row.step), padded(label, column))}  {paint(_value_role(row.step), value)}"
    if reason:
        line += paint("dim", f"  because {reason}" if row.step.because else f"  {reason}")
    return line


def trace_json(trace: Trace) -> str:
    """Return a document with `expression`, `engine`, `value` or `error`, `sentence`, and the tree under `root`."""
    source = Source(trace.text)
    content: dict[str, Any] = {"expression": trace.text, "engine": trace.engine}
    if trace.error is None:
        content |= {"value": value_json(trace.root.value), "type": java_type(trace.root.value)}
    else:
        content["error"] = {"code": trace.error.code, "message": trace.error.message}
    content |= {"sentence": trace.sentence, "root": _step_json(trace.root, source)}
    return json_document(content)


def _step_json(step: Step, source: Source) -> dict[str, Any]:
    content: dict[str, Any] = {
        "kind": step.kind,
        "text": step.text,
        "span": span_json(source, step.span),
        "state": step.state.value,
    }
    if step.state == "value":
        content |= {"value": value_json(step.value), "type": java_type(step.value)}
    if step.error is not None:
        content["error"] = step.error
    if step.because is not None:
        content["because"] = step.because
    if step.omitted:
        content["omitted"] = step.omitted
    content["children"] = [_step_json(child, source) for child in step.children]
    return content


@dataclass(frozen=True, slots=True)
class _Row:
    """One line of the tree: the guide in front, the word for the part, and the step."""

    guide: str
    word: str
    step: Step


def _rows(step: Step, guide: str, below: str, word: str) -> Iterator[_Row]:
    yield _Row(guide, word, step)
    shown = [(child, part) for child, part in _parts(step) if _tells_something(child, step)]
    words = max((len(part) for _, part in shown), default=0)
    for number, (child, part) in enumerate(shown):
        last = number == len(shown) - 1
        padding = f"{part.ljust(words)} " if words else ""
        yield from _rows(
            child, below + ("└─ " if last else "├─ "), below + ("   " if last else "│  "), padding
        )


def _parts(step: Step) -> list[tuple[Step, str]]:
    """Return the parts of a step, those of a conditional with the word that says what they are."""
    if step.kind != "Conditional" or len(step.children) % 2 == 0:
        return [(child, "") for child in step.children]
    parts = []
    last = len(step.children) - 1
    for number, child in enumerate(step.children):
        if number == last:
            parts.append((child, "else"))
        else:
            parts.append((child, "then" if number % 2 else "else if" if number else "if"))
    return parts


def _tells_something(step: Step, parent: Step) -> bool:
    """Leave out what repeats itself: constants that are arguments, and the objects on the way to an attribute."""
    if step.state == "error":
        return True
    if step.kind == "Literal":
        return parent.kind in {"Conditional", "Elvis"}
    if parent.kind in {"Property", "MethodCall"} and step.kind in {"Name", "Property"}:
        return not isinstance(step.value, Mapping)
    return True


def _label(row: _Row, room: int) -> str:
    text = visible(" ".join(row.step.text.split()))
    front = row.guide + row.word
    return front + shortened(text, max(room - len(front), 12))


def _outcome(step: Step) -> tuple[str, str]:
    """Return the value and what to say of it."""
    if step.state == "not-taken":
        return "not taken", ""
    if step.state == "error":
        return "no value", visible(step.error or "")
    more = f"{counted(step.omitted, 'more element')} not shown" if step.omitted else ""
    return f"= {brief(step.value, _LONGEST_VALUE)}", visible(step.because or more)


def _role(step: Step) -> str:
    return "dim" if step.state == "not-taken" else "name"


def _value_role(step: Step) -> str:
    return {"not-taken": "dim", "error": "error"}.get(step.state.value, "title")
