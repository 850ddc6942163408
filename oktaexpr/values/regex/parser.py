"""From the text of a pattern to its tree, refusing what `java.util.regex.Pattern` of Java 17 refuses."""

from __future__ import annotations

from oktaexpr.values.faults import Fault
from oktaexpr.values.regex.charset import EVERYTHING, LINE_TERMINATORS, CharSet
from oktaexpr.values.regex.classes import read_class, single
from oktaexpr.values.regex.escapes import read_escape
from oktaexpr.values.regex.lookbehind import check_look_behind
from oktaexpr.values.regex.nodes import (
    Alternation,
    At,
    Atomic,
    BackReference,
    Chars,
    Empty,
    Fold,
    Group,
    Look,
    Mode,
    Node,
    Place,
    Repeat,
    Tree,
    sequence,
    takes_nothing,
)
from oktaexpr.values.regex.reader import Option, Reader

MAX_PATTERN = 10_000
"""The longest pattern that is read, in characters; Okta's own limits are between 1,024 and this."""

_INT_MAX = 2**31 - 1
_DIGITS = frozenset("0123456789")
_OPTIONS = {
    "i": Option.IGNORE_CASE,
    "m": Option.MULTILINE,
    "s": Option.DOTALL,
    "d": Option.UNIX_LINES,
    "u": Option.UNICODE_CASE,
    "x": Option.COMMENTS,
    "U": Option.UNICODE_CLASS | Option.UNICODE_CASE,
}


def parse_pattern(pattern: str) -> Tree:
    """Read a pattern; raises `Fault` with PATTERN_INVALID, or PATTERN_REFUSED where it is too long or too deep."""
    if len(pattern) > MAX_PATTERN:
        message = f"the regular expression has {len(pattern):,} characters; at most {MAX_PATTERN:,} are read"
        raise Fault("PATTERN_REFUSED", message)
    parser = _PatternParser(pattern)
    root = parser.alternation()
    if parser.reader.peek():
        parser.reader.fail("a closing ) has no opening one")
    return Tree(root, parser.groups, parser.names)


class _PatternParser:
    def __init__(self, pattern: str) -> None:
        self.reader = Reader(pattern)
        self.groups = 0
        self.names: dict[str, int] = {}

    def alternation(self) -> Node:
        """Read branches up to a closing parenthesis or the end."""
        branches = [self._sequence()]
        while self.reader.skip_if("|"):
            branches.append(self._sequence())
        return branches[0] if len(branches) == 1 else Alternation(tuple(branches))

    def _sequence(self) -> Node:
        items: list[Node] = []
        while (character := self.reader.peek()) not in ("", "|", ")"):
            atom = self._atom(character)
            if atom is not None:
                items.append(self._quantified(atom))
        return sequence(items)

    def _atom(self, character: str) -> Node | None:
        """Read one item without its quantifier; nothing for embedded flags."""
        reader = self.reader
        if character == "{":
            return Empty()  # Java repeats the empty text here: `{2}` alone is a pattern
        reader.position += 1
        match character:
            case "(":
                return self._group()
            case "[":
                return Chars(read_class(reader))
            case "\\":
                return self._escape()
            case "^":
                lines = reader.has(Option.MULTILINE)
                return At(Place.LINE_START, unix=self._unix()) if lines else At(Place.TEXT_START)
            case "$":
                place = Place.LINE_END if reader.has(Option.MULTILINE) else Place.LAST_LINE_END
                return At(place, unix=self._unix())
            case ".":
                return Chars(self._dot())
            case "*" | "+" | "?":
                return reader.fail(f"{character} has nothing to repeat")
            case _:
                return Chars(single(reader, ord(character)))

    def _unix(self) -> bool:
        return self.reader.has(Option.UNIX_LINES)

    def _dot(self) -> CharSet:
        if self.reader.has(Option.DOTALL):
            return EVERYTHING
        return ~CharSet.single(0xA) if self._unix() else ~LINE_TERMINATORS

    def _escape(self) -> Node:
        found = read_escape(self.reader)
        if found is None:
            return self._back_reference()
        return Chars(single(self.reader, found)) if isinstance(found, int) else found

    def _back_reference(self) -> Node:
        r"""Read `\1` or `\k<name>`; a number takes a further digit only while such a group has been opened."""
        reader = self.reader
        first = reader.take_raw()
        if first == "k":
            if not reader.skip_if("<"):
                reader.fail(r"\k needs a group's name in angle brackets")
            name = self._name()
            number = self.names.get(name) or reader.fail(f"no group before this place is named {name!r}")
        else:
            number = int(first)
            while reader.peek() in _DIGITS and number * 10 + int(reader.peek()) <= self.groups:
                number = number * 10 + int(reader.take())
        if not reader.has(Option.IGNORE_CASE):
            return BackReference(number, Fold.NONE)
        return BackReference(number, Fold.UNICODE if reader.has(Option.UNICODE_CASE) else Fold.ASCII)

    def _name(self) -> str:
        """Read a group's name to past its closing angle bracket."""
        name = ""
        while (character := self.reader.take()).isascii() and character.isalnum():
            name += character
        if character != ">" or not name or name[0] in _DIGITS:
            self.reader.fail("a group's name is Latin letters and digits, a letter first, in angle brackets")
        return name

    def _group(self) -> Node | None:
        """Read a group, its opening parenthesis being passed; nothing if it only sets flags."""
        reader = self.reader
        reader.enter()
        before = reader.options
        node = self._special_group() if reader.skip_if("?") else self._capturing()
        reader.leave()
        if node is None:
            return None
        if not reader.skip_if(")"):
            reader.fail("a group is not closed by )")
        reader.options = before
        return node

    def _capturing(self, name: str | None = None) -> Node:
        self.groups += 1
        number = self.groups
        if name is not None:
            self.names[name] = number
        return Group(self.alternation(), number)

    def _special_group(self) -> Node | None:
        """Read what follows `(?`."""
        reader = self.reader
        match kind := reader.take_raw():
            case ":":
                return self.alternation()
            case "=" | "!":
                return Look(self.alternation(), behind=False, negative=kind == "!")
            case ">":
                return Atomic(self.alternation())
            case "<":
                return self._angle_group()
            case _:
                reader.position -= 1
                return self._flags()

    def _angle_group(self) -> Node:
        """Read what follows `(?<`: a look-behind or a named group."""
        reader = self.reader
        kind = reader.peek()
        if kind in ("=", "!"):
            reader.position += 1
            body = self.alternation()
            check_look_behind(body)
            return Look(body, behind=True, negative=kind == "!")
        name = self._name()
        if name in self.names:
            reader.fail(f"two groups are named {name!r}")
        return self._capturing(name)

    def _flags(self) -> Node | None:
        """Read embedded flags; nothing if they hold for the rest of the group around them."""
        reader, removing = self.reader, False
        while (letter := reader.peek()) in _OPTIONS or letter in ("-", "c"):
            if letter == "c":
                raise Fault("PATTERN_REFUSED", "the flag (?c), canonical equivalence, is not supported")
            if letter == "-" and removing:
                break
            reader.position += 1
            if letter == "-":
                removing = True
            elif removing:
                reader.options &= ~_OPTIONS[letter]
            else:
                reader.options |= _OPTIONS[letter]
        if reader.skip_if(")"):
            return None
        if not reader.skip_if(":"):
            reader.fail(f"(?{letter} starts no group that Java knows")
        return self.alternation()

    def _quantified(self, atom: Node) -> Node:
        """Read a quantifier, if there is one."""
        reader = self.reader
        low = 0
        high: int | None = None
        match reader.peek():
            case "?":
                high = 1
            case "*":
                pass
            case "+":
                low = 1
            case "{":
                return self._counted(atom)
            case _:
                return atom
        reader.position += 1
        return self._repeat(atom, low, high)

    def _counted(self, atom: Node) -> Node:
        """Read `{n}`, `{n,}` or `{n,m}`."""
        reader = self.reader
        reader.position += 1
        if reader.raw() not in _DIGITS or not reader.raw():
            reader.fail("a quantifier in braces starts with a number; a brace itself is written \\{")
        low = self._number()
        high: int | None = low
        if reader.skip_if(","):
            high = None if reader.peek() == "}" else self._number()
        if not reader.skip_if("}"):
            reader.fail("a quantifier is not closed by }")
        if high is not None and high < low:
            reader.fail("a quantifier's upper bound is below its lower one")
        return self._repeat(atom, low, high)

    def _repeat(self, body: Node, low: int, high: int | None) -> Node:
        """Read how the count is chosen; what takes no text is never repeated more than once."""
        if takes_nothing(body):
            low, high = min(low, 1), 1 if high is None else min(high, 1)
        return Repeat(body, low, high, self._mode())

    def _number(self) -> int:
        number = 0
        while self.reader.peek() in _DIGITS:
            number = number * 10 + int(self.reader.take())
            if number > _INT_MAX:
                self.reader.fail("a quantifier's number is too large")
        return number

    def _mode(self) -> Mode:
        if self.reader.skip_if("?"):
            return Mode.LAZY
        return Mode.POSSESSIVE if self.reader.skip_if("+") else Mode.GREEDY
