"""OEL190 to OEL193, OEL430: files that cannot be read whole, words in them, what Terraform would fill in."""

from __future__ import annotations

from collections.abc import Iterator

from oktaexpr.diagnostics import Diagnostic, Edit, Example, Fix, Rule, Severity, register
from oktaexpr.formats.found import FoundExpression, Use
from oktaexpr.formats.hcl.filled import UNREAD
from oktaexpr.formats.reading import ReadingProblem
from oktaexpr.formats.resources import is_okta_name
from oktaexpr.source import Span

UNREADABLE = register(
    Rule(
        "OEL190",
        "file that cannot be read",
        Severity.ERROR,
        "The file is not in the language that its name says, or not text in UTF-8, so the expressions in it are not "
        "checked. Files that have nothing to do with Okta are passed over.",
        failing=Example('resource "okta_group_rule" "data" {\n', file="main.tf"),
        passing=Example('resource "okta_group_rule" "data" {\n}\n', file="main.tf"),
        provenance="own",
    )
)
UNKNOWN_WORD = register(
    Rule(
        "OEL191",
        "unknown usage or engine in a file",
        Severity.ERROR,
        "A block of Markdown may say where its expression will be saved: `usage=` takes a name that `oktaexpr usages` "
        "lists, `engine=` takes `classic` or `identity-engine`.",
        failing=Example("```okta usage=group-rules\nuser.department == 'Data'\n```\n", file="rules.md"),
        passing=Example("```okta usage=group-rule\nuser.department == 'Data'\n```\n", file="rules.md"),
        provenance="own",
    )
)
NOT_WHOLE = register(
    Rule(
        "OEL192",
        "text that is not checked whole",
        Severity.INFO,
        "What a `for` goes through is not in the files, or several conditions decide together which parts of the "
        "text are there. The rest of the text is checked; a plan, printed with `terraform show -json`, has all of it.",
        failing=Example(
            'variable "groups" {}\nresource "okta_group_rule" "a" {\n  expression_value = '
            "\"%{ for group in var.groups }isMemberOfGroupName('${group}') OR %{ endfor }user.title == 'Lead'\"\n}\n",
            file="main.tf",
        ),
        passing=Example(
            'variable "groups" {\n  default = ["data", "sales"]\n}\nresource "okta_group_rule" "a" {\n  expression_value = '
            "\"%{ for group in var.groups }isMemberOfGroupName('${group}') OR %{ endfor }user.title == 'Lead'\"\n}\n",
            file="main.tf",
        ),
        provenance="own",
    )
)
STRANGE = register(
    Rule(
        "OEL193",
        "JSON that cannot be read, and may be none of Okta's",
        Severity.WARNING,
        "A file was named that ends in `.json`, is no JSON and does not mention Okta. Some programs allow comments in "
        "their own files; a file of Okta's that looks so is cut off or was edited by hand.",
        failing=Example('[{"type": "group_rule", "name": "Data"}\n', file="rules.json"),
        passing=Example('[{"type": "group_rule", "name": "Data"}]\n', file="rules.json"),
        provenance="own",
    )
)
UNESCAPED = register(
    Rule(
        "OEL430",
        "interpolation that Terraform fills in",
        Severity.ERROR,
        "Terraform takes `${…}` for its own and finds nothing of that name. What Okta is to fill in is written `$${…}`; "
        "some tools that write Terraform files from an org forget this.",
        failing=Example(
            'resource "okta_app_saml" "a" {\n  subject_name_id_template = "${user.email}"\n}\n',
            file="main.tf",
        ),
        passing=Example(
            'resource "okta_app_saml" "a" {\n  subject_name_id_template = "$${user.email}"\n}\n',
            file="main.tf",
        ),
        provenance="field",
    )
)


def reading_problem(problem: ReadingProblem) -> Diagnostic:
    """Return the diagnostic of a problem that a reader found; its span is one of the file."""
    rules = {rule.code: rule for rule in (UNREADABLE, UNKNOWN_WORD, STRANGE)}
    return rules[problem.code].diagnostic(problem.message, problem.span, problem.help)


def unescaped(span: Span, reference: str, start: int) -> Diagnostic:
    """Say that Terraform would fill the text in; `start` is where its `${` stands in the file."""
    fix = Fix("write `$${`", (Edit(Span(start, start), "$"),))
    return UNESCAPED.diagnostic(
        f"Terraform has no `{reference}` to fill in here",
        span,
        f"write `$${{{reference}}}` to leave it to Okta",
        fix,
    )


def not_whole(span: Span) -> Diagnostic:
    """Say that a part is passed over."""
    return NOT_WHOLE.diagnostic(
        "this part is not checked, since the files do not say what Terraform makes of it",
        span,
        "check a plan as well: `terraform show -json`",
    )


def check_unread_parts(found: FoundExpression) -> Iterator[tuple[Use, Diagnostic]]:
    """Yield OEL192 for the parts of a text whose own text is not looked into."""
    for run in found.content.runs:
        if run.hole == UNREAD:
            yield Use(run.origin.path, run.span), not_whole(run.span)


def check_interpolations(found: FoundExpression, text: str) -> Iterator[tuple[Use, Diagnostic]]:
    """Yield OEL430 for what an expression leaves to Terraform though it is Okta's; `text` is the file's."""
    for run in found.content.runs:
        if run.hole is None or not is_okta_name(run.hole) or run.origin.path != found.path:
            continue
        start = (
            run.span.start if text.startswith("${", run.span.start) else text.rfind("${", 0, run.span.start)
        )
        span = Span(start, text.find("}", start) + 1)
        if start >= 0 and span.end > span.start:
            yield Use(found.path, span), unescaped(span, run.hole, start)
