from __future__ import annotations

import io
import json
from collections.abc import Callable
from dataclasses import replace
from functools import cache

import numpy as np
import pytest
from tests.models import FOLDER, main

from heedful.platform.core.errors import InvalidInput
from heedful.understand.words.encoder import Encoder
from heedful.understand.words.model_files import Folder
from heedful.understand.words.reading import Comment, Reading
from heedful.understand.words.themes.documents import TaxonomyDocument, Theme
from heedful.understand.words.themes.engine import LabelledComment, ThemeFinder, learning_curve_of

ENCODERS: dict[str, Encoder] = {}
DOCUMENT = TaxonomyDocument(
    "A garage",
    (
        Theme(
            "wait",
            "Waiting time",
            description="How long people wait until somebody sees to the car.",
            phrases=("I waited for hours.", "It took forever.", "They were quick.", "ready the same day"),
            must=("queue",),
        ),
        Theme(
            "price",
            "Price",
            description="What a repair costs, and whether the bill is fair.",
            phrases=("It was expensive.", "The bill was too high.", "a fair price", "good value"),
            never=("priceless",),
        ),
        Theme(
            "staff",
            "Staff",
            description="How mechanics and people at the desk treat customers.",
            phrases=(
                "The mechanic was friendly.",
                "They were rude.",
                "She explained everything.",
                "kind people",
            ),
        ),
    ),
)
WAIT = (
    "Two hours until they looked at it.", "I sat there all morning.", "Done in ten minutes!",
    "So slow again.", "It took them a week.", "They kept me waiting.",
)  # fmt: skip
PRICE = (
    "Cheaper than elsewhere.", "They charged me double.", "400 euros for a bulb?",
    "The invoice was fair.", "Way too costly.", "Great value for money.",
)  # fmt: skip
NEITHER = (
    "The sun was shining.", "I drive a blue car.", "My dog likes trips.",
    "We live near the sea.", "Football was on.", "I had tea at home.",
)  # fmt: skip


@pytest.fixture(scope="session", autouse=True)
def _models():
    main()


@cache
def described() -> ThemeFinder:
    return ThemeFinder.fit(DOCUMENT, folder=Folder(FOLDER), encoders=ENCODERS)


def labels() -> list[LabelledComment]:
    found = [LabelledComment(text, frozenset({"wait"})) for text in WAIT]
    found += [LabelledComment(text, frozenset({"price"})) for text in PRICE]
    return found + [LabelledComment(text, frozenset()) for text in NEITHER]


@cache
def single() -> ThemeFinder:
    return ThemeFinder.fit(
        DOCUMENT, folder=Folder(FOLDER), labels=labels(), is_single=True, encoders=ENCODERS
    )


def read(finder: ThemeFinder, *texts: str, language: str = "en", taxonomy: str = "garage") -> list[dict]:
    reading = Reading(Folder(FOLDER), keys=("themes",), finders={"garage": finder}, encoders=ENCODERS)
    return list(reading.read(Comment(text, language, taxonomy=taxonomy) for text in texts))


def found(finder: ThemeFinder, text: str) -> dict[str, str]:
    """Themes of a text with the words that show them."""
    (document,) = read(finder, text)
    return {one["theme"]: text[one["start"] : one["end"]] for one in document["themes"]}


def test_descriptions_alone_find_themes_where_they_stand():
    text = "The repair cost me a fortune, but the man at the desk was very polite."
    assert found(described(), text) == {
        "price": "The repair cost me a fortune,",
        "staff": "but the man at the desk was very polite.",
    }


def test_polarity_is_of_the_clause():
    (document,) = read(described(), "The repair was far too expensive, but the mechanic was really friendly.")
    assert {one["theme"]: one["polarity"] for one in document["themes"]} == {"price": -1, "staff": 1}


@pytest.mark.parametrize("text", ["Thank you!", "ok", "No comment."])
def test_who_says_nothing_speaks_of_nothing(text):
    assert read(described(), text) == [{"themes": []}]


def test_positions_are_of_the_text_as_it_was_written():
    text = "Mr Poe (poe@example.com) was there, and the bill was far too high."
    assert found(described(), text)["price"] == "and the bill was far too high."


def test_a_word_makes_a_mention_and_is_certain():
    (document,) = read(described(), "Nice garden, and queues.")
    (mention,) = [one for one in document["themes"] if one["theme"] == "wait"]
    assert (mention["source"], mention["confidence"]) == ("rule", 1.0)


def test_a_word_prevents_a_mention():
    assert "price" in found(described(), "The price was too high.")
    assert "price" not in found(described(), "The price was too high, priceless.")


def test_labels_teach_what_one_theme_a_comment_has():
    assert list(found(single(), "We had to wait the whole day.")) == ["wait"]
    assert list(found(single(), "The invoice was much too expensive.")) == ["price"]
    assert found(single(), "My cat sleeps in the sun.") == {}


def test_quality_is_told_by_left_out_labels():
    qualities = {one.theme: one for one in single().qualities}
    assert set(qualities) == {"wait", "price"}  # nobody labelled staff
    assert qualities["price"].n_labels == 6
    assert qualities["price"].recall is not None
    assert qualities["price"].recall > 0.5


def test_the_same_is_the_same_bytes_and_reads_the_same():
    held = single().to_bytes()
    again = ThemeFinder.fit(
        DOCUMENT, folder=Folder(FOLDER), labels=labels(), is_single=True, encoders=ENCODERS
    )
    assert again.to_bytes() == held
    opened = ThemeFinder.from_bytes(held)
    assert (opened.version(), opened.document, opened.qualities) == (
        single().version(),
        DOCUMENT,
        single().qualities,
    )
    text = "They charged far too much, and it took a week."
    assert read(opened, text) == read(single(), text)
    assert single().version() != described().version()


@cache
def several() -> ThemeFinder:
    """Comments of two clauses that may speak of several themes."""
    pairs = zip(WAIT, PRICE, strict=True)
    both = [LabelledComment(f"{one} {other}", frozenset({"wait", "price"})) for one, other in pairs]
    return ThemeFinder.fit(DOCUMENT, folder=Folder(FOLDER), labels=[*labels(), *both], encoders=ENCODERS)


def of_parts(finder: ThemeFinder, share: float) -> ThemeFinder:
    """The same, with another share of the clauses."""
    heads = {
        key: replace(head, learnt=replace(head.learnt, of_parts=share)) for key, head in finder.heads.items()
    }
    return ThemeFinder(finder.document, heads, is_single=finder.is_single)


def test_clauses_have_the_share_that_was_learnt_and_it_is_kept():
    from heedful.understand.words.comments import Comments

    text = "The sun was shining and we had tea at home, but they charged me double."
    comments = Comments([text, "They charged me double."], folder=Folder(FOLDER), encoders=ENCODERS)
    without, half = of_parts(several(), 0.0), of_parts(several(), 0.5)
    wholly, partly = (one.probabilities(comments, [0, 1]) for one in (without, half))
    assert partly[0]["price"] > wholly[0]["price"]
    assert partly[1] == wholly[1]  # of one clause: it is the whole
    opened = ThemeFinder.from_bytes(half.to_bytes())
    assert {head.learnt.of_parts for head in opened.heads.values()} == {0.5}


def test_what_was_kept_before_clauses_had_a_share_reads_as_it_did():
    without = of_parts(several(), 0.0)
    old = rewritten(without.to_bytes(), lambda facts: facts["heads"]["bge-small-en"].pop("of_parts"))
    text = "It took them a week, and the invoice was fair."
    assert read(ThemeFinder.from_bytes(old), text) == read(without, text)


def test_lower_layers_are_looked_at_where_that_was_learnt_and_encoded_with_the_rest(monkeypatch):
    from heedful.understand.words.comments import Comments

    assert several().is_deep
    assert not described().is_deep
    text = "It took them a week, and the invoice was fair."
    encoded: list[str] = []
    true = Encoder.encode_deep

    def noted(self, texts):
        encoded.extend(texts)
        return true(self, texts)

    monkeypatch.setattr(Encoder, "encode_deep", noted)
    batch = Comments([text], folder=Folder(FOLDER), encoders=ENCODERS, finders={"garage": several()})
    batch.meanings("bge-small-en", [0])  # who comes first asks for what all need
    probable = several().probabilities(batch, [0])
    assert len(encoded) == len(set(encoded)) == 3  # the whole and two clauses, once
    late = Comments([text], folder=Folder(FOLDER), encoders=ENCODERS)
    late.meanings("bge-small-en", [0])
    assert several().probabilities(late, [0]) == probable
    opened = ThemeFinder.from_bytes(several().to_bytes())
    assert opened.is_deep
    assert opened.probabilities(batch, [0]) == probable


def test_what_was_kept_before_lower_layers_were_looked_at_reads_as_it_did():
    old = rewritten(single().to_bytes(), lambda facts: facts["heads"]["bge-small-en"].pop("of_depths"))
    text = "They charged far too much, and it took a week."
    assert read(ThemeFinder.from_bytes(old), text) == read(single(), text)


def test_what_is_of_another_format_is_refused():
    later = rewritten(described().to_bytes(), lambda facts: facts.update(format="heedful-themes-9"))
    with pytest.raises(InvalidInput, match="no heedful-themes-1 file"):
        ThemeFinder.from_bytes(later)


def rewritten(held: bytes, change: Callable[[dict], object]) -> bytes:
    """A fitted file with other facts in it."""
    with np.load(io.BytesIO(held), allow_pickle=False) as found:
        arrays = dict(found)
    facts = json.loads(arrays["facts"].tobytes())
    change(facts)
    arrays["facts"] = np.frombuffer(json.dumps(facts).encode(), np.uint8)
    out = io.BytesIO()
    np.savez_compressed(out, allow_pickle=False, **arrays)
    return out.getvalue()


@pytest.mark.parametrize("held", [b"", b"PK\x03\x04", b"name: themes", b"\x80\x04K\x01."])
def test_what_is_no_finder_is_refused(held):
    with pytest.raises(InvalidInput, match="file"):
        ThemeFinder.from_bytes(held)


def test_probabilities_are_of_every_theme():
    from heedful.understand.words.comments import Comments

    comments = Comments(["The bill was too high.", "???"], folder=Folder(FOLDER), encoders=ENCODERS)
    priced, unread = described().probabilities(comments, [0, 1])
    assert max(priced, key=lambda theme: priced[theme]) == "price"
    assert set(priced) == {"wait", "price", "staff"}
    assert unread == {}


def test_what_is_not_read_says_why(tmp_path):
    assert read(described(), "!!!") == [{"skipped": {"themes": "no words"}}]
    assert read(described(), "Good bill.", taxonomy="") == [{}]
    assert "no themes are known" in read(described(), "Good bill.", taxonomy="other")[0]["skipped"]["themes"]
    without = ThemeFinder.fit(DOCUMENT, folder=Folder(tmp_path))
    assert "heedful models fetch" in read(without, "The bill was too high.")[0]["skipped"]["themes"]
    german = "Die Reparatur hat sehr lange gedauert und war viel zu teuer."
    lone = ThemeFinder(DOCUMENT, {"bge-small-en": described().heads["bge-small-en"]})
    assert "not read in this language (de)" in read(lone, german, language="de")[0]["skipped"]["themes"]


def test_another_language_is_read_by_the_other_encoder():
    german = "Die Reparatur war viel zu teuer."
    (document,) = read(described(), german, language="de")
    assert "price" in {one["theme"] for one in document["themes"]}


def test_a_learning_curve_of_labels():
    points = learning_curve_of(
        DOCUMENT, labels(), folder=Folder(FOLDER), is_single=True, sizes=(10, 14), encoders=ENCODERS
    )
    assert [point.n for point in points] == [10, 14]
    assert all(0 <= point.value <= 1 for point in points)
