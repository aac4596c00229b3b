"""The text written to train with: well-formed, balanced, and never in both parts."""

from __future__ import annotations

from collections import Counter

import pytest
from training.written import aspects, clauses_of_aspects, comments, plain

from heedful.config.demo.comments import RESTAURANT, SAAS, TELECOM

CLASSES = {"negative", "neutral", "positive"}


def test_comments_are_many_balanced_and_of_many_domains() -> None:
    found = [*comments("train"), *comments("dev")]
    counts = Counter(label for *_, label in found)
    assert set(counts) == CLASSES
    assert len(found) >= 1_200
    assert min(counts.values()) > len(found) / 4
    assert len({domain for domain, *_ in found}) >= 12
    assert len({text.casefold() for _, text, _ in found}) == len(found)


def test_plain_facts_praise_as_often_as_they_blame() -> None:
    counts = Counter(label for *_, label in [*plain("train"), *plain("dev")])
    assert set(counts) == CLASSES
    assert abs(counts["positive"] - counts["negative"]) < counts.total() / 20
    texts = [text.casefold() for part in ("train", "dev") for _, text, _ in plain(part)]
    assert len(set(texts)) == counts.total() >= 500


def test_what_the_demo_is_judged_by_was_not_learnt() -> None:
    learnt = [text.casefold() for part in ("train", "dev") for _, text, _ in plain(part)]
    said = [
        words.casefold()
        for bank in (RESTAURANT, TELECOM, SAAS)
        for praise, blame in bank["en"].values()
        for words in (*praise, *blame)
    ]
    assert not [words for words in said for text in learnt if words in text]


@pytest.mark.parametrize("part", [comments, aspects, plain])
def test_no_text_is_in_both_parts(part) -> None:
    texts = [{one[0] if part is aspects else one[1] for one in part(which)} for which in ("train", "dev")]
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
