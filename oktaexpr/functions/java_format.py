"""Java's `String.format`, for the conversions that give text, numbers, Booleans and characters."""

from __future__ import annotations

import re
from collections.abc import Iterator
from decimal import ROUND_HALF_UP, Decimal
from typing import Any, NamedTuple

from oktaexpr.functions.java_text import java_method, needed
from oktaexpr.values.faults import Fault
from oktaexpr.values.kinds import INT_MAX, INT_MIN, Character, Long, java_type
from oktaexpr.values.text import check_size, double_text, java_text

_SPECIFIER = re.compile(
    r"%(?:([1-9][0-9]{0,3})\$)?([-0+,]*)([1-9][0-9]{0,6})?(?:\.([0-9]{1,3}))?([a-zA-Z%])?", re.ASCII
)
_PLAIN_REAL_DIGITS = 6
"""How many digits Java writes behind the point where the format names no number."""


class _Specifier(NamedTuple):
    """What stands behind a percent sign."""

    position: int | None
    """Which value, counted from 1; None for the next one."""
    flags: str
    width: int
    precision: int | None
    conversion: str


@java_method(
    "String::format(format: String, *values: Any) -> String",
    "The `format` with the values put in place of `%s`, `%d`, `%05d`, `%.2f` and their like.",
    ("''.format('%s-%03d', 'x', 7)", "x-007"),
    "Java's static method: the text that it is called on does not matter (spel)",
    "the conversions s, d, f, x, b, c, n and % with width, precision and the flags - 0 + , (others are refused)",
)
def format_text(text: str, template: str | None, *values: Any) -> str:  # noqa: ANN401 - any values
    """Return the filled template. Raises `Fault` for a format that Java has not, and for a value that does not fit one."""
    pieces: list[str] = []
    size = 0
    for piece in _filled(needed(template, "the format"), values):
        pieces.append(piece)
        size += len(piece)
        check_size(size)
    return "".join(pieces)


def _filled(template: str, values: tuple[Any, ...]) -> Iterator[str]:
    """Yield the filled template piece by piece."""
    end = used = 0
    while (start := template.find("%", end)) != -1:
        yield template[end:start]
        found = _SPECIFIER.match(template, start)
        specifier = _read(found, template[start : start + 8])
        end = found.end() if found else len(template)
        if specifier.conversion in "%n":
            yield _padded("%" if specifier.conversion == "%" else "\n", specifier)
            continue
        if specifier.position is None:
            used += 1
        position = specifier.position or used
        if position > len(values):
            raise Fault("ARGUMENT", "`format` has fewer values than its format asks for")
        yield _padded(_converted(values[position - 1], specifier), specifier)
    yield template[end:]


def _read(found: re.Match[str] | None, shown: str) -> _Specifier:
    if found is None or found[5] is None:
        raise Fault("ARGUMENT", f"`{shown}` is no conversion; a percent sign by itself is written `%%`")
    index, flags, width, precision, conversion = found.groups()
    if conversion not in "sSdfxXbBcCn%":
        raise Fault("REFUSED", f"`format` does not take the conversion `{found[0]}`")
    if ("-" in flags or "0" in flags) and width is None:
        raise Fault("ARGUMENT", f"`{found[0]}` needs a width")
    check_size(int(width or 0))
    return _Specifier(
        int(index) if index else None,
        flags,
        int(width or 0),
        int(precision) if precision else None,
        conversion,
    )


def _converted(value: Any, specifier: _Specifier) -> str:  # noqa: ANN401 - any value
    match specifier.conversion.lower():
        case "d" | "x" | "f" | "c" if value is None:
            text = "null"
        case "d" | "x":
            text = _whole(value, specifier)
        case "f":
            text = _real(value, specifier)
        case "c":
            text = _character(value)
        case "b":
            text = java_text(value if isinstance(value, bool) else value is not None)[: specifier.precision]
        case _:
            text = java_text(value)[: specifier.precision]
    return text.upper() if specifier.conversion.isupper() else text


def _whole(value: Any, specifier: _Specifier) -> str:  # noqa: ANN401 - any value
    if isinstance(value, bool) or not isinstance(value, int) or specifier.precision is not None:
        raise _mismatch(value, specifier, "a whole number")
    if specifier.conversion == "d":
        return _signed(
            f"{abs(value):,d}" if "," in specifier.flags else str(abs(int(value))), value, specifier
        )
    bits = 64 if isinstance(value, Long) or not INT_MIN <= value <= INT_MAX else 32
    return f"{value & (1 << bits) - 1:x}"


def _real(value: Any, specifier: _Specifier) -> str:  # noqa: ANN401 - any value
    """Round half up, from the digits that `toString()` shows, as Java does."""
    if not isinstance(value, float):
        raise _mismatch(value, specifier, "a Double")
    if value - value != 0:
        return java_text(value)
    digits = _PLAIN_REAL_DIGITS if specifier.precision is None else specifier.precision
    exact = Decimal(double_text(value)).copy_abs()
    rounded = exact.quantize(Decimal(1).scaleb(-digits), ROUND_HALF_UP) if exact < 10**15 else exact
    grouped = f"{rounded:,.{digits}f}" if "," in specifier.flags else f"{rounded:.{digits}f}"
    return _signed(grouped, value, specifier)


def _signed(digits: str, value: float, specifier: _Specifier) -> str:
    """Put the sign, and the zeros that fill the width, before the digits."""
    sign = "-" if value < 0 else "+" if "+" in specifier.flags else ""
    if "0" in specifier.flags:
        digits = digits.rjust(specifier.width - len(sign), "0")
    return sign + digits


def _character(value: Any) -> str:  # noqa: ANN401 - any value
    if isinstance(value, Character):
        return str(value)
    if isinstance(value, int) and not isinstance(value, bool) and 0 <= value <= 0x10FFFF:
        return chr(value)
    raise Fault("ARGUMENT", f"%c takes a character or its number, not {java_type(value)}")


def _mismatch(value: object, specifier: _Specifier, wanted: str) -> Fault:
    return Fault("ARGUMENT", f"%{specifier.conversion} takes {wanted}, not {java_type(value)}")


def _padded(text: str, specifier: _Specifier) -> str:
    if "-" in specifier.flags:
        return text.ljust(specifier.width)
    return text.rjust(specifier.width)
