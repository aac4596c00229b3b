"""The pages and the API of topics: before anything is there, with topics, and for whom."""

from __future__ import annotations

import pytest
from django.urls import reverse

from heedful.platform.core.models import Job
from heedful.understand.words.models import Topic


def test_before_the_first_search_it_says_what_will_come(cast, alice_client):
    page = alice_client.get(reverse("words:topics")).content.decode()
    assert "What people begin to speak of will stand here" in page
    assert "Look for topics now" in page
    alice_client.post(reverse("words:topic_search"))
    page = alice_client.get(reverse("words:topics")).content.decode()
    assert 'role="status"' in page
    assert "Waiting for its turn" in alice_client.get(reverse("words:topic_progress")).content.decode()
    assert Job.objects.model.unscoped.filter(kind="words.topics.find").count() == 1


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
