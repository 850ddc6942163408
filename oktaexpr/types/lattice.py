"""The types of the language, as the checker and the signatures know them."""

from __future__ import annotations

from dataclasses import dataclass

ELEMENT_TYPES = frozenset({"List", "Array"})

NAMES = frozenset(
    {
        "Any",
        "Null",
        "Boolean",
        "String",
        "Character",
        "Integer",
        "Long",
        "Double",
        "Float",
        "Number",
        "List",
        "Array",  # a List, or a comma-separated String that is read as one
        "Map",
        "DateTime",
        "User",
        "Group",
        "CountryCode",
        "AppUser",
    }
)

_NUMBERS = frozenset({"Integer", "Long", "Double", "Float"})


@dataclass(frozen=True, slots=True)
class Type:
    """One or several alternatives, each a name of `NAMES`; `element` is what lists hold."""

    names: frozenset[str]
    element: Type | None = None

    def __str__(self) -> str:
        """Return the spelling of signatures: `String | Number`, `List<Group>`."""
        return " | ".join(
            f"{name}<{self.element}>" if name in ELEMENT_TYPES and self.element is not None else name
            for name in sorted(self.names)
        )

    @property
    def is_any(self) -> bool:
        """Whether nothing is known."""
        return "Any" in self.names

    @property
    def is_number(self) -> bool:
        """Whether every alternative is a number."""
        return all(name == "Number" or name in _NUMBERS for name in self.names)

    def only(self, *names: str) -> bool:
        """Whether every alternative is one of `names`."""
        return self.names <= set(names)

    def may_be(self, *names: str) -> bool:
        """Whether a value of this type can be one of `names`."""
        return self.is_any or any(_overlap(own, name) for own in self.names for name in names)

    def union(self, other: Type) -> Type:
        """Return the type of a value that has one type or the other."""
        if self.is_any or other.is_any:
            return ANY
        element = (
            self.element
            if other.element is None
            else other.element
            if self.element is None
            else self.element.union(other.element)
        )
        return Type(self.names | other.names, element)


def _overlap(one: str, other: str) -> bool:
    if one == other or "Any" in (one, other):
        return True
    if "Number" in (one, other):
        return one in _NUMBERS or other in _NUMBERS
    return {one, other} in (
        {"List", "Array"},
        {"String", "Array"},
        {"Map", "User"},
        {"Map", "AppUser"},
        {"User", "AppUser"},
    )


def of(*names: str, element: Type | None = None) -> Type:
    """Return the type with these alternatives."""
    return Type(frozenset(names), element)


ANY = of("Any")
NULL = of("Null")
BOOLEAN = of("Boolean")
STRING = of("String")
INTEGER = of("Integer")
LONG = of("Long")
DOUBLE = of("Double")
FLOAT = of("Float")
NUMBER = of("Number")
LIST = of("List")
MAP = of("Map")
DATE_TIME = of("DateTime")
USER = of("User")
GROUP = of("Group")
