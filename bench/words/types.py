"""python -m bench.words.types [FOLDER]      what comments are, on sentences held out; emotions."""

from __future__ import annotations

import sys
from pathlib import Path

from bench.words.scores import line
from tests.models import FOLDER, main as fetch
from training.emotion import CLASSES as EMOTIONS, drawn
from training.types import CLASSES, Written, written

from heedful.methods.intervals.proportions import wilson_limits
from heedful.understand.words.model_files import Folder
from heedful.understand.words.reading import Comment, Reading


def main() -> None:
    fetch()
    reading = Reading(Folder(FOLDER), ("language", "types", "emotion"))
    print(
        "\nKinds of comment, sentences held out (one hand wrote both); 95 % intervals of precision and recall"
    )
    held = written("types-heldout")
    _types("en", [one for one in held if one["language"] == "en"], reading)
    _types("de, es, fr", [one for one in held if one["language"] != "en"], reading)
    data = Path(sys.argv[1] if sys.argv[1:] else "../shared/data")
    if data.is_dir():
        _emotions(data, reading)


def _types(name: str, held: Written, reading: Reading) -> None:
    documents = reading.read(Comment(one["text"], one["language"]) for one in held)
    said = [{found["label"] for found in document.get("types", ())} for document in documents]
    truth = [set(filter(None, one["types"].split(";"))) for one in held]
    for kind in CLASSES:
        both = sum(kind in a and kind in b for a, b in zip(said, truth, strict=True))
        precision = _share(both, sum(kind in own for own in said))
        recall = _share(both, sum(kind in own for own in truth))
        print(f"  {name:11} {kind:14} precision {precision}  recall {recall}")
    exact = sum(a == b for a, b in zip(said, truth, strict=True))
    print(f"  {name:11} all kinds right {_share(exact, len(held))}")


def _share(hits: int, n: int) -> str:
    if not n:
        return "none"
    low, high = wilson_limits(hits, n, 0.95)
    return f"{hits / n:.2f} [{low:.2f}, {high:.2f}] n {n}"


def _emotions(data: Path, reading: Reading) -> None:
    texts, classes = drawn(data / "goemotions", "dev")
    truth = [EMOTIONS[place] for place in classes]
    said = [_emotion(one) for one in reading.read(Comment(text, "en") for text in texts)]
    print("\nEmotion of comments from Reddit, up to 200 of each of ten, not trained on; 95 % intervals")
    print(line("GoEmotions, development part", said, truth))
    for emotion in EMOTIONS:
        _print_one(emotion, said, truth)


def _print_one(emotion: str, said: list[str], truth: list[str]) -> None:
    both = sum(a == b == emotion for a, b in zip(said, truth, strict=True))
    print(
        f"  {emotion:14} precision {_share(both, said.count(emotion))}"
        f"  recall {_share(both, truth.count(emotion))}"
    )


def _emotion(found: dict) -> str:
    return str(found["emotion"]["label"]) if "emotion" in found else "neutral"


if __name__ == "__main__":
    main()
