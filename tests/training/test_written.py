"""The text written to train with: well-formed, balanced, and never in both parts."""

from __future__ import annotations

from collections import Counter

import pytest
from training.written import aspects, clauses_of_aspects, comments

CLASSES = {"negative", "neutral", "positive"}


def test_comments_are_many_balanced_and_of_many_domains() -> None:
    found = [*comments("train"), *comments("dev")]
    counts = Counter(label for *_, label in found)
    assert set(counts) == CLASSES
    assert len(found) >= 1_200
    assert min(counts.values()) > len(found) / 4
    assert len({domain for domain, *_ in found}) >= 12
    assert len({text.casefold() for _, text, _ in found}) == len(found)


@pytest.mark.parametrize("part", [comments, aspects])
def test_no_text_is_in_both_parts(part) -> None:
    texts = [{one[-2] if part is comments else one[0] for one in part(which)} for which in ("train", "dev")]
    assert all(texts)
    assert not texts[0] & texts[1]


def test_what_is_named_stands_in_the_text_and_marks_do_not() -> None:
    found = [*aspects("train"), *aspects("dev")]
    assert len(found) >= 2_500
    for text, marks in found:
        assert marks
        assert not set("{}|") & set(text)
        for start, end, label in marks:
            assert text[start:end].strip() == text[start:end] != ""
            assert label in CLASSES


def test_what_is_named_is_praised_blamed_and_only_mentioned() -> None:
    counts = Counter(label for _, marks in aspects("train") for *_, label in marks)
    assert min(counts.values()) > counts.total() / 5


def test_a_clause_counts_where_all_it_names_is_meant_alike() -> None:
    found = dict(clauses_of_aspects("train")) | dict(clauses_of_aspects("dev"))
    assert found["The screen is gorgeous"] == "positive"
    assert found["but the battery hardly lasts two hours."] == "negative"
