"""The way of one user to a license, for people and for programs."""

from __future__ import annotations

import json
import textwrap
from collections.abc import Iterator
from dataclasses import replace
from typing import Any

from oktaexpr.render import (
    Paint,
    Redactor,
    draw_trace,
    json_document,
    painter,
    quoted,
    redacted_trace,
    trace_json,
    value_json,
    visible,
)
from simulator.chain import LicenseChain
from simulator.decision import Decision
from simulator.facts import fact
from simulator.licenses import ATTRIBUTE, display_name
from simulator.render.json import decision_json

_PLAIN = painter(color=False)
_LABEL = 12
"""Columns of the words in front."""


def redacted_chain(chain: LicenseChain, redactor: Redactor) -> LicenseChain:
    """Return the chain with personal values replaced in the person, the trace, the value and the reasons."""
    person = chain.person
    hidden = replace(
        person,
        login=redactor.text(person.login),
        email=None if person.email is None else redactor.text(person.email),
        profile={name: redactor.value(value) for name, value in person.profile.items()},
    )
    stored = chain.stored
    if stored is not None:
        decision = _redacted(stored.decision, redactor)
        stored = replace(stored, value=redactor.value(stored.value), decision=decision)
    return replace(
        chain,
        person=hidden,
        trace=redacted_trace(chain.trace, redactor),
        scim=_redacted(chain.scim, redactor),
        sso=_redacted(chain.sso, redactor),
        stored=stored,
    )


def _redacted(decision: Decision, redactor: Redactor) -> Decision:
    """Return the decision with its own texts redacted; those of the facts name nobody."""
    reasons, warnings = (
        tuple(
            reason
            if reason.text == fact(reason.fact).text
            else replace(reason, text=redactor.text(reason.text))
            for reason in found
        )
        for found in (decision.reasons, decision.warnings)
    )
    return replace(decision, reasons=reasons, warnings=warnings)


def draw_chain(chain: LicenseChain, *, width: int = 100, paint: Paint = _PLAIN) -> str:
    """Return the steps, one block each: the person, the expression, the value, SCIM, SSO, the comparison."""
    blocks = [
        "\n".join(_person(chain, paint)),
        draw_trace(chain.trace, width=width, paint=paint),
        "\n".join(_mode("SCIM", _sent(chain), chain.scim, width, paint)),
        "\n".join(_mode("SSO", "at the next sign-in", chain.sso, width, paint)),
    ]
    if chain.stored is not None:
        said = f"{ATTRIBUTE} in the app is {quoted(chain.stored.value)}"
        blocks.append("\n".join(_mode("attribute", said, chain.stored.decision, width, paint)))
    blocks.append(f"{paint('title', comparison(chain))}\n{visible(str(chain.in_charge))}")
    return "\n\n".join(blocks)


def comparison(chain: LicenseChain) -> str:
    """Return the sentence that ends the chain: what the two modes give, and whether the app's value is fresh."""
    sso, scim = _outcome(chain.sso), _outcome(chain.scim)
    text = f"{sso} under SSO, {scim} under SCIM." if chain.differs else f"{scim} under SSO and SCIM."
    if chain.stored is not None and chain.trace.error is None and chain.stored.value != chain.trace.value:
        text += f" The app still holds {quoted(chain.stored.value)}: it is stale until mappings are applied again."
    return text


def chain_json(chain: LicenseChain) -> str:
    """Return a document with `user`, `expression`, `trace`, `scim`, `sso`, `in_charge`, `stored` and `differs`."""
    person = chain.person
    content: dict[str, Any] = {
        "user": {
            "login": person.login,
            "email": person.email,
            "profile": {name: value_json(value) for name, value in person.profile.items()},
            "groups": list(person.groups),
            "license_before": chain.before.license and chain.before.license.value,
        },
        "trace": {
            key: value
            for key, value in json.loads(trace_json(chain.trace)).items()
            if key != "schema_version"
        },
        "scim": decision_json(chain.scim),
        "sso": decision_json(chain.sso),
        "in_charge": chain.in_charge.to_mapping(),
        "stored": None,
        "differs": chain.differs,
    }
    if chain.stored is not None:
        content["stored"] = {
            "value": value_json(chain.stored.value),
            **decision_json(chain.stored.decision),
        }
    return json_document(content)


def _person(chain: LicenseChain, paint: Paint) -> Iterator[str]:
    person = chain.person
    yield paint("title", visible(person.login))
    before = display_name(chain.before.license) if chain.before.license else "none, a new user"
    yield f"{'license now'.ljust(_LABEL)} {before}"
    if person.profile:
        values = ", ".join(f"{name} = {quoted(value)}" for name, value in person.profile.items())
        yield f"{'profile'.ljust(_LABEL)} {visible(values)}"
    yield f"{'groups'.ljust(_LABEL)} {', '.join(visible(name) for name in person.groups) or 'none'}"


def _sent(chain: LicenseChain) -> str:
    if chain.trace.error is not None:
        return "nothing is sent"
    return f"{ATTRIBUTE} = {quoted(chain.trace.value)} is sent"


def _mode(name: str, how: str, decision: Decision, width: int, paint: Paint) -> Iterator[str]:
    role = "error" if decision.error else "good"
    yield f"{paint('title', name.ljust(_LABEL))} {how} \u2192 {paint(role, _outcome(decision))}"
    for reason in decision.reasons:
        yield from _wrapped(str(reason), width)
    for warning in decision.warnings:
        yield from _wrapped(f"warning: {warning}", width)


def _wrapped(text: str, width: int) -> list[str]:
    """Return the lines of a reason, set in, and those below its first one a little more."""
    front = " " * (_LABEL + 1)
    return textwrap.wrap(visible(text), width, initial_indent=front, subsequent_indent=f"{front}  ")


def _outcome(decision: Decision) -> str:
    license_name = decision.license.display_name if decision.license else "no license"
    return f"{license_name} (error {decision.error.value})" if decision.error else license_name
