"""python -m bench.words.speed [FOLDER]: comments a second of one core, beside the encoders alone and others.

Seconds are those of the processor, so that what else the machine does counts little.
"""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Callable, Sequence
from pathlib import Path
from time import perf_counter, process_time

from bench.words.generated import comments
from bench.words.rivals import Guess, vader, words
from bench.words.scores import macro_f1
from bench.words.sets import Labelled, sentiment_sets
from tests.models import FOLDER, main as fetch

from heedful.understand.words.encoder import Encoder, Floats
from heedful.understand.words.heads import base_of, changes_of, head
from heedful.understand.words.kinds.sentiment import HEADS
from heedful.understand.words.model_files import Folder, models
from heedful.understand.words.reading import Comment, Reading

ROUNDS = 3
TIERS = ("fast", "quality")
JUDGED_ON = "SemEval-2014 restaurants"


class Noting(Encoder):
    """Notes what it is asked to encode, so that the same can be encoded again with nothing around it."""

    def __init__(self, key: str) -> None:
        super().__init__(Folder(FOLDER), models()[base_of(key)], changes=changes_of(key))
        self.asked: list[list[str]] = []

    def encode(self, texts: Sequence[str]) -> Floats:
        self.asked.append(list(texts))
        return super().encode(texts)

    def again(self, asked: Sequence[Sequence[str]]) -> None:
        for texts in asked:
            super().encode(texts)


def main() -> None:
    fetch()
    texts = [f"{text} The food was great, but we waited for an hour." for *_, text, _ in comments(10)]
    mean = sum(len(text.split()) for text in texts) / len(texts)
    print(f"{len(texts)} comments of {mean:.0f} words in the mean, one core, best of {ROUNDS} rounds in turn")
    for tier in TIERS:
        ours(tier, texts)
    print(f"  start: {_start():.1f} s to the first comment, fast tier, a process of its own")
    for tier in TIERS:
        print(f"  memory of such a process, {tier} tier: {_peak(tier)} MB at the most")
    beside(texts, Path(sys.argv[1] if sys.argv[1:] else "../shared/data"))


def ours(tier: str, texts: Sequence[str]) -> None:
    """Every reader at work; the bare loops encode the very texts that reading had encoded."""
    own = head(HEADS[tier][0]).encoder
    found = [head(key).encoder for key in HEADS[tier]]
    encoders = {key: Noting(key) for one in found for key in dict.fromkeys((base_of(one), one))}
    reading = Reading(Folder(FOLDER), tier=tier, encoders=dict(encoders))
    _read(reading, texts)
    asked = {key: list(one.asked) for key, one in encoders.items()}
    assert set(reading.encoders) == set(encoders), "what was encoded elsewhere was not noted"
    bare, alone, full = float("inf"), float("inf"), float("inf")
    for _ in range(ROUNDS):
        spent = {key: _seconds(lambda key=key: encoders[key].again(asked[key])) for key in encoders}
        bare, alone = min(bare, sum(spent.values())), min(alone, spent[own])
        full = min(full, _seconds(lambda: _read(reading, texts)))
    print(f"  Heedful, {tier}: every reader {len(texts) / full:.0f} comments/s")
    names = " and ".join(key for key in encoders if asked[key])
    print(f"    the same texts through the same encoders ({names}), nothing else:", end=" ")
    print(f"{len(texts) / bare:.0f} comments/s, ratio {bare / full:.2f}")
    if tier != TIERS[0]:
        print(
            f"    through {own} alone: {len(texts) / alone:.0f} comments/s, ratio {alone / full:.2f}", end=" "
        )
        print("(kinds of comment, emotion and themes are read off the other)")


def beside(texts: Sequence[str], data: Path) -> None:
    """Sentiment alone, ours and what others use: speed on the same texts, and how right each is."""
    own = sentiment_sets(data)[JUDGED_ON] if data.is_dir() else []
    print(f"\n Sentiment alone; accuracy and macro-F1 on {JUDGED_ON} (n {len(own):,})")
    guesses: dict[str, Guess | None] = {f"Heedful, {tier} tier": _guess(tier) for tier in TIERS}
    guesses |= {"VADER": vader(), "TF-IDF + logistic regression": words(data) if own else None}
    for name, guess in guesses.items():
        if guess is None:
            print(f"  {name:30} not installed, or no data (bench/words/requirements.txt)")
            continue
        speed = len(texts) / min(_seconds(lambda guess=guess: guess(texts)) for _ in range(ROUNDS))
        print(f"  {name:30} {speed:8,.0f} comments/s  {_right(guess, own)}")


def _guess(tier: str) -> Guess:
    reading = Reading(Folder(FOLDER), ["language", "sentiment"], tier=tier)
    return lambda texts: [
        one["sentiment"]["label"] if "sentiment" in one else "neutral" for one in _read(reading, texts)
    ]


def _right(guess: Guess, own: Labelled) -> str:
    if not own:
        return "(no public set)"
    said, truth = guess([text for text, _ in own]), [label for _, label in own]
    hits = sum(a == b for a, b in zip(said, truth, strict=True))
    return f"accuracy {hits / len(own):.3f}  macro-F1 {macro_f1(said, truth)[0]:.3f}"


def _read(reading: Reading, texts: Sequence[str]) -> list[dict]:
    return list(reading.read(Comment(text, "en") for text in texts))


def _seconds(work: Callable[[], object]) -> float:
    start = process_time()
    work()
    return process_time() - start


def _start() -> float:
    start = perf_counter()
    _once("fast")
    return perf_counter() - start


def _peak(tier: str) -> str:
    return _once(tier).split()[-1]


def _once(tier: str) -> str:
    arguments = [sys.executable, "-m", "bench.words.speed", "once", tier]
    return subprocess.run(arguments, check=True, capture_output=True, text=True).stdout


def once(tier: str) -> None:
    """Read one comment and say what memory was held at the most.

    The kernel's VmHWM begins anew with the process; getrusage would count the memory of the one before.
    """
    _read(Reading(Folder(FOLDER), tier=tier), ["The soup was cold."])
    status = Path("/proc/self/status").read_text(encoding="ascii")
    held = next(line for line in status.splitlines() if line.startswith("VmHWM"))
    print(int(held.split()[1]) // 1024)


if __name__ == "__main__":
    once(sys.argv[2]) if sys.argv[1:2] == ["once"] else main()
