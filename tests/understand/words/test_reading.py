"""Reading comments with the real models: what comes out, for good input, bad input and other languages."""

from __future__ import annotations

import numpy as np
import pytest
from tests.models import FOLDER

from heedful.understand.words.encoder import Encoder
from heedful.understand.words.kind import readers
from heedful.understand.words.language import language_of
from heedful.understand.words.model_files import Folder, models
from heedful.understand.words.reading import Comment, Reading

MIXED = "Mr Poe was friendly and quick to help. The soup was cold and horrible."


def read(reading: Reading, *texts: str, language: str = "") -> list[dict]:
    return list(reading.read(Comment(text, language) for text in texts))


def test_a_comment_and_its_clauses(reading: Reading) -> None:
    (found,) = read(reading, MIXED)
    assert found["language"] == "en"
    assert found["redacted"].startswith("Mr [NAME 1] was friendly")
    first, second = found["clauses"]
    assert MIXED[first["start"] : first["end"]] == "Mr Poe was friendly and quick to help."
    assert MIXED[second["start"] : second["end"]] == "The soup was cold and horrible."
    assert (first["label"], second["label"]) == ("positive", "negative")
    assert "skipped" not in found


@pytest.mark.parametrize(
    ("text", "label"),
    [
        ("Absolutely wonderful, we will come back.", "positive"),
        ("Never again. Rude staff and a dirty room.", "negative"),
        ("The laptop stopped working after two days.", "negative"),
        ("I love how fast this app is.", "positive"),
        ("I ordered the soup and a glass of water.", "neutral"),
    ],
)
def test_sentiment(reading: Reading, text: str, label: str) -> None:
    (found,) = read(reading, text)
    assert found["sentiment"]["label"] == label
    assert -1 <= found["sentiment"]["score"] <= 1


def test_the_same_text_is_read_the_same_way_twice_and_in_any_company(reading: Reading) -> None:
    alone = read(reading, MIXED)
    in_company = read(reading, "Short.", MIXED, "A much longer comment than the others, on and on. " * 20)
    again = read(reading, MIXED)
    assert alone == again
    assert in_company[1]["sentiment"]["label"] == alone[0]["sentiment"]["label"]
    assert in_company[1]["sentiment"]["score"] == pytest.approx(alone[0]["sentiment"]["score"], abs=0.03)


HOSTILE = {
    "empty": "",
    "blank": "   ",
    "emoji": "🙂🙂",
    "control": "\x00\x01\x02",
    "digits": "12345",
    "html": "<script>alert(1)</script>",
    "bidi": "\u202egood\u202c",
    "short": "ok",
    "han": "好",
    "one word": "a" * 1_000_000,
    "long": "good " * 250_000,
}


@pytest.mark.parametrize("text", HOSTILE.values(), ids=HOSTILE)
def test_every_comment_gets_a_document(reading: Reading, text: str) -> None:
    (found,) = read(reading, text)
    assert "language" in found
    assert "sentiment" in found or found["skipped"]["sentiment"]
    if len(text) > 20_000:
        assert "too long" in found["skipped"]["rest"]


def test_a_language_it_was_not_measured_on_is_read_and_marked_so(reading: Reading) -> None:
    german, czech = read(
        reading,
        "Das Essen war leider kalt und der Kellner unfreundlich.",
        "Jídlo bylo bohužel studené a číšník byl velmi nepříjemný.",
    )
    assert (german["language"], german["sentiment"]["label"]) == ("de", "negative")
    assert "measured" not in german["sentiment"]
    assert (czech["language"], czech["sentiment"]["measured"]) == ("cs", False)


def test_without_the_model_for_its_language_a_comment_is_not_read(reading: Reading, tmp_path) -> None:
    english = "bge-small-en"
    (tmp_path / english).symlink_to(reading.folder.root / english)
    (found,) = read(Reading(Folder(tmp_path)), "Das Essen war leider kalt und der Kellner unfreundlich.")
    assert found["skipped"]["sentiment"] == "the model multilingual-e5-small is not installed"
    assert found["phrases"]


def test_without_a_model_the_others_still_read(tmp_path) -> None:
    (found,) = read(Reading(Folder(tmp_path)), MIXED)
    assert found["language"] == "en"
    assert {"sentiment", "types"} <= set(found["skipped"])
    assert set(found["skipped"].values()) == {"the model bge-small-en is not installed"}
    assert found["phrases"]


def test_documents_come_in_the_order_of_the_comments(reading: Reading) -> None:
    texts = [
        f"Row {number} was {'good' if number % 2 else 'awful'}." * (1 + number % 7) for number in range(600)
    ]
    only = Reading(reading.folder, ["redaction"])
    assert [one["redacted"] for one in read(only, *texts)] == texts


def test_a_batch_of_texts_means_what_each_means_alone(reading: Reading) -> None:
    encoder = Encoder(Folder(FOLDER), models()["bge-small-en"])
    texts = ["cold soup", "The staff could not have been nicer to us all evening.", ""]
    together = encoder.encode(texts)
    apart = np.vstack([encoder.encode([text]) for text in texts])
    assert together.shape == (3, 768)
    # The weights are 8 bits wide and scaled by what shares the batch: near, not equal.
    assert np.sum(together * apart, axis=1) / 2 == pytest.approx(1, abs=0.01)
    assert encoder.encode([]).size == 0


@pytest.mark.parametrize(
    ("text", "prior", "code", "is_expected"),
    [
        ("Der Service war ausgezeichnet, vielen Dank.", "", "de", False),
        ("Der Service war ausgezeichnet, vielen Dank.", "en", "de", False),
        ("super", "de-AT", "de", True),
        ("🙂", "fr", "fr", True),
        ("123", "", None, False),
        ("La comida estaba muy rica y el camarero amable", "", "es", False),
    ],
)
def test_language(text: str, prior: str, code: str | None, is_expected: bool) -> None:
    found = language_of(text, prior)
    assert (found.code, found.is_expected) == (code, is_expected)


@pytest.mark.parametrize("key", readers())
def test_every_reader_keeps_its_promises(reading: Reading, key: str) -> None:
    kind = readers()[key]
    assert kind.key == key
    assert kind.label
    assert kind.version() == kind.version() != ""
    assert set(kind.models) <= set(models())
    only = Reading(reading.folder, [key])
    assert len(read(only, MIXED, "", "🙂")) == 3
    assert only.versions() == {key: kind.version()}


def test_of_a_conversation_only_the_customer_is_read(reading):
    said = "Agent: That is terrible, I am so sorry!\nCustomer: Works perfectly now, great help."
    (document,) = reading.read([Comment(said)])
    (clause, *_more) = document["clauses"]
    assert said[clause["start"] : clause["end"]].startswith("Works perfectly")
    assert document["sentiment"]["label"] == "positive"
    assert document["redacted"] == said
