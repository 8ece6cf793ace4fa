"""What the suite itself relies on."""

import pytest


@pytest.mark.xdist_group("groups")
def test_tests_that_share_an_installation_are_sent_to_one_process(request: pytest.FixtureRequest, worker_id: str) -> None:
    """Else each starts its own, and attacks, breaks and walks through all of it: nothing fails, but it takes twice as long."""
    assert worker_id == "master" or request.node.nodeid.endswith("@groups")
