"""Why an expression has no value: the stable codes, and the exception that carries one inside the engine.

Operators and functions raise `Fault`; the program and the tracer turn it into an `EvaluationError` that knows
the place. Codes name what happened in an admin's words; where SpEL has a message constant, it is close to it.
"""

from __future__ import annotations

CODES: dict[str, str] = {
    "PROPERTY_ON_NULL": "a property was read from null",
    "PROPERTY_NOT_FOUND": "this kind of value has no such property",
    "METHOD_ON_NULL": "a method was called on null",
    "METHOD_NOT_FOUND": "this kind of value has no such method, or not with these arguments",
    "FUNCTION_NOT_FOUND": "there is no such function",
    "REFUSED": "the construct or method is not part of the language, by design",
    "INDEX_ON_NULL": "null was indexed",
    "INDEX_NOT_SUPPORTED": "this kind of value cannot be indexed",
    "INDEX_OUT_OF_RANGE": "the index is outside the list or the text",
    "TYPE_CONVERSION": "a value cannot be read as the type that is needed here",
    "ARGUMENT": "an argument has a value that the function cannot use",
    "ARGUMENT_COUNT": "the function takes another number of arguments",
    "OPERATOR_TYPES": "the operator does not take values of these types",
    "NOT_COMPARABLE": "values of these types have no order",
    "DIVISION_BY_ZERO": "a whole number was divided by zero",
    "NULL_VALUE": "null stands where a value is needed",
    "PATTERN_INVALID": "the regular expression is not valid",
    "PATTERN_REFUSED": "the regular expression could take too long, or uses a construct that is not supported",
    "PATTERN_TIMEOUT": "the regular expression took too long",
    "BETWEEN_BOUNDS": "between needs a list of two values",
    "SELECTION_NOT_BOOLEAN": "the condition of a selection gave no Boolean",
    "PROJECTION_NOT_SUPPORTED": "only lists and maps can be projected or selected from",
    "RELATION_NOT_FOUND": "the directory holds no such relation or property",
    "GROUP_LIMIT": "the limit of a group function is outside 1 to 100, or more groups match than a token may hold",
    "DATE_TIME": "a date-time or its format cannot be read",
    "COUNTRY_CODE": "this is no ISO 3166-1 code or country name",
    "TOO_LARGE": "the value would be too large",
    "TOO_MUCH_WORK": "the evaluation takes too many steps",
}
"""Every code with what it says of the expression."""


class Fault(Exception):  # noqa: N818 - what the engine raises inside; users see EvaluationError
    """An operation has no result."""

    __slots__ = ("code", "message")

    def __init__(self, code: str, message: str) -> None:
        """Keep a code of `CODES` and a message in lower case without a full stop."""
        super().__init__(message)
        self.code = code
        self.message = message
