"""The groups that a stream knows, by number; and what a user's list of groups means by them.

Groups that an export lists count as all there are, as in a directory: what a user's list names besides is left out
and counted. Where nothing lists them, the users' lists say themselves which groups there are.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence

from oktaexpr.directory import Directory, Group
from oktaexpr.directory.assembly import EVERYONE
from oktaexpr.directory.contents import Contents
from oktaexpr.directory.problems import near_hint, quoted
from oktaexpr.render.counting import counted

_MOST_NAMED = 5
"""How many groups that nothing lists are named."""
_MOST_COUNTED = 1_000
_MOST_REMEMBERED = 100_000
"""Names of groups that are looked up once only; lists may name ever new ones."""


class KnownGroups:
    """All groups, in the order of the export. A group's number is its place there."""

    def __init__(self, groups: Sequence[Group]) -> None:
        """Take the groups; each has an id or a name."""
        self.groups = tuple(groups)
        self._directory = Directory(Contents(groups=self.groups))
        self._numbers = {group: number for number, group in enumerate(self.groups)}
        self._known: dict[tuple[str | None, str | None], int | None] = {}
        self._left_out: Counter[str] = Counter()
        self._uncounted = 0
        self.of_everybody = frozenset(
            number
            for number, group in enumerate(self.groups)
            if group.name == EVERYONE and group.type == "BUILT_IN"
        )
        """The built-in groups that everybody is in, so that no list needs to name them."""

    def find(self, reference: str) -> Group | None:
        """Return the group of that id or, where exactly one has it, of that name."""
        return self._directory.group(reference)

    def number(self, group: Group) -> int:
        """Return the number of a group that `find` gave."""
        return self._numbers[group]

    def meant(self, member: Group) -> int | None:
        """Return the number of the group that a user's list means, None for one that is not among those known."""
        identity = member.id, member.name
        if identity not in self._known:
            if len(self._known) >= _MOST_REMEMBERED:
                self._known.clear()
            found = next((one for one in map(self.find, filter(None, identity)) if one is not None), None)
            self._known[identity] = None if found is None else self._numbers[found]
        return self._known[identity]

    def leave_out(self, member: Group, count: int) -> None:
        """Count memberships of a group that is not among those known."""
        name = member.id or member.name
        if name is not None and (name in self._left_out or len(self._left_out) < _MOST_COUNTED):
            self._left_out[name] += count
        elif name is not None:
            self._uncounted += count

    def notes(self) -> list[str]:
        """Return a sentence for each group of which most was left out, and one for the others."""
        found = [self._note(name, count) for name, count in self._left_out.most_common(_MOST_NAMED)]
        rest = len(self._left_out) - len(found)
        if rest:
            found.append(counted(rest, "more such group"))
        if self._uncounted:
            found.append(f"{counted(self._uncounted, 'membership')} of still other groups left out")
        return found

    def _note(self, name: str, count: int) -> str:
        named = self._directory.find_groups(name)
        left_out = f"{counted(count, 'membership')} left out"
        if named:
            return f"{left_out}: {len(named)} groups are called {quoted(name)}, only an id tells them apart"
        hint = near_hint(name, [group.name for group in self.groups if group.name])
        return f"{left_out}: no group {quoted(name)}" + (f"; {hint}" if hint else "")


def distinct_groups(members: Iterable[Group]) -> list[Group]:
    """Return each group that users' lists name once, in the order of their coming."""
    return list(dict.fromkeys(one for one in members if one.id is not None or one.name is not None))
