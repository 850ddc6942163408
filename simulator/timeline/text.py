"""Records and drift for people and for spreadsheets. A play is written record by record, however long it is."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence

from oktaexpr.render import Paint, counted, text_table, visible
from simulator.decision import Reason, because
from simulator.facts import fact
from simulator.licenses import display_name
from simulator.profile_editor import AttributeValue
from simulator.timeline.drift import Stale
from simulator.timeline.records import Record
from simulator.timeline.setup import Reading
from simulator.timeline.world import World

CSV_HEADERS = (
    "number",
    "at",
    "event",
    "user",
    "stored",
    "fresh",
    "stale",
    "license_before",
    "license",
    "pending",
    "sent",
    "error",
    "facts",
)


_MOST_NAMED = 5
"""How many users one line names."""


def draw_record(record: Record, paint: Paint) -> str:
    """Return a record as a few lines; facts that speak for themselves are named only, for `draw_facts` at the end."""
    when = record.at.strftime("%Y-%m-%d %H:%M")
    lines = [f"{when}  {paint('title', visible(record.user or 'account'))}  {visible(record.event)}"]
    if record.person is not None:
        lines.append(f"    {', '.join(_parts(record, paint))}")
    reasons = _once(record.reasons)
    if reasons:
        lines.append(paint("dim", f"    because of {', '.join(dict.fromkeys(one.fact for one in reasons))}"))
    lines += [paint("dim", f"    {visible(str(one))}") for one in reasons if not _is_general(one)]
    lines += [f"    {paint('warning', 'warning')}: {visible(str(one))}" for one in _once(record.warnings)]
    return "\n".join(lines)


def draw_facts(ids: Iterable[str]) -> str:
    """Return the facts of these ids, in their own words, a line each."""
    found = sorted(dict.fromkeys(ids), key=lambda name: [int(part) for part in name[1:].split(".")])
    return "\n".join(str(because(name)) for name in found)


def _is_general(reason: Reason) -> bool:
    return reason.text == fact(reason.fact).text


def _parts(record: Record, paint: Paint) -> Iterator[str]:
    assert record.person is not None
    text = record.license_text
    yield f"license {paint('name', text) if record.is_change else text}"
    if record.fresh is not None:
        yield f"stored {value_text(record.person.stored)}"
        if record.is_stale:
            yield paint("warning", f"stale: now it would be {value_text(record.fresh)}")
    if record.sent:
        yield f"sent {visible(record.sent)}"
    if record.error:
        yield paint("error", f"refused: {record.error.value}")


def value_text(value: AttributeValue) -> str:
    """Return a value of the attribute as people read it."""
    if value.failure is not None:
        return "no value"
    return "nothing" if value.value is None else visible(str(value.value))


def record_cells(record: Record) -> list[str]:
    """Return the cells of a record, in the order of `CSV_HEADERS`."""
    data = record.to_mapping()
    cells = [data[name] for name in CSV_HEADERS if name != "facts"]
    texts = [
        "" if cell is None else str(cell).lower() if isinstance(cell, bool) else str(cell) for cell in cells
    ]
    return [*texts, " ".join(reason.fact for reason in record.reasons)]


def draw_end(world: World, stale: Sequence[Stale]) -> str:
    """Return what there is at the end: how many of each license, how many are stale."""
    licenses = Counter(display_name(person.license) for person in world.people.values())
    held = ", ".join(f"{number:,} {name}" for name, number in sorted(licenses.items()))
    lines = [f"After {counted(world.steps, 'event')}: {held or 'nobody'}."]
    if stale:
        names = [visible(one.login) for one in stale[:_MOST_NAMED]] + ["…"] * (len(stale) > _MOST_NAMED)
        lines.append(f"Stale: {', '.join(names)}. `oktaexpr license drift` tells what to do.")
    return "\n".join(lines)


READING_TEXT = {
    Reading.OKTA: "As Okta tells it, a change of groups evaluates nothing (F13.1)",
    Reading.DBT: "As dbt tells it, a change of groups is evaluated and sent by itself (F13.2)",
}
DRIFT_HEADERS = ("user", "groups", "stored", "fresh", "license", "due", "since", "cause")


def draw_drift(found: dict[Reading, list[Stale]], *, width: int, color: bool) -> str:
    """Return for each reading who holds a stale license, and what to do about it."""
    return "\n\n".join(
        f"{READING_TEXT[reading]}: {_count(stale)}" + (_drift_of(stale, width, color) if stale else "")
        for reading, stale in found.items()
    )


def _count(stale: Sequence[Stale]) -> str:
    if not stale:
        return "nobody holds a stale license."
    return f"{counted(len(stale), 'user')} {'holds' if len(stale) == 1 else 'hold'} a stale license."


def _drift_of(stale: Sequence[Stale], width: int, color: bool) -> str:
    table = text_table(DRIFT_HEADERS, [drift_cells(one) for one in stale], width=width, color=color)
    remedies = _once(remedy for one in stale for remedy in one.cause.remedies)
    return f"\n\n{table}\n\nWhat to do:\n" + "\n".join(
        f"- {remedy.text} ({remedy.fact})" for remedy in remedies
    )


def drift_cells(one: Stale) -> list[str]:
    """Return the cells of a user, in the order of `DRIFT_HEADERS`."""
    due = f"refused: {one.error.value}" if one.error else display_name(one.due)
    return [
        one.login,
        ", ".join(one.groups),
        "nothing" if one.stored is None else str(one.stored),
        "nothing" if one.fresh is None else str(one.fresh),
        display_name(one.license),
        due,
        one.since.strftime("%Y-%m-%d %H:%M") if one.since else "",
        f"{one.cause}: {one.event}" if one.event else str(one.cause),
    ]


def _once(reasons: Iterable[Reason]) -> list[Reason]:
    return list(dict.fromkeys(reasons))
