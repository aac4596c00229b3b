"""How a comment is meant towards words in it, and the tiers of reading."""

from __future__ import annotations

import re

import numpy as np
import pytest

from heedful.methods.language import Span
from heedful.understand.words.comments import Comments
from heedful.understand.words.heads import changes_of, head
from heedful.understand.words.heads.refit import refitted
from heedful.understand.words.kinds.sentiment import NEUTRAL, shares_of
from heedful.understand.words.polarity import aspect_polarities
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


def test_the_same_word_is_read_where_it_stands(reading: Reading) -> None:
    text = "The first waiter was lovely, but the second waiter was rude. The third was a lovely waiter."
    comments = Comments([text], folder=reading.folder, priors=["en"])
    spans = [Span(found.start(), found.end()) for found in re.finditer("waiter", text)]
    found = aspect_polarities(comments, [(0, span) for span in spans])
    assert [one and one.value for one in found] == [1, -1, 1]


def test_a_part_of_a_text_has_a_row_of_its_own_whatever_else_is_asked(reading: Reading) -> None:
    comments = Comments([MIXED, "A fork."], folder=reading.folder, priors=["en", "en"])
    asked = [(0, Span(4, 8)), (1, Span(2, 6)), (0, Span(32, 38))]
    rows = comments.towards("bge-small-en", asked)
    assert rows.shape == (3, 768)
    assert np.linalg.norm(rows.reshape(3, 2, -1), axis=2) == pytest.approx(np.ones((3, 2)), abs=1e-4)
    for row, one in zip(rows, asked, strict=True):
        assert comments.towards("bge-small-en", [one])[0] == pytest.approx(row)
    # Of one text the first token is the same, the parts are not.
    assert rows[0, :384] == pytest.approx(rows[2, :384])
    assert rows[0, 384:] @ rows[2, 384:] < 0.99


def test_what_no_token_stands_for_is_read_off_the_whole(reading: Reading) -> None:
    comments = Comments([MIXED], folder=reading.folder, priors=["en"])
    (row,) = comments.towards("bge-small-en", [(0, Span(3, 4))])
    whole = comments.meanings("bge-small-en", [0])[0][0]
    assert row == pytest.approx(whole, abs=1e-5)


def test_a_part_has_the_sentences_around_it(reading: Reading) -> None:
    comments = Comments(["It rained. The soup was warm. I left."], folder=reading.folder, priors=["en"])
    asked = [(0, Span(15, 19)), (0, Span(3, 9)), (0, Span(24, 28))]
    soup, rain, warm = comments.sentences_around("bge-small-en", asked)
    alone = Comments(["The soup was warm."], folder=reading.folder, priors=["en"])
    assert soup == pytest.approx(alone.meanings("bge-small-en", [0])[0][0], abs=1e-5)
    assert warm == pytest.approx(soup)
    assert rain @ soup < 1.99


def test_the_quality_tier_is_the_mean_of_two_encoders_with_less_neutral(reading: Reading) -> None:
    text = "The soup was warm, the bill was not small."
    shares = {}
    comments = Comments([text], folder=reading.folder, priors=["en"], tier="quality")
    for by in (head("sentiment-en"), head("sentiment-en-quality")):
        shares[by.key] = by.probabilities(comments.meanings(by.encoder, [0])[0])[0]
    mean = sum(shares.values()) / 2
    (whole,), _ = shares_of("sentiment-en-quality", comments, [0])
    assert whole.sum() == pytest.approx(1, abs=1e-5)
    assert whole[1] / whole[0] == pytest.approx(NEUTRAL * mean[1] / mean[0], rel=1e-4)
    assert whole[2] / whole[0] == pytest.approx(mean[2] / mean[0], rel=1e-4)


def test_many_languages_at_once_keep_their_places(reading: Reading) -> None:
    german = "Das Essen war leider kalt und der Kellner unfreundlich."
    comments = Comments([german, MIXED, ""], folder=reading.folder)
    asked = [(0, Span(4, 9)), (1, Span(32, 38)), (2, Span(0, 0)), (1, Span(4, 8))]
    found = aspect_polarities(comments, asked)
    assert [one and one.value for one in found[1:]] == [-1, None, 1]
    assert found == [aspect_polarities(comments, [one])[0] for one in asked]


def test_positions_are_those_of_the_text_as_written(quality: Reading) -> None:
    text = "I am Mr Poe (poe@example.org). The Waiter was rude."
    (found,) = quality.read([Comment(text, "en", aspect="waiter")])
    assert text[found["aspect"]["start"] : found["aspect"]["end"]] == "Waiter"


@pytest.mark.parametrize(
    ("text", "start"), [("We were happy until the App crashed.", 24), ("Snapper is a good name.", 2)]
)
def test_words_stand_alone_rather_than_in_another(quality: Reading, text: str, start: int) -> None:
    (found,) = quality.read([Comment(text, "en", aspect="app")])
    assert found["aspect"]["start"] == start


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
    rows = np.random.default_rng(1).normal(size=(200, 768)).astype(np.float32)
    rows /= np.linalg.norm(rows, axis=1, keepdims=True)
    turned = (shipped.probabilities(rows).argmax(axis=1) + 1) % 3
    assert refitted(shipped, rows[:0], turned[:0]).weights == pytest.approx(shipped.weights)
    loosely, firmly = (refitted(shipped, rows, turned, pull=pull) for pull in (0.01, 1e6))
    assert np.mean(loosely.probabilities(rows).argmax(axis=1) == turned) > 0.9
    assert np.mean(firmly.probabilities(rows).argmax(axis=1) == turned) < 0.1
    assert loosely.between is shipped.between is not None
    assert loosely.version == f"{shipped.version}+200 labels"
