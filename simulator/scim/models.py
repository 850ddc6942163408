"""What the service serves: users with dbt's extension, groups, and what it says about itself."""

from __future__ import annotations

from functools import cache
from typing import Annotated, Any

from pydantic import Field
from scim2_models import (
    URN,
    AuthenticationScheme,
    Bulk,
    CaseExact,
    ChangePassword,
    ETag,
    Extension,
    External,
    Filter,
    Group,
    Patch,
    Reference,
    Required,
    Resource,
    ResourceType,
    ScimPolicy,
    ScimProvider,
    ServiceProviderConfig,
    Sort,
    Uniqueness,
    User,
)

from simulator.licenses import NAMESPACE, LicenseType

RESULT_LIMIT = 1000
"""The most users or groups that one page of a list holds."""


class LicenseExtension(Extension):
    """The license of a user; the rules read and write its value, the model only carries it."""

    __schema__ = URN(NAMESPACE)

    license_type: Annotated[str | None, Required.true, CaseExact.true] = Field(
        default=None, examples=[license_type.value for license_type in LicenseType]
    )


class NamedGroup(Group):
    """A group; dbt matches groups by name, so that there is one of each."""

    display_name: Annotated[str | None, Required.true, Uniqueness.server] = None


DbtUser = User[LicenseExtension]


@cache
def provider() -> ScimProvider:
    """Return the description of the service: resource types, schemas and capabilities."""
    return ScimProvider(
        models=[User, LicenseExtension, NamedGroup],
        resource_types=[ResourceType.from_resource(DbtUser), ResourceType.from_resource(NamedGroup)],
        config=_config(),
        # A namespace that dbt does not know is not seen; it is no error (F6.15).
        policy=ScimPolicy(unknown=ScimPolicy.Unknown.ignore),
    )


def _config() -> ServiceProviderConfig:
    return ServiceProviderConfig(
        patch=Patch(supported=True),
        bulk=Bulk(supported=False, max_operations=0, max_payload_size=0),
        filter=Filter(supported=True, max_results=RESULT_LIMIT),
        change_password=ChangePassword(supported=False),
        sort=Sort(supported=True),
        etag=ETag(supported=True),
        authentication_schemes=[
            AuthenticationScheme(
                type=AuthenticationScheme.Type.oauthbearertoken,
                name="Bearer token",
                description="The service token that the service was started with.",
                spec_uri=Reference[External]("https://datatracker.ietf.org/doc/html/rfc6750"),
            )
        ],
    )


def set_license(user: Resource[Any], license_type: LicenseType | None) -> None:
    """Let a user's extension carry a license type, or none."""
    user[LicenseExtension] = LicenseExtension(license_type=license_type.value) if license_type else None


def primary_email(user: Any) -> str | None:  # noqa: ANN401 - the user model is made at run time
    """Return the value of the primary e-mail of a user, or of the first where none is primary."""
    emails = user.emails or []
    chosen = next((email for email in emails if email.primary), emails[0] if emails else None)
    return None if chosen is None else chosen.value
