"""`oktaexpr anonymize`: an export into files that can be committed."""

from __future__ import annotations

import json
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING, Annotated, Any

import typer

from oktaexpr.anonymizing import ChangedAnswer, GroupNames, anonymized, changed_answers, new_key
from oktaexpr.cli.shared.loading import ColumnMapOption, StrictOption, load_directory, read_column_map
from oktaexpr.cli.shared.output import say_problem, write
from oktaexpr.errors import OktaExprError

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from oktaexpr.directory import Directory
    from oktaexpr.rulesets import GroupRule

DETAILS = (
    "Names, logins, e-mail addresses, ids, phone numbers and every other text of a profile are replaced, each by the "
    "same other one wherever it stands, also in the expressions of group rules, whole or in part; so rules give for the "
    "new people what they give for the real ones. Both are asked, and a rule with another answer is named. Groups, "
    "memberships, statuses, Booleans, numbers under five digits, values of enumerations and the difference of absent, "
    "null and empty stay. Times are cut to the day."
)
EXAMPLES = (
    """oktaexpr anonymize examples/acme fixtures""",
    """oktaexpr anonymize examples/acme fixtures --key "kept in the CI's secrets" --group-names replace""",
)


def run(
    source: Annotated[str, typer.Argument(metavar="SRC", help="The export: a folder or a file.")],
    target: Annotated[Path, typer.Argument(metavar="OUT", help="The folder to write, new or empty.")],
    key: Annotated[
        str | None,
        typer.Option(
            metavar="KEY",
            envvar="OKTAEXPR_ANONYMIZE_KEY",
            help="A secret: the same key gives the same names in the next run. Without it nobody can repeat them.",
        ),
    ] = None,
    group_names: Annotated[
        GroupNames,
        typer.Option(
            "--group-names", help="Keep names of groups where nothing personal is in them, or replace all."
        ),
    ] = GroupNames.KEEP_IMPERSONAL,
    strict: StrictOption = False,
    map_column: ColumnMapOption = None,
) -> None:
    """Read, replace and write."""
    _check_target(target)
    columns = read_column_map(map_column)
    directory = load_directory(source, strict=strict, columns=columns)
    rules = _rules(source, columns)
    secret = new_key() if key is None else key.encode()
    files = anonymized(directory, rules, key=secret, group_names=group_names)
    changed = _write(target, files, directory, rules)
    write(
        f"{target}: users {len(directory.users):,}, groups {len(directory.groups):,}, rules {len(rules):,}; "
        f"written: {', '.join(files)}"
    )
    for one in changed:
        say_problem(_sentence(one, target), "warning")
    if key is None:
        say_problem("the names will be others in the next run; --key keeps them", "info")


def _check_target(target: Path) -> None:
    """Refuse to mix with what is there: an old file would stay. Raises `typer.BadParameter`."""
    if target.exists() and (not target.is_dir() or any(target.iterdir())):
        message = f"{target} is not a new or empty folder"
        raise typer.BadParameter(message, param_hint="OUT")


def _rules(source: str, columns: Mapping[str, str]) -> Sequence[GroupRule]:
    """Return the group rules of the export; a fixture in one YAML file has none."""
    from oktaexpr.rulesets import read_rules

    if not Path(source).is_dir() and Path(source).suffix in (".yaml", ".yml"):
        return ()
    return read_rules(source, columns=columns).rules


def _sentence(changed: ChangedAnswer, target: Path) -> str:
    """Say which rule no longer fits, with the place and the text that were written."""
    from oktaexpr.render.counting import counted

    rule, span = changed.rule, changed.span
    users = counted(changed.users, "user")
    return (
        f"{target / 'group_rules.json'}: rule {rule.name!r}, column {span.start + 1} of its expression: "
        f"`{rule.expression[span.start : span.end]}` depends on what was replaced: another answer for {users}"
    )


def _write(
    target: Path, files: Mapping[str, Any], directory: Directory, rules: Sequence[GroupRule]
) -> list[ChangedAnswer]:
    """Write all files or none: they are made beside the folder and moved into it. Raises `OktaExprError`.

    Return the rules that say something else of the users that were written.
    """
    try:
        target.mkdir(parents=True, exist_ok=True)
        with TemporaryDirectory(dir=target.parent, prefix=f".{target.name}-") as folder:
            for name, content in files.items():
                text = json.dumps(content, ensure_ascii=False, indent=1)
                (Path(folder) / name).write_text(text + "\n", encoding="utf-8", errors="backslashreplace")
            changed = changed_answers(directory, rules, *_read_back(folder)) if rules else []
            for name in files:
                (Path(folder) / name).replace(target / name)
            return changed
    except OSError as error:
        message = f"cannot write {target}: {error.strerror or error}"
        raise OktaExprError(message) from None


def _read_back(folder: str) -> tuple[Directory, Sequence[GroupRule]]:
    from oktaexpr.directory import Directory
    from oktaexpr.rulesets import read_rules

    return Directory.load(folder), read_rules(folder).rules
