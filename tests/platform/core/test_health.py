from __future__ import annotations

from datetime import timedelta

import pytest
from django.utils import timezone

from heedful.platform.core import health
from heedful.platform.core.errors import NotPermitted
from heedful.platform.core.health import State, findings
from heedful.platform.core.models import Beat, Job, OutboxMessage


def states(by) -> dict[str, State]:
    return {one.name: one.state for one in findings(by=by)}


def test_every_finding_says_something_and_bad_ones_what_to_do(organization, alice):
    found = findings(by=alice)
    assert {"record store", "disk", "secrets", "mail", "worker", "queue", "address", "debug"} <= {
        one.name for one in found
    }
    assert all(one.says for one in found)
    assert all(one.how for one in found if one.state is not State.OK)


def test_the_worker_is_well_while_it_beats(organization, alice):
    assert states(alice)["worker"] is State.BAD
    beat = Beat.objects.create(name="worker:test:1", detail={"inbox": ""})
    assert states(alice)["worker"] is State.OK
    Beat.objects.update(detail={"inbox": "ValueError: broken"})
    assert states(alice)["worker"] is State.BAD
    Beat.objects.update(detail={}, at=beat.at - timedelta(minutes=5))
    assert states(alice)["worker"] is State.BAD


def test_what_waits_too_long_or_was_given_up_is_told(organization, alice):
    assert states(alice)["queue"] is State.OK
    late = timezone.now() - timedelta(minutes=11)
    waiting = Job.objects.create(kind="test", requested_by="Alice", due_at=late)
    assert states(alice)["queue"] is State.BAD
    waiting.delete()
    OutboxMessage.objects.create(event="x", handler="y", payload={}, failed_at=timezone.now())
    assert states(alice)["queue"] is State.BAD


def test_secrets_that_others_read_are_told(organization, alice, settings, tmp_path):
    settings.HEEDFUL_HOME = tmp_path
    path = tmp_path / "secrets.json"
    path.write_text("{}")
    path.chmod(0o644)
    (found,) = [one for one in findings(by=alice) if one.name == "secrets"]
    assert found.state is State.BAD
    assert found.how == f"chmod 600 {path}"
    path.chmod(0o600)
    assert states(alice)["secrets"] is State.OK


def test_a_check_that_fails_is_a_finding(organization, alice, monkeypatch):
    def fail():
        raise ZeroDivisionError

    monkeypatch.setitem(health._checks, "broken", fail)
    assert states(alice)["broken"] is State.BAD


def test_health_is_for_owners_and_admins(organization, bob):
    with pytest.raises(NotPermitted):
        findings(by=bob)


def test_load_balancers_learn_ok_or_bad_and_nothing_else(client, db, monkeypatch):
    assert client.get("/healthz").content == b"ok"
    monkeypatch.setitem(health._checks, "disk", lambda: health.bad("full"))
    response = client.get("/healthz")
    assert (response.status_code, response.content) == (503, b"bad")


def test_the_page_shows_what_is_off_and_how_to_set_it_up(alice_client):
    page = alice_client.get("/settings/health/").content.decode()
    assert "HEEDFUL_SMTP_URL" in page
