"""From an Arrow column to Python values, as a JSON document of the same users would have given them.

| Arrow | value |
| --- | --- |
| `bool` | Boolean |
| integers, decimals without a fraction | Integer, or Long where 32 bits do not hold it, of any size as in JSON |
| floats, other decimals | Double |
| strings of every kind | String |
| timestamps, dates, times | String, as Okta's API writes them: `2026-01-05T09:00:00.000Z` |
| lists | List |
| structs, maps | Map |
| `null` | null |
| strings whose field says `oktaexpr: json` | what the JSON says: for columns whose values have several types |
| dictionaries, run-end encoded columns, extension types | what they stand for, or are stored as |
"""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from oktaexpr.errors import DirectoryError

if TYPE_CHECKING:
    import pyarrow as pa

JSON_MARK = {b"oktaexpr": b"json"}
"""The metadata of a field whose strings are JSON texts."""
_LONGEST_SHOWN = 60


def is_json(field: pa.Field) -> bool:
    """Tell whether a column's strings are JSON texts rather than values."""
    return field.metadata is not None and field.metadata.get(b"oktaexpr") == b"json"


def python_values(array: pa.Array, field: pa.Field) -> list[Any]:
    """Return one value a row. Raises `DirectoryError` for a type that the language has no value for."""
    import pyarrow.types as kinds

    kind = array.type
    if kinds.is_dictionary(kind):
        return _of_dictionary(array, field)
    if kinds.is_struct(kind):
        return _of_structs(array, kind)
    if kinds.is_map(kind):
        return _of_maps(array, kind)
    if is_list(kind):
        return _of_lists(array, kind)
    if kinds.is_run_end_encoded(kind):
        return python_values(_decoded(array), field.with_type(kind.value_type))
    if isinstance(kind, _extension_type()):
        return python_values(array.storage, field)
    if kinds.is_integer(kind) or (kinds.is_decimal(kind) and kind.scale <= 0):
        return _whole_numbers(array)
    values: list[Any] = _canonical(array, field).to_pylist()
    return [None if text is None else _of_json(text, field) for text in values] if is_json(field) else values


def python_type(kind: pa.DataType) -> str | None:
    """Return the one Python type that `python_values` gives beside None, of those that operators ask for; else None."""
    import pyarrow.types as kinds

    if kinds.is_dictionary(kind):
        return python_type(kind.value_type)
    if _is_text(kind):
        return "str"
    if kinds.is_integer(kind):
        return "int"
    return "bool" if kinds.is_boolean(kind) else None


def _extension_type() -> type:
    import pyarrow as pa

    kind: type = pa.BaseExtensionType
    return kind


def is_list(kind: pa.DataType) -> bool:
    """Tell whether a type is one of Arrow's five of lists."""
    import pyarrow.types as kinds

    whole = kinds.is_list(kind) or kinds.is_large_list(kind) or kinds.is_fixed_size_list(kind)
    return bool(whole or kinds.is_list_view(kind) or kinds.is_large_list_view(kind))


def _decoded(array: Any) -> pa.Array:  # noqa: ANN401 - a run-end encoded column
    import pyarrow.compute as pc

    return pc.run_end_decode(array)


def _of_json(text: str, field: pa.Field) -> Any:  # noqa: ANN401 - any value
    try:
        return json.loads(text)
    except (ValueError, RecursionError):
        shown = text if len(text) <= _LONGEST_SHOWN else f"{text[:_LONGEST_SHOWN]}…"
        message = f"the column {field.name!r} is marked as JSON, which {shown!r} is not"
        raise DirectoryError(message) from None


def _canonical(array: pa.Array, field: pa.Field) -> pa.Array:
    """Return the column in one of the types whose Python values are the language's own."""
    import pyarrow as pa
    import pyarrow.types as kinds

    kind = array.type
    if kinds.is_boolean(kind) or kinds.is_null(kind) or _is_text(kind):
        return array
    if kinds.is_decimal(kind) or kinds.is_floating(kind):
        return array.cast(pa.float64())
    if kinds.is_timestamp(kind):
        return _moments(array)
    if kinds.is_date(kind):
        return array.cast(pa.date32(), safe=False).cast(pa.string())
    if kinds.is_time(kind):
        return array.cast(pa.string())
    message = f"the column {field.name!r} is of type {kind}, which expressions have no value for"
    raise DirectoryError(message)


def _is_text(kind: pa.DataType) -> bool:
    import pyarrow.types as kinds

    return bool(kinds.is_string(kind) or kinds.is_large_string(kind) or kinds.is_string_view(kind))


def _whole_numbers(array: pa.Array) -> list[int | None]:
    """Return integers; those that no Long holds one by one, so that one row with such a number stops no other."""
    import pyarrow as pa

    try:
        numbers: list[int | None] = array.cast(pa.int64()).to_pylist()
    except pa.ArrowInvalid:
        return [None if number is None else int(number) for number in array.to_pylist()]
    return numbers


def _moments(array: pa.Array) -> pa.Array:
    """Write timestamps as Okta's API does, in UTC and to the millisecond; one without a zone counts as UTC."""
    import pyarrow as pa
    import pyarrow.compute as pc

    return pc.strftime(array.cast(pa.timestamp("ms", "UTC"), safe=False), format="%Y-%m-%dT%H:%M:%SZ")


def _of_dictionary(array: pa.DictionaryArray, field: pa.Field) -> list[Any]:
    """Decode through Python's own list, so that each distinct value is made once."""
    values = [*python_values(array.dictionary, field.with_type(array.type.value_type)), None]
    return [values[code] for code in dictionary_codes(array, missing=len(values) - 1).to_pylist()]


def dictionary_codes(array: pa.DictionaryArray, *, missing: int) -> pa.Array:
    """Return the code of each row, `missing` for null, in a type with room for one more code than there are values."""
    import pyarrow as pa

    codes = array.indices
    if codes.type.bit_width < pa.int32().bit_width:
        codes = codes.cast(pa.int32())
    return codes.cast(pa.int64()).fill_null(missing) if codes.null_count else codes


def _of_structs(array: pa.StructArray, kind: pa.StructType) -> list[Any]:
    names = [part.name for part in kind]
    columns = [python_values(part, kind.field(at)) for at, part in enumerate(array.flatten())]
    rows = zip(*columns, strict=True) if columns else ((),) * len(array)
    maps: list[Any] = [dict(zip(names, row, strict=True)) for row in rows]
    if array.null_count:
        return [row if known else None for row, known in zip(maps, array.is_valid().to_pylist(), strict=True)]
    return maps


def _of_maps(array: pa.MapArray, kind: pa.MapType) -> list[Any]:
    import pyarrow as pa

    entries = array.cast(pa.list_(pa.struct([kind.key_field, kind.item_field])))
    key, value = kind.key_field.name, kind.item_field.name
    return [
        None if row is None else {entry[key]: entry[value] for entry in row}
        for row in _of_lists(entries, entries.type)
    ]


def _of_lists(array: Any, kind: Any) -> list[Any]:  # noqa: ANN401 - one of Arrow's list types
    import pyarrow.compute as pc

    items = python_values(array.flatten(), kind.value_field)
    lists: list[Any] = []
    start = 0
    for length in pc.list_value_length(array).to_pylist():
        if length is None:
            lists.append(None)
            continue
        lists.append(items[start : start + length])
        start += length
    return lists
