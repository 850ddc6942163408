"""From values and errors to Arrow: `key`, `value`, `error`.

The type of `value` follows from the values of the batch, nulls aside:

| all values are | Arrow |
| --- | --- |
| texts | `string` |
| Booleans | `bool` |
| Integers and Longs | `int64` |
| Doubles | `double` |
| Floats | `float` |
| lists of one of these | `list` of it |
| nothing but null | `null` |
| anything else, or several of these | `string` with JSON texts, which the field's metadata says (`oktaexpr: json`) |

`error` is null, or a struct of `code` and `message`. Half a surrogate pair is a text of the language that UTF-8 cannot
store: such a value is the error `NOT_STORABLE`, except inside JSON, which writes it as an escape.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import reduce
from typing import TYPE_CHECKING, Any, NamedTuple

from oktaexpr.columns.reading import JSON_MARK, is_json, python_values
from oktaexpr.errors import DirectoryError, EvaluationError
from oktaexpr.values.json_value import value_json
from oktaexpr.values.kinds import Array, Character, Float, Long, SetValue

if TYPE_CHECKING:
    import pyarrow as pa

KEY, VALUE, ERROR = "key", "value", "error"
"""The columns of a result."""

NOT_STORABLE = "NOT_STORABLE"
"""The code of a value that is no UTF-8."""

_TEXTS = {str, Character, type(None)}
_LISTS = (list, Array, SetValue)


def error_type() -> pa.DataType:
    """Return the type of the column of errors."""
    import pyarrow as pa

    return pa.struct([("code", pa.string()), ("message", pa.string())])


def result_batch(
    keys: pa.Array,
    key_field: pa.Field,
    values: list[Any],
    errors: Mapping[int, EvaluationError],
    *,
    codes: pa.Array | None = None,
    as_json: bool = False,
) -> pa.RecordBatch:
    """Return the result of one batch; `errors` are by row. With `as_json` every value is a JSON text.

    Spark needs that, since it wants to know the type before the first value is there. With `codes` the values and
    errors are those of distinct inputs, whose number each row has there.
    """
    import pyarrow as pa

    failed = {row: (error.code, error.message) for row, error in errors.items()}
    if as_json:
        field, array = json_field(VALUE), _json_array(values)
    elif str in set(map(type, values)) <= _TEXTS:
        field, array, lost = _text_column(values)
        failed |= lost
    else:
        field, array = value_column(VALUE, values)
    error = pa.field(ERROR, error_type())
    key = json_field(KEY) if is_json(key_field) else pa.field(KEY, keys.type)
    schema = pa.schema([key, field, error])
    failures = _error_array(failed, len(values))
    if codes is not None:
        array = array.take(codes)
        failures = failures.take(codes) if failed else pa.nulls(len(codes), error_type())
    return pa.RecordBatch.from_arrays([keys, array, failures], schema=schema)


def _text_column(values: list[Any]) -> tuple[pa.Field, pa.Array, dict[int, tuple[str, str]]]:
    """Return a column of texts, and the error of each row whose text is no UTF-8."""
    import pyarrow as pa

    field = pa.field(VALUE, pa.string())
    try:
        return field, pa.array(values, field.type), {}
    except UnicodeEncodeError:
        lost = [row for row, value in enumerate(values) if value is not None and not is_storable(value)]
    kept = dict.fromkeys(
        lost, (NOT_STORABLE, "the value has half a surrogate pair, which UTF-8 cannot store")
    )
    whole = [None if row in kept else value for row, value in enumerate(values)]
    return field, pa.array(whole, field.type), kept


class Answer(NamedTuple):
    """One row of a result as Python values: `code` and `message` are None where there is a value."""

    key: Any
    value: Any
    code: str | None
    message: str | None


def answers(result: pa.RecordBatch) -> Iterator[Answer]:
    """Yield the rows of a result."""
    keys, values = (python_values(result.column(name), result.schema.field(name)) for name in (KEY, VALUE))
    for key, value, error in zip(keys, values, result.column(ERROR).to_pylist(), strict=True):
        yield Answer(key, value, error and error["code"], error and error["message"])


def json_field(name: str) -> pa.Field:
    """Return the field of a column of JSON texts."""
    import pyarrow as pa

    return pa.field(name, pa.string(), metadata=JSON_MARK)


def value_column(name: str, values: Sequence[Any], *, structs: bool = False) -> tuple[pa.Field, pa.Array]:
    """Return the narrowest column that gives every value back, as the table above says.

    With `structs` maps become structs, for data whose maps are records: an absent key then reads as null.
    """
    import pyarrow as pa

    kind = _common_type(values)
    if kind is None and structs and _are_records(values):
        return _record_column(name, values)
    if kind is not None:
        try:
            return pa.field(name, kind), pa.array(values, kind)
        except (UnicodeEncodeError, OverflowError):  # half a surrogate pair, or a whole number over 64 bits
            pass
    return json_field(name), _json_array(values)


def _common_type(values: Sequence[Any]) -> pa.DataType | None:
    """Return the one Arrow type of all values, None where there is no such type."""
    import pyarrow as pa

    kinds = set(map(type, values)) - {type(None)}
    if not kinds:
        return pa.null()
    if kinds <= {str, Character}:
        return pa.string()
    if kinds == {bool}:
        return pa.bool_()
    if kinds <= {int, Long}:
        return pa.int64()
    if kinds == {float}:
        return pa.float64()
    if kinds == {Float}:
        return pa.float32()
    if kinds <= set(_LISTS):
        inner = _common_type([item for value in values if value is not None for item in value])
        return None if inner is None or pa.types.is_nested(inner) else pa.list_(inner)
    return None


def common_field(one: pa.Field, other: pa.Field) -> pa.Field:
    """Return a field that the values of both fit into; where nothing narrower does, that of JSON texts."""
    import pyarrow as pa

    if one.type == other.type and is_json(one) == is_json(other):
        return one
    for narrow, wide in ((one, other), (other, one)):
        lists = pa.types.is_list(narrow.type) and pa.types.is_list(wide.type)
        if pa.types.is_null(narrow.type) or (lists and pa.types.is_null(narrow.type.value_type)):
            return wide
    return json_field(one.name)


def common_schema(one: pa.Schema, other: pa.Schema) -> pa.Schema:
    """Return the schema of `one` with every type as wide as both need it. Raises `DirectoryError` for other columns."""
    import pyarrow as pa

    if one.names != other.names:
        message = f"the columns change from {', '.join(one.names)} to {', '.join(other.names)}"
        raise DirectoryError(message)
    return pa.schema([common_field(field, other.field(at)) for at, field in enumerate(one)])


def as_schema(batch: pa.RecordBatch, schema: pa.Schema) -> pa.RecordBatch:
    """Return a batch with its columns in the types of a schema that `common_schema` gave."""
    import pyarrow as pa

    arrays = []
    for own, array, field in zip(batch.schema, batch.columns, schema, strict=True):
        if is_json(field) and not is_json(own):
            arrays.append(_json_array(python_values(array, own)))
        else:
            arrays.append(array if own.type == field.type else array.cast(field.type))
    return pa.RecordBatch.from_arrays(arrays, schema=schema)


def table_of(batches: Iterable[pa.RecordBatch]) -> pa.Table:
    """Return results as one table, with a type of `value` that all of them fit into."""
    import pyarrow as pa

    found = list(batches) or [no_results()]
    schema = reduce(common_schema, (batch.schema for batch in found))
    return pa.Table.from_batches([as_schema(batch, schema) for batch in found])


def no_results() -> pa.RecordBatch:
    """Return the result of no users: the columns alone."""
    import pyarrow as pa

    return result_batch(pa.array([], pa.string()), pa.field(KEY, pa.string()), [], {})


def _are_records(values: Sequence[Any]) -> bool:
    return all(value is None or (type(value) is dict and all(map(_is_name, value))) for value in values)


def _is_name(key: object) -> bool:
    return isinstance(key, str) and key.isprintable()


def _record_column(name: str, values: Sequence[Any]) -> tuple[pa.Field, pa.Array]:
    import pyarrow as pa

    keys = dict.fromkeys(key for value in values if value is not None for key in value)
    parts = [value_column(key, [(value or {}).get(key) for value in values], structs=True) for key in keys]
    fields = [field for field, _ in parts]
    missing = pa.array([value is None for value in values], pa.bool_())
    if not fields:
        field = pa.field(name, pa.struct([]))
        return field, pa.array(values, field.type)
    array = pa.StructArray.from_arrays([array for _, array in parts], fields=fields, mask=missing)
    return pa.field(name, array.type), array


def json_text(value: object) -> str:
    """Return the JSON text of a value; what UTF-8 cannot hold is an escape."""
    plain = value_json(value)
    text = json.dumps(plain, ensure_ascii=False)
    return text if text.isascii() or is_storable(text) else json.dumps(plain)


def _json_array(values: Sequence[Any]) -> pa.Array:
    import pyarrow as pa

    return pa.array([None if value is None else json_text(value) for value in values], pa.string())


def is_storable(text: str) -> bool:
    """Tell whether UTF-8 can hold a text, which it cannot with half a surrogate pair."""
    try:
        text.encode()
    except UnicodeEncodeError:
        return False
    return True


def _error_array(failed: Mapping[int, tuple[str, str]], count: int) -> pa.Array:
    import pyarrow as pa

    if not failed:
        return pa.nulls(count, error_type())
    rows: list[dict[str, str] | None] = [None] * count
    for row, (code, message) in failed.items():
        rows[row] = {"code": code, "message": message.encode(errors="backslashreplace").decode()}
    return pa.array(rows, error_type())
