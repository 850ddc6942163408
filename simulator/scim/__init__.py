"""A SCIM 2.0 service with dbt's license rules behind it, on real libraries and an embedded database.

`server` starts it, `application` answers requests, `licensing` asks the rules, `storage` and `database` keep the rest.
Everything here needs the libraries of the extra `scim`; `extra.require_scim` says so in one sentence.
"""
