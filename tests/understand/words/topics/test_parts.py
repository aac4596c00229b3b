"""Comments taken apart: clauses that say something and that no theme explains."""

from __future__ import annotations

from datetime import date, timedelta

import numpy as np

from heedful.understand.words.topics import finding
from heedful.understand.words.topics.finding import Window, drawn_by_parts, find_topics
from heedful.understand.words.topics.parts import in_clauses, open_clauses, whole
from heedful.understand.words.topics.remarks import Remark

TODAY = date(2026, 3, 30)
LONG = "The room was clean. Thanks! But the car park was full again, and the lift did not work."


def test_clauses_of_a_word_or_two_and_explained_ones_are_left_out():
    assert open_clauses(Remark("The car park was full", TODAY)) == []
    assert open_clauses(Remark(LONG, TODAY)) == [
        "The room was clean.",
        "But the car park was full again,",
        "and the lift did not work.",
    ]
    explained = Remark(LONG, TODAY, explained=((0, 19),))
    assert open_clauses(explained) == ["But the car park was full again,", "and the lift did not work."]


def test_what_is_one_clause_keeps_its_row_and_the_rest_is_encoded():
    remarks = [Remark("The car park was full", TODAY), Remark(LONG, TODAY), Remark("Thanks! Bye.", TODAY)]
    rows = np.eye(3, 4, dtype=np.float32)
    asked: list[str] = []

    def encode(texts: list[str]) -> np.ndarray:
        asked.extend(texts)
        return np.tile(np.array([0, 0, 0, 1], np.float32), (len(texts), 1))

    found = in_clauses(remarks, rows, encode)
    assert asked == open_clauses(remarks[1])
    assert found.whose.tolist() == [0, 1, 1, 1, 2]
    assert found.rows.argmax(axis=1).tolist() == [0, 3, 3, 3, 2]
    assert found.texts[-1] == "Thanks! Bye."
    assert in_clauses([], np.empty((0, 4), np.float32), encode).rows.shape == (0, 4)


def test_a_subject_that_is_never_spoken_of_alone_is_found_and_quoted_as_a_whole():
    draw = np.random.default_rng(2)
    window = Window.ending(TODAY)
    old, new = TODAY - timedelta(days=60), TODAY
    remarks = [Remark(f"Number {place} has its own concern", old) for place in range(90)]
    remarks += [
        Remark(f"Number {place} has its own concern. The car park was full again.", new)
        for place in range(40)
    ]
    rows = draw.normal(size=(len(remarks), 24)).astype(np.float32)

    def encode(texts: list[str]) -> np.ndarray:
        parking = np.array(["car park" in text for text in texts])[:, None]
        return np.where(parking, 3 * np.eye(24)[0], draw.normal(size=(len(texts), 24))).astype(np.float32)

    found = find_topics(remarks, in_clauses(remarks, rows, encode), window)
    (topic,) = found.topics
    assert (topic.group.count, found.window, found.past) == (40, 40, 90)
    assert "car park" in topic.name.lower()
    assert all("concern" in remarks[place].text for place in topic.quotes)
    assert not find_topics(remarks, whole(remarks, rows), window).topics


def test_a_draw_is_cut_where_its_clauses_are_too_many(monkeypatch):
    window = Window.ending(TODAY)
    remarks = [Remark(LONG, TODAY - timedelta(days=place)) for place in range(100)]
    assert len(drawn_by_parts(remarks, window)) == 100
    monkeypatch.setattr(finding, "MOST_PARTS", 150)
    assert len(drawn_by_parts(remarks, window)) == 50
