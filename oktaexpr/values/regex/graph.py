"""The strongly connected parts of a graph, found without recursion."""

from __future__ import annotations

from typing import TYPE_CHECKING, TypeVar

if TYPE_CHECKING:
    from collections.abc import Callable, Hashable, Iterable, Iterator

Vertex = TypeVar("Vertex", bound="Hashable")


def connected_parts(
    starts: Iterable[Vertex], following: Callable[[Vertex], Iterable[Vertex]]
) -> Iterator[list[Vertex]]:
    """Give each strongly connected part that can be reached from `starts` (Tarjan's algorithm)."""
    order: dict[Vertex, int] = {}
    lowest: dict[Vertex, int] = {}
    waiting: list[Vertex] = []
    settled: set[Vertex] = set()

    def visit(vertex: Vertex) -> None:
        order[vertex] = lowest[vertex] = len(order)
        waiting.append(vertex)
        path.append((vertex, iter(following(vertex))))

    path: list[tuple[Vertex, Iterator[Vertex]]] = []
    for start in starts:
        if start not in order:
            visit(start)
        while path:
            vertex, rest = path[-1]
            after = next((found for found in rest if found not in settled), None)
            if after is None:
                path.pop()
                if path:
                    above = path[-1][0]
                    lowest[above] = min(lowest[above], lowest[vertex])
                if lowest[vertex] == order[vertex]:
                    yield _unwound(waiting, vertex, settled)
            elif after in order:
                lowest[vertex] = min(lowest[vertex], order[after])
            else:
                visit(after)


def _unwound(waiting: list[Vertex], root: Vertex, settled: set[Vertex]) -> list[Vertex]:
    """Take the part that hangs on its root off the waiting vertices."""
    part: list[Vertex] = []
    while not part or part[-1] != root:
        part.append(waiting.pop())
        settled.add(part[-1])
    return part
