"""Searching a million comments, by words and by meaning, beside SQLite's FTS5 and an exact scan.

python -m bench.words.search [COMMENTS]
The comments are made (bench/words/million.py). Their meanings are mixtures: of 4,000 of them that the real
encoder read, two at a time, with some noise; so many encoded in earnest would take most of an hour.
"""

from __future__ import annotations

import resource
import sqlite3
import sys
import tempfile
from collections.abc import Callable, Sequence
from itertools import batched
from pathlib import Path
from random import Random
from time import perf_counter

import numpy as np
from bench.words.million import comments
from tantivy import Query
from tests.models import FOLDER, main as fetch

from heedful.understand.words.encoder import Encoder, Floats
from heedful.understand.words.model_files import Folder, models
from heedful.understand.words.search.asking import read_asked
from heedful.understand.words.search.index.entries import Entry
from heedful.understand.words.search.index.reading import WordIndex
from heedful.understand.words.search.index.writing import apply
from heedful.understand.words.search.matching import query
from heedful.understand.words.vectors.store import TextKey, VectorStore

COMMENTS = 1_000_000
MODEL = "bge-small-en"
ENCODED = 4_000
TIMES = 5
FACETS = ("theme", "sentiment", "survey", "unit", "channel", "language")
WORDS = {
    "one frequent word": ("delivery", "delivery"),
    "a rare word": ("zipu", "zipu"),
    "two words": ("courier careless", "courier AND careless"),
    "without": ("breakfast -cold", "breakfast NOT cold"),
    "beginning of a word": ("refu*", "refu*"),
    "phrase": ('"two days late"', '"two days late"'),
}
QUESTIONS = (
    "the parcel took far too long", "nobody picked up when I rang", "staff were lovely", "way too pricey",
    "the app keeps freezing", "meals were lukewarm", "they sorted my problem out quickly",
    "I would tell my friends", "could not sign in", "too loud to sleep",
)  # fmt: skip


def main(count: int = COMMENTS) -> None:
    fetch()
    with tempfile.TemporaryDirectory() as scratch:
        texts = list(comments(count))
        print(f"{count:,} comments of {sum(map(len, texts)) / count:.0f} characters\n")
        by_words(texts, Path(scratch))
        print()
        by_meaning(texts, Path(scratch))
    print(f"\nmemory of the process at its highest, both baselines included: {_memory():,.0f} MB")


def by_words(texts: Sequence[str], scratch: Path) -> None:
    """Compare the index with SQLite's own: the fifty that fit best."""
    index, seconds = _index(texts, scratch / "index")
    fts, fts_seconds = _fts(texts, scratch / "fts.sqlite3")
    sizes = index.facts().bytes, (scratch / "fts.sqlite3").stat().st_size
    print(f"{'words':24}{'found':>9}{'p50 ms':>9}{'p95 ms':>9}{'FTS5 p50':>10}{'p95':>9}{'ratio':>8}")
    for name, (ours, theirs) in WORDS.items():
        found = index.count(_query(index, ours))
        own = _timed(lambda ours=ours: index.best(_query(index, ours), 50))
        other = _timed(lambda theirs=theirs: _fts_best(fts, theirs))
        print(f"{name:24}{found:9,}{_line(own, other)}")
    filtered = _timed(lambda: index.best(_filtered(index, "delivery"), 50))
    print(f"{'… with two filters':24}{'':9}{_line(filtered, None)}")
    counted = _timed(lambda: index.facets(_query(index, "delivery"), FACETS))
    print(f"{'six facets of a word':24}{'':9}{_line(counted, None)}")
    everything = _timed(lambda: index.facets(Query.all_query(), FACETS))
    print(f"{'six facets of all':24}{'':9}{_line(everything, None)}")
    print(f"built in {seconds:,.0f} s, {_mb(sizes[0])}; FTS5 {fts_seconds:,.0f} s, {_mb(sizes[1])}")


def by_meaning(texts: Sequence[str], scratch: Path) -> None:
    """Compare signs first, then the nearest exactly, with every row exactly."""
    encoder = Encoder(Folder(FOLDER), models()[MODEL], remembers=False)
    rows = _mixtures(_halves(encoder, texts[:ENCODED]), len(texts))
    started = perf_counter()
    store = VectorStore(scratch / "vectors", model=MODEL)
    for some in batched(range(len(texts)), 10_000, strict=False):
        store.put([TextKey(one + 1, 1) for one in some], rows[list(some)])
    seconds = perf_counter() - started
    size = sum(path.stat().st_size for path in store.folder.rglob("*") if path.is_file())
    before = _memory()
    store.nearest(rows[0], 1)
    asked = _halves(encoder, QUESTIONS)
    own = [_once(lambda row=row: store.nearest(row, 200)) for row in asked for _ in range(TIMES)]
    other = [
        _once(lambda row=row: np.argpartition(-(rows @ row), 200)) for row in asked for _ in range(TIMES)
    ]
    whole = [_once(lambda text=text: store.nearest(_halves(encoder, [text])[0], 200)) for text in QUESTIONS]
    print(f"{'meaning':33}{'p50 ms':>9}{'p95 ms':>9}{'exact p50':>10}{'p95':>9}{'ratio':>8}")
    print(f"{'200 nearest':33}{_line(own, other)}")
    print(f"{'… with encoding what is asked':33}{_line(whole, None)}")
    recall = np.mean([_recall(store, rows, row) for row in [*asked, *rows[:40]]])
    print(f"recall@10 against the exact scan {recall:.3f} (n = {len(asked) + 40} questions and comments)")
    print(f"stored in {seconds:,.0f} s, {_mb(size)} on the disk ({_mb(rows.nbytes)} as float32)")
    print(f"kept in memory for it: {max(0.0, _memory() - before):,.0f} MB, the rest is mapped")


def _index(texts: Sequence[str], folder: Path) -> tuple[WordIndex, float]:
    folder.mkdir()
    random = Random(2)
    started = perf_counter()
    for some in batched(range(1, len(texts) + 1), 50_000, strict=False):
        entries = [_entry(one, texts[one - 1], random) for one in some]
        apply(folder, [], lambda _ids, entries=entries: entries)
    return WordIndex(folder), perf_counter() - started


def _entry(number: int, text: str, random: Random) -> Entry:
    return Entry(
        response_id=number,
        question_id=1,
        text=text,
        order=number << 20,
        day=738_000 + number % 700,
        survey_id=1 + number % 3,
        unit_ids=(1, 2 + number % 8, 10 + number % 200),
        channel=random.choice(("email", "sms", "web")),
        language="en",
        sentiment=random.choice((-1, 0, 1)),
        themes=tuple(random.sample(_THEMES, 2)),
        attributes=(f"plan={number % 4}", f"country={number % 30}"),
    )


_THEMES = tuple(f"theme {number}" for number in range(20))


def _query(index: WordIndex, text: str) -> Query:
    found, _terms = query(read_asked(text), index.frequency, index.languages)
    assert found is not None
    return found


def _filtered(index: WordIndex, text: str) -> Query:
    from tantivy import FieldType, Occur

    from heedful.understand.words.search.index.entries import schema

    days = Query.range_query(schema(), "day", FieldType.Integer, lower_bound=738_100, upper_bound=738_200)
    theme = Query.term_query(schema(), "theme", "theme 3")
    return Query.boolean_query([(Occur.Must, one) for one in (_query(index, text), days, theme)])


def _fts(texts: Sequence[str], path: Path) -> tuple[sqlite3.Connection, float]:
    started = perf_counter()
    store = sqlite3.connect(path)
    store.execute("CREATE VIRTUAL TABLE said USING fts5(text, content='', tokenize='porter unicode61')")
    with store:
        store.executemany("INSERT INTO said(rowid, text) VALUES (?, ?)", enumerate(texts, start=1))
        store.execute("INSERT INTO said(said) VALUES ('optimize')")
    return store, perf_counter() - started


def _fts_best(store: sqlite3.Connection, asked: str) -> list[object]:
    sql = "SELECT rowid FROM said WHERE said MATCH ? ORDER BY rank LIMIT 50"
    return store.execute(sql, [asked]).fetchall()


def _halves(encoder: Encoder, texts: Sequence[str]) -> Floats:
    rows = encoder.encode(texts)
    return rows[:, : rows.shape[1] // 2]


def _mixtures(real: Floats, count: int) -> Floats:
    random = np.random.default_rng(3)
    rows = np.empty((count, real.shape[1]), np.float32)
    for start in range(0, count, 50_000):
        some = min(50_000, count - start)
        one, other = real[random.integers(0, len(real), (2, some))]
        weight = random.uniform(0.5, 1, (some, 1)).astype(np.float32)
        mixed = weight * one + (1 - weight) * other
        mixed += random.normal(0, 0.01, mixed.shape).astype(np.float32)
        rows[start : start + some] = mixed / np.linalg.norm(mixed, axis=1, keepdims=True)
    return rows


def _recall(store: VectorStore, rows: Floats, row: Floats) -> float:
    exact = set((np.argsort(-(rows @ row))[:10] + 1).tolist())
    return len({one.key.response_id for one in store.nearest(row, 10)} & exact) / 10


def _timed(run: Callable[[], object], times: int = TIMES * 4) -> list[float]:
    run()
    return [_once(run) for _ in range(times)]


def _once(run: Callable[[], object]) -> float:
    started = perf_counter()
    run()
    return 1000 * (perf_counter() - started)


def _line(own: list[float], other: list[float] | None) -> str:
    shown = f"{np.median(own):9.1f}{np.percentile(own, 95):9.1f}"
    if other is None:
        return shown
    ratio = np.median(other) / np.median(own)
    return f"{shown}{np.median(other):10.1f}{np.percentile(other, 95):9.1f}{ratio:7.1f}×"


def _memory() -> float:
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1000


def _mb(size: int) -> str:
    return f"{size / 1e6:,.0f} MB"


if __name__ == "__main__":
    main(*(int(one) for one in sys.argv[1:]))
