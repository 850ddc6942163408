"""The spellings of dbt's published formula, which Okta's reference does not have."""
