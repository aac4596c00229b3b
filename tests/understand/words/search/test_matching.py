from __future__ import annotations

import unicodedata

import pytest
from hypothesis import given, strategies as st

from heedful.understand.words.search.asking import read_asked
from heedful.understand.words.search.matching import _is_near, fold, marks, query


def marked(text: str, asked: str, language: str = "en", *, known: bool = True) -> list[str]:
    _, terms = query(read_asked(asked), lambda _field, _term: int(known))
    return [text[start:end] for start, end in marks(text, terms, language)]


@pytest.mark.parametrize(
    ("text", "asked", "language", "found"),
    [
        ("The Delivery was late", "delivery", "en", ["Delivery"]),
        ("Deliveries come late", "delivery", "en", ["Deliveries"]),
        ("Deliveries come late", '"delivery"', "en", []),
        ("Das Frühstück, die Lieferungen", "fruhstuck lieferung", "de", ["Frühstück", "Lieferungen"]),
        ("undeliverable", "deliver*", "en", []),
        ("delivered quickly", "deliv*", "en", ["delivered"]),
        ("It came two days late.", '"two days late"', "en", ["two days late"]),
        ("two late days", '"two days late"', "en", []),
        ("my e-mail bounced", "e-mail", "en", ["e-mail"]),
        ("服务很好,北京", "北京", "zh", ["北京"]),
        ("Σίσυφος ΚΑΦΕΣ", "καφεσ", "el", ["ΚΑΦΕΣ"]),
        ("rude and rude", "rude", "en", ["rude", "rude"]),
        ("nothing of it", "-rude", "en", []),
        (unicodedata.normalize("NFD", "das Café dort"), "cafe", "fr", [unicodedata.normalize("NFD", "Café")]),
    ],
)
def test_terms_are_marked_where_they_stand(text: str, asked: str, language: str, found: list[str]) -> None:
    assert marked(text, asked, language) == found


def test_a_word_nobody_wrote_marks_those_like_it() -> None:
    assert marked("The delivery of the dinner", "delivry", known=False) == ["delivery"]
    assert marked("The delivery of the dinner", "delivry") == []
    assert marked("a cat", "car", known=False) == []  # too short to guess


def test_marks_that_touch_become_one() -> None:
    assert marked("two days late again", '"two days" "days late"') == ["two days late"]


@pytest.mark.parametrize(
    ("one", "other", "most", "near"),
    [
        ("delivery", "delivery", 0, True),
        ("delivry", "delivery", 1, True),
        ("delievry", "delivery", 2, True),
        ("deilvery", "delivery", 1, True),  # swapped
        ("refund", "defend", 1, False),
        ("abcdef", "ab", 2, False),
    ],
)
def test_letters_may_differ_so_much(one: str, other: str, most: int, near: bool) -> None:
    assert _is_near(one, other, most) is near


@given(st.text(max_size=60), st.text(max_size=30))
def test_marks_never_leave_the_text_nor_overlap(text: str, asked: str) -> None:
    _, terms = query(read_asked(asked), lambda _field, _term: 0)
    behind = 0
    for start, end in marks(text, terms, "en"):
        assert behind <= start < end <= len(text)
        behind = end


def test_case_and_accents_are_folded() -> None:
    assert fold("Ärger IM Café Øresund") == ["arger", "im", "cafe", "oresund"]
