from __future__ import annotations

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from tests.make import surveys

from heedful.platform.core.models import Job
from heedful.understand.words.themes import queries, services
from heedful.understand.words.themes.documents import TaxonomyDocument, Theme
from heedful.understand.words.themes.previews import PREVIEW
from heedful.understand.words.themes.types import digest_of

PAGE = "/themes/define/"
DOCUMENT = TaxonomyDocument(
    "Own",
    (
        Theme("food", "Food"),
        Theme("taste", "Taste", names={"de": "Geschmack"}, parent="food", phrases=("so bland", "too salty")),
        Theme("heat", "Heat", parent="food", must=("lukewarm",)),
        Theme("room", "Room <b>", owner="landlord"),
    ),
)


@pytest.fixture
def own(organization, alice):
    return services.create_taxonomy("Own", by=alice, document=DOCUMENT, is_applied=True)


def test_without_themes_the_page_offers_industries(alice_client, organization):
    page = alice_client.get(PAGE).content.decode()
    assert "No themes yet" in page
    assert page.count('name="industry"') == 11
    answer = alice_client.post(f"{PAGE}choose/", {"industry": "restaurant"}, follow=True)
    assert "“Restaurant” is yours now" in answer.content.decode()
    (made,) = queries.taxonomies()
    assert made.is_default
    assert answer.redirect_chain == [(f"{PAGE}{made.uid}/", 302)]
    alice_client.post(f"{PAGE}choose/", {"industry": "employee"})
    assert [one.is_default for one in queries.taxonomies()] == [True, False]
    assert alice_client.post(f"{PAGE}choose/", {"industry": "mining"}).status_code == 404


def test_ones_own_begin_empty_or_with_a_file(alice_client, organization):
    answer = alice_client.post(PAGE, {"name": "Mine"}, follow=True)
    assert "A draft: nothing is read with it yet" in answer.content.decode()
    file = SimpleUploadedFile("t.yaml", b"name: From file\nthemes:\n  - name: Parking\n")
    page = alice_client.post(PAGE, {"file": file}, follow=True).content.decode()
    assert "From file" in page
    assert "Parking" in page
    bad = alice_client.post(PAGE, {"file": SimpleUploadedFile("t.yaml", b"themes: 3")})
    assert bad.status_code == 422
    assert "must be a list" in bad.content.decode()
    assert alice_client.post(PAGE, {"name": "Mine"}).status_code == 422


def test_the_tree_shows_names_escaped(alice_client, own):
    page = alice_client.get(f"{PAGE}{own.uid}/").content.decode()
    assert "“so bland”, “too salty”" in page
    assert "Room &lt;b&gt;" in page
    assert "landlord" in page
    assert "1 rule" in page


def test_the_tree_speaks_the_language_of_the_page(alice_client, own):
    page = alice_client.get(f"{PAGE}{own.uid}/", headers={"Accept-Language": "de"}).content.decode()
    assert "Geschmack" in page


def test_a_theme_is_edited_moved_and_stays_in_the_draft(alice_client, own):
    address = f"{PAGE}{own.uid}/themes/taste/"
    shown = alice_client.get(address).content.decode()
    assert "so bland\ntoo salty" in shown
    given = {
        "name": "Flavour",
        "parent": "",
        "phrases": "so bland\n\n so   bland \nno flavour",
        "name_de": "Aroma",
    }
    page = alice_client.post(address, given, follow=True).content.decode()
    assert "3 changes, not applied" in page
    theme = queries.draft(own.uid).document.theme("taste")
    assert (theme.name, theme.parent, theme.phrases) == ("Flavour", None, ("so bland", "no flavour"))
    assert theme.names == {"de": "Aroma"}
    assert queries.taxonomy(own.uid).document == DOCUMENT


def test_what_is_wrong_stands_beside_the_form(alice_client, own):
    answer = alice_client.post(
        f"{PAGE}{own.uid}/new/", {"name": "X", "phrases": "a b", "counter_phrases": "A B"}
    )
    assert answer.status_code == 422
    assert "is a phrase too" in answer.content.decode()
    long = alice_client.post(f"{PAGE}{own.uid}/new/", {"name": "X", "phrases": "x" * 201})
    assert "is longer than 200 characters" in long.content.decode()
    assert queries.draft(own.uid) is None


def test_a_group_stays_a_group(alice_client, own):
    page = alice_client.get(f"{PAGE}{own.uid}/themes/food/").content.decode()
    assert "/split/" not in page
    answer = alice_client.post(f"{PAGE}{own.uid}/themes/food/remove/", follow=True)
    assert "holds 2 themes" in answer.content.decode()


def test_themes_are_merged_and_split(alice_client, own):
    alice_client.post(f"{PAGE}{own.uid}/merge/", {"themes": ["heat"], "into": "room"})
    page = alice_client.get(f"{PAGE}{own.uid}/themes/taste/split/").content.decode()
    assert "so bland" in page
    alice_client.post(
        f"{PAGE}{own.uid}/themes/taste/split/",
        {"name_1": "Bland", "name_2": "Salty", "phrase_0": "1", "phrase_1": "2"},
    )
    document = queries.draft(own.uid).document
    assert [theme.key for theme in document.themes] == ["food", "bland", "salty", "room"]
    assert document.theme("salty").phrases == ("too salty",)
    assert document.theme("room").must == ("lukewarm",)
    alone = alice_client.post(f"{PAGE}{own.uid}/merge/", {"themes": ["room"], "into": "room"})
    assert "name at least one other theme" in alone.content.decode()


def test_themes_go_out_and_in_as_a_file(alice_client, own):
    out = alice_client.get(f"{PAGE}{own.uid}/file/")
    assert out["Content-Type"].startswith("application/yaml")
    changed = out.content.decode().replace("name: Taste", "name: Flavour").encode()
    alice_client.post(f"{PAGE}{own.uid}/file/", {"file": SimpleUploadedFile("t.yaml", changed)})
    assert [one["deed"] for one in queries.draft(own.uid).changes] == ["renamed"]
    bad = SimpleUploadedFile("t.yaml", b"\xff\xfe")
    page = alice_client.post(f"{PAGE}{own.uid}/file/", {"file": bad}, follow=True).content.decode()
    assert "is not UTF-8 text" in page


def test_a_draft_is_previewed_and_applied(alice_client, own, alice):
    services.remove_theme(own.uid, "room", by=alice)
    before = alice_client.get(f"{PAGE}{own.uid}/preview/").content.decode()
    assert "Try it on your comments" in before
    alice_client.post(f"{PAGE}{own.uid}/preview/")
    job = Job.objects.get(kind=PREVIEW)
    waiting = alice_client.get(f"{PAGE}{own.uid}/preview/", headers={"HX-Request": "true"}).content.decode()
    assert "Waiting for its turn." in waiting
    digest = digest_of(queries.draft(own.uid).document)
    lost = {
        "key": "room",
        "name": "Room",
        "fate": "removed",
        "before": 3,
        "after": None,
        "gains": 0,
        "losses": 3,
    }
    shares = {"change": -0.03, "low": -0.08, "high": -0.01, "sources": ["room"], "gained": [], "lost": []}
    result = {
        "digest": digest,
        "n": 100,
        "history": 2000,
        "skipped": 0,
        "answers": [],
        "themes": [lost | shares],
    }
    Job.objects.filter(pk=job.pk).update(state="done", result=result)
    page = alice_client.get(f"{PAGE}{own.uid}/preview/").content.decode()
    assert "1 of 1 themes would change." in page
    assert "−3.0" in page
    assert "−8.0 … −1.0" in page
    assert "drawn at random from 2,000 answers" in page
    services.add_theme(own.uid, Theme("", "Late"), by=alice)
    stale = alice_client.get(f"{PAGE}{own.uid}/preview/").content.decode()
    assert "was changed since this preview" in stale
    refused = alice_client.post(f"{PAGE}{own.uid}/apply/", {"digest": digest}, follow=True)
    assert "changed since you looked" in refused.content.decode()
    done = alice_client.post(f"{PAGE}{own.uid}/apply/", follow=True).content.decode()
    assert "Version 2 holds." in done
    assert "There is no draft" in alice_client.get(f"{PAGE}{own.uid}/preview/").content.decode()


def test_versions_are_compared(alice_client, own, alice):
    services.edit_theme(own.uid, "taste", Theme("taste", "Flavour", phrases=("so bland",)), by=alice)
    services.apply_draft(own.uid, by=alice)
    page = alice_client.get(f"{PAGE}{own.uid}/versions/?from=1&to=2").content.decode()
    assert "Taste is called Flavour" in page
    assert "Flavour: other names in other languages, phrases" in page
    same = alice_client.get(f"{PAGE}{own.uid}/versions/?from=2&to=2").content.decode()
    assert "The themes are the same." in same


def test_deeds_with_the_whole(alice_client, own, alice):
    other = services.create_taxonomy("Other", by=alice, document=DOCUMENT, is_applied=True)
    survey = surveys.survey()
    address = f"{PAGE}{other.uid}/"
    alice_client.post(f"{address}surveys/", {"survey": survey.uid, "deed": "give"})
    assert queries.taxonomy_for(survey.id).uid == other.uid
    assert survey.name in alice_client.get(address).content.decode()
    alice_client.post(f"{address}surveys/", {"survey": survey.uid, "deed": "take"})
    assert queries.taxonomy_for(survey.id).uid == own.uid
    alice_client.post(f"{address}deed/", {"deed": "rename", "name": "Renamed"})
    alice_client.post(f"{address}deed/", {"deed": "default"})
    assert queries.taxonomies()[0].name == "Renamed"
    refused = alice_client.post(f"{address}deed/", {"deed": "archive"}, follow=True).content.decode()
    assert "make another one the default" in refused
    alice_client.post(f"{PAGE}{own.uid}/deed/", {"deed": "archive"})
    assert len(queries.taxonomies()) == 1
    nothing = alice_client.post(f"{address}deed/", {"deed": "explode"}, follow=True).content.decode()
    assert "Nothing was done" in nothing


def test_managers_look_and_change_nothing(dora_client, own):
    page = dora_client.get(f"{PAGE}{own.uid}/").content.decode()
    assert "Taste" in page
    assert "Put away" not in page
    assert dora_client.get(f"{PAGE}{own.uid}/new/").status_code == 403
    assert dora_client.get(f"{PAGE}{own.uid}/preview/").status_code == 403
    for deed in ("apply/", "discard/", "preview/", "deed/", "surveys/", "themes/taste/remove/"):
        assert dora_client.post(f"{PAGE}{own.uid}/{deed}").status_code == 403, deed
    assert dora_client.post(f"{PAGE}choose/", {"industry": "hotel"}).status_code == 403
