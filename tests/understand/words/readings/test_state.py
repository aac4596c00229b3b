"""What is said of reading while nothing, or not everything, was read."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.utils import timezone
from tests.make import words

from heedful.platform.core import queue
from heedful.platform.core.models import Beat, Job
from heedful.platform.core.outbox import deliver_due
from heedful.understand.words.readings import line
from heedful.understand.words.readings.line import read_waiting
from heedful.understand.words.readings.queries.state import status
from heedful.understand.words.readings.services import start_edition
from heedful.understand.words.themes.services.applying import read_again

pytestmark = pytest.mark.usefixtures("installed")


@pytest.fixture
def two_learnt(say, alice):
    """One taxonomy was learnt, a second is being learnt."""
    say("The staff was lovely.", "Cold soup.", "Too loud.")
    for name in ("staff", "food"):
        read_again(words.taxonomy(name, is_default=name == "staff"), by=alice)
    while deliver_due():
        pass
    first, second = Job.objects.order_by("id")
    Job.objects.filter(pk=first.pk).update(state="done", done=100, total=100, result={"is_new": True})
    Job.objects.filter(pk=second.pk).update(state="running", done=40, total=100)
    return second


def test_nobody_works(say, alice, worker):
    say("The staff was lovely.")
    Beat.objects.update(at=timezone.now() - timedelta(minutes=10))
    found = status(by=alice)
    assert found.state == "no_worker"
    assert "heedful work" in found.says


def test_reading_is_about_to_begin(say, alice, worker):
    say("The staff was lovely.")
    assert status(by=alice).state == "waiting"


def test_nothing_was_written(organization, alice, worker):
    assert status(by=alice).state == "nothing"


def test_themes_are_learnt(two_learnt, alice, worker):
    found = status(by=alice)
    assert found.state == "learning"
    assert found.says.startswith("Themes are learnt from 3 comments now (taxonomy 2 of 2, 40 %)")


def test_what_was_learnt_long_ago_is_not_counted(two_learnt, alice, worker):
    Job.objects.filter(state="done").update(created_at=timezone.now() - timedelta(hours=1))
    assert status(by=alice).says.startswith("Themes are learnt from 3 comments now (40 %)")


def test_so_much_is_read(say, alice, worker, monkeypatch):
    monkeypatch.setattr(line, "HISTORY", 2)
    say("The staff was lovely.", "Cold soup.", "Too loud.")
    while deliver_due():
        pass
    start_edition(by=alice)
    while queue.run_due():
        pass
    read_waiting()
    found = status(by=alice)
    assert (found.state, found.says) == ("reading", "2 of 3 written answers are read.")
    while read_waiting():
        pass
    assert status(by=alice).state == "up_to_date"


@pytest.mark.parametrize("address", ["/themes/", "/reading/", "/reading/says/"])
def test_pages_say_that_themes_are_learnt(address, two_learnt, alice_client, worker):
    page = alice_client.get(address).content.decode()
    assert "taxonomy 2 of 2, 40 %" in page
    assert 'hx-trigger="every 3s"' in page


def test_the_page_of_themes_says_who_is_missing(two_learnt, alice_client, settings, tmp_path):
    assert "no worker has told of itself" in alice_client.get("/themes/").content.decode()
    settings.ENVIRONMENT = settings.ENVIRONMENT.model_copy(update={"models": str(tmp_path)})
    assert "heedful models fetch" in alice_client.get("/themes/").content.decode()
