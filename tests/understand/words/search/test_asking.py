from __future__ import annotations

import pytest
from hypothesis import given, strategies as st

from heedful.understand.words.search.asking import MOST_TERMS, Asked, Shape, Term, read_asked


def word(text: str) -> Term:
    return Term(text)


@pytest.mark.parametrize(
    ("text", "asked"),
    [
        ("", Asked()),
        ("slow delivery", Asked(((word("slow"),), (word("delivery"),)))),
        ('"two days late" -refund', Asked(((Term("two days late", Shape.PHRASE),),), (word("refund"),))),
        ("deliv*", Asked(((Term("deliv", Shape.PREFIX),),))),
        ("rude OR slow staff", Asked(((word("rude"), word("slow")), (word("staff"),)))),
        ("OR rude OR", Asked(((word("OR"),), (word("rude"),)))),
        ("„nie wieder“", Asked(((Term("nie wieder", Shape.PHRASE),),))),
        ('"half open', Asked(((Term("half open", Shape.PHRASE),),))),
        ("e-mail", Asked(((word("e-mail"),),))),
        ('-"room service" food', Asked(((word("food"),),), (Term("room service", Shape.PHRASE),))),
        ("* - -- !?", Asked()),
    ],
)
def test_what_is_typed_is_taken_apart(text: str, asked: Asked) -> None:
    assert read_asked(text) == asked


def test_meaning_hears_the_words_without_the_signs() -> None:
    assert read_asked('"two days" late* OR slow -refund').words == "two days late slow"


@given(st.text(max_size=700))
def test_nothing_typed_is_an_error(text: str) -> None:
    asked = read_asked(text)
    assert len(asked.terms) + len(asked.without) <= MOST_TERMS
    assert all(term.text.strip() for term in (*asked.terms, *asked.without))
