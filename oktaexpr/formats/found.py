"""An expression in a file: its text, where Okta would save it, and where each character stands."""

from __future__ import annotations

from dataclasses import dataclass

from oktaexpr.formats.mapped import MappedText, Place
from oktaexpr.source import Span
from oktaexpr.types import Target


@dataclass(frozen=True, slots=True)
class Use:
    """Where an expression is used: the attribute with its value, which may only name a text that stands elsewhere."""

    path: str
    span: Span


@dataclass(frozen=True, slots=True)
class Receiver:
    """What takes the value of a mapping."""

    owner: str
    """`user`, the id of an app, or the key of what Terraform calls the app: `okta_app_saml.dbt`."""
    attribute: str
    use: Use | None = None
    """Where the attribute is named."""


@dataclass(frozen=True, slots=True)
class AssignedGroup:
    """A group that a rule assigns: an id, or the key of what Terraform says in its place."""

    key: str
    path: str
    span: Span


@dataclass(frozen=True, slots=True)
class GroupRule:
    """What a group rule is besides its expression."""

    name: str
    status: str
    groups: tuple[AssignedGroup, ...]
    groups_are_known: bool = True
    """Whether `groups` lists all of them."""


@dataclass(frozen=True, slots=True)
class FoundExpression:
    """One expression of one file."""

    content: MappedText
    use: Use
    address: str
    """What has it: `okta_group_rule.data`, a name or id of Okta's, a heading of the file."""
    attribute: str
    """Which part of that: `expression_value`, `mappings[0].expression`."""
    usage: str | None = None
    engine: str | None = None
    target: Target | None = None
    receiver: Receiver | None = None
    appuser: str | None = None
    """The app whose user is `appuser`, as in `Receiver.owner`."""
    rule: GroupRule | None = None

    @property
    def text(self) -> str:
        """The expression; an unknown part has a stand-in."""
        return self.content.text

    @property
    def path(self) -> str:
        """The file that has the expression, though its text may stand in another."""
        return self.use.path

    @property
    def holes(self) -> tuple[str, ...]:
        """What the file says in place of each unknown part."""
        return self.content.holes

    def place(self, span: Span) -> Place:
        """Return where a span of the text stands: the literal with its file, and the span there.

        A text of the expression that comes whole from another literal, as in `"${local.group}"`, stands there.
        """
        inside = Span(span.start + 1, span.end - 1)
        text = self.text[span.start : span.end]
        if inside.end > inside.start and text[0] in "'\"" and text[-1] == text[0]:
            origins = {(run.origin, run.hole) for run in self.content.runs_in(inside)}
            ((origin, hole), *others) = origins
            if not others and hole is None and origin != self.content.place(span).origin:
                return self.content.place(inside)
        return self.content.place(span)
