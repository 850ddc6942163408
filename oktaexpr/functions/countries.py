"""ISO 3166-1 countries: `Iso3166Convert` in Classic, `parseCountryCode` in Identity Engine."""
