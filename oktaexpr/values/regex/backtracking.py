"""Patterns for the `regex` package, which has what RE2 lacks and needs a limit on its time."""

from __future__ import annotations

from functools import lru_cache
from time import thread_time
from typing import TYPE_CHECKING

from oktaexpr.values.faults import Fault
from oktaexpr.values.regex.ambiguity import is_dangerous
from oktaexpr.values.regex.charset import EVERYTHING, CharSet
from oktaexpr.values.regex.nodes import (
    Alternation,
    At,
    Atomic,
    BackReference,
    Chars,
    Empty,
    Fold,
    Grapheme,
    Group,
    Look,
    Node,
    Place,
    Repeat,
    Sequence,
    Tree,
    children,
    is_flat,
)
from oktaexpr.values.regex.properties import category, letters_or_digits, word

if TYPE_CHECKING:
    from collections.abc import Iterator
    from typing import NoReturn

    import regex

_MAX_SOURCE = 300_000
_MAX_SIZE = 20_000
"""The largest program, in nodes of the package."""

_PLACE_SIZE = 5
_RANGES_PER_NODE = 10

_SECONDS = 0.25
_SECONDS_PER_CHARACTER = 1e-7
"""What a long text adds to the time limit."""

_SECONDS_PER_MATCH = 5e-6
"""What a match may take without using the limit up."""

_NEVER = "(?!)"
_TERMINATOR = r"[\r\x85\u2028\u2029]"
_LAST_LINE_END = rf"(?:\Z|(?=\r\n\Z)|(?<!\r)(?=\n\Z)|(?={_TERMINATOR}\Z))"
_LINE_END = rf"(?:\Z|(?<!\r)(?=\n)|(?={_TERMINATOR}))"
_LINE_START = r"(?:\A|(?<=[\n\x85\u2028\u2029])|(?<=\r)(?!\n))(?!\Z)"

_PLACES = {
    (Place.TEXT_START, False): r"\A",
    (Place.TEXT_END, False): r"\Z",
    (Place.LAST_MATCH_END, False): r"\G",
    (Place.LAST_LINE_END, False): _LAST_LINE_END,
    (Place.LAST_LINE_END, True): r"(?=\n?\Z)",
    (Place.LINE_END, False): _LINE_END,
    (Place.LINE_END, True): r"(?=\n|\Z)",
    (Place.LINE_START, False): _LINE_START,
    (Place.LINE_START, True): r"(?:\A|(?<=\n))(?!\Z)",
}


@lru_cache(maxsize=512)
def _class_source(points: CharSet) -> str:
    """Write a set as a class."""
    if not points:
        return _NEVER
    if points == EVERYTHING:
        return "(?s:.)"
    ranges = (rf"\U{low:08x}-\U{high:08x}" if low < high else rf"\U{low:08x}" for low, high in points.ranges)
    return f"[{''.join(ranges)}]"


@lru_cache(maxsize=4)
def _word_edges(*, unicode: bool, names: bool) -> tuple[str, str]:
    r"""Write `\b` and `\B`: in Java 17 letters and digits of any script are words, with the marks that follow them.

    `unicode` is the flag `(?U)`; `names` says that the package may look properties up, which is much shorter.
    """
    if names:
        base, mark, own = r"[\p{L}\p{Nd}]", r"\p{Mn}", r"[\p{L}\p{Nd}_]"
        own = r"[\p{Alphabetic}\p{M}\p{Nd}\p{Pc}\u200c\u200d]" if unicode else own
    else:
        base, mark = _class_source(letters_or_digits()), _class_source(category("Mn"))
        own = _class_source(word() if unicode else letters_or_digits() | CharSet.characters("_"))
    left = rf"(?<={own}|{base}{mark}+)"
    right = rf"(?:(?={own})|(?<={base}{mark}*)(?={mark}))"
    not_left, not_right = f"(?!{left})", f"(?!{right})"
    return f"(?:{left}{not_right}|{not_left}{right})", f"(?:{left}{right}|{not_left}{not_right})"


def _size(node: Node) -> int:
    """Estimate how large the package's program is: it holds a body as often as it must match, and once more."""
    match node:
        case Chars(points=points):
            return 1 + len(points.ranges) // _RANGES_PER_NODE
        case At():
            return _PLACE_SIZE
        case Repeat(body=body, low=low):
            return _size(body) * (low + 1 if low else 1)
        case _:
            return 1 + sum(map(_size, children(node)))


def _count_last_match_ends(root: Node) -> int:
    own = isinstance(root, At) and root.place is Place.LAST_MATCH_END
    return own + sum(map(_count_last_match_ends, children(root)))


def _starts_at_last_match(root: Node) -> bool:
    """Say whether the pattern, or a look-behind at its start, begins with the end of the last match."""
    match root:
        case At(place=Place.LAST_MATCH_END):
            return True
        case Sequence(items=items):
            return _starts_at_last_match(items[0])
        case Look(body=body, behind=True, negative=False):
            return _starts_at_last_match(body)
        case _:
            return False


def _has_grapheme(root: Node) -> bool:
    return isinstance(root, Grapheme) or any(map(_has_grapheme, children(root)))


def _folds(root: Node) -> set[Fold]:
    """Collect how the back-references of a pattern compare letters."""
    own = {root.fold} if isinstance(root, BackReference) else set()
    return own.union(*map(_folds, children(root)))


class _Emitter:
    def __init__(self, groups: int, *, names: bool) -> None:
        self.groups = groups
        self.room = _MAX_SOURCE
        self.names = names

    def emit(self, node: Node) -> str:
        """Write a node."""
        match node:
            case Chars(points=points):
                return self._counted(_class_source(points))
            case At():
                return self._counted(self._place(node))
            case Empty():
                return "(?:)"
            case Grapheme():
                return r"\X"
            case Sequence(items=items):
                return "".join(map(self.emit, items))
            case Alternation(branches=branches):
                return f"(?:{'|'.join(map(self.emit, branches))})"
            case Group(body=body):
                return f"({self.emit(body)})"
            case Atomic(body=body):
                return f"(?>{self.emit(body)})"
            case Look(body=body, behind=behind, negative=negative):
                return f"(?{'<' if behind else ''}{'!' if negative else '='}{self.emit(body)})"
            case Repeat(body=body, low=low, high=high, mode=mode):
                bounds = f"{{{low},{'' if high is None else high}}}"
                return f"(?:{self.emit(body)}){bounds}{mode.value}"
            case BackReference():
                return self._back_reference(node)

    def _counted(self, source: str) -> str:
        self.room -= len(source)
        if self.room < 0:
            message = "the regular expression is too large for the constructs that it uses"
            raise Fault("PATTERN_REFUSED", message)
        return source

    def _place(self, node: At) -> str:
        if node.place is Place.WORD_EDGE:
            return _word_edges(unicode=node.unicode, names=self.names)[0]
        if node.place is Place.NO_WORD_EDGE:
            return _word_edges(unicode=node.unicode, names=self.names)[1]
        return _PLACES[node.place, node.unix]

    def _back_reference(self, node: BackReference) -> str:
        if node.number > self.groups:
            return _NEVER
        if node.fold is Fold.NONE:
            return rf"\g<{node.number}>"
        return rf"(?i:\g<{node.number}>)"


class BacktrackingProgram:
    """A pattern compiled by the `regex` package, after a look at whether it could take exponential time."""

    def __init__(self, tree: Tree, reason: str) -> None:
        """Compile; `reason` names what keeps RE2 from it. Raises `Fault` with PATTERN_REFUSED."""
        import regex

        if _size(tree.root) > _MAX_SIZE:
            raise Fault("PATTERN_REFUSED", "the regular expression repeats something too often")
        if is_dangerous(tree.root):
            message = (
                f"the regular expression repeats something that can match the same text in several ways, and {reason}"
                " keeps it from the engine that is always fast"
            )
            raise Fault("PATTERN_REFUSED", message)
        folds = _folds(tree.root)
        ascii_only = Fold.ASCII in folds
        if ascii_only and (Fold.UNICODE in folds or _has_grapheme(tree.root)):
            message = (
                r"a back-reference under (?i) without (?u) is not supported beside one with it, or beside \X"
            )
            raise Fault("PATTERN_REFUSED", message)
        self._continues = _count_last_match_ends(
            tree.root
        )  # only the iterator knows where the last match ended
        if self._continues and not (self._continues == 1 and _starts_at_last_match(tree.root)):
            raise Fault(
                "PATTERN_REFUSED", r"\G is supported only once, at the start of the regular expression"
            )
        self._flat = is_flat(tree.root)  # needs no watching, which takes longer than the search itself
        source = _Emitter(tree.groups, names=not ascii_only).emit(tree.root)
        # the package compares letters by ASCII's or by Unicode's tables, one of them for a whole pattern
        flags = regex.VERSION0 | (regex.ASCII if ascii_only else regex.UNICODE)
        try:
            self._pattern = regex.compile(source, flags, cache_pattern=False)
            self._continues = (
                r"\G" in source
            )  # an empty match then ends the search, since nothing follows on it
        except (regex.error, OverflowError, MemoryError) as error:
            message = f"the regular expression is not supported: {error}"
            raise Fault("PATTERN_REFUSED", message) from error

    def full_match(self, text: str) -> bool:
        """Say whether the whole text matches."""
        try:
            return self._pattern.fullmatch(text, timeout=_limit(text)) is not None
        except TimeoutError:
            _time_is_up()

    def search(self, text: str) -> bool:
        """Say whether any part of the text matches."""
        try:
            return self._pattern.search(text, timeout=_limit(text)) is not None
        except TimeoutError:
            _time_is_up()

    def pieces(self, text: str) -> Iterator[tuple[str, tuple[str | None, ...] | None]]:
        """Give, for each match, the text before it and its groups; at the end the rest, without groups."""
        done = 0
        for found in self._found(text):
            first, after = found.span()
            yield text[done:first], (found[0], *found.groups())
            done = after
        yield text[done:], None

    def _found(self, text: str) -> Iterator[regex.Match[str]]:
        """Give the matches, with a limit on the time that the package itself takes."""
        left = _limit(text)
        start = 0
        try:
            if self._continues or self._flat:
                yield from self._pattern.finditer(text, timeout=None if self._flat else left)
                return
            while start <= len(text):
                began = thread_time()
                found = self._pattern.search(text, start, timeout=left)
                left -= max(0.0, thread_time() - began - _SECONDS_PER_MATCH)
                if found is None:
                    return
                yield found
                start = found.end() + (found.start() == found.end())
                if left <= 0:
                    _time_is_up()
        except TimeoutError:
            _time_is_up()


def _limit(text: str) -> float:
    return _SECONDS + len(text) * _SECONDS_PER_CHARACTER


def _time_is_up() -> NoReturn:
    message = "the regular expression took too long on this text"
    raise Fault("PATTERN_TIMEOUT", message)
