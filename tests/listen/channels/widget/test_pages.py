"""Pages of sites and placements, as members use them."""

from __future__ import annotations

import re

import pytest
from django.test import Client
from tests.make import surveys, widget

from heedful.listen.channels.models import WidgetSite
from heedful.listen.channels.widget import queries


@pytest.fixture
def survey(organization):
    return surveys.survey()


def test_a_site_shows_its_secret_once(organization, alice_client, alice):
    given = {"name": "Shop", "origins": "https://shop.example\nhttp://localhost:3000/"}
    page = alice_client.post("/settings/sites/", given).content.decode()
    (secret,) = re.findall(r"hs_[\w-]{43}", page)
    (site,) = queries.sites(by=alice)
    assert site.origins == ("https://shop.example", "http://localhost:3000")
    assert site.key in page
    assert secret not in alice_client.get(f"/settings/sites/{site.uid}/").content.decode()
    assert secret not in WidgetSite.objects.get().secret  # encrypted at rest


@pytest.mark.parametrize("origin", ["shop.example", "ftp://shop.example", "https://", "javascript:alert(1)"])
def test_an_address_that_is_none_is_named(organization, alice_client, origin):
    page = alice_client.post("/settings/sites/", {"name": "Shop", "origins": origin}).content.decode()
    assert "is no address" in page
    assert not WidgetSite.objects.exists()


def test_an_analyst_sees_the_snippet_but_makes_no_site(organization, cast):
    site, _secret = widget.site()
    client = Client()
    client.force_login(cast.bob.user)
    assert site.key in client.get(f"/settings/sites/{site.uid}/").content.decode()
    assert client.post("/settings/sites/", {"name": "Mine"}).status_code in {200, 403}
    assert WidgetSite.objects.count() == 1
    assert client.post(f"/settings/sites/{site.uid}/secret/").status_code == 403


def test_the_connection_appears(organization, alice_client):
    site, _secret = widget.site()
    address = f"/settings/sites/{site.uid}/connection/"
    assert "hx-trigger" in alice_client.get(address).content.decode()
    Client().get(f"/w/{site.key}/config")
    told = alice_client.get(address).content.decode()
    assert "connected" in told
    assert "hx-trigger" not in told


def test_a_survey_is_placed_by_its_page(survey, alice_client):
    given = {
        "is_on": "on", "shape": "side", "position": "start", "label": "Say it", "pages": "/a*\n\n/b",
        "hidden_pages": "", "delay_seconds": "3", "scroll_percent": "50", "share": "12.5", "event": "",
    }  # fmt: skip
    address = f"/surveys/{survey.uid}/widget/"
    assert alice_client.post(address, given).status_code == 302
    placed = queries.placement(survey.uid)
    assert (placed.is_on, placed.shape, placed.pages, placed.share) == (True, "side", ("/a*", "/b"), 0.125)
    assert placed.label == {"en": "Say it"}
    assert "Say it" in alice_client.get(address).content.decode()


def test_an_inline_one_needs_an_element(survey, alice_client):
    given = {"is_on": "on", "shape": "inline", "position": "end", "delay_seconds": "0", "scroll_percent": "0"}
    page = alice_client.post(f"/surveys/{survey.uid}/widget/", given).content.decode()
    assert "the element that an inline survey stands in" in page


def test_the_preview_may_be_framed_by_ourselves_only_and_runs_no_inline_script(survey, alice_client):
    response = alice_client.get(f"/surveys/{survey.uid}/widget/preview/?shape=modal")
    assert "frame-ancestors 'self'" in response["Content-Security-Policy"]
    assert "unsafe-inline" not in response["Content-Security-Policy"]
    assert "&quot;shape&quot;: &quot;modal&quot;" in response.content.decode()


def test_texts_with_markup_stay_texts(organization, alice_client):
    evil = surveys.survey(surveys.question("nps", "nps", "</script><script>alert(1)</script>\"'"))
    page = alice_client.get(f"/surveys/{evil.uid}/widget/preview/").content.decode()
    assert "<script>alert" not in page


class TestScript:
    def test_an_unknown_name_is_not_found(self, db):
        assert Client().get("/w/heedful-000000000000.js").status_code == 404
        assert Client().get("/w/heedful-..%2f..%2fsecret.js").status_code == 404

    def test_the_loader_is_looked_up_anew_and_the_rest_kept(self, db):
        from heedful.listen.channels.widget import script

        if not script.is_built():
            pytest.skip("the widget is not built here")
        loader = Client().get("/w/heedful.js", headers={"Accept-Encoding": "gzip"})
        assert loader["Cache-Control"] == "public, max-age=300"
        assert loader["Content-Encoding"] == "gzip"
        main = Client().get(f"/w/{script.manifest()['main']}")
        assert "immutable" in main["Cache-Control"]
        assert main["Content-Type"].startswith("text/javascript")
        assert script.manifest()["gzipped"] <= 10_000
