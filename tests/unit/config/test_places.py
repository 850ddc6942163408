"""Where keys of a TOML text stand: at the line that Python's own reader took them from."""

from __future__ import annotations

import tomllib
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from oktaexpr.config.places import key_offsets
from oktaexpr.source import Source

TEXT = '''\
# select = 1
a = "x = 1 # no comment"  # b = 2
c = """
d = 3
\\""" """
[ e . "f g" ] # h = 1
i = [
  "j = 4", # k = 5
  { l = 1 },
]
'm.n'.o = { p = 1, q = """r
s = 2""" }
[[t]]
u = 1
[[t]]
v = \'\'\'
w = 1\'\'\'
x=1'''


def test_each_key_has_its_line() -> None:
    source = Source(TEXT)
    lines = {path: source.position(offset).line for path, offset in key_offsets(TEXT).items()}
    assert lines == {
        ("a",): 2,
        ("c",): 3,
        ("e", "f g"): 6,
        ("e", "f g", "i"): 7,
        ("e", "f g", "m.n", "o"): 11,
        ("t",): 13,
        ("t", "u"): 14,
        ("t", "v"): 16,
        ("t", "x"): 18,
    }


@pytest.mark.parametrize("text", ["", "[", "= 1", "a", "[a", 'a = "', "a = [", '"a', "]]", 'a = """', "a.=1"])
def test_a_broken_text_is_no_reason_to_fail(text: str) -> None:
    assert isinstance(key_offsets(text), dict)


_KEYS = st.text("abcdefg-_0", min_size=1, max_size=5)
_VALUES = st.recursive(
    st.integers(0, 9) | st.booleans() | st.text("ab\"\\=#[]\n'", max_size=6),
    lambda inner: st.lists(inner, max_size=3),
    max_leaves=5,
)


def _spelled(value: Any) -> str:
    if isinstance(value, list):
        return "[" + ",\n".join(_spelled(one) for one in value) + "]"
    if isinstance(value, bool):
        return str(value).lower()
    if isinstance(value, int):
        return str(value)
    return '"' + value.replace("\\", "\\\\").replace('"', '\\"').replace("\n", "\\n") + '"'


@given(st.dictionaries(_KEYS, _VALUES, max_size=6))
def test_every_key_that_is_read_is_found(values: dict[str, Any]) -> None:
    text = "".join(f"{key} = {_spelled(value)} # {key} = 1\n" for key, value in values.items())
    assert tomllib.loads(text) == values
    offsets = key_offsets(text)
    assert set(offsets) == {(key,) for key in values}
    assert all(text.startswith(key, offsets[(key,)]) for key in values)
