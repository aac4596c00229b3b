"""Topics are found, keep their name, and are followed, dismissed or made themes; each sees their units."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from heedful.platform.core import audit
from heedful.platform.core.errors import Conflict, InvalidInput, NotFound, NotPermitted
from heedful.platform.core.models import Job
from heedful.platform.core.organizations import organization
from heedful.understand.words.models import (
    Edition,
    Mention,
    Reading,
    Topic,
    TopicComment,
    TopicWindow,
    WaitingText,
)
from heedful.understand.words.themes import services as themes
from heedful.understand.words.topics import queries, services
from heedful.understand.words.topics.jobs import look_for_topics_of
from heedful.understand.words.topics.types import TopicState

from .conftest import MUSIC, NEW, OLD, TODAY


def actions(by):
    return [one.action for one in audit.entries(by=by, action="topic").items]


def test_a_new_subject_is_found_counted_named_and_quoted(surging, search, alice):
    result = search()
    (found,) = queries.topics(by=alice).topics
    assert (result["window"], result["past"], result["why_not"]) == (52, 60, "")
    assert "menu" in found.name.lower()
    assert (found.window.count, found.window.base) == (12, 52)
    assert found.window.expected == 0
    assert found.window.q <= 0.01
    assert {quote.text for quote in found.quotes} <= set(NEW)
    assert found.quotes
    assert sum(one.count for one in found.window.series) == 12


def test_nothing_new_is_no_topic(comments, search, alice):
    comments.write(OLD, 60, on=TODAY - timedelta(days=40))
    comments.write(OLD, 60, on=TODAY)
    assert search()["topics"] == 0
    assert queries.topics(by=alice).topics == ()


def test_without_a_past_it_says_so(comments, search):
    comments.write(NEW, 40, on=TODAY, way="menu")
    assert "to compare with" in search()["why_not"]


def test_what_themes_explain_is_left_out(surging, search, alice):
    edition = Edition.objects.create(state=Edition.State.CURRENT, created_by="Alice")
    search()
    for row in TopicComment.objects.all():
        reading = Reading.objects.create(
            edition=edition, response_id=row.response_id, question_id=row.question_id, text_sha256=""
        )
        Mention.objects.create(
            reading=reading, response_id=row.response_id, theme="menu", start=0, end=200, confidence=0.9
        )
    result = search(TODAY - timedelta(days=1))
    assert result["explained"] > 0
    assert result["topics"] == 0


def test_a_topic_keeps_its_name_and_what_was_decided(surging, search, alice):
    search(TODAY - timedelta(days=1))
    (first,) = queries.topics(by=alice).topics
    services.rename_topic(first.uid, "Menu on the phone", by=alice)
    surging.write(NEW, 6, on=TODAY, way="menu")
    assert search()["created"] == 0
    (again,) = queries.topics(by=alice).topics
    assert (again.uid, again.name, again.windows) == (first.uid, "Menu on the phone", 2)
    services.dismiss_topic(first.uid, by=alice)
    search()
    assert queries.topics(by=alice).topics == ()
    assert queries.topics(by=alice, state="dismissed").topics[0].uid == first.uid
    assert actions(alice) == ["topic.dismissed", "topic.renamed"]


def test_a_followed_topic_is_counted_when_it_is_quiet(surging, search, alice):
    search()
    (found,) = queries.topics(by=alice).topics
    services.follow_topic(found.uid, by=alice)
    later = TODAY + timedelta(days=60)
    surging.write(OLD, 60, on=later)
    surging.write(NEW, 1, on=later, way="menu")
    search(later)
    newest, _before = queries.windows(found.uid, by=alice)
    assert newest.to_on == later
    assert newest.count == 1
    assert newest.expected > 1
    assert newest.q > 0.1
    services.restore_topic(found.uid, by=alice)
    assert queries.topic(found.uid, by=alice).state is TopicState.NEW


def test_comments_that_share_a_word_alone_are_a_topic_and_the_same_one_later(comments, search, alice):
    comments.write(OLD, 60, on=TODAY - timedelta(days=40))
    comments.write(OLD, 40, on=TODAY)
    comments.write(MUSIC, 12, on=TODAY)  # wherever they lie
    search()
    (found,) = queries.topics(by=alice).topics
    assert "music" in found.name.lower()
    assert (found.window.count, found.window.expected) == (12, 0)
    services.follow_topic(found.uid, by=alice)
    comments.write(MUSIC, 8, on=TODAY + timedelta(days=1))
    result = search(TODAY + timedelta(days=1))
    assert (result["topics"], result["created"]) == (1, 0)
    later = TODAY + timedelta(days=60)
    comments.write(OLD, 60, on=later)
    comments.write(MUSIC, 2, on=later)
    search(later)
    newest = queries.windows(found.uid, by=alice)[0]
    assert (newest.to_on, newest.count) == (later, 2)


def test_a_topic_becomes_a_theme_once(surging, search, alice):
    search()
    (found,) = queries.topics(by=alice).topics
    with pytest.raises(Conflict, match="taxonomy"):
        services.promote_topic(found.uid, by=alice)
    themes.choose_industry("restaurant", by=alice)
    _taxonomy, key = services.promote_topic(found.uid, by=alice, name="QR menu")
    assert queries.topic(found.uid, by=alice).theme == key
    for deed in (services.promote_topic, services.dismiss_topic):
        with pytest.raises(Conflict, match="theme"):
            deed(found.uid, by=alice)


def test_managers_read_only_their_units(surging, search, alice, dora):
    search()
    (all_of_it,) = queries.topics(by=alice).topics
    (hers,) = queries.topics(by=dora).topics
    assert hers.window == all_of_it.window
    whole = {one.response_uid for one in queries.topic(hers.uid, by=alice).quotes}
    seen = {one.response_uid for one in queries.topic(hers.uid, by=dora).quotes}
    assert len(whole) == 12
    assert len(seen) == 4
    with pytest.raises(NotPermitted):
        services.follow_topic(hers.uid, by=dora)


def test_another_organisation_has_its_own(surging, search, cast, charlie):
    from heedful.platform.core.scope import organization_scope

    search()
    uid = Topic.objects.get().uid
    with organization_scope(charlie.organization_id):
        assert queries.topics(by=charlie).topics == ()
        with pytest.raises(NotFound):
            queries.topic(uid, by=charlie)


def test_a_deleted_response_leaves_the_topic(surging, search, alice):
    search()
    gone = TopicComment.objects.first()
    gone.response.delete()
    (found,) = queries.topics(by=alice).topics
    assert len(queries.topic(found.uid, by=alice).quotes) == 11


def test_the_night_looks_once_a_day(surging, search):
    early, night = (datetime.fromisoformat(f"{at}:30:00+00:00") for at in ("2026-03-30T23", "2026-03-31T00"))
    search(TODAY - timedelta(days=1))
    assert not look_for_topics_of(organization(), early)
    assert look_for_topics_of(organization(), night)
    assert not look_for_topics_of(organization(), night)
    queued = Job.objects.filter(kind="words.topics.find").latest("id")
    assert queued.payload == {"to_on": "2026-03-30"}


def test_the_first_search_does_not_wait_for_the_night(surging):
    assert look_for_topics_of(organization(), datetime.fromisoformat("2026-03-30T23:30:00+00:00"))
    assert Job.objects.get(kind="words.topics.find").payload == {"to_on": "2026-03-30"}


def test_a_history_that_is_being_read_is_waited_for(surging):
    night = datetime(2026, 3, 31, 3, tzinfo=UTC)
    unread = WaitingText.objects.create(response_id=1, answered_at=night, is_history=True)
    assert not look_for_topics_of(organization(), night)
    unread.delete()
    assert look_for_topics_of(organization(), night)


def test_one_search_at_a_time(surging, alice):
    services.start_search(by=alice)
    with pytest.raises(Conflict):
        services.start_search(by=alice)


def test_names_and_states_are_checked(surging, search, alice):
    search()
    (found,) = queries.topics(by=alice).topics
    with pytest.raises(InvalidInput):
        services.rename_topic(found.uid, " ", by=alice)
    with pytest.raises(InvalidInput):
        queries.topics(by=alice, state="odd")
    assert TopicWindow.objects.count() == 1
