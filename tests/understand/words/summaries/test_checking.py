"""What an endpoint wrote is shown only when the comments hold its numbers and names."""

from __future__ import annotations

import pytest

from heedful.understand.words.summaries.checking import problems_of

MATERIAL = """About: Delivery
Language: en
People: 1,204
- said by 34 of 1,204: the parcel came late
  also: Hermes left it at Anna's door for 2 days"""


@pytest.mark.parametrize(
    "text",
    [
        "34 of 1,204 people say the parcel came late.",
        "Many say the parcel came late, and that Hermes left it at the door for two days.",
        "The parcel came late (1204 people wrote). Anna's door is named once.",
        "Parcel after parcel came late. I see the word late often.",
    ],
)
def test_what_the_comments_hold_is_let_through(text):
    assert problems_of("Late parcels", text, MATERIAL) == ()


@pytest.mark.parametrize(
    ("text", "problem"),
    [
        ("35 of 1,204 say it came late.", "the number 35"),
        ("3.4 % say it came late.", "the number 3.4"),
        ("Half say it came late.", "the number Half"),
        ("Many say seven days.", "the number seven"),
        ("Many blame DHL for it.", "“DHL”"),
        ("Many blame Mr Poe for it.", "“Poe”"),
        ("Berger left it at the door.", "“Berger”"),
        ("It came late. Berger left it.", "“Berger”"),
        ("See https://example.org for more.", "link"),
        ("It came <b>late</b>.", "markup"),
        ("", "empty"),
        ("late " * 300, "longer"),
    ],
)
def test_what_they_do_not_hold_is_refused(text, problem):
    assert any(problem in one for one in problems_of("Late parcels", text, MATERIAL))


def test_the_name_is_checked_too():
    assert problems_of("Late DHL parcels", "The parcel came late.", MATERIAL)


def test_german_nouns_are_large_and_names_are_found_all_the_same():
    material = "- said by 5 of 9: die Lieferung kam spät, der Fahrer war unfreundlich"
    assert problems_of("Späte Lieferungen", "Viele Lieferungen kamen spät.", material, language="de") == ()
    assert problems_of("Lieferung", "Der Fahrer Krause war unfreundlich.", material, language="de")
