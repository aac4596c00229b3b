"""python -m bench.words.speed: comments a second on one core, beside the encoder alone on the same texts."""

from __future__ import annotations

import resource
import subprocess
import sys
from collections.abc import Callable, Sequence
from time import perf_counter

from bench.words.generated import comments
from bench.words.rivals import vader
from tests.models import FOLDER, main as fetch

from heedful.understand.words.encoder import Encoder
from heedful.understand.words.heads import base_of, changes_of, head
from heedful.understand.words.kinds.sentiment import HEADS
from heedful.understand.words.model_files import Folder, models
from heedful.understand.words.reading import Comment, Reading

ROUNDS = 3


def main() -> None:
    fetch()
    texts = [f"{text} The food was great, but we waited for an hour." for *_, text, _ in comments(10)]
    words = sum(len(text.split()) for text in texts) / len(texts)
    print(
        f"{len(texts)} comments of {words:.0f} words in the mean, one core, best of {ROUNDS} rounds in turn"
    )
    for tier in ("fast", "quality"):
        ours(tier, texts)
    if analyzer := vader():
        print(f"  VADER: {len(texts) / _seconds(lambda: analyzer(texts)):.0f} comments/s")
    print(
        f"  start: {_start():.1f} s to the first comment, {_peak():.0f} MB at the most, a process of its own"
    )


def ours(tier: str, texts: Sequence[str]) -> None:
    """Every reader at work; the bare loop encodes the same wholes and clauses."""
    reading = Reading(Folder(FOLDER), tier=tier)
    documents = list(reading.read(Comment(text, "en") for text in texts))
    parts = [
        text[one["start"] : one["end"]]
        for text, found in zip(texts, documents, strict=True)
        for one in found["clauses"]
    ]
    model = head(HEADS[tier][0]).encoder
    encoder = Encoder(Folder(FOLDER), models()[base_of(model)], changes=changes_of(model))
    bare, full = float("inf"), float("inf")
    for _ in range(ROUNDS):
        bare = min(bare, _seconds(lambda: encoder.encode([*texts, *parts])))
        full = min(full, _seconds(lambda: list(reading.read(Comment(text, "en") for text in texts))))
    print(
        f"  Heedful, {tier}: {len(texts) / full:.0f} comments/s, bare encoder {len(texts) / bare:.0f},"
        f" ratio {bare / full:.2f}"
    )


def _seconds(work: Callable[[], object]) -> float:
    start = perf_counter()
    work()
    return perf_counter() - start


def _start() -> float:
    return _seconds(lambda: subprocess.run([sys.executable, "-m", "bench.words.speed", "once"], check=True))


def _peak() -> float:
    return resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss / 1024


def once() -> None:
    list(Reading(Folder(FOLDER)).read([Comment("The soup was cold.", "en")]))


if __name__ == "__main__":
    once() if sys.argv[1:] == ["once"] else main()
