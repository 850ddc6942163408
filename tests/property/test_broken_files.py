"""Files with pieces taken out, doubled or put in: problems are diagnostics inside the file, and never a traceback."""

from __future__ import annotations

import tomllib
from pathlib import Path

from hypothesis import given, settings
from hypothesis import strategies as st

from oktaexpr.formats import FileSettings
from oktaexpr.formats.fixing import fix_unit
from oktaexpr.formats.org import Org
from oktaexpr.formats.reader import read_unit
from oktaexpr.formats.reading import Unit
from oktaexpr.formats.unit_check import check_unit
from oktaexpr.formats.walk import kind_of

_ROOT = Path(__file__).parents[2]
_SETTINGS = FileSettings(yaml_keys={"expression": "group-rule"}, use_cache=False)
_SAMPLES = [
    *(
        (path.name, path.read_text("utf-8"))
        for path in sorted((_ROOT / "examples" / "terraform").rglob("*.tf"))
    ),
    *(
        (case.get("file", name), case["text"])
        for cases, name in (("terraform", "a.tf"), ("json", "a.json"), ("documents", ""))
        for case in tomllib.loads((_ROOT / "tests/unit/formats" / f"{cases}.toml").read_text("utf-8"))["case"]
    ),
]
_SAMPLES += [
    (name, text)
    for case in tomllib.loads((_ROOT / "tests/unit/formats/modules.toml").read_text("utf-8"))["case"]
    for name, text in case["files"].items()
    if kind_of(name) is not None
]
_PIECES = (
    '"', "'", "${", "%{", "$${", "}", "{", "[", "]", "(", ")", "\\", "\\u12", "\n", "\r\n", "<<-EOT\n", "EOT\n", "#",
    "//", "/*", "*/", ",", "=", "?", ":", ".", "- ", "> ", "|\n", "&a", "*a", "~", "\x00", "\u2028", "😀", "```okta\n",
    "for ", "%{ for x in y }", "%{ endfor }", "%{ if x ~}", "%{ endif }", ";", '""', "null", "user.a = 1", "IIF(a, b, c)",
)  # fmt: skip


@st.composite
def _broken(draw: st.DrawFn) -> Unit:
    name, text = draw(st.sampled_from(_SAMPLES))
    for _ in range(draw(st.integers(1, 5))):
        start = draw(st.integers(0, len(text)))
        end = min(len(text), start + draw(st.integers(0, 30)))
        text = text[:start] + draw(st.sampled_from((*_PIECES, "", text[start:end] * 2))) + text[end:]
    return Unit(str(kind_of(name)), {name: text}, frozenset({name}))


@settings(max_examples=400, deadline=None)
@given(_broken())
def test_every_problem_lies_in_the_file(unit: Unit) -> None:
    reading = read_unit(unit, _SETTINGS)
    org = Org(reading.facts)
    for one in check_unit(unit, reading, org, _SETTINGS):
        span = one.diagnostic.span
        assert 0 <= span.start <= span.end <= len(unit.texts[one.path])
    fixed = fix_unit(unit, org, _SETTINGS)
    assert len(read_unit(fixed, _SETTINGS).expressions) == len(reading.expressions)
