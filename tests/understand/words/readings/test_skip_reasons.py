"""Why something was not read is said in the language of the page."""

from __future__ import annotations

import pytest
from django.utils import translation

from heedful.understand.words.reading import Comment, Reading
from heedful.understand.words.readings.documents import kept
from heedful.understand.words.readings.skip_reasons import reason_words


def test_what_readers_write_is_known(reading: Reading) -> None:
    texts = [Comment("…", "en"), Comment("Der Kaffee war kalt.", "de"), Comment("Good coffee. " * 4000, "en")]
    documents = Reading(reading.folder, ["emotion", "language"]).read(texts)
    reasons = {reason for document in documents for reason in document.get("skipped", {}).values()}
    reasons |= set(kept({}, "Good coffee.", has_themes=True).skipped.values())
    assert len(reasons) >= 4
    with translation.override("de"):
        assert {reason for reason in reasons if reason_words(reason) == reason} == set()


@pytest.mark.parametrize(
    ("reason", "words"),
    [
        (
            "not measured on de; measured on en, fr",
            "für Deutsch nicht gemessen; gemessen für Englisch, Französisch",
        ),
        (
            "not measured on an unknown language; measured on en",
            "für eine unbekannte Sprache nicht gemessen; gemessen für Englisch",
        ),
        ("no themes are known by 'tax_1'", "unter tax_1 sind keine Themen bekannt"),
        (
            "themes are not read in this language (eo)",
            "Themen werden in dieser Sprache nicht gelesen (Esperanto)",
        ),
        ("the model e5 is not installed", "das Modell e5 ist nicht installiert: heedful models fetch"),
        ("100 % of something older", "100 % of something older"),
        ("", ""),
    ],
)
def test_names_stay_in_the_sentence(reason: str, words: str) -> None:
    with translation.override("de"):
        assert reason_words(reason) == words
