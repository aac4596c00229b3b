from __future__ import annotations

from datetime import date

import numpy as np
import pytest
from tests.make import accounts, responses
from tests.understand.words.search.conftest import Spoken, direction, take_up

from heedful.listen.responses import services as response_services
from heedful.listen.responses.types import Comparison, ResponseCondition
from heedful.platform.core.errors import InvalidInput, NotFound, NotPermitted
from heedful.platform.core.scope import organization_scope
from heedful.platform.core.types import Actor, Permission
from heedful.understand.words.search import meaning, queries
from heedful.understand.words.search.types import CommentFilter, CommentSearch, Mode, Sort
from heedful.understand.words.vectors.places import store_of
from heedful.understand.words.vectors.store import TextKey


def names(
    spoken: Spoken, text: str = "", *conditions: ResponseCondition, by: Actor | None = None, **fields
) -> list[str]:
    wanted = CommentSearch(
        text,
        fields.pop("mode", Mode.WORDS),
        fields.pop("sort", Sort.BEST),
        CommentFilter(conditions=conditions, **fields),
    )
    who = by or accounts.actor(spoken.cast.bob)
    return [spoken.name(hit.response_uid) for hit in queries.search_comments(wanted, by=who).hits]


def any_of(field: str, *values: str) -> ResponseCondition:
    return ResponseCondition(field, Comparison.ANY_OF, values)


def test_words_find_comments(spoken: Spoken) -> None:
    expected = {
        "": {"late", "never", "kind", "dear"},
        "delivery": {"late", "never", "kind"},
        "deliveries": {"late", "never", "kind"},
        "DELIVERY -refund": {"late", "kind"},
        '"two days late"': {"late"},
        '"days two late"': set(),
        "expens*": {"dear"},
        "refund OR expensive": {"never", "dear"},
        "delivry": {"late", "never", "kind"},
        "-delivery": {"dear"},
        "delivery expensive": set(),
        "!!!": {"late", "never", "kind", "dear"},
    }
    assert {text: set(names(spoken, text)) for text in expected} == expected


def test_without_words_the_newest_come_first(spoken: Spoken) -> None:
    assert names(spoken) == ["dear", "kind", "never", "late"]
    assert names(spoken, "delivery", sort=Sort.NEWEST) == ["kind", "never", "late"]


@pytest.mark.parametrize("text", ["", "delivery OR expensive"])
def test_conditions_narrow(spoken: Spoken, text: str) -> None:
    expected = [
        ([any_of("theme", "delivery")], {"late", "never", "kind"}),
        ([any_of("theme", "service")], {"kind"}),  # the theme above
        ([any_of("opinion", "-delivery")], {"late", "never"}),
        ([any_of("sentiment", "positive")], {"kind"}),
        ([any_of("type", "problem")], {"late"}),
        ([any_of("class", "detractor")], {"late", "never"}),
        ([any_of("unit", "north")], {"late", "never", "kind"}),
        ([any_of("unit", "north-1")], {"late", "kind"}),
        ([any_of("unit.branch", "north-2")], {"never"}),
        ([ResponseCondition("unit", Comparison.UNKNOWN)], {"dear"}),
        ([ResponseCondition("theme", Comparison.NONE_OF, ("delivery",))], {"dear"}),
        ([ResponseCondition("score", Comparison.AT_LEAST, ("7",))], {"kind", "dear"}),
        ([any_of("language", "en"), any_of("class", "promoter", "passive")], {"kind", "dear"}),
        ([any_of("channel", "api")], {"late", "never", "kind", "dear"}),
    ]
    found = [(conditions, set(names(spoken, text, *conditions))) for conditions, _ in expected]
    assert found == expected


def test_days_and_surveys_narrow(spoken: Spoken) -> None:
    assert names(spoken, from_on=date(2026, 3, 3), to_on=date(2026, 3, 4)) == ["kind", "never"]
    assert len(names(spoken, survey_uid=spoken.survey.uid)) == 4
    assert names(spoken, survey_uid="svy_nobody") == []


def test_a_condition_nobody_knows_is_named(spoken: Spoken) -> None:
    for condition, reason in (
        (any_of("colour", "red"), "colour"),
        (any_of("sentiment", "angry"), "none of negative"),
        (any_of("attribute.nope", "1"), "no such attribute"),
        (ResponseCondition("channel", Comparison.AT_LEAST, ("1",)), "cannot be compared"),
        (ResponseCondition("score", Comparison.AT_LEAST, ("many",)), "whole number"),
    ):
        with pytest.raises(InvalidInput, match=reason):
            names(spoken, "", condition)


def test_attributes_narrow(spoken: Spoken) -> None:
    from heedful.listen.audiences.services import ensure_attributes

    by = accounts.actor(spoken.cast.alice)
    ensure_attributes({"plan": "text", "seats": "number"}, by=by)
    spoken.said["pro"] = responses.response(
        spoken.survey, {"nps": 8, "why": "Good"}, attributes={"plan": "pro", "seats": 40}
    )
    take_up()
    assert names(spoken, "", any_of("attribute.plan", "pro", "max")) == ["pro"]
    assert names(spoken, "", any_of("attribute.seats", "40")) == ["pro"]
    assert names(spoken, "", ResponseCondition("attribute.plan", Comparison.KNOWN)) == ["pro"]


def test_attributes_that_are_numbers_or_dates_are_compared(spoken: Spoken) -> None:
    from heedful.listen.audiences.services import ensure_attributes

    by = accounts.actor(spoken.cast.alice)
    ensure_attributes({"seats taken": "number", "since": "date", "plan": "text", "is_new": "boolean"}, by=by)
    for name, seats, since in (
        ("few", -3, "2025-12-31"),
        ("some", 9, "2026-01-01"),
        ("more", 9.5, "2026-02-28"),
        ("many", 40, "2026-03-01"),
        ("most", 2**52 + 1, "0001-01-01"),
    ):
        spoken.said[name] = responses.response(
            spoken.survey,
            {"nps": 8, "why": f"Good {name}"},
            attributes={"seats taken": seats, "since": since, "plan": "pro", "is_new": True},
        )
    take_up()

    def limited(field: str, comparison: Comparison, value: str, text: str = "") -> set[str]:
        return set(names(spoken, text, ResponseCondition(f"attribute.{field}", comparison, (value,))))

    at_least, at_most = Comparison.AT_LEAST, Comparison.AT_MOST
    # 9.5 is more than 9 and less than 40, which as words would come before it.
    assert limited("seats taken", at_least, "9.5") == {"more", "many", "most"}
    assert limited("seats taken", at_most, "9") == {"few", "some"}
    assert limited("seats taken", at_most, "-3.0") == {"few"}
    assert limited("seats taken", at_least, "-1e300", "good") == {"few", "some", "more", "many", "most"}
    assert limited("seats taken", at_least, "4503599627370497") == {"most"}
    assert limited("seats taken", at_most, "1e-9", "many OR few") == {"few"}
    assert limited("since", at_least, "2026-02-28") == {"more", "many"}
    assert limited("since", at_most, "2025-12-31") == {"few", "most"}
    for field, value, reason in (
        ("plan", "pro", "is a text"),
        ("is_new", "true", "is a boolean"),
        ("seats taken", "many", "not a number"),
        ("seats taken", "", "needs a value"),
        ("since", "tomorrow", "date"),
        ("nope", "1", "no such attribute"),
    ):
        with pytest.raises(InvalidInput, match=reason):
            limited(field, at_least, value)


def test_found_comments_say_what_was_read_in_them(spoken: Spoken) -> None:
    wanted = CommentSearch("days", Mode.WORDS)
    found = queries.search_comments(wanted, by=accounts.actor(spoken.cast.bob))
    (hit,) = found.hits
    assert found.total == 1
    assert [hit.text[start:end] for start, end in hit.marks] == ["days"]
    assert (hit.score, hit.score_class, hit.sentiment, hit.types) == (2, "detractor", -1, ("problem",))
    assert [one.theme for one in hit.mentions] == ["delivery"]
    assert hit.unit_name == "Unit north-1"


def test_a_word_nobody_wrote_is_said(spoken: Spoken) -> None:
    found = queries.search_comments(CommentSearch("delivry", Mode.WORDS), by=accounts.actor(spoken.cast.bob))
    assert found.spelled == ("delivry",)


def test_pages_follow_each_other_without_gap(spoken: Spoken) -> None:
    by = accounts.actor(spoken.cast.bob)
    for wanted in (CommentSearch(), CommentSearch("delivery", Mode.WORDS)):
        seen, cursor = list[str](), None
        while True:
            page = queries.search_comments(wanted, cursor, 1, by=by)
            seen += [hit.response_uid for hit in page.hits]
            cursor = page.next_cursor
            if cursor is None:
                break
        assert seen == [hit.response_uid for hit in queries.search_comments(wanted, by=by).hits]
        assert len(seen) == len(set(seen)) == (3 if wanted.text else 4)
    with pytest.raises(InvalidInput, match="cursor"):
        queries.search_comments(CommentSearch(), "nonsense", by=by)
    ranked = queries.search_comments(CommentSearch("delivery", Mode.WORDS), None, 1, by=by).next_cursor
    with pytest.raises(InvalidInput, match="cursor"):
        queries.search_comments(CommentSearch(), ranked, by=by)


def test_facets_count_what_was_found(spoken: Spoken) -> None:
    by = accounts.actor(spoken.cast.bob)
    facets = {one.field: one for one in queries.comment_facets(CommentSearch("delivery", Mode.WORDS), by=by)}
    themes = {value.value: (value.label, value.n) for value in facets["theme"].values}
    assert themes == {"delivery": ("Delivery", 3), "staff": ("Staff", 1), "service": ("Service", 1)}
    assert {value.label: value.n for value in facets["sentiment"].values} == {"negative": 2, "positive": 1}
    assert {value.value: value.n for value in facets["class"].values} == {"detractor": 2, "promoter": 1}


def test_who_manages_a_branch_sees_its_comments_alone(spoken: Spoken) -> None:
    dora = accounts.actor(spoken.cast.dora)
    assert set(names(spoken, by=dora)) == {"late", "kind"}
    assert names(spoken, "refund", by=dora) == []
    wanted = CommentSearch("delivery", Mode.WORDS)
    (units,) = [one for one in queries.comment_facets(wanted, by=dora) if one.field == "theme"]
    assert {value.value: value.n for value in units.values}["delivery"] == 2
    assert queries.search_comments(wanted, by=dora).total == 2
    unseen = spoken.said["never"]
    with pytest.raises(NotFound):
        queries.similar_comments(unseen.uid, unseen.comments[0].question_uid, by=dora)


def test_strangers_and_those_without_permission_find_nothing(spoken: Spoken) -> None:
    charlie = accounts.actor(spoken.cast.charlie)
    with organization_scope(spoken.cast.other.pk):
        assert queries.search_comments(CommentSearch("delivery"), by=charlie).hits == ()
        assert queries.comment_facets(CommentSearch("delivery"), by=charlie) == ()
    scores_only = Actor("key", "till", spoken.cast.organization.pk, frozenset({Permission.READ_SCORES}))
    with pytest.raises(NotPermitted):
        queries.search_comments(CommentSearch("delivery"), by=scores_only)
    with pytest.raises(NotPermitted):
        queries.comment_facets(CommentSearch("delivery"), by=scores_only)


def test_what_is_excluded_is_not_found(spoken: Spoken) -> None:
    by = accounts.actor(spoken.cast.alice)
    response_services.exclude_response(spoken.said["late"].uid, "spam", by=by)
    assert "late" not in names(spoken)  # at once, before the index has heard of it
    take_up()
    assert queries.search_comments(CommentSearch(), by=by).total == 3
    response_services.include_response(spoken.said["late"].uid, by=by)
    take_up()
    assert "late" in names(spoken)


@pytest.fixture
def vectors(spoken: Spoken, monkeypatch: pytest.MonkeyPatch) -> Spoken:
    """Meanings told outright: what is late and what never comes lie side by side."""
    angles = {"late": 0.0, "never": 0.2, "kind": 1.4, "dear": 3.0}
    keys = [TextKey(one.id, one.comments[0].question_id) for one in spoken.said.values()]
    store = store_of("test-model")
    store.put(keys, np.stack([direction(angles[name]) for name in spoken.said]))
    monkeypatch.setattr(meaning, "usable_stores", lambda: (store,))
    monkeypatch.setattr("heedful.understand.words.search.finding.usable_stores", lambda: (store,))
    monkeypatch.setattr(meaning, "encoded", lambda _text, _model: direction(0.05))
    return spoken


def test_meaning_finds_what_has_no_word_in_common(vectors: Spoken) -> None:
    assert names(vectors, "parcel overdue", mode=Mode.MEANING)[:2] == ["late", "never"]
    assert names(vectors, "parcel overdue", mode=Mode.WORDS) == []
    by = accounts.actor(vectors.cast.bob)
    found = queries.search_comments(CommentSearch("parcel overdue", Mode.MEANING), by=by)
    assert found.total is None
    assert found.hits[0].nearness == pytest.approx(1, abs=0.01)


def test_meaning_keeps_to_filter_unit_and_minus(vectors: Spoken) -> None:
    dora = accounts.actor(vectors.cast.dora)
    assert names(vectors, "overdue", mode=Mode.MEANING, by=dora) == ["late", "kind"]
    assert names(vectors, "overdue", any_of("class", "promoter"), mode=Mode.MEANING) == ["kind"]
    assert "never" not in names(vectors, "overdue -refund", mode=Mode.MEANING)


def test_both_orders_count(vectors: Spoken) -> None:
    assert names(vectors, "expensive", mode=Mode.BOTH)[0] == "dear"
    assert set(names(vectors, "expensive", mode=Mode.BOTH)) == {"late", "never", "kind", "dear"}
    assert names(vectors, "expensive", mode=Mode.BOTH, sort=Sort.NEWEST)[0] == "dear"


def test_similar_comments_are_the_nearest_others(vectors: Spoken) -> None:
    one = vectors.said["late"]
    by = accounts.actor(vectors.cast.bob)
    found = queries.similar_comments(one.uid, one.comments[0].question_uid, 2, by=by)
    assert [vectors.name(hit.response_uid) for hit in found or ()] == ["never", "kind"]
    with pytest.raises(NotFound):
        queries.similar_comments(one.uid, "qst_nobody", by=by)


def test_a_comment_nobody_read_has_no_neighbours(spoken: Spoken) -> None:
    one = spoken.said["late"]
    assert (
        queries.similar_comments(one.uid, one.comments[0].question_uid, by=accounts.actor(spoken.cast.bob))
        is None
    )


def test_without_meanings_words_are_searched_and_it_is_said(spoken: Spoken) -> None:
    wanted = CommentSearch("refund", Mode.MEANING)
    found = queries.search_comments(wanted, by=accounts.actor(spoken.cast.bob))
    assert [spoken.name(hit.response_uid) for hit in found.hits] == ["never"]
    assert "no meanings" in found.without_meaning
