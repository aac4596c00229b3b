from __future__ import annotations

import re
from dataclasses import replace

import pytest
from tests.make.surveys import definition, question

from heedful.design.surveys.colours import contrast
from heedful.design.surveys.flow import Surroundings
from heedful.design.surveys.kind import kinds
from heedful.design.surveys.types import Look, Scale
from heedful.listen.channels.mail.composing import compose
from heedful.listen.channels.mail.types import Addresses, LetterTexts, Occasion, SenderFacts
from heedful.listen.channels.mail.usual_texts import LANGUAGES, usual_texts

ADDRESSES = Addresses(
    "https://x.example/s",
    "https://x.example/u",
    "https://x.example/c",
    lambda key, value: f"https://x.example/{key}/{value}",
)
HOUSE = SenderFacts("Alder & Sons", postal_address="1 Elm Street, Springfield")
NAMES = {"organization": "Alder & Sons", "contact.first_name": "Eve", "contact.name": "Eve Moneypenny"}


def made(survey=None, language="en", occasion=Occasion.INVITATION, texts=None, names=NAMES, **fields):
    survey = survey or definition(question("nps", text="How likely?"), question("why", "long_text"))
    survey = replace(survey, questions=tuple(kinds()[each.kind].define(each) for each in survey.questions))
    around = Surroundings(language, "email", {}, names)
    return compose(
        survey, texts or usual_texts(occasion, language), around, ADDRESSES, sender=HOUSE, **fields
    )


def shown(html: str) -> str:
    """What mail programs other than Outlook see."""
    return re.sub(r"<!--\[if mso\]>.*?<!\[endif\]-->", "", html, flags=re.DOTALL)


def test_every_step_is_one_link_in_both_parts():
    letter = made()
    found = re.findall(r'href="https://x\.example/nps/(\d+)"', shown(letter.html))
    assert found == [str(step) for step in range(11)]
    assert re.findall(r"https://x\.example/nps/(\d+)$", letter.text, re.MULTILINE) == found
    assert "How likely?" in letter.html
    assert "How likely?" in letter.text


def test_outlook_gets_a_table_of_the_same_links():
    outlook = "".join(re.findall(r"<!--\[if mso\]>(.*?)<!\[endif\]-->", made().html, re.DOTALL))
    assert re.findall(r'href="https://x\.example/nps/(\d+)"', outlook) == [str(step) for step in range(11)]


def test_gaps_are_filled_and_a_missing_name_leaves_no_hole():
    assert "Hello Eve," in made().text
    assert "Hello there," in made(names={"organization": "A"}).text
    german = definition(replace(question(), text={"de": "Wie wahrscheinlich?"}), language="de")
    assert "Guten Tag," in made(german, "de", names={"organization": "A"}).text


@pytest.mark.parametrize("language", LANGUAGES)
def test_usual_letters_are_whole_in_every_language(language):
    survey = definition(replace(question(), text={language: "?"}), language=language)
    for occasion in Occasion:
        letter = made(survey, language, occasion)
        assert "Alder & Sons" in letter.subject
        assert "{" not in letter.subject + letter.text
        assert f'lang="{language}"' in letter.html
        assert ('dir="rtl"' in letter.html) is (language == "ar")


def test_what_somebody_typed_is_shown_and_never_run():
    evil = '<script>alert(1)</script>"><img src=x onerror=y>{{ 7|add:7 }}{% now %}'
    names = {"organization": evil, "contact.first_name": evil}
    texts = LetterTexts(evil, evil, evil + "{contact.first_name}", evil, evil, "{organization}")
    survey = definition(question("nps", text=evil))
    html = made(survey, texts=texts, names=names).html
    assert "<script" not in html
    assert "onerror=y>" not in html.replace("onerror=y&gt;", "")
    assert re.findall(r"<img", html) == []
    assert "{% now %}" in html.replace("&nbsp;", " ") or "(% now %)" in html


def test_no_picture_but_the_logo_and_nothing_loaded_from_elsewhere():
    plain = made().html
    assert "<img" not in plain
    assert not re.search(r"src=|@import|url\(", plain)


def test_dark_is_designed_and_can_be_looked_at_alone():
    letter = made()
    assert '<meta name="color-scheme" content="light dark">' in letter.html
    assert "prefers-color-scheme: dark" in letter.html
    dark, light = made(theme="dark").html, made(theme="light").html
    assert "prefers-color-scheme" not in dark + light
    assert "#1c2327" in dark
    assert "#1c2327" not in light


def test_a_pale_brand_colour_is_made_readable():
    survey = replace(definition(question()), look=Look(accent="#ffee00"))
    accent = re.search(r'class="score"[^>]*?color:(#[0-9a-f]{6});">', made(survey).html)
    assert accent is not None
    assert contrast(accent[1], "#ffffff") >= 4.5


def test_a_survey_that_does_not_begin_with_a_score_has_a_button():
    survey = definition(
        question("colour", "single_choice", options=("red", "blue")), question("why", "long_text")
    )
    letter = made(survey)
    assert 'class="go" href="https://x.example/s"' in letter.html
    assert "Answer: https://x.example/s" in letter.text


@pytest.mark.parametrize(
    ("kind", "scale", "faces"),
    [("thumbs", Scale(0, 1), ["👎", "👍"]), ("smileys", Scale(1, 5), list("😠🙁😐🙂😀")),
     ("stars", Scale(1, 5), ["1 ★", "2 ★", "3 ★", "4 ★", "5 ★"]), ("csat", Scale(1, 5), list("12345"))],
)  # fmt: skip
def test_faces_of_other_scales(kind, scale, faces):
    html = shown(made(definition(question("q", kind, scale=scale))).html)
    assert re.findall(r'class="score"[^>]*>([^<]*)</a>', html) == faces


def test_the_way_out_and_the_address_stand_beneath():
    letter = made()
    for part in (letter.html, letter.text):
        assert "https://x.example/u" in part
        assert "https://x.example/c" in part
        assert "1 Elm Street, Springfield" in part


def test_a_test_says_so():
    assert "This is a test." in made(is_test=True).text
    assert "This is a test." not in made().text
