"""The expression of a suite: written in the file itself, or found in a Terraform or JSON file by its address."""

from __future__ import annotations

import os
from dataclasses import replace
from pathlib import Path as FilePath
from typing import TYPE_CHECKING, Any, cast

from oktaexpr.diagnostics import did_you_mean
from oktaexpr.functions import CLASSIC, IDENTITY_ENGINE, Engine
from oktaexpr.functions.usages import usage as find_usage
from oktaexpr.functions.usages import usages
from oktaexpr.render.report import Finding
from oktaexpr.source import Source
from oktaexpr.syntax import syntax_faults
from oktaexpr.testing.document import Document
from oktaexpr.testing.model import Expression
from oktaexpr.testing.yaml_places import Path

if TYPE_CHECKING:
    from collections.abc import Mapping

    from oktaexpr.formats import FileSettings, FoundExpression

_REFERENCE = ("file", "address", "attribute")


def read_expression(
    document: Document, path: Path, suite: Mapping[str, Any], settings: FileSettings
) -> Expression | None:
    """Return the expression of a suite, None where it has none that can be run; what is wrong is noted."""
    given = suite.get("expression")
    engine = _engine(document, path, suite)
    where = document.where(path, "expression")
    if isinstance(given, str):
        expression: Expression | None = _inline(document, where, engine or CLASSIC)
    elif isinstance(given, dict):
        expression = _referred(document, where, given, engine, settings)
    else:
        document.note(
            where if "expression" in suite else path,
            "expected an `expression`: a text, or `file` and `address`",
        )
        return None
    if expression is not None:
        _note_faults(document, expression)
    return expression


def _engine(document: Document, path: Path, suite: Mapping[str, Any]) -> Engine | None:
    """Return the engine that a suite names, itself or by the usage."""
    named = suite.get("engine")
    engine = (
        None
        if named is None
        else document.word(document.where(path, "engine"), named, (CLASSIC, IDENTITY_ENGINE))
    )
    if suite.get("usage") is not None:
        name = document.word(document.where(path, "usage"), suite["usage"], [one.name for one in usages()])
        usage = find_usage(name) if name is not None else None
        if usage is not None and engine is not None and usage.engine != engine:
            document.note(
                document.where(path, "engine"), f"the usage {usage.name} has the engine {usage.engine}"
            )
        if usage is not None:
            engine = usage.engine
    return cast("Engine | None", engine)


def _inline(document: Document, path: Path, engine: Engine) -> Expression:
    from oktaexpr.formats.interpolated import without_last_line_end
    from oktaexpr.formats.yaml_scalars import mapped_scalar

    name = document.source.name
    content = without_last_line_end(mapped_scalar(document.source.text, document.places[path].node, name))
    return Expression(content, engine, {name: document.source})


def _referred(
    document: Document, path: Path, given: dict[str, Any], engine: Engine | None, settings: FileSettings
) -> Expression | None:
    reference = document.mapping(path, given, _REFERENCE)
    wanted = {key: document.text((*path, key), value) for key, value in reference.items()}
    if "file" not in wanted:
        document.note(path, "expected a `file`, and an `address` where it holds several expressions")
        return None
    found = _found(document, path, wanted, settings)
    if found is None:
        return None
    if found.holes:
        unknown = ", ".join(found.holes)
        document.note(path, f"the expression has parts that are only known when Terraform runs: {unknown}")
        return None
    files = {origin.path for origin in found.content.origins}
    sources = {one: Source(FilePath(one).read_bytes().decode("utf-8-sig"), one) for one in files}
    own = cast("Engine | None", found.engine) or _usage_engine(found.usage)
    return Expression(found.content, engine or own or CLASSIC, sources, f"{found.address}.{found.attribute}")


def _usage_engine(name: str | None) -> Engine | None:
    usage = find_usage(name) if name is not None else None
    return None if usage is None else usage.engine


def _found(
    document: Document, path: Path, wanted: Mapping[str, str], settings: FileSettings
) -> FoundExpression | None:
    """Return the one expression of the file that is meant."""
    from oktaexpr.formats import find

    file = FilePath(os.path.normpath(document.path.parent / wanted["file"]))
    if not file.is_file():
        document.note((*path, "file"), f"there is no file {file}")
        return None
    every = list(find([file], settings))
    fitting = [
        one
        for one in every
        if wanted.get("address", one.address) == one.address
        and wanted.get("attribute", one.attribute) == one.attribute
    ]
    if len(fitting) == 1:
        return fitting[0]
    addresses = list(dict.fromkeys(one.address for one in every))
    if len(fitting) > 1:
        attributes = ", ".join(f"{one.address} {one.attribute}" for one in fitting[:5])
        document.note(path, f"{len(fitting)} expressions fit: {attributes}", "say `address` and `attribute`")
    elif not every:
        document.note((*path, "file"), f"no expression stands in {file}")
    else:
        near = did_you_mean(wanted.get("address", ""), addresses) or f"there are {', '.join(addresses[:10])}"
        document.note((*path, "address"), "no expression of the file fits", near)
    return None


def _note_faults(document: Document, expression: Expression) -> None:
    """Note each syntax fault where it stands, which may be another file."""
    for fault in syntax_faults(expression.text):
        source, span = expression.located(fault.span)
        document.findings.append(Finding(replace(fault, span=span, fix=None), source, expression.address))
