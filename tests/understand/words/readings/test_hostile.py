"""What people and machines write: a result or a stated skip for each, and no loss."""

from __future__ import annotations

import pytest
from tests.make import responses

from heedful.listen.responses import services
from heedful.listen.responses.types import StoreState
from heedful.platform.core.types import Actor
from heedful.understand.words.models import WaitingText
from heedful.understand.words.reading import Comment
from heedful.understand.words.readings.queries import current_edition, readings_of, skip_counts

LONGEST = 20_000  # characters that the door takes
LONG = "The soup was cold and the waiter was rude. " * 24_000  # more than a million characters
TEXTS = {
    "a megabyte": LONG,
    "a megabyte without a space": "a" * 1_000_000,
    "pictures only": "🙂🙂🔥👍🏽",
    "control characters": "The\x01 food\x02 was\x1b[31m bad\x7f.",
    "mixed scripts": "Das Essen 很好吃 но дорого والخدمة جيدة.",
    "right-to-left marks": "\u202eThe food was bad\u202c and \u200flate\u200e",
    "Arabic": "كان الطعام باردا والخدمة بطيئة جدا",
    "markup": "<script>alert(1)</script><b>The food</b> was <i>great</i> &amp; hot",
    "numbers": "10/10",
    "signs": "?!",
    "an invisible space": "\u200b",
    "half a pair": "broken \ud83d pair",
    "combining marks": "Z̴̡͎͝a̷l̸g̶o̵" * 50,
    "many lines": "bad\n" * 5_000,
    "a formula": '=HYPERLINK("http://x")',
    "one letter": "k",
}


@pytest.mark.parametrize("text", TEXTS.values(), ids=TEXTS.keys())
def test_every_text_has_a_result_or_a_stated_skip(reading, text):
    (document,) = reading.read([Comment(text, "en")])
    skipped = document.get("skipped", {})
    assert "sentiment" in document or skipped.get("sentiment"), document
    assert document["language"] or skipped.get("language")
    for clause in document.get("clauses", ()):
        assert 0 <= clause["start"] < clause["end"] <= len(text)


def test_what_is_too_long_says_that_only_the_beginning_was_read(reading):
    (document,) = reading.read([Comment(LONG)])
    assert document["skipped"]["rest"].startswith("too long")
    assert document["sentiment"]["label"] == "negative"


def test_none_is_lost_on_its_way_into_the_store(say, alice, read_all):
    told = say(*(text for text in TEXTS.values() if "\ud83d" not in text and len(text) <= LONGEST))
    read_all()
    found = {one.response_id: one for one in readings_of([one.id for one in told])}
    # The door may have trimmed a text away; what was stored was read, or says why not.
    stored = [one for one in told if one.comments and one.comments[0].text]
    assert found.keys() == {one.id for one in stored}
    assert all(one.sentiment is not None or one.skipped for one in found.values())
    assert WaitingText.objects.count() == 0
    reasons = {reason for _, reason, _ in skip_counts(current_edition().uid, by=alice)}
    assert "no words" in reasons


def test_what_the_door_refuses_is_kept_with_the_reason(survey, organization):
    by = Actor.system(organization.pk)
    (outcome,) = services.store_responses([responses.new_response(survey, {"why": LONG})], by=by)
    assert outcome.state is StoreState.REFUSED
    assert "20,000 are allowed" in outcome.problems[0].reason


def test_what_was_written_is_escaped_where_it_is_shown(say, read_all, alice_client):
    say('<1 2="3">&')
    read_all()
    uid = current_edition().uid
    query = {"reader": "sentiment", "reason": "no words"}
    page = alice_client.get(f"/reading/editions/{uid}/skipped/", query).content.decode()
    assert "&lt;1 2=&quot;3&quot;&gt;&amp;" in page
    assert "<1 2" not in page
