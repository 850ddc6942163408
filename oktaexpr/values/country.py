"""ISO 3166-1 countries: the codes and English names of pycountry, which is loaded when first needed."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from typing import ClassVar

from oktaexpr.values.faults import Fault


@dataclass(frozen=True, slots=True)
class CountryCode:
    """One country. Its text is the two-letter code, which is what Okta's page prints."""

    java_name: ClassVar[str] = "CountryCode"
    alpha2: str
    alpha3: str
    numeric: str
    """Three digits: `004`."""
    name: str
    """The common English name, else ISO's short name; Okta's page prints `United States` and `India`."""

    def __str__(self) -> str:
        """Return the two-letter code."""
        return self.alpha2


def find_country(text: str) -> CountryCode:
    """Return the country with this code or English name; case and blanks around do not count.

    A number may lack its leading zeros. Raises `Fault` where there is none.
    """
    wanted = text.strip().casefold()
    if wanted.isascii() and wanted.isdigit():
        wanted = wanted.zfill(3)
    country = _countries().get(wanted) if len(wanted) <= 100 else None
    if country is None:
        raise Fault("COUNTRY_CODE", f"{text[:40]!r} is no ISO 3166-1 code or country name")
    return country


def alpha2_codes() -> list[str]:
    """Return the two-letter codes of all countries, in the order of the alphabet."""
    return sorted({country.alpha2 for country in _countries().values()})


@cache
def _countries() -> Mapping[str, CountryCode]:
    """Every country under each of its codes and names, in small letters; codes win over names."""
    import pycountry

    named: dict[str, CountryCode] = {}
    coded: dict[str, CountryCode] = {}
    for entry in pycountry.countries:
        names = [getattr(entry, attribute, None) for attribute in ("common_name", "name", "official_name")]
        spellings = [name for name in names if name]
        country = CountryCode(entry.alpha_2, entry.alpha_3, entry.numeric, spellings[0])
        named.update((spelling.casefold(), country) for spelling in spellings)
        coded.update((code.casefold(), country) for code in (entry.alpha_2, entry.alpha_3, entry.numeric))
    return named | coded
