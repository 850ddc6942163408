"""The spellings of dbt's published formula, which Okta's reference does not have."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from oktaexpr.functions.declaration import CLASSIC, FunctionExample, Provenance
from oktaexpr.functions.evaluation import Evaluation
from oktaexpr.functions.registry import catalogue
from oktaexpr.values.convert import to_boolean

_DBT = Provenance("dbt", "SCIM license management with Okta")
_DEVELOPER = {"groups": [{"id": "00g1", "name": "dbt_developers"}]}


@catalogue.function(
    "IIF(condition: Boolean, then: Any, otherwise: Any) -> Any",
    summary="`then` where `condition` is true, else `otherwise`; the other one is not evaluated.",
    engines=(CLASSIC,),
    provenance=_DBT,
    examples=[
        FunctionExample(
            'IIF(isMemberOf("dbt_developers"), "developer", "read_only")', "developer", _DEVELOPER
        ),
        FunctionExample('IIF(isMemberOf("dbt_developers"), "developer", "read_only")', "read_only"),
    ],
    lazy=True,
    notes=("not in Okta's reference: write `condition ? then : otherwise` (dbt)",),
)
def choose(condition: Callable[[], Any], then: Callable[[], Any], otherwise: Callable[[], Any]) -> Any:  # noqa: ANN401 - any value
    """Evaluate the condition, then one branch. Raises `Fault` where the condition is no Boolean."""
    return then() if to_boolean(condition()) else otherwise()


@catalogue.function(
    "isMemberOf(groupName: String) -> Boolean",
    summary="Whether the user is in a group of exactly this name.",
    engines=(CLASSIC,),
    provenance=_DBT,
    examples=[
        FunctionExample('isMemberOf("dbt_developers")', True, _DEVELOPER),
        FunctionExample('isMemberOf("dbt")', False, _DEVELOPER),
    ],
    needs_evaluation=True,
    stale_in_mappings=True,
    notes=(
        "not in Okta's reference: write `isMemberOfGroupName(groupName)`, which reads the same name (dbt)",
    ),
)
def is_member_of(evaluation: Evaluation, name: str | None) -> bool:
    """Return whether the user has a group of this name; false for null."""
    return name is not None and name in evaluation.scope.group_names
