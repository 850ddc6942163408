"""ISO 3166-1 countries: `Iso3166Convert` in Classic, `parseCountryCode` and the code's methods in Identity Engine."""

from __future__ import annotations

from collections.abc import Callable

from oktaexpr.functions.declaration import CLASSIC, IDENTITY_ENGINE, okta
from oktaexpr.functions.registry import catalogue
from oktaexpr.values.country import CountryCode, find_country

_REFERENCE = okta("Country code conversion functions")
_INPUT = "takes two-letter, three-letter and numeric codes (okta) and English names (okta, for Identity Engine; assumed in Classic)"
_CASE = "case does not count, nor leading zeros of a number (assumed)"
_NAMES = "names are pycountry's, since Okta does not say whose it takes: `United States`, `India` (assumed)"

_FORMS: tuple[tuple[str, str, Callable[[CountryCode], str]], ...] = (
    ("toAlpha2", "two-letter code", lambda country: country.alpha2),
    ("toAlpha3", "three-letter code", lambda country: country.alpha3),
    ("toNumeric", "three-digit code", lambda country: country.numeric),
    ("toName", "English name", lambda country: country.name),
)
_CLASSIC_EXAMPLES = {
    "toAlpha2": {'Iso3166Convert.toAlpha2("IND")': "IN"},
    "toAlpha3": {'Iso3166Convert.toAlpha3("840")': "USA"},
    "toNumeric": {'Iso3166Convert.toNumeric("USA")': "840"},
    "toName": {'Iso3166Convert.toName("IN")': "India"},
}
_METHOD_EXAMPLES = {
    "toAlpha2": {"'USA'.parseCountryCode().toAlpha2()": "US"},
    "toAlpha3": {"'840'.parseCountryCode().toAlpha3()": "USA"},
    "toNumeric": {"'United States'.parseCountryCode().toNumeric()": "840"},
    "toName": {"'US'.parseCountryCode().toName()": "United States"},
}


@catalogue.function(
    "String::parseCountryCode() -> CountryCode",
    summary="The country that the text names by a code or its English name.",
    engines=(IDENTITY_ENGINE,),
    provenance=_REFERENCE,
    examples={"'United States'.parseCountryCode().toString()": "US"},
    construct="method style",
    notes=(_INPUT, _CASE, _NAMES, "text that names no country is an error (assumed)"),
)
def parse_country_code(text: str) -> CountryCode:
    """Return the country. Raises `Fault` where the text names none."""
    return find_country(text)


def _declare(name: str, form: str, read: Callable[[CountryCode], str]) -> None:
    """Declare one form of the code in both engines; the four differ in nothing else."""

    def convert(code: str | None) -> str | None:
        return None if code is None else read(find_country(code))

    catalogue.function(
        f"Iso3166Convert.{name}(code: String) -> String",
        summary=f"The {form} of a country.",
        engines=(CLASSIC,),
        provenance=_REFERENCE,
        examples=_CLASSIC_EXAMPLES[name],
        construct="Iso3166Convert.*",
        notes=(_INPUT, _CASE, _NAMES, "null gives null, text that names no country is an error (assumed)"),
    )(convert)
    catalogue.function(
        f"CountryCode::{name}() -> String",
        summary=f"The {form} of the country.",
        engines=(IDENTITY_ENGINE,),
        provenance=_REFERENCE,
        examples=_METHOD_EXAMPLES[name],
        construct="method style",
        notes=(_NAMES,) if name == "toName" else (),
    )(read)


for _name, _form, _read in _FORMS:
    _declare(_name, _form, _read)
