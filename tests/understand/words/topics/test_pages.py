"""The pages and the API of topics: before anything is there, with topics, and for whom."""

from __future__ import annotations

from dataclasses import replace

import pytest
from django.urls import reverse
from django.utils import timezone

from heedful.listen.responses.queries import written_answers, written_ids
from heedful.platform.core import organizations, queue
from heedful.platform.core.errors import NotPermitted
from heedful.platform.core.models import Beat, Job
from heedful.platform.core.types import Permission
from heedful.understand.words.models import Edition, Reading, Topic, WaitingText
from heedful.understand.words.readings.loaded import versions_here
from heedful.understand.words.topics.jobs import look_for_topics_of
from heedful.understand.words.topics.searching import COLLECTING
from heedful.understand.words.topics.standing import standing


def test_before_any_comment_it_says_what_will_come(cast, installed, alice_client):
    page = alice_client.get(reverse("words:topics")).content.decode()
    assert "What people begin to speak of will stand here" in page
    assert "No comment was read yet" in page
    assert "Look for topics now" not in page
    assert "hx-get" not in page


def test_whoever_may_not_read_scores_is_told_nothing(cast, installed, alice):
    with pytest.raises(NotPermitted):
        standing(by=replace(alice, permissions=alice.permissions - {Permission.READ_SCORES}))


@pytest.fixture
def progress(alice_client):
    return lambda: alice_client.get(reverse("words:topic_progress"))


@pytest.fixture
def read_edition(organization, installed):
    """What was read so far: the line is empty, unless a test puts something into it."""
    return Edition.objects.create(
        state="current", versions=versions_here("fast"), created_by="test", current_from=timezone.now()
    )


@pytest.fixture
def worker_seen(db):
    Beat.objects.create(name="worker:test:1", detail={})


def test_while_comments_are_read_it_says_how_far(surging, read_edition, alice_client, progress, worker_seen):
    first, *others = written_answers(written_ids(limit=3))
    Reading.objects.create(
        edition=read_edition, response_id=first.response_id, question_id=first.question_id, text_sha256="0"
    )
    for one in others:
        WaitingText.objects.create(response_id=one.response_id, answered_at=one.answered_at, is_history=True)
    page = alice_client.get(reverse("words:topics")).content.decode()
    assert "Topics are searched once the comments are read: 1 of 3." in page
    assert '<progress aria-label="Progress" max="3" value="1">' in page
    assert "Look for topics now" not in page
    assert "1 of 3" in progress().content.decode()
    assert "HX-Refresh" not in progress()
    WaitingText.objects.all().delete()
    assert "the search begins within two minutes" in progress().content.decode()


def test_a_search_under_way_is_followed_and_ends_with_a_new_page(
    surging, read_edition, worker_seen, alice, alice_client, progress
):
    assert look_for_topics_of(organizations.organization(), timezone.now())
    assert "waits for its turn" in progress().content.decode()
    Job.objects.update(state="running", message=COLLECTING, done=1200)
    assert "Searching now: 1,200 comments are gathered." in progress().content.decode()
    assert "Look for topics now" not in alice_client.get(reverse("words:topics")).content.decode()
    Job.objects.update(state="waiting", message="", done=0)
    assert queue.run_now(Job.objects.get()).state == "done"
    assert progress()["HX-Refresh"] == "true"


def test_a_search_that_broke_off_says_why_and_may_be_repeated(
    surging, read_edition, worker_seen, alice_client, progress
):
    alice_client.post(reverse("words:topic_search"))
    Job.objects.update(state="failed", error="Every process that ran it died.")
    page = alice_client.get(reverse("words:topics")).content.decode()
    assert "The last search broke off: Every process that ran it died." in page
    assert "Look once more" in page
    assert progress()["HX-Refresh"] == "true"


def test_the_page_says_it_in_one_sentence_with_n_and_quotes(surging, search, alice_client):
    search()
    page = alice_client.get(reverse("words:topics")).content.decode()
    assert "1 subject is spoken of more than before" in page
    assert "12 of 52 comments speak of it; none did before." in page
    assert "&lt; 0.001" in page
    assert "QR menu" in page
    assert alice_client.get(reverse("words:topic_progress"))["HX-Refresh"] == "true"


def test_a_topic_is_followed_renamed_and_dismissed_from_its_page(surging, search, alice_client):
    search()
    uid = Topic.objects.get().uid
    change = reverse("words:topic_change", args=[uid])
    alice_client.post(change, {"deed": "follow"})
    alice_client.post(change, {"deed": "rename", "name": "Menu <b>on</b> the phone"})
    page = alice_client.get(reverse("words:topic", args=[uid])).content.decode()
    assert "Menu &lt;b&gt;on&lt;/b&gt; the phone" in page
    assert "Stop following" in page
    assert "In short" in alice_client.get(reverse("words:topic_summary", args=[uid])).content.decode()
    alice_client.post(change, {"deed": "dismiss"})
    assert Topic.objects.get().state == "dismissed"
    assert alice_client.post(change, {"deed": "odd"}).status_code == 422


@pytest.mark.parametrize("state", ["followed", "dismissed", "promoted", "new"])
def test_each_kind_has_its_list(surging, search, alice_client, state):
    search()
    Topic.objects.update(state=state)
    page = alice_client.get(reverse("words:topics"), {"state": state}).content.decode()
    assert Topic.objects.get().name in page


def test_a_manager_sees_counts_and_only_her_quotes(surging, search, dora_client):
    search()
    uid = Topic.objects.get().uid
    page = dora_client.get(reverse("words:topic", args=[uid])).content.decode()
    assert "12" in page
    assert page.count('<li><div class="said">') == 4
    assert "Make it a theme" not in page


def test_over_http(surging, search, alice_client):
    search()
    (found,) = (listed := alice_client.get("/api/v1/topics").json())["items"]
    assert (found["window"]["count"], found["window"]["base"], found["window"]["expected"]) == (12, 52, 0)
    assert listed["search"]["past"] == 60
    address = f"/api/v1/topics/{found['uid']}"
    changed = alice_client.patch(address, {"state": "followed"}, content_type="application/json")
    assert changed.json()["state"] == "followed"
    refused = alice_client.patch(address, {"state": "promoted"}, content_type="application/json")
    assert refused.status_code == 422
    assert len(alice_client.get(f"{address}/windows").json()) == 1
    summary = alice_client.get(f"{address}/summary").json()
    assert summary["of"] == 12
    assert summary["points"][0]["said_by"] >= 2
    assert alice_client.post("/api/v1/topics/searches").status_code == 202
    assert alice_client.post("/api/v1/topics/searches").status_code == 409
