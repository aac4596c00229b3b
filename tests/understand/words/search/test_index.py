from __future__ import annotations

from collections.abc import Iterable, Sequence
from pathlib import Path
from threading import Thread

import pytest
from tantivy import Query

from heedful.understand.words.search.index import writing
from heedful.understand.words.search.index.entries import Entry, schema
from heedful.understand.words.search.index.parts import Part
from heedful.understand.words.search.index.reading import WordIndex
from heedful.understand.words.search.index.state import NAME, read_state


class Store:
    """What the record store would have: texts by response."""

    def __init__(self, texts: dict[int, str]) -> None:
        self.texts = texts

    def __call__(self, response_ids: Sequence[int]) -> Iterable[Entry]:
        for one in response_ids:
            if one in self.texts:
                yield Entry(
                    one,
                    7,
                    self.texts[one],
                    one,
                    738_000 + one,
                    1 + one % 2,
                    unit_ids=(1, one % 3),
                    attributes=(f"said={self.texts[one].split()[0]}",),
                )


@pytest.fixture
def store() -> Store:
    return Store({one: f"comment number{one} of the courier" for one in range(1, 41)})


@pytest.fixture
def folder(tmp_path: Path, store: Store) -> Path:
    writing.apply(tmp_path, sorted(store.texts), store)
    return tmp_path


def found(index: WordIndex, word: str) -> list[int]:
    return [one.response_id for one in index.newest(Query.term_query(schema(), "text", word), 100)]


def says(folder: Path, word: str) -> bool:
    """Whether the files still say a word that begins a comment.

    A dictionary of words is packed so that no search for bytes finds a word in it; but it counts a word for
    as long as it holds it, also where every answer that said it is taken out. Columns hold words as they are.
    """
    held = [path for path in folder.rglob("*") if path.is_file() and word.encode() in path.read_bytes()]
    is_known = WordIndex(folder).frequency("text", word) > 0
    assert bool(held) is is_known
    return is_known


def test_what_is_put_in_is_found_newest_first(folder: Path) -> None:
    index = WordIndex(folder)
    assert found(index, "courier") == list(range(40, 0, -1))
    assert found(index, "number7") == [7]
    assert index.count(Query.all_query()) == 40
    assert index.frequency("text", "courier") == 40
    counts = index.facets(Query.all_query(), ["survey", "unit"])
    assert counts["survey"] == {1: 20, 2: 20}
    assert counts["unit"][1] == 40


def test_without_an_index_nothing_is_found(tmp_path: Path) -> None:
    index = WordIndex(tmp_path)
    assert not index.is_there
    assert found(index, "courier") == []
    assert index.facts().documents == 0


def test_what_changed_takes_the_place_of_what_was(folder: Path, store: Store) -> None:
    index = WordIndex(folder)
    assert found(index, "number7") == [7]
    store.texts[7] = "something else"
    del store.texts[8]
    writing.apply(folder, [7, 8], store)
    assert found(index, "number7") == []
    assert found(index, "number8") == []
    assert found(index, "else") == [7]
    assert index.count(Query.all_query()) == 39
    writing.apply(folder, [7, 8], store)  # after a crash the same comes again
    assert index.count(Query.all_query()) == 39


def test_many_answers_lie_in_several_parts(
    tmp_path: Path, store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(writing, "PART", 10)
    monkeypatch.setattr(writing, "AT_ONCE", 5)
    writing.apply(tmp_path, sorted(store.texts), store)
    index = WordIndex(tmp_path)
    assert index.facts().parts == 4
    assert found(index, "courier") == list(range(40, 0, -1))
    best = index.best(Query.term_query(schema(), "text", "courier"), 7)
    assert len(best) == 7
    assert index.facets(Query.all_query(), ["survey"])["survey"] == {1: 20, 2: 20}


def test_bytes_of_forgotten_words_are_gone(
    tmp_path: Path, store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(writing, "PART", 20)
    monkeypatch.setattr(writing, "AT_ONCE", 10)
    store.texts[5] = "qzxvwkjh was rude"
    writing.apply(tmp_path, sorted(store.texts), store)
    index = WordIndex(tmp_path)
    assert found(index, "qzxvwkjh") == [5]
    assert says(tmp_path, "qzxvwkjh")
    del store.texts[5]
    writing.apply(tmp_path, [5], store, forget=True)
    assert found(index, "qzxvwkjh") == []
    assert index.facts().stale_parts == 1
    assert writing.rewrite_stale(tmp_path, store)
    assert not writing.rewrite_stale(tmp_path, store)
    assert not says(tmp_path, "qzxvwkjh")
    assert found(index, "courier") == [one for one in range(40, 0, -1) if one != 5]


def test_words_replaced_before_they_are_forgotten_go_too(folder: Path, store: Store) -> None:
    store.texts[5] = "qzxvwkjh was rude"
    writing.apply(folder, [5, 6], store)
    store.texts[5] = "somebody was rude"
    writing.apply(folder, [5], store)
    assert says(folder, "qzxvwkjh")  # noted as replaced, and still there
    del store.texts[5]
    writing.apply(folder, [5], store, forget=True)
    while writing.rewrite_stale(folder, store):
        pass
    assert not says(folder, "qzxvwkjh")
    assert WordIndex(folder).count(Query.all_query()) == 39


def test_a_rebuild_takes_the_place_of_the_old_parts(folder: Path, store: Store) -> None:
    index = WordIndex(folder)
    writing.begin_rebuild(folder)
    for some in (range(1, 21), range(1, 21), range(21, 41)):  # the second time after a crash
        writing.stage(folder, list(store(some)))
    assert found(index, "number3") == [3]  # searched as before meanwhile
    store.texts[3] = "qzxvwkjh"
    store.texts[41] = "the newest"
    writing.apply(folder, [3, 41], store)
    del store.texts[4]
    writing.apply(folder, [4], store, forget=True)
    writing.finish_rebuild(folder, store)
    assert not writing.is_rebuilding(folder)
    assert found(index, "number3") == []
    assert found(index, "qzxvwkjh") == [3]
    assert found(index, "newest") == [41]
    assert found(index, "number4") == []
    assert index.count(Query.all_query()) == 40
    while writing.rewrite_stale(folder, store):
        pass
    assert WordIndex(folder).frequency("text", "number4") == 0
    assert index.count(Query.all_query()) == 40


def test_an_index_of_another_make_is_begun_anew(folder: Path, store: Store) -> None:
    (folder / NAME).write_text('{"schema": 0}')
    assert not WordIndex(folder).is_there
    writing.apply(folder, [1], store)
    assert WordIndex(folder).count(Query.all_query()) == 1
    state = read_state(folder)
    assert state is not None
    assert len(state.parts) == 1


def test_half_a_part_of_a_crash_is_written_over(
    folder: Path, store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(writing, "PART", 1)
    half = folder / "2"
    half.mkdir()
    (half / "meta.json").write_text("{")
    store.texts[41] = "the newest"
    writing.apply(folder, [41], store)
    assert found(WordIndex(folder), "newest") == [41]


def test_readers_go_on_while_parts_are_written_anew(folder: Path, store: Store) -> None:
    index, failures = WordIndex(folder), list[BaseException]()

    def read() -> None:
        try:
            for _ in range(200):
                assert len(found(index, "courier")) == 40
        except BaseException as error:  # the test looks at it in its own thread
            failures.append(error)

    reader = Thread(target=read)
    reader.start()
    for _ in range(4):
        writing.apply(folder, [], store)
        writing.begin_rebuild(folder)
        writing.stage(folder, list(store(sorted(store.texts))))
        writing.finish_rebuild(folder, store)
    reader.join()
    assert not failures


def test_a_file_that_a_writer_takes_away_meanwhile_counts_nothing(folder: Path) -> None:
    before = WordIndex(folder).facts().bytes
    (folder / "1" / ".tmp").symlink_to(folder / "gone")  # listed, and not there when it is looked at
    assert WordIndex(folder).facts().bytes == before > 0
    assert Part(folder / "gone").size() == 0
