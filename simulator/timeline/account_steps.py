"""Events of the dbt account: settings, plan, seats, maps. They change nobody's license by themselves."""

from __future__ import annotations

from dataclasses import replace

from simulator.account import DbtAccount, ScimSettings, read_license_maps
from simulator.decision import Reason, because
from simulator.licenses import LicenseType
from simulator.plans import read_plan
from simulator.seats import SeatCount, Seats
from simulator.timeline.events import (
    AccountEvent,
    LicenseMapsChanged,
    PlanChanged,
    ScimSettingsChanged,
    SeatsChanged,
    ToggleOff,
    ToggleOn,
)
from simulator.timeline.world import World


def step(world: World, event: AccountEvent) -> Reason:
    """Change the account, and return what there is to say. Raises `AccountError` for what cannot be."""
    account = world.account
    match event:
        case ToggleOn() | ToggleOff():
            is_on = isinstance(event, ToggleOn)
            scim = replace(account.scim, controlled_license_type=is_on)
            world.account = replace(account, scim=scim)
            return _toggle(world.account, is_on=is_on)
        case ScimSettingsChanged():
            world.account = replace(account, scim=_settings(account, event))
            if event.scim_controlled_license_type is None and account.scim.controlled_license_type:
                return _toggle_left_out(world.account)
            return because("F12.10") if world.account.scim_is_on else because("F4.8")
        case PlanChanged():
            found = read_plan(event.plan, account.assumptions)
            has_analyst = account.has_analyst if event.analyst is None else event.analyst
            world.account = replace(
                account, plan=found.plan, plan_setting=found.setting, has_analyst=has_analyst
            )
            return because(found.plan.fact)
        case SeatsChanged():
            world.account = replace(account, seats=_seats(world, Seats.from_mapping(event.seats)))
            return because("F2.11", "Seats changed; whoever has a license keeps it.")
        case LicenseMapsChanged():
            world.account = replace(account, license_maps=read_license_maps(event.license_maps))
            return because("F5.7")


def _toggle(account: DbtAccount, *, is_on: bool) -> Reason:
    if is_on and not account.scim_is_on:
        return because("F4.8", "SCIM is off, so the toggle means nothing yet.")
    if is_on:
        return because("F4.5", "From now on license maps are ignored, and the attribute is the only source.")
    return because("F4.3", "From now on license maps count at the next sign-in.")


def _settings(account: DbtAccount, event: ScimSettingsChanged) -> ScimSettings:
    """Return what a request with these settings leaves; the toggle is the only one that it may leave out (F4.9)."""
    stored, toggle = account.scim, event.scim_controlled_license_type
    given = {
        "enabled": stored.enabled if event.enabled is None else event.enabled,
        "manual_updates_allowed": stored.manual_updates_allowed
        if event.manual_updates_allowed is None
        else event.manual_updates_allowed,
        **({} if toggle is None else {"scim_controlled_license_type": toggle}),
    }
    return ScimSettings.from_mapping(given, stored, account.assumptions)


def _toggle_left_out(account: DbtAccount) -> Reason:
    state = "stays on" if account.scim.controlled_license_type else "is turned off"
    return because("F4.9", f"The toggle was left out: by the setting `toggle_left_out` it {state}.")


def _seats(world: World, given: Seats) -> Seats:
    """Return the new totals with the seats that are taken; those of a type without a cap so far are counted."""
    counts = dict(world.account.seats.counts)
    for name, count in given.counts.items():
        taken = counts.get(name) or _taken(world, name)
        counts[name] = replace(taken, total=count.total, limited=count.limited)
    return Seats(counts)


def _taken(world: World, name: LicenseType) -> SeatCount:
    holders = [person for person in world.people.values() if person.license is name]
    pending = sum(person.pending for person in holders)
    return SeatCount(total=0, in_use=len(holders) - pending, pending=pending)
