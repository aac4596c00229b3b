"""What pages make of keys, codes and values."""

from __future__ import annotations

import pytest
from django.utils import translation

from heedful.platform.ui.languages import language_name
from heedful.platform.ui.templatetags.ui import as_label, said


@pytest.mark.parametrize(
    ("value", "words"),
    [(True, "yes"), (False, "no"), (37.0, "37"), (37.5, "37.5"), (1998, "1998"), ("Premium", "Premium")],
)
def test_a_value_is_written_as_people_do(value: object, words: str) -> None:
    assert said(value) == words


def test_yes_is_said_in_the_language_of_the_page() -> None:
    with translation.override("de"):
        assert said(True) == "ja"


@pytest.mark.parametrize(
    ("key", "label"),
    [("monthly_revenue", "Monthly revenue"), ("plan", "Plan"), ("Order channel", "Order channel")],
)
def test_a_key_that_nobody_named_becomes_words(key: str, label: str) -> None:
    assert as_label(key) == label


@pytest.mark.parametrize(
    ("code", "english", "german"),
    [("de", "German", "Deutsch"), ("zh", "Chinese", "Chinesisch"), ("xx-none", "xx-none", "xx-none")],
)
def test_languages_have_names(code: str, english: str, german: str) -> None:
    assert language_name(code) == english
    with translation.override("de"):
        assert language_name(code) == german
