from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from threading import Thread

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings, strategies as st

from heedful.understand.words.types import Floats
from heedful.understand.words.vectors import snapshot, store as stores
from heedful.understand.words.vectors.files import Generation
from heedful.understand.words.vectors.state import StoreDamaged
from heedful.understand.words.vectors.store import TextKey, VectorStore

WIDTH = 64


def rows_of(count: int, seed: int = 0, width: int = WIDTH) -> Floats:
    rows = np.random.default_rng(seed).normal(size=(count, width)).astype(np.float32)
    return rows / np.linalg.norm(rows, axis=1, keepdims=True)


def keys_of(first: int, count: int) -> list[TextKey]:
    return [TextKey(number, 7) for number in range(first, first + count)]


@pytest.fixture
def opened(tmp_path: Path) -> Callable[[], VectorStore]:
    return lambda: VectorStore(tmp_path, model="m", width=WIDTH)


@pytest.fixture
def store(opened: Callable[[], VectorStore]) -> VectorStore:
    return opened()


def data_files(store: VectorStore) -> dict[str, Path]:
    folders = [one for one in store.folder.iterdir() if one.is_dir()]
    assert len(folders) == 1
    return {path.name: path for path in folders[0].iterdir()}


def test_what_is_put_is_there_again(store: VectorStore, opened: Callable[[], VectorStore]) -> None:
    rows = rows_of(5)
    store.put(keys_of(1, 5), rows)
    for one in (store, opened()):
        found, numbers = one.get([TextKey(3, 7), TextKey(9, 7), TextKey(3, 8), TextKey(1, 7)])
        assert found == [TextKey(3, 7), TextKey(1, 7)]
        np.testing.assert_allclose(numbers, rows[[2, 0]], atol=0.01)
        np.testing.assert_allclose(np.linalg.norm(numbers, axis=1), 1, atol=1e-6)


def test_nothing_there_is_nothing_found(store: VectorStore) -> None:
    assert store.get([TextKey(1, 1)])[0] == []
    assert store.nearest(rows_of(1)[0], 5) == ()
    assert store.remove([1]) == 0
    assert len(store) == 0
    assert not store.folder.exists()
    store.put([], rows_of(0))
    assert not store.folder.exists()


def test_the_nearest_come_first_and_only_of_those_asked_for(store: VectorStore) -> None:
    rows = rows_of(300)
    store.put(keys_of(1, 300), rows)
    asked = rows_of(1, seed=9)[0]
    exact = np.argsort(-(rows @ asked))
    found = store.nearest(asked, 5)
    assert [one.key.response_id for one in found] == (exact[:5] + 1).tolist()
    assert found[0].nearness == pytest.approx(float(rows[exact[0]] @ asked), abs=0.01)
    some = [TextKey(int(place) + 1, 7) for place in exact[100:110]]
    assert [one.key for one in store.nearest(asked, 3, among=some)] == some[:3]
    responses = np.array([int(place) + 1 for place in exact[50:60]])
    assert [one.key.response_id for one in store.nearest(asked, 2, responses=responses)] == [
        *(exact[50:52] + 1)
    ]


def test_comparing_signs_first_finds_what_comparing_all_finds(
    store: VectorStore, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(snapshot, "BLOCK", 1_000)
    rows = rows_of(5_000)
    for start in range(0, 5_000, 700):  # blocks of signs are filled and taken over on the way
        part = rows[start : start + 700]
        store.put(keys_of(start + 1, len(part)), part)
        store.nearest(rows[0], 1)
    asked = rows[1_234] + 0.3 * rows_of(1, seed=5)[0]
    exact = store.nearest(asked, 10)
    monkeypatch.setattr(stores, "MOST_EXACT", 100)
    monkeypatch.setattr(stores, "CANDIDATES", 800)
    found = store.nearest(asked, 10)
    assert found[0] == exact[0]
    assert len(set(found) & set(exact)) >= 9
    odd = np.arange(1, 5_001, 2)
    assert all(one.key.response_id % 2 for one in store.nearest(asked, 10, responses=odd))


def test_a_row_put_again_replaces_the_first(store: VectorStore) -> None:
    rows = rows_of(3)
    store.put(keys_of(1, 2), rows[:2])
    store.put([TextKey(1, 7), TextKey(1, 7)], rows[[0, 2]])
    assert len(store) == 2
    np.testing.assert_allclose(store.get([TextKey(1, 7)])[1], rows[2:], atol=0.02)
    assert [one.key for one in store.nearest(rows[2], 5)].count(TextKey(1, 7)) == 1


def test_bytes_of_a_removed_row_are_gone_from_every_file(store: VectorStore) -> None:
    store.put(keys_of(1, 50), rows_of(50))
    files = data_files(store)
    sizes = {"rows": WIDTH, "bits": WIDTH // 8, "keys": 16}
    gone = {name: files[name].read_bytes()[20 * size : 21 * size] for name, size in sizes.items()}
    reader = VectorStore(store.folder.parent, model="m", width=WIDTH)
    assert len(reader) == 50
    assert store.remove([21, 999]) == 1
    for name, part in gone.items():
        assert part not in data_files(store)[name].read_bytes()
    assert len(reader) == 49
    assert TextKey(21, 7) not in {one.key for one in reader.nearest(rows_of(50)[20], 50)}
    assert store.remove([21]) == 0


def test_all_answers_of_a_response_go_together(store: VectorStore) -> None:
    store.put([TextKey(1, 1), TextKey(1, 2), TextKey(2, 1)], rows_of(3))
    assert store.remove([1]) == 2
    assert store.response_ids().tolist() == [2]


def test_room_of_many_removed_rows_is_given_back(store: VectorStore, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(stores, "ROOM", 10)
    monkeypatch.setattr(stores, "CHUNK", 16)
    rows = rows_of(100)
    store.put(keys_of(1, 100), rows)
    reader = VectorStore(store.folder.parent, model="m", width=WIDTH)
    assert len(reader) == 100
    assert store.remove(range(1, 41)) == 40
    assert data_files(store)["keys"].stat().st_size == 60 * 16
    assert len(reader) == 60
    np.testing.assert_allclose(reader.get([TextKey(41, 7)])[1], rows[40:41], atol=0.02)
    store.remove(range(41, 101))
    assert store.nearest(rows[0], 3) == ()
    store.put(keys_of(1, 1), rows[:1])
    assert len(reader) == 1


@pytest.mark.parametrize("name", ["rows", "bits", "keys"])
@pytest.mark.parametrize("lost", [1, 5, 17, 400])
def test_a_torn_end_is_forgotten_and_written_over(store: VectorStore, name: str, lost: int) -> None:
    rows = rows_of(60)
    store.put(keys_of(1, 40), rows[:40])
    path = data_files(store)[name]
    size = path.stat().st_size
    record = size // 40
    with path.open("r+b") as file:
        file.truncate(max(size - lost, 0))
    left = max(size - lost, 0) // record
    again = VectorStore(store.folder.parent, model="m", width=WIDTH)
    assert len(again) == left
    again.put(keys_of(41, 20), rows[40:])
    assert len(again) == left + 20
    np.testing.assert_allclose(again.get(keys_of(41, 20))[1], rows[40:], atol=0.02)
    if left:
        np.testing.assert_allclose(again.get(keys_of(1, left))[1], rows[:left], atol=0.02)


def test_a_write_that_never_named_its_keys_is_not_there(store: VectorStore) -> None:
    store.put(keys_of(1, 10), rows_of(10))
    with data_files(store)["rows"].open("ab") as file:
        file.write(b"\x05" * (WIDTH * 3 + 11))
    assert len(store) == 10
    store.put(keys_of(11, 1), rows_of(1, seed=3))
    np.testing.assert_allclose(store.get([TextKey(11, 7)])[1], rows_of(1, seed=3), atol=0.02)
    assert data_files(store)["rows"].stat().st_size == 11 * WIDTH


def test_a_crash_before_the_old_row_is_blanked_leaves_the_new_one(
    store: VectorStore, monkeypatch: pytest.MonkeyPatch
) -> None:
    rows = rows_of(3)
    store.put(keys_of(1, 2), rows[:2])
    with monkeypatch.context() as patched:
        patched.setattr(Generation, "blank", crash)
        with pytest.raises(InterruptedError):
            store.put([TextKey(1, 7)], rows[2:])
    np.testing.assert_allclose(store.get([TextKey(1, 7)])[1], rows[2:], atol=0.02)
    assert [one.key for one in store.nearest(rows[2], 5)] == [TextKey(1, 7), TextKey(2, 7)]
    store.put([TextKey(1, 7)], rows[:1])
    assert len(store) == 2


def crash(*_: object) -> None:
    raise InterruptedError


def test_half_a_new_generation_is_swept_away(store: VectorStore) -> None:
    store.put(keys_of(1, 3), rows_of(3))
    half = store.folder / "1"
    half.mkdir()
    (half / "rows").write_bytes(b"\x01" * 100)
    store.put(keys_of(4, 1), rows_of(1))
    assert not half.exists()
    assert len(store) == 4


def test_rows_of_another_width_are_refused(store: VectorStore) -> None:
    store.put(keys_of(1, 3), rows_of(3))
    with pytest.raises(StoreDamaged, match="64 numbers, not of 128"):
        VectorStore(store.folder.parent, model="m", width=128).nearest(rows_of(1, width=128)[0], 1)
    (store.folder / "current.json").write_text("{")
    with pytest.raises(StoreDamaged, match="cannot be read"):
        VectorStore(store.folder.parent, model="m", width=WIDTH).get(keys_of(1, 1))


def test_writers_wait_for_each_other_while_readers_go_on(opened: Callable[[], VectorStore]) -> None:
    rows, failures = rows_of(40), list[BaseException]()

    def write(first: int) -> None:
        for place in range(20):
            opened().put([TextKey(first + place, 7)], rows[place : place + 1])

    def read() -> None:
        try:
            own = opened()
            for _ in range(100):
                assert len(own.nearest(rows[0], 50)) <= 50
        except BaseException as error:  # the test looks at it in its own thread
            failures.append(error)

    threads = [Thread(target=write, args=(1,)), Thread(target=write, args=(101,)), Thread(target=read)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert not failures
    assert len(opened()) == 40


def test_made_anew_it_is_empty_and_takes_rows(store: VectorStore) -> None:
    store.clear()
    store.put(keys_of(1, 3), rows_of(3))
    store.clear()
    assert len(store) == 0
    store.put(keys_of(5, 1), rows_of(1))
    assert store.response_ids().tolist() == [5]


DEEDS = st.lists(
    st.one_of(
        st.tuples(
            st.just("put"),
            st.lists(st.tuples(st.integers(1, 12), st.integers(1, 2)), min_size=1, max_size=6),
        ),
        st.tuples(st.just("remove"), st.lists(st.integers(1, 12), max_size=4)),
        st.tuples(st.just("open"), st.none()),
    ),
    max_size=20,
)


@given(deeds=DEEDS, seed=st.integers(0, 1_000))
@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
def test_it_does_what_a_dictionary_does(
    deeds: list[tuple[str, list[object]]], seed: int, tmp_path_factory: pytest.TempPathFactory
) -> None:
    folder = tmp_path_factory.mktemp("store")
    store, model = VectorStore(folder, model="m", width=WIDTH), dict[TextKey, Floats]()
    for step, (deed, given_) in enumerate(deeds):
        match deed:
            case "put":
                keys = [TextKey(*pair) for pair in given_]
                rows = rows_of(len(keys), seed=seed + step)
                store.put(keys, rows)
                model.update(zip(keys, rows, strict=True))
            case "remove":
                gone = [key for key in model if key.response_id in given_]
                assert store.remove(given_) == len(gone)
                for key in gone:
                    del model[key]
            case _:
                store = VectorStore(folder, model="m", width=WIDTH)
    assert len(store) == len(model)
    found, numbers = store.get(list(model))
    assert found == list(model)
    for row, key in zip(numbers, found, strict=True):
        np.testing.assert_allclose(row, model[key], atol=0.02)
    assert {one.key for one in store.nearest(rows_of(1)[0], 100)} == set(model)
