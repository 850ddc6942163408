"""Outcomes of scenario rows, for people and for programs."""

from __future__ import annotations

import json
from collections.abc import Sequence

from oktaexpr.render import UNLIMITED, Paint, counted, painter, text_table, visible
from simulator.licenses import LicenseType, display_name
from simulator.scenarios import Outcome

_PLAIN = painter(color=False)


def draw_outcomes(outcomes: Sequence[Outcome], *, width: int = UNLIMITED, paint: Paint = _PLAIN) -> str:
    """Return a line a scenario, what each failed one expected with its reasons, and how many are as expected."""
    rows = [
        (
            outcome.id,
            display_name(outcome.decision.license),
            str(outcome.decision.error or ""),
            "ok" if outcome.ok else "NOT AS EXPECTED",
            ", ".join(reason.fact for reason in outcome.decision.reasons),
        )
        for outcome in outcomes
    ]
    blocks = [text_table(("scenario", "license", "error", "", "facts"), rows, width=width)]
    failed = [outcome for outcome in outcomes if not outcome.ok]
    blocks += ["\n".join(_explained(outcome, paint)) for outcome in failed]
    passed = len(outcomes) - len(failed)
    verb = "is" if 1 in (passed, len(outcomes)) else "are"
    count = f"{passed:,} of {counted(len(outcomes), 'scenario')} {verb} as expected."
    blocks.append(paint("error" if failed else "good", count))
    return "\n\n".join(blocks)


def _explained(outcome: Outcome, paint: Paint) -> list[str]:
    expected = ", ".join(f"{name} {_expectation(value)}" for name, value in outcome.expected.items())
    lines = [f"{paint('error', visible(outcome.id))}: expected {visible(expected)}"]
    return lines + [f"  {visible(str(reason))}" for reason in outcome.decision.reasons]


def _expectation(value: object) -> str:
    if isinstance(value, LicenseType):
        return value.display_name
    return "none" if value is None else str(value)


def outcomes_json(outcomes: Sequence[Outcome]) -> str:
    """Return a list of `id`, `license`, `error`, `ok`, `reasons`: a bare list, which other programs compare."""
    return json.dumps([outcome.to_mapping() for outcome in outcomes], indent=2)
