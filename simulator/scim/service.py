"""Where this service differs from scim2-server's: media types, HEAD, and writes that always reach the rules."""

from __future__ import annotations

from typing import Any

from scim2_models import PatchOp, Resource
from scim2_server.conditions import Conditions
from scim2_server.errors import MethodNotAllowedException
from scim2_server.requests import ScimRequest
from scim2_server.routing import Target
from scim2_server.service import ScimService, is_json_media_type

from simulator.scim.models import provider

_TEXT_JSON = "text/json"
"""What Okta's documentation shows for SCIM bodies."""


class DbtScimService(ScimService):
    """The SCIM protocol with dbt's resources."""

    def __init__(self) -> None:
        """Describe the service by its provider."""
        super().__init__(provider())

    @staticmethod
    def match(request: ScimRequest) -> Target:
        """Return what a request asks for; what a GET finds, a HEAD finds too (RFC 9110, section 9.3.2)."""
        try:
            return ScimService.match(request)
        except MethodNotAllowedException as error:
            if "GET" in error.allowed:
                error.allowed = sorted({*error.allowed, "HEAD"})
            raise

    @staticmethod
    def ensure_json(content_type: str | None) -> None:
        """Refuse a body that is not JSON with 415; `text/json` is JSON too."""
        media_type = (content_type or "").partition(";")[0].strip().lower()
        if media_type != _TEXT_JSON and not is_json_media_type(content_type):
            ScimService.ensure_json(content_type)

    def apply_replacement(
        self, current: Resource[Any], replacement: Resource[Any], conditions: Conditions
    ) -> Resource[Any]:
        """Return the new state also where nothing seems to change: the license is not in it, and the rules read it."""
        super().apply_replacement(current, replacement, conditions)
        return replacement

    def apply_patch(
        self, current: Resource[Any], patch_op: PatchOp[Any], conditions: Conditions
    ) -> Resource[Any]:
        """Return the new state also where nothing seems to change, as `apply_replacement` does."""
        super().apply_patch(current, patch_op, conditions)
        return current
