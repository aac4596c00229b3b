from __future__ import annotations

import gzip

import pytest
from django import forms
from django.template import Context, Template

from heedful.platform.core.types import Actor, Permission
from heedful.platform.ui import navigation
from heedful.platform.ui.icons import PATHS
from heedful.platform.ui.vega import bundle_name


def actor(*permissions: Permission) -> Actor:
    return Actor("user", "Alice", 1, frozenset(permissions), 1)


def labels(sections) -> list[str]:
    return [str(link.label) for section in sections for link in section.links]


def test_the_rail_shows_what_the_actor_may_open():
    may = labels(navigation.sections(actor(Permission.READ_SCORES), "/"))
    assert "Home" in may
    assert "Members" not in may
    assert navigation.sections(None, "/") == ()


def test_a_page_below_a_page_keeps_its_parent_marked():
    sections = navigation.sections(actor(Permission.READ_SCORES), "/boards/brd_1/arrange/")
    current = [str(link.label) for section in sections for link in section.links if link.is_current]
    assert current == ["Boards"]
    assert [section.step for section in sections if section.is_current] == ["understand"]


def test_every_step_has_an_icon():
    assert set(navigation.Step) <= PATHS.keys()


def test_a_field_ties_label_hint_and_error_to_its_control():
    class Form(forms.Form):
        name = forms.CharField(help_text="As on the door.")

    content = Template("{% load ui %}{% form_field form.name %}").render(
        Context({"form": Form({"name": ""})})
    )
    assert 'for="id_name"' in content
    assert 'aria-describedby="id_name-hint id_name-error"' in content
    assert 'aria-invalid="true"' in content
    assert 'id="id_name-error"' in content


@pytest.mark.parametrize(
    ("value", "written"), [(36.4, "+36"), (-6, "−6"), (0.2, "0"), (None, "–"), (-0.4, "0"), (1234, "+1,234")]
)
def test_scores_are_written_with_their_sign(value, written):
    assert Template("{% load ui %}{{ value|signed }}").render(Context({"value": value})) == written


def test_the_chart_library_comes_from_this_instance_and_may_be_kept(client):
    response = client.get(f"/ui/{bundle_name()}", headers={"accept-encoding": "gzip"})
    assert response.status_code == 200
    assert response["Cache-Control"] == "public, max-age=31536000, immutable"
    assert b"window.vegaEmbed" in gzip.decompress(response.content)
    assert client.get("/ui/vega-0000.js").status_code == 404
