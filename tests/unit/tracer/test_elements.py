"""A projection over many elements is traced in part, and says so."""

from __future__ import annotations

import json

import pytest

import oktaexpr
from oktaexpr import Scope
from oktaexpr.render.trace import draw_trace, trace_json


@pytest.mark.parametrize(
    ("count", "recorded", "omitted"), [(3, 3, 0), (20, 20, 0), (21, 20, 1), (1500, 20, 1480)]
)
def test_elements_that_are_not_recorded_are_counted(count: int, recorded: int, omitted: int) -> None:
    trace = oktaexpr.explain("roles.![#this]", Scope({"roles": ["x"] * count}))
    assert len(trace.root.children) == recorded + 1
    assert trace.root.omitted == omitted
    assert len(trace.value) == count


def test_each_of_nested_projections_has_its_own_count() -> None:
    rows = [["x"] * 25, ["x"] * 5]
    trace = oktaexpr.explain("rows.![#this.![#this]]", Scope({"rows": rows}))
    assert trace.root.omitted == 0
    assert [step.omitted for step in trace.root.children[1:]] == [5, 0]


def test_the_drawing_and_the_json_say_it() -> None:
    trace = oktaexpr.explain("roles.?[#this != null]", Scope({"roles": ["x"] * 1500}))
    assert "1,480 more elements not shown" in draw_trace(trace, width=200).splitlines()[0]
    assert json.loads(trace_json(trace))["root"]["omitted"] == 1480
