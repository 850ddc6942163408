"""The type lattice and signatures."""

from oktaexpr.types.lattice import (
    ANY,
    BOOLEAN,
    DATE_TIME,
    DOUBLE,
    FLOAT,
    GROUP,
    INTEGER,
    LIST,
    LONG,
    MAP,
    NULL,
    NUMBER,
    STRING,
    USER,
    Type,
    of,
)
from oktaexpr.types.signature import Parameter, Signature, parse_signature, parse_type
from oktaexpr.types.target import Target

__all__ = [
    "ANY", "BOOLEAN", "DATE_TIME", "DOUBLE", "FLOAT", "GROUP", "INTEGER", "LIST", "LONG", "MAP", "NULL", "NUMBER", "STRING", "USER",
    "Parameter", "Signature", "Target", "Type", "of", "parse_signature", "parse_type",
]  # fmt: skip
