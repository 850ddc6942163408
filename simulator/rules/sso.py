"""Sign-ins: through SSO, where license maps decide, and with a password, where they do not."""

from __future__ import annotations

from simulator.account import DbtAccount, DbtUser, IdentityProvider
from simulator.decision import Decision, ErrorCode, Reason, Source, because
from simulator.events import ChangeWithoutSignIn, PasswordSignIn, SsoSignIn
from simulator.licenses import LicenseType
from simulator.rules.outcomes import SSO_SEATS, Refusal, default_license, grant, keep, refuse


def sso_sign_in(account: DbtAccount, user: DbtUser, event: SsoSignIn) -> Decision:
    """Decide by the license maps, unless the plan, the toggle or the absence of maps prevents it."""
    if not account.plan.is_enterprise_tier:
        reasons = (because("F5.5"), because(account.plan.fact))
        return refuse(user, Refusal(ErrorCode.SSO_NOT_AVAILABLE, reasons))
    if account.toggle_is_on and (user.scim_managed or account.assumptions.unmanaged_user_toggle_on == "keep"):
        return _without_maps(account, user)
    decision = _by_maps(account, user, event) if account.license_maps else _no_map_exists(account, user)
    if account.toggle_is_on:
        text = (
            "The toggle is on; by the setting `unmanaged_user_toggle_on` maps decide for a user outside SCIM."
        )
        return decision.explained(because("F12.45", text))
    return decision


def password_sign_in(account: DbtAccount, user: DbtUser, event: PasswordSignIn) -> Decision:
    """Leave the license alone: maps are for SSO (F5.21)."""
    return keep(user, because("F5.21"))


def change_without_sign_in(account: DbtAccount, user: DbtUser, event: ChangeWithoutSignIn) -> Decision:
    """Leave the license alone until the next sign-in (F5.7)."""
    return keep(user, because("F5.7"), because("F12.7"))


def _without_maps(account: DbtAccount, user: DbtUser) -> Decision:
    """Leave an existing user alone and give a new one the default: the toggle is on (F4.5)."""
    reasons = [because("F4.5")]
    if account.identity_provider is IdentityProvider.ENTRA:
        reasons.append(because("F6.21"))
    if not user.scim_managed:
        reasons += [because("F6.18"), because("F12.45")]
    if user.is_new:
        return default_license(account, user, SSO_SEATS, *reasons, because("F3.1"))
    return keep(user, *reasons)


def _no_map_exists(account: DbtAccount, user: DbtUser) -> Decision:
    if user.is_new:
        return default_license(account, user, SSO_SEATS, because("F3.1"))
    if account.assumptions.sign_in_without_map == "developer":
        text = "Without any map, by the setting `sign_in_without_map` the user becomes Developer."
        return default_license(account, user, SSO_SEATS, because("F12.38", text))
    return keep(user, because("F5.20"), because("F12.38"))


def _by_maps(account: DbtAccount, user: DbtUser, event: SsoSignIn) -> Decision:
    groups, cut = _groups_that_arrive(account.identity_provider, event)
    unseen = (*cut, *_near_misses(account, groups, event))
    matched = [
        name for name in _order(account) if not groups.isdisjoint(account.license_maps.get(name, frozenset()))
    ]
    reasons, warnings = _explain_match(account, matched)
    target = _target(account, matched)
    if any(not account.offers(name) for name in matched[:1]):
        reasons.append(because("F12.50"))
    reasons += _history(account, user, overwritten=target is not user.license)
    source = Source.SSO_MAP if matched else Source.DEFAULT
    decision = grant(account, user, target, source, SSO_SEATS, because("F5.7"), *unseen, *reasons)
    return decision.explained(warnings=(*warnings, *unseen))


def _target(account: DbtAccount, matched: list[LicenseType]) -> LicenseType:
    """Return the first map's type, or Developer where none matched; a setting says what an unavailable type does."""
    available = [name for name in matched if account.offers(name)]
    match account.assumptions.unavailable_map:
        case "next":
            matched = available
        case "developer" if matched[:1] != available[:1]:
            matched = []
        case _:
            pass
    return matched[0] if matched else LicenseType.DEVELOPER


def _order(account: DbtAccount) -> tuple[LicenseType, ...]:
    return (LicenseType.DEVELOPER, *account.assumptions.lower_order)


def _groups_that_arrive(
    provider: IdentityProvider, event: SsoSignIn
) -> tuple[frozenset[str], tuple[Reason, ...]]:
    """Return the groups that dbt sees, with a warning where the provider cuts the list."""
    count = max(len(event.groups), event.true_group_count or 0)
    limit = provider.group_limit
    if limit is None or count <= limit:
        return frozenset(event.groups), ()
    if provider is IdentityProvider.ENTRA:
        text = f"The user has {count} groups, more than {limit}: the token shows none, so no map matches."
        return frozenset(), (because("F5.24", text),)
    text = (
        f"The user has {count} groups and only {limit} are sent: a mapped group among the rest is not seen."
    )
    return frozenset(event.groups[:limit]), (because("F5.23", text),)


def _explain_match(account: DbtAccount, matched: list[LicenseType]) -> tuple[list[Reason], list[Reason]]:
    """Return reasons and warnings for the maps that matched, best first."""
    if not matched:
        return [because("F5.9"), because("F5.1")], []
    reasons = []
    developer, others = matched[0] is LicenseType.DEVELOPER, matched[1:]
    if _share_a_group(account, matched):
        reasons.append(because("F5.18"))
    if developer:
        if others and others != [LicenseType.READ_ONLY]:
            reasons.append(because("F5.10"))
        elif others:
            reasons.append(because("F5.4"))
        else:
            reasons.append(because("F5.3"))
        return reasons, []
    if not others:
        reasons.append(because("F5.2" if matched == [LicenseType.READ_ONLY] else "F5.15"))
        return reasons, []
    names = ", ".join(name.display_name for name in matched)
    warning = because("F5.12", f"Maps of {names} match: their order is not documented.")
    return [*reasons, because("F5.13"), because("F12.37")], [warning]


def _share_a_group(account: DbtAccount, matched: list[LicenseType]) -> bool:
    names = [group for license_type in matched for group in account.license_maps[license_type]]
    return len(names) > len(set(names))


def _history(account: DbtAccount, user: DbtUser, *, overwritten: bool) -> list[Reason]:
    """Say which earlier source of the license the maps meet."""
    reasons = []
    if account.scim_is_on and not account.toggle_is_on:
        reasons.append(
            because(
                "F4.4" if account.scim.manual_updates_allowed else "F4.3", "The toggle is off: maps decide."
            )
        )
        reasons += [because("F5.22")] if user.scim_managed else []
    if user.origin == "scim":
        reasons += [because("F6.17"), because("F12.44")]
    elif user.origin == "manual" and overwritten:
        reasons.append(because("F5.19"))
    return reasons


def _near_misses(account: DbtAccount, groups: frozenset[str], event: SsoSignIn) -> list[Reason]:
    """Warn of groups that look as if they matched."""
    mapped = frozenset[str]().union(*account.license_maps.values())
    folded = {name.casefold(): name for name in mapped}
    warnings = [
        because(
            "F5.17", f"Group {name!r} differs from the mapped {folded[name.casefold()]!r} in case: no match."
        )
        for name in sorted(groups - mapped)
        if name.casefold() in folded
    ]
    warnings += [
        because("F5.6", f"{name!r} is a dbt group of the user; only groups of the identity provider count.")
        for name in sorted(mapped.intersection(event.dbt_groups) - groups)
    ]
    return warnings
