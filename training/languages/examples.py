"""What sentiment in other languages is learnt from: what was written for it, and open English sets."""

from __future__ import annotations

import csv
import hashlib
from collections.abc import Iterable, Iterator
from pathlib import Path
from random import Random

from training.open_data import CLASSES, cebab, goemotions, mams
from training.written import comments

POSTS, SENTENCES = ("posts.tsv", 5), ("sentiment-multilingual.tsv", 6)  # one in so many is for development
MOST_OF_A_CLASS = {"GoEmotions": 2_700, "CEBaB": 600, "MAMS": 900}
_LONGEST = 300  # characters of a review

type Example = tuple[str, str, float]  # text, class, how much it counts


def written(source: tuple[str, int], part: str) -> Iterator[tuple[str, str, str]]:
    """Yield language, text and class of what was written in several languages; "train" or "dev"."""
    name, kept = source
    path = Path(__file__).parents[1] / "written" / name
    with path.open(encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file, delimiter="\t", quoting=csv.QUOTE_NONE):
            is_kept = hashlib.sha256(row["text"].encode()).digest()[0] % kept == 0
            if is_kept == (part == "dev"):
                yield row["language"], row["text"], row["label"]


def english(data: Path, draw: Random) -> list[Example]:
    """Draw as many of each class from the open sets, and take the comments written for the project."""
    emotions = data / "goemotions"
    reviews = cebab(data / "cebab_restaurants/train_inclusive.jsonl")
    pools = {
        "GoEmotions": goemotions(emotions / "train.tsv", emotions / "labels.txt"),
        "CEBaB": (one for one in reviews if len(one[0]) < _LONGEST),
        "MAMS": mams(data / "mams/MAMS-ATSA_train.xml"),
    }
    found = [one for name, pool in pools.items() for one in _balanced(pool, MOST_OF_A_CLASS[name], draw)]
    return found + [(text, label, 1.0) for _, text, label in comments("train")]


def first_pass(data: Path) -> list[Example]:
    """Return what brings the encoder to the task: English above all."""
    return english(data, Random(1)) + _sentences() * 2


def later_passes(data: Path, *, passes: int, replayed: int, seed: int) -> list[list[Example]]:
    """Return a list a pass: all that was written in other languages, and some English each time anew."""
    draw = Random(seed)
    whole = english(data, Random(5))
    posts = [(text, label, 1.5) for _, text, label in written(POSTS, "train")]
    return [draw.sample(whole, replayed) + _sentences() + posts for _ in range(passes)]


def development(data: Path) -> dict[str, list[Example]]:
    """Return by name what is never learnt from; the choice between ways of learning goes by the posts."""
    emotions = data / "goemotions"
    found: dict[str, list[Example]] = {"posts": []}
    for language, text, label in written(POSTS, "dev"):
        for name in ("posts", f"posts, {language}"):
            found.setdefault(name, []).append((text, label, 1.0))
    found["sentences"] = [(text, label, 1.0) for _, text, label in written(SENTENCES, "dev")]
    found["GoEmotions"] = [
        (*one, 1.0) for one in goemotions(emotions / "dev.tsv", emotions / "labels.txt", most=500)
    ]
    return found


def _sentences() -> list[Example]:
    return [(text, label, 1.0) for _, text, label in written(SENTENCES, "train")]


def _balanced(pool: Iterable[tuple[str, str]], most: int, draw: Random) -> list[Example]:
    by_class: dict[str, list[str]] = {}
    for text, label in pool:
        by_class.setdefault(label, []).append(text)
    return [
        (text, label, 1.0)
        for label in CLASSES
        for text in draw.sample(by_class[label], min(most, len(by_class[label])))
    ]
