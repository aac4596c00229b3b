"""Sentences, clauses and personal data: examples of each kind, and what holds for any text."""

from __future__ import annotations

from itertools import pairwise

import pytest
from hypothesis import given, strategies as st

from heedful.methods.language import Span, clauses, personal_data, redact, sentences
from heedful.methods.language.redaction import Kind, checksums

WORDS = st.text(max_size=300) | st.lists(
    st.sampled_from(
        [
            "Mr Poe",
            "ann@example.org",
            "4111 1111 1111 1111",
            "but",
            "gut,",
            "\n",
            "(",
            ")",
            "z.B.",
            "12 Elm Street",
            "🙂",
        ]
    )
).map(" ".join)


@given(text=WORDS)
def test_clauses_lie_in_sentences_in_order_and_hold_every_word(text: str) -> None:
    whole, parts = sentences(text), clauses(text)
    assert all(before.end <= after.start for before, after in pairwise(parts))
    assert all(
        any(sentence.start <= part.start and part.end <= sentence.end for sentence in whole) for part in parts
    )
    inside = "".join(part.of(text) for part in parts)
    assert "".join(inside.split()) == "".join(text.split())


@pytest.mark.parametrize(
    ("text", "parts"),
    [
        ("Good. Really good.", ["Good.", "Really good."]),
        ("Dr. Lee came at 9.30 a.m. sharp", ["Dr. Lee came at 9.30 a.m. sharp"]),
        ("Sehr gut, z.B. das Bier.\n\nGerne wieder", ["Sehr gut, z.B. das Bier.", "Gerne wieder"]),
        ("很好。下次再来！", ["很好。", "下次再来！"]),
        ("  ", []),
    ],
)
def test_sentences(text: str, parts: list[str]) -> None:
    assert [span.of(text) for span in sentences(text)] == parts


@pytest.mark.parametrize(
    ("text", "parts"),
    [
        ("The room was clean but the staff ignored us", ["The room was clean", "but the staff ignored us"]),
        (
            "Das Essen war kalt, aber der Kellner war nett",
            ["Das Essen war kalt,", "aber der Kellner war nett"],
        ),
        ("Yes, we loved every minute of it", ["Yes, we loved every minute of it"]),
        ("Great view – awful noise at night", ["Great view – awful noise at night"]),
    ],
)
def test_clauses(text: str, parts: list[str]) -> None:
    assert [span.of(text) for span in clauses(text)] == parts


FOUND = [
    ("Write to ann.lee+shop@mail.example.org please", Kind.EMAIL, "ann.lee+shop@mail.example.org"),
    ("ann(at)example(dot)org", Kind.EMAIL, "ann(at)example(dot)org"),
    ("Ring +44 20 7946 0958 after six", Kind.PHONE, "+44 20 7946 0958"),
    ("Meine Nummer: 030 901820.", Kind.PHONE, "030 901820"),
    ("mon numéro 01 42 68 53 00", Kind.PHONE, "01 42 68 53 00"),
    ("Karte 4111-1111-1111-1111", Kind.CARD, "4111-1111-1111-1111"),
    ("IBAN DE89 3704 0044 0532 0130 00 bitte", Kind.IBAN, "DE89 3704 0044 0532 0130 00"),
    ("ssn 078-05-1120", Kind.ID, "078-05-1120"),
    ("NI AB 12 34 56 C", Kind.ID, "AB 12 34 56 C"),
    ("My NHS number is 943 476 5919", Kind.ID, "943 476 5919"),
    ("Steuer-ID 86 095 742 719", Kind.ID, "86 095 742 719"),
    ("NIR 2 55 08 14 168 025 38", Kind.ID, "2 55 08 14 168 025 38"),
    ("DNI 12345678Z", Kind.ID, "12345678Z"),
    ("CF RSSMRA85T10A562S", Kind.ID, "RSSMRA85T10A562S"),
    ("CPF 529.982.247-25", Kind.ID, "529.982.247-25"),
    ("mijn BSN is 111222333", Kind.ID, "111222333"),
    ("passport number X1234567", Kind.ID, "X1234567"),
    ("see https://shop.example/r?token=9f8e7d6c here", Kind.LINK, "https://shop.example/r?token=9f8e7d6c"),
    ("I live at 12 Baker Street", Kind.ADDRESS, "12 Baker Street"),
    ("in der Lindenstraße 7, 50674 Köln", Kind.ADDRESS, "Lindenstraße 7, 50674 Köln"),
    ("au 12 rue de la Paix", Kind.ADDRESS, "12 rue de la Paix"),
    ("en la Calle Mayor 5", Kind.ADDRESS, "Calle Mayor 5"),
    ("in via Roma 12", Kind.ADDRESS, "via Roma 12"),
    ("Spoke to Kevin O'Hara today", Kind.NAME, "Kevin O'Hara"),
    ("Frau Müller-Lüdenscheidt war nett", Kind.NAME, "Müller-Lüdenscheidt"),
    ("je m'appelle Jean Dupont", Kind.NAME, "Jean Dupont"),
    ("me llamo José García", Kind.NAME, "José García"),
]


@pytest.mark.parametrize(("text", "kind", "words"), FOUND)
def test_personal_data(text: str, kind: Kind, words: str) -> None:
    assert [(one.kind, one.span.of(text)) for one in personal_data(text)] == [(kind, words)]


@pytest.mark.parametrize(
    "text",
    [
        "Paid 129.99 on 12.05.2024 at 14:30, order 4711",
        "booking 4111 1111 1111 1112 never arrived",  # not a card: the check digit is wrong
        "DE00 3704 0044 0532 0130 00",  # not an IBAN
        "12345678A",  # not a DNI
        "NHS ward 43, bed 47, 6 weeks",
        "Thanks to the whole team",
        "danke an das ganze Team",
        "https://shop.example/menu",
        "Monday to Friday from 9 to 5, rooms 101 to 120",
    ],
)
def test_what_is_none(text: str) -> None:
    assert personal_data(text) == ()


def test_what_is_known_of_the_writer_is_found_without_a_cue() -> None:
    text = "It is me again, Ottilie, and a day in may"
    assert [one.span.of(text) for one in personal_data(text, known=["Ottilie May"])] == ["Ottilie"]


def test_the_same_words_get_the_same_placeholder() -> None:
    text = "Mr Poe saw Mrs Lee. MR Poe and Mr  Poe left."
    assert (
        redact(text, personal_data(text)).text
        == "Mr [NAME 1] saw Mrs [NAME 2]. MR Poe and Mr  [NAME 1] left."
    )


@given(text=WORDS)
def test_redacting_loses_nothing_else_and_offsets_survive(text: str) -> None:
    found = personal_data(text)
    redacted = redact(text, found)
    assert len(redacted.placeholders) == len(found)
    for one, placeholder in zip(found, redacted.placeholders, strict=True):
        assert redacted.original_span(placeholder.redacted) == one.span
    rebuilt, position = [], 0
    for placeholder in redacted.placeholders:
        rebuilt += [redacted.text[position : placeholder.redacted.start], placeholder.original.of(text)]
        position = placeholder.redacted.end
    assert "".join([*rebuilt, redacted.text[position:]]) == text


def test_a_span_after_a_placeholder_is_found_in_the_original() -> None:
    text = "Mr Poe was rude, the soup was cold."
    redacted = redact(text, personal_data(text))
    start = redacted.text.index("the soup")
    assert redacted.original_span(Span(start, start + 8)).of(text) == "the soup"
    assert redacted.original_span(Span(0, 2)).of(text) == "Mr"


@pytest.mark.parametrize(
    ("check", "good", "bad"),
    [
        (checksums.luhn, "79927398713", "79927398710"),
        (checksums.mod_97, "GB29NWBK60161331926819", "GB28NWBK60161331926819"),
        (checksums.social_security, "078051120", "900051120"),
        (checksums.mod_11, "9434765919", "9434765910"),
        (checksums.iso_7064, "86095742719", "86095742718"),
        (checksums.nir, "255081416802538", "255081416802537"),
        (checksums.dni, "X1234567L", "X1234567A"),
        (checksums.eleven_proof, "111222333", "111222334"),
        (checksums.cpf, "52998224725", "11111111111"),
        (checksums.codice_fiscale, "RSSMRA85T10A562S", "RSSMRA85T10A562T"),
    ],
)
def test_checksums(check: object, good: str, bad: str) -> None:
    assert callable(check)
    assert check(good)
    assert not check(bad)
