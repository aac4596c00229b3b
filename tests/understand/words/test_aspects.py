"""How a comment is meant towards words in it, and the tiers of reading."""

from __future__ import annotations

import numpy as np
import pytest

from heedful.understand.words.heads import changes_of, head
from heedful.understand.words.heads.refit import refitted
from heedful.understand.words.reading import Comment, Reading

MIXED = "The food was wonderful, but the waiter was rude and slow."


@pytest.fixture(scope="module")
def quality(reading: Reading) -> Reading:
    return Reading(reading.folder, ["language", "sentiment", "aspect"], tier="quality")


@pytest.mark.parametrize(("term", "polarity"), [("food", 1), ("waiter", -1)])
def test_each_term_of_a_mixed_sentence_has_its_own(quality: Reading, term: str, polarity: int) -> None:
    (found,) = quality.read([Comment(MIXED, "en", aspect=term)])
    assert found["aspect"]["polarity"] == polarity
    assert MIXED[found["aspect"]["start"] : found["aspect"]["end"]] == term
    assert np.sign(found["aspect"]["score"]) == polarity


def test_positions_are_those_of_the_text_as_written(quality: Reading) -> None:
    text = "I am Mr Poe (poe@example.org). The Waiter was rude."
    (found,) = quality.read([Comment(text, "en", aspect="waiter")])
    assert text[found["aspect"]["start"] : found["aspect"]["end"]] == "Waiter"


@pytest.mark.parametrize(
    ("comment", "why"),
    [
        (Comment(MIXED, "en", aspect="garden"), "'garden' does not stand in the comment"),
        (Comment("", aspect="food"), "'food' does not stand in the comment"),
    ],
)
def test_what_cannot_be_told_is_said(quality: Reading, comment: Comment, why: str) -> None:
    (found,) = quality.read([comment])
    assert found["skipped"]["aspect"] == why
    assert "aspect" not in found


def test_nobody_asked_nothing_said(quality: Reading) -> None:
    (found,) = quality.read([Comment(MIXED, "en")])
    assert "aspect" not in found
    assert "skipped" not in found


def test_tiers_differ_in_version_and_in_what_encodes(reading: Reading, quality: Reading) -> None:
    assert quality.versions()["sentiment"] != reading.versions()["sentiment"]
    changes = changes_of(head("sentiment-en-quality").encoder)
    assert {key.partition("/")[0] for key in changes} == {"fine", "new"}
    assert not changes_of(head("sentiment-en").encoder)


def test_rows_that_were_fine_tuned_are_not_compared_by_meaning(quality: Reading) -> None:
    assert not [key for key in quality.read_batch([Comment(MIXED, "en")]).meanings if ":" in key]


def test_labels_move_a_head_as_far_as_they_carry() -> None:
    shipped = head("sentiment-en")
    rows = np.random.default_rng(1).normal(size=(200, shipped.weights.shape[1])).astype(np.float32)
    rows /= np.linalg.norm(rows, axis=1, keepdims=True)
    turned = (shipped.probabilities(rows).argmax(axis=1) + 1) % 3
    assert refitted(shipped, rows[:0], turned[:0]).weights == pytest.approx(shipped.weights)
    loosely, firmly = (refitted(shipped, rows, turned, pull=pull) for pull in (0.01, 1e6))
    assert np.mean(loosely.probabilities(rows).argmax(axis=1) == turned) > 0.9
    assert np.mean(firmly.probabilities(rows).argmax(axis=1) == turned) < 0.1
    assert loosely.version == f"{shipped.version}+200 labels"
