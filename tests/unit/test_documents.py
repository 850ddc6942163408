"""Files of extensions, read and refused in the words of a directory."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated, Literal

import pytest
from pydantic import ConfigDict, Field, TypeAdapter, with_config
from typing_extensions import TypedDict

from oktaexpr import DirectoryError
from oktaexpr.documents import described, document_error, read_document, validated


@with_config(ConfigDict(strict=True, extra="forbid"))
class _Circle(TypedDict):
    kind: Literal["circle"]
    radius: int


@with_config(ConfigDict(strict=True, extra="forbid"))
class _Label(TypedDict):
    kind: Literal["label"]
    text: Annotated[str, Field(min_length=1)]
    is_bold: bool


_SHAPES = TypeAdapter(dict[str, list[Annotated[_Circle | _Label, Field(discriminator="kind")]]])
_KNOWN = {("shapes",): ["kind", "radius", "text", "is_bold"]}


def _refused(path: Path, text: str) -> list[str]:
    path.write_text(text, encoding="utf-8")
    with pytest.raises(DirectoryError) as error:
        validated(read_document(path), _SHAPES, _KNOWN)
    return error.value.message.replace(f"{path.parent}/", "").splitlines()


@pytest.mark.parametrize(
    ("item", "place", "message"),
    [
        (
            "{kind: circle, radius: big}",
            "2:18: shapes[0].radius",
            'expected a whole number, found the text "big"',
        ),
        ("{kind: circle, radius: null}", "2:18: shapes[0].radius", "expected a whole number, found null"),
        ("{kind: circle}", "2:3: shapes[0].radius", "the key is missing"),
        (
            "{kind: circle, radios: 1, radius: 1}",
            "2:18: shapes[0].radios",
            'unknown key; did you mean "radius"?',
        ),
        ("{kind: cirkle}", "2:3: shapes[0]", 'unknown "cirkle"; did you mean "circle"?'),
        ("{kind: 1}", "2:3: shapes[0]", 'unknown "1"; known are circle, label'),
        ("{radius: 1}", "2:3: shapes[0]", "the key kind is missing"),
        (
            "{kind: label, text: '', is_bold: true}",
            "2:17: shapes[0].text",
            'expected a text that is not empty, found the text ""',
        ),
        (
            "{kind: label, text: x, is_bold: []}",
            "2:26: shapes[0].is_bold",
            "expected true or false, found a list",
        ),
        (
            "{kind: label, text: {a: b}, is_bold: true}",
            "2:17: shapes[0].text",
            "expected text, found a mapping",
        ),
    ],
)
def test_a_slip_is_told_by_place_and_key(tmp_path: Path, item: str, place: str, message: str) -> None:
    assert _refused(tmp_path / "a.yaml", f"shapes:\n- {item}\n") == [f"a.yaml:{place}: {message}"]


def test_json_has_places_too(tmp_path: Path) -> None:
    text = '{\n "shapes": [\n  {"kind": "circle", "radius": true}\n ]\n}'
    assert _refused(tmp_path / "a.json", text) == [
        "a.json:3:22: shapes[0].radius: expected a whole number, found the Boolean true"
    ]


def test_what_is_right_is_returned_as_it_is(tmp_path: Path) -> None:
    path = tmp_path / "a.yml"
    path.write_text("shapes: [{kind: circle, radius: 007}, {kind: circle, radius: 7}]", encoding="utf-8")
    with pytest.raises(DirectoryError, match="007"):
        validated(read_document(path), _SHAPES)
    path.write_text("shapes: [{kind: circle, radius: 7}]", encoding="utf-8")
    assert validated(read_document(path), _SHAPES) == {"shapes": [{"kind": "circle", "radius": 7}]}


def test_problems_of_the_whole_stand_in_the_order_of_the_file(tmp_path: Path) -> None:
    path = tmp_path / "a.yaml"
    path.write_text("a: 1\nb: 2\n", encoding="utf-8")
    error = document_error(read_document(path), [(("b",), "is second", None), (("a",), "is first", "try c")])
    assert error.message.replace(f"{tmp_path}/", "").splitlines() == [
        "a.yaml:1:1: a: is first; try c",
        "a.yaml:2:1: b: is second",
    ]


@pytest.mark.parametrize(
    ("name", "content", "message"),
    [
        ("a.txt", b"a: 1", "expected a file that ends in .yaml, .yml, .json"),
        ("a.yaml", b"a: \xff", "no UTF-8"),
        ("a.yaml", b"a: [1", "no YAML"),
        ("a.json", b'{"a": 1, "a": 2}', "twice"),
    ],
)
def test_what_is_no_document_is_refused(tmp_path: Path, name: str, content: bytes, message: str) -> None:
    (tmp_path / name).write_bytes(content)
    with pytest.raises(DirectoryError, match=message.replace(".", r"\.")):
        read_document(tmp_path / name)
    with pytest.raises(DirectoryError, match="No such file"):
        read_document(tmp_path / f"none-{Path(name).stem}.yaml")


def test_values_are_described_in_words() -> None:
    values = [None, True, 1.5, "x", [], {}]
    assert [described(value) for value in values] == [
        "null",
        "the Boolean true",
        "the number 1.5",
        'the text "x"',
        "a list",
        "a mapping",
    ]
