from __future__ import annotations

import pytest
from tests.make import surveys

from heedful.platform.core.errors import Conflict, InvalidInput, NotFound
from heedful.platform.core.models import AuditEntry, Job
from heedful.understand.words.themes import queries, services
from heedful.understand.words.themes.changes import Part
from heedful.understand.words.themes.documents import TaxonomyDocument, Theme
from heedful.understand.words.themes.industries import industry_document
from heedful.understand.words.themes.services.applying import LEARN
from heedful.understand.words.themes.types import digest_of

OWN = TaxonomyDocument(
    "Own", (Theme("food", "Food"), Theme("taste", "Taste", parent="food"), Theme("room", "Room"))
)


@pytest.fixture
def by(organization, alice):
    return alice


@pytest.fixture
def own(by):
    return services.create_taxonomy("Own", by=by, document=OWN, is_applied=True)


def test_an_industry_is_copied_applied_and_the_default(by):
    made = services.choose_industry("restaurant", by=by)
    assert (made.name, made.industry, made.is_default, made.number) == ("Restaurant", "restaurant", True, 1)
    assert made.document.themes == industry_document("restaurant").themes
    assert not made.has_draft
    assert queries.active_taxonomies() == (made,)
    assert Job.objects.get(kind=LEARN).payload["taxonomy"] == made.uid
    assert AuditEntry.objects.filter(action="taxonomy.created", subject_uid=made.uid).exists()


def test_the_newest_choice_is_the_default_and_names_stay_apart(by):
    first, second = (services.choose_industry("hotel", by=by) for _ in range(2))
    assert [one.name for one in (first, second)] == ["Hotel", "Hotel 2"]
    assert [one.uid for one in queries.active_taxonomies()] == [second.uid]
    third = services.choose_industry("bank", by=by, is_default=False)
    assert not third.is_default
    assert queries.taxonomies()[0].uid == second.uid


def test_without_any_there_are_no_themes(by):
    survey = surveys.survey()
    assert queries.taxonomy_for(survey.id) is None
    assert queries.active_taxonomies() == ()


def test_one_of_ones_own_begins_as_a_draft(by):
    made = services.create_taxonomy("Mine", by=by)
    assert (made.number, made.has_draft, made.is_default) == (0, True, True)
    survey = surveys.survey()
    assert queries.taxonomy_for(survey.id) is None
    with pytest.raises(InvalidInput, match="no theme to apply"):
        services.apply_draft(made.uid, by=by)
    services.add_theme(made.uid, Theme("", "Waiting time"), by=by)
    applied = services.apply_draft(made.uid, by=by)
    assert (applied.number, applied.has_draft) == (1, False)
    assert queries.taxonomy_for(survey.id) == applied


@pytest.mark.parametrize("name", ["", "   ", "x" * 121, "a\0b"])
def test_names_are_checked(by, name):
    with pytest.raises(InvalidInput, match="name"):
        services.create_taxonomy(name, by=by)


def test_a_name_is_taken_once(by, own):
    with pytest.raises(InvalidInput, match="already"):
        services.create_taxonomy("Own", by=by)
    assert services.rename_taxonomy(own.uid, "Our own", by=by).name == "Our own"


def test_changes_wait_in_a_draft(by, own):
    services.add_theme(own.uid, Theme("", "Parking"), by=by)
    services.edit_theme(own.uid, "taste", Theme("taste", "Flavour"), by=by)
    draft = queries.draft(own.uid)
    assert (draft.number, [one["deed"] for one in draft.changes]) == (2, ["added", "renamed"])
    assert queries.taxonomy(own.uid).document == own.document
    services.discard_draft(own.uid, by=by)
    assert queries.draft(own.uid) is None
    with pytest.raises(Conflict, match="no draft"):
        services.discard_draft(own.uid, by=by)


def test_what_changes_nothing_begins_no_draft(by, own):
    services.edit_theme(own.uid, "taste", own.document.theme("taste"), by=by)
    assert queries.draft(own.uid) is None


def test_applying_makes_a_version_that_stays(by, own):
    services.merge_themes(own.uid, ["taste"], "room", by=by)
    digest = digest_of(queries.draft(own.uid).document)
    applied = services.apply_draft(own.uid, by=by, digest=digest)
    assert applied.number == 2
    assert [one.number for one in queries.versions(own.uid)] == [2, 1]
    assert queries.taxonomy_at(own.uid, 1).document == own.document
    assert queries.succession(own.uid, 1, 2)["taste"] == ("room",)
    assert Job.objects.filter(kind=LEARN).count() == 1  # the one that waits sees the newest version
    with pytest.raises(NotFound):
        queries.taxonomy_at(own.uid, 3)


def test_nothing_is_applied_that_nobody_looked_at(by, own):
    services.remove_theme(own.uid, "room", by=by)
    digest = digest_of(queries.draft(own.uid).document)
    services.add_theme(own.uid, Theme("", "Late"), by=by)
    with pytest.raises(Conflict, match="changed since"):
        services.apply_draft(own.uid, by=by, digest=digest)


def test_a_key_never_comes_back_as_something_else(by, own):
    services.remove_theme(own.uid, "room", by=by)
    services.apply_draft(own.uid, by=by)
    services.add_theme(own.uid, Theme("", "Room"), by=by)
    assert queries.draft(own.uid).document.theme("room_2").name == "Room"


def test_a_split_names_its_parts(by, own):
    parts = [Part("Cold", ""), Part("Cold", "")]
    draft = services.split_theme(own.uid, "taste", parts, by=by)
    assert [theme.key for theme in draft.document.themes] == ["food", "cold", "cold_2", "room"]


def test_a_file_replaces_the_draft(by, own):
    wanted = TaxonomyDocument("File", (Theme("room", "Room"), Theme("bar", "Bar")))
    draft = services.import_themes(own.uid, wanted, by=by)
    assert draft.document.themes == wanted.themes
    assert {one["deed"] for one in draft.changes} == {"removed", "added"}


def test_a_topic_becomes_a_theme_of_the_default(by, own):
    uid, key = services.add_theme_from_topic("Loud music", ["music far too loud"], by=by)
    assert (uid, key) == (own.uid, "loud_music")
    assert queries.draft(uid).document.theme(key).phrases == ("music far too loud",)
    services.discard_draft(uid, by=by)


def test_a_topic_needs_a_taxonomy(by):
    with pytest.raises(Conflict, match="choose an industry"):
        services.add_theme_from_topic("Loud music", [], by=by)


def test_a_survey_is_read_with_its_own(by, own):
    staff = services.create_taxonomy("Staff", by=by, document=OWN, is_applied=True)
    survey, other = surveys.survey(), surveys.survey()
    services.assign_survey(survey.uid, staff.uid, by=by)
    assert queries.taxonomy_for(survey.id).uid == staff.uid
    assert queries.taxonomy_for(other.id).uid == own.uid
    assert {one.uid for one in queries.active_taxonomies()} == {own.uid, staff.uid}
    services.assign_survey(survey.uid, None, by=by)
    assert queries.taxonomy_for(survey.id).uid == own.uid


def test_a_draft_cannot_be_read_with(by, own):
    empty = services.create_taxonomy("Empty", by=by)
    with pytest.raises(Conflict, match="applied yet"):
        services.use_taxonomy(empty.uid, by=by)
    with pytest.raises(Conflict, match="applied yet"):
        services.assign_survey(surveys.survey().uid, empty.uid, by=by)


def test_the_default_moves(by, own):
    other = services.create_taxonomy("Other", by=by, document=OWN, is_applied=True)
    assert not other.is_default
    services.use_taxonomy(other.uid, by=by)
    assert [one.uid for one in queries.active_taxonomies()] == [other.uid]


def test_what_is_put_away_reads_no_more(by, own):
    other = services.create_taxonomy("Other", by=by, document=OWN, is_applied=True)
    with pytest.raises(Conflict, match="is the default"):
        services.archive_taxonomy(own.uid, by=by)
    services.archive_taxonomy(other.uid, by=by)
    assert [one.uid for one in queries.taxonomies()] == [own.uid]
    with pytest.raises(Conflict, match="archived"):
        services.rename_taxonomy(other.uid, "New", by=by)
    assert services.restore_taxonomy(other.uid, by=by).name == "Other"
    with pytest.raises(NotFound):
        services.restore_taxonomy(other.uid, by=by)
