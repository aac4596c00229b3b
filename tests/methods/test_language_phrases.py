"""Key phrases and tidied posts: examples, and what holds for any text."""

from __future__ import annotations

import pytest
from hypothesis import given, strategies as st

from heedful.methods.language import tidied
from heedful.methods.language.phrases import LANGUAGES, phrases


@pytest.mark.parametrize(
    ("language", "text", "expected"),
    [
        ("en", "Great wifi! But battery life is poor.", ["battery life", "wifi", "poor"]),
        ("de", "Leider war die Wartezeit an der Hotline zu lang.", ["Wartezeit", "Hotline"]),
        ("fr", "Le service client est injoignable.", ["service client", "injoignable"]),
        ("es", "La pantalla táctil no funciona.", ["pantalla táctil"]),
        ("en", "The wi-fi, the wi-fi and the wi-fi.", ["wi-fi"]),
        ("en", "It was very good, thank you.", []),
        ("en", "", []),
    ],
)
def test_phrases(language: str, text: str, expected: list[str]) -> None:
    assert [phrase.span.of(text) for phrase in phrases(text, language)] == expected


@given(text=st.text(max_size=300), language=st.sampled_from(LANGUAGES))
def test_phrases_lie_in_the_text_and_differ(text: str, language: str) -> None:
    found = [phrase.span.of(text) for phrase in phrases(text, language, most=5)]
    assert len(found) <= 5
    assert all(one.strip() for one in found)
    assert len({" ".join(one.casefold().split()) for one in found}) == len(found)


def test_a_language_without_stop_words_is_refused() -> None:
    with pytest.raises(KeyError):
        phrases("dobrý den", "cs")


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("@user I #love it https://t.co/abc", "I love it"),
        ("RT @shop: new hours", ": new hours"),
        ("write to a@b.org", "write to a@b.org"),
        ("see www.example.org now", "see now"),
        ("@user", "@user"),
    ],
)
def test_tidied(text: str, expected: str) -> None:
    assert tidied(text) == expected
