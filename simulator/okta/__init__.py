"""Okta's side of SCIM provisioning: what it would send for the users of a directory, and sending it over HTTP.

`payloads` builds bodies, `transport` carries them with retries, `client` speaks SCIM as Okta does, `push` does it for
everybody. The HTTP library comes with the extra `scim`.
"""
