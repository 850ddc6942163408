"""One reader a format, chosen by the kind of a unit; what came out is completed with the settings."""

from __future__ import annotations

from dataclasses import replace

from oktaexpr.formats.csv_files import read_csv
from oktaexpr.formats.found import FoundExpression
from oktaexpr.formats.json_files import read_json
from oktaexpr.formats.markdown import read_markdown
from oktaexpr.formats.plain_files import read_plain
from oktaexpr.formats.reading import Reading, Unit
from oktaexpr.formats.rule_chains import known_rule
from oktaexpr.formats.settings import FileSettings
from oktaexpr.formats.terraform import read_terraform
from oktaexpr.formats.yaml_files import read_yaml
from oktaexpr.functions.usages import usage as find_usage


def read_unit(unit: Unit, settings: FileSettings) -> Reading:
    """Return what stands in a unit: expressions, facts, problems, marks."""
    reading = _read(unit, settings)
    reading.expressions = [
        expression
        if expression.usage is not None
        else replace(expression, usage=_usage(expression, settings))
        for expression in reading.expressions
        if _has_known_text(expression.content.text, expression.holes)
    ]
    for expression in reading.expressions:
        rule = known_rule(expression)
        if rule is not None:
            reading.facts.append(rule)
    return reading


def _usage(expression: FoundExpression, settings: FileSettings) -> str | None:
    """Return the usage that the settings give to an expression; none that its own engine rules out."""
    name = settings.usage_for(expression.path)
    known = find_usage(name) if name is not None and expression.engine is not None else None
    return name if known is None or known.engine == expression.engine else None


def _read(unit: Unit, settings: FileSettings) -> Reading:
    match unit.kind:
        case "terraform":
            return read_terraform(unit)
        case "json":
            return read_json(unit)
        case "markdown":
            return read_markdown(unit)
        case "csv":
            return read_csv(unit)
        case "yaml":
            return read_yaml(unit, settings.yaml_keys) if settings.yaml_keys else Reading()
        case _:
            return read_plain(unit)


def _has_known_text(text: str, holes: tuple[str, ...]) -> bool:
    """Whether there is something to check; an empty text in a file is there on purpose, or is Terraform's to refuse."""
    return bool(text.strip()) or bool(holes)
