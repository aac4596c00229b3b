"""python -m bench.words.speed [FOLDER]: comments a second of one core, beside the encoders alone and others.

Seconds are those of the processor. Even they differ by a fifth between two runs of the same loop, so the
encoders are timed where they are called, within the reading that they are compared with.
"""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Callable, Mapping, Sequence
from itertools import batched
from pathlib import Path
from time import perf_counter, process_time

from bench.words.generated import comments
from bench.words.rivals import Guess, vader, words
from bench.words.scores import macro_f1
from bench.words.sets import Labelled, sentiment_sets
from tests.models import FOLDER, main as fetch

from heedful.methods.language import Span
from heedful.understand.words.encoder import Encoder, Floats
from heedful.understand.words.heads import base_of, changes_of, head
from heedful.understand.words.kinds.sentiment import HEADS
from heedful.understand.words.model_files import Folder, models
from heedful.understand.words.reading import Comment, Reading

ROUNDS = 3
PIECE = 48  # comments
TIERS = ("fast", "quality")
JUDGED_ON = "SemEval-2014 restaurants"


class Timed(Encoder):
    """Counts the seconds in which it encodes: the bare loop inside a reading."""

    def __init__(self, key: str) -> None:
        # What was seen before costs nothing: here the same comments come again, round by round.
        super().__init__(Folder(FOLDER), models()[base_of(key)], changes=changes_of(key), remembers=False)
        self.seconds = 0.0

    def encode(self, texts: Sequence[str]) -> Floats:
        return self._timed(super().encode, texts)

    def encode_deep(self, texts: Sequence[str]) -> tuple[Floats, Floats]:
        return self._timed(super().encode_deep, texts)

    def encode_parts(self, asked: Sequence[tuple[str, Span]]) -> Floats:
        return self._timed(super().encode_parts, asked)

    def _timed[Given, Made](self, work: Callable[[Given], Made], given: Given) -> Made:
        start = process_time()
        made = work(given)
        self.seconds += process_time() - start
        return made


def main() -> None:
    fetch()
    texts = [f"{text} The food was great, but we waited for an hour." for *_, text, _ in comments(10)]
    mean = sum(len(text.split()) for text in texts) / len(texts)
    print(f"{len(texts)} comments of {mean:.0f} words in the mean, one core, best of {ROUNDS} rounds")
    for tier in TIERS:
        ours(tier, texts)
    print(f"  start: {_start():.1f} s to the first comment, fast tier, a process of its own")
    for tier in TIERS:
        print(f"  memory of such a process, {tier} tier: {_peak(tier)} MB at the most")
    beside(texts, Path(sys.argv[1] if sys.argv[1:] else "../shared/data"))


def ours(tier: str, texts: Sequence[str]) -> None:
    """Every reader at work, and what of it the encoders take."""
    own = head(HEADS[tier][0]).encoder
    encoders = _encoders(tier)
    reading = Reading(Folder(FOLDER), tier=tier, encoders=dict(encoders))
    _read(reading, texts[:PIECE])
    rounds = [_round(reading, encoders, texts) for _ in range(ROUNDS)]
    assert set(reading.encoders) == set(encoders), "what was encoded elsewhere was not timed"
    full, bare = min(rounds, key=lambda one: one[0])
    print(f"  Heedful, {tier}: every reader {len(texts) / full:.0f} comments/s")
    names = " and ".join(key for key, spent in bare.items() if spent > full / 100)
    all_bare = sum(bare.values())
    shares = [sum(each.values()) / whole for whole, each in rounds]
    print(f"    of which the encoders alone ({names}): {len(texts) / all_bare:.0f} comments/s,", end=" ")
    print(f"ratio {all_bare / full:.2f} ({min(shares):.2f} to {max(shares):.2f} in {ROUNDS} rounds)")
    if tier != TIERS[0]:
        alone = f"{len(texts) / bare[own]:.0f} comments/s, ratio {bare[own] / full:.2f}"
        print(f"    through {own} alone: {alone}", end=" ")
        print("(the other is half of the sentiment; kinds, emotion and themes are read off it alone)")


def _encoders(tier: str) -> dict[str, Timed]:
    used = [head(key).encoder for key in HEADS[tier]]
    return {key: Timed(key) for one in used for key in dict.fromkeys((base_of(one), one))}


def _round(
    reading: Reading, encoders: Mapping[str, Timed], texts: Sequence[str]
) -> tuple[float, dict[str, float]]:
    """Return the seconds of a reading, and those of each encoder in it."""
    for one in encoders.values():
        one.seconds = 0.0
    full = _seconds(lambda: _read(reading, texts))
    return full, {key: one.seconds for key, one in encoders.items()}


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
        speed = len(texts) / sum(_least(guess, some) for some in batched(texts, PIECE, strict=False))
        print(f"  {name:30} {speed:8,.0f} comments/s  {_right(guess, own)}")


def _least(guess: Guess, some: Sequence[str]) -> float:
    return min(_seconds(lambda: guess(some)) for _ in range(ROUNDS))


def _guess(tier: str) -> Guess:
    reading = Reading(Folder(FOLDER), ["language", "sentiment"], tier=tier, encoders=dict(_encoders(tier)))
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
