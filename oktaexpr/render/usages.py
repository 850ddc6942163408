"""What Okta offers where: the whole table, one usage, one construct, and as JSON and CSV."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from oktaexpr.functions.usages import Cell, Construct, Usage, source_title
from oktaexpr.render.json import json_document
from oktaexpr.render.style import painter
from oktaexpr.render.table import UNLIMITED, csv_table, text_table

_PLAIN = painter(color=False)

STATUS_WORDS = {
    "yes": "yes",
    "implied-yes": "probably",
    "disputed": "disputed",
    "other-spelling": "other spelling",
    "implied-no": "probably not",
    "no": "no",
    "unknown": "unknown",
}
"""Status to the word that people read."""

_MARKS = {
    "yes": "yes",
    "implied-yes": "(y)",
    "disputed": "!",
    "other-spelling": "~",
    "implied-no": "(n)",
    "no": "no",
    "unknown": "?",
}
_LEGEND = (
    "yes, no: documented · (y), (n): implied by a text, or said by an unofficial tool · !: sources disagree · "
    "~: the engine has it under another name · ?: no source says"
)
_INITIALS = {
    "group-rule": "GR",
    "profile-mapping": "PM",
    "username-template": "UN",
    "idp-username": "IU",
    "saml-attribute": "SA",
    "oidc-claim": "OC",
    "federated-claim": "FC",
    "app-sign-in-policy": "SP",
    "access-certification": "AC",
    "entitlement-policy": "EP",
    "account-management-policy": "AM",
    "dynamic-idp": "DI",
}
"""Short heads of columns; a usage without one is headed by its name."""


def draw_usages(
    usages: Sequence[Usage],
    constructs: Mapping[str, Construct],
    *,
    width: int = UNLIMITED,
    color: bool = False,
) -> str:
    """Return the table of all constructs by all usages, with what the heads and the marks mean."""
    paint = painter(color=color)
    heads = [_INITIALS.get(usage.name, usage.name) for usage in usages]
    rows = (
        [name, *(_MARKS[row.cells[usage.name].status] for usage in usages)]
        for name, row in constructs.items()
    )
    legend = [
        f"  {paint('name', head)}  {usage.name.ljust(26)}{usage.title} ({usage.engine})"
        for head, usage in zip(heads, usages, strict=True)
    ]
    return "\n".join([text_table(("", *heads), rows, width=width, color=color), "", *legend, "", _LEGEND])


def draw_usage(
    usage: Usage, constructs: Mapping[str, Construct], *, width: int = UNLIMITED, color: bool = False
) -> str:
    """Return what one usage takes: a row a construct, with the source."""
    paint = painter(color=color)
    kinds = ", ".join(sorted(usage.result.names)) if "Any" not in usage.result.names else "any value"
    head = f"{paint('name', usage.name)}  {usage.title}; {usage.engine}; gives {kinds}"
    rows = [
        (name, STATUS_WORDS[row.cells[usage.name].status], row.cells[usage.name].source, row.title)
        for name, row in constructs.items()
    ]
    table = text_table(("construct", "offered", "source", ""), rows, width=width, color=color)
    return "\n".join(
        [head, "", table, *_source_notes([row.cells[usage.name] for row in constructs.values()])]
    )


def draw_construct(
    construct: Construct, usages: Sequence[Usage], *, width: int = UNLIMITED, color: bool = False
) -> str:
    """Return where one construct is offered: a row a usage, with the source."""
    paint = painter(color=color)
    lines = [f"{paint('name', construct.name)}  {construct.title}", ""]
    rows = [
        (
            usage.name,
            STATUS_WORDS[construct.cells[usage.name].status],
            construct.cells[usage.name].source,
            usage.title,
        )
        for usage in usages
    ]
    lines.append(text_table(("usage", "offered", "source", ""), rows, width=width, color=color))
    if construct.note is not None:
        lines += ["", construct.note]
    if construct.instead is not None:
        lines += ["", f"The other engine: {construct.instead}"]
    return "\n".join([*lines, *_source_notes([construct.cells[usage.name] for usage in usages])])


def _source_notes(cells: Sequence[Cell]) -> list[str]:
    """Return what the tags of sources stand for, and when they were read."""
    tags = sorted({tag for cell in cells for tag in cell.source.split(", ") if source_title(tag) != tag})
    if not tags:
        return []
    read = max(cell.as_of for cell in cells).isoformat()
    return ["", f"Sources, read on {read}:", *(f"  {tag.ljust(12)}{source_title(tag)}" for tag in tags)]


def usages_csv(usages: Sequence[Usage], constructs: Mapping[str, Construct]) -> str:
    """Return `construct,usage,engine,status,source,as_of` a line."""
    rows = ([str(value) for value in cell.values()] for cell in _cells(usages, constructs))
    return csv_table(("construct", "usage", "engine", "status", "source", "as_of"), rows)


def usages_json(usages: Sequence[Usage], constructs: Mapping[str, Construct]) -> str:
    """Return a document with `usages` and `cells`, one for each construct and usage."""
    described = [
        {
            "name": usage.name,
            "title": usage.title,
            "engine": usage.engine,
            "result": sorted(usage.result.names),
        }
        for usage in usages
    ]
    return json_document({"usages": described, "cells": _cells(usages, constructs)})


def _cells(usages: Sequence[Usage], constructs: Mapping[str, Construct]) -> list[dict[str, Any]]:
    return [
        {
            "construct": name,
            "usage": usage.name,
            "engine": usage.engine,
            "status": construct.cells[usage.name].status,
            "source": construct.cells[usage.name].source,
            "as_of": construct.cells[usage.name].as_of.isoformat(),
        }
        for name, construct in constructs.items()
        for usage in usages
    ]
