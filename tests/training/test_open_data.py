"""Reviews of apps: a sentence of each, the same in every run, none too short or too long."""

from __future__ import annotations

import csv
import json
from pathlib import Path

from training.open_data import app_sentences, cebab_sentences


def test_one_sentence_of_each_review_of_an_app(tmp_path: Path) -> None:
    file = tmp_path / "reviews.csv"
    texts = [f"I have used number {place} for years. Never again with so many ads." for place in range(9)]
    with file.open("w", encoding="utf-8", newline="") as out:
        rows = csv.writer(out)
        rows.writerows([["App", "Translated_Review"], *(["A", text] for text in [*texts, "nan", "Good."])])
    found = app_sentences(file, 5)
    assert len(found) == 5
    assert found == app_sentences(file, 5)
    assert all(any(sentence in text for text in texts) for sentence in found)
    assert len(app_sentences(file, 100)) == len(texts)


def test_every_sentence_of_reviews_once_however_often_it_was_edited(tmp_path: Path) -> None:
    file = tmp_path / "reviews.jsonl"
    texts = ["The soup was hot. Great.", "The soup was hot. The room was dark and loud.", "Fine."]
    file.write_text("".join(json.dumps({"description": text}) + "\n" for text in texts), encoding="utf-8")
    assert sorted(cebab_sentences(file, 9)) == ["The room was dark and loud.", "The soup was hot."]
    assert cebab_sentences(file, 1) == cebab_sentences(file, 9)[:1]
