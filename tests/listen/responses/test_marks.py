from __future__ import annotations

from hypothesis import given, strategies as st

from heedful.listen.responses.marks import Mark, Piece, pieces


def test_a_text_without_marks_is_one_piece():
    assert pieces("Cold soup.", ()) == (Piece("Cold soup."),)


def test_marks_may_lie_over_each_other():
    found = pieces("cold soup, late", [Mark(0, 9, "Food", "negative"), Mark(5, 15, "Wait", "positive")])
    assert [(one.text, one.labels, one.sense) for one in found] == [
        ("cold ", ("Food",), "negative"),
        ("soup", ("Food", "Wait"), "neutral"),
        (", late", ("Wait",), "positive"),
    ]


def test_a_mark_that_does_not_fit_the_text_is_left_out():
    assert pieces("short", [Mark(0, 50, "Food"), Mark(3, 3, "Wait")]) == (Piece("short"),)


@given(st.text(), st.lists(st.tuples(st.integers(-2, 20), st.integers(-2, 20))))
def test_nothing_is_lost(text, spans):
    assert "".join(one.text for one in pieces(text, [Mark(*span, "x") for span in spans])) == text
