"""The service against scim2-tester, over HTTP."""

from __future__ import annotations

from scim2_client.engines.httpx2 import SyncSCIMClient
from scim2_tester import Status, check_server

from tests.support.scim_service import running

EVERY_TYPE = {
    "analyst": True,
    "seats": {"it": {"total": 1, "limited": False}},
    "assumptions": {"inactive_user": "kept"},
}
"""The tester picks any license type, any value of active, and expects to read back what it wrote."""


def test_scim_tester_finds_nothing() -> None:
    settings = {"identity_rules": False, "removed_attribute": "remove"}
    with running(EVERY_TYPE, settings) as service:
        results = check_server(SyncSCIMClient(service.http))
    assert [result for result in results if result.status is not Status.SUCCESS] == []
    assert len(results) > 100
