"""python -m bench.words.languages [FOLDER [MOST]]      languages told, and sentiment read in them."""

from __future__ import annotations

import csv
import gzip
import json
import sys
from collections import Counter
from collections.abc import Iterator
from hashlib import sha256
from pathlib import Path
from statistics import fmean

from bench.words.scores import line, macro_f1
from tests.models import FOLDER, main as fetch

from heedful.methods.intervals.proportions import wilson_limits
from heedful.understand.words.language import language_of
from heedful.understand.words.model_files import Folder
from heedful.understand.words.reading import Comment, Reading

LANGUAGES = {
    "arabic": "ar",
    "english": "en",
    "french": "fr",
    "german": "de",
    "hindi": "hi",
    "italian": "it",
    "portuguese": "pt",
    "spanish": "es",
}
CLASSES = ("negative", "neutral", "positive")
_SENTENCE = 40  # characters: shorter texts are words, not sentences
_SOME = 300  # comments of a set, drawn by hash; all of them in both tiers take hours on one core
_SENTENCES = 500  # of each language, to tell it

type Set = list[tuple[str, str]]  # text, class


def main() -> None:
    fetch()
    data = Path(sys.argv[1] if sys.argv[1:] else "../shared/data")
    given = int(sys.argv[2]) if sys.argv[2:] else 0
    if not data.is_dir():
        print(f"(no public sets in {data}: languages were not measured)")
        return
    detection(data, given or _SENTENCES)
    sentiment(data, given or _SOME)


def detection(data: Path, most: int) -> None:
    print(f"\nLanguage of sentences of {_SENTENCE} letters and more, told from the text alone; and with the")
    print("language of the survey expected, where the text is in that language")
    rights: Counter[str] = Counter()
    for code, texts in _translated(data / "m_absa", most).items():
        alone = [language_of(text).code for text in texts]
        expected = sum(language_of(text, code).code == code for text in texts)
        right = sum(found == code for found in alone)
        rights.update({"n": len(texts), "alone": right, "expected": expected})
        others = Counter(str(found) for found in alone if found != code).most_common(2)
        shown = ", ".join(f"{name} {count}" for name, count in others)
        print(
            f"  {code} n {len(texts):,}  {interval(right, len(texts))}  expected {expected}  as: {shown}",
            flush=True,
        )
    print(f"  all n {rights['n']:,}  {interval(rights['alone'], rights['n'])}", end="")
    print(f"  expected {interval(rights['expected'], rights['n'])}")


def sentiment(data: Path, most: int) -> None:
    print("\nSentiment of texts in other languages, no training on these sets; 95 % intervals")
    reading = Reading(Folder(FOLDER), ("language", "sentiment"))
    scores = {}
    for name, (code, found) in _sets(data, most).items():
        score = _measured(reading, name, code, found)
        if name.startswith("Tweets"):
            scores[code] = score
    others = [score for code, score in scores.items() if code != "en"]
    print(f"  Tweets, mean macro-F1 of {len(scores)} languages: {fmean(scores.values()):.3f}", end="; ")
    print(f"of the {len(others)} without English: {fmean(others):.3f}")


def _measured(reading: Reading, name: str, code: str, found: Set) -> float:
    said = [one.get("sentiment") for one in reading.read(Comment(text, code) for text, _ in found)]
    truth = [label for _, label in found]
    guesses = [_guess(one, is_binary="neutral" not in truth) for one in said]
    unread = sum(one is None for one in said)
    print(f"{line(f'{name} ({code})', guesses, truth)}  not read {unread}", flush=True)
    return macro_f1(guesses, truth)[0]


def _guess(found: dict | None, *, is_binary: bool) -> str:
    if found is None:
        return "neutral"
    if is_binary:
        return "positive" if found["score"] > 0 else "negative"
    return str(found["label"])


def _sets(data: Path, most: int) -> dict[str, tuple[str, Set]]:
    tweets = data / "umsab_multilingual_tweets"
    found = {
        f"Tweets, {name}": (code, [(row["text"], CLASSES[int(row["label"])]) for row in _rows(path)])
        for name, code in LANGUAGES.items()
        if (path := tweets / f"{name}_val.csv.gz").exists()
    }
    hotels = data / "chinese_hotel_reviews/ChnSentiCorp_htl_all.csv.gz"
    chinese = [(row["review"], CLASSES[2 * int(row["label"])]) for row in _rows(hotels)]
    return {
        **{name: (code, _some(own, most)) for name, (code, own) in found.items()},
        "GermEval 2017, posts on trains": ("de", _some(_germeval(data), most)),
        "Hotel reviews (two classes)": ("zh", _some(chinese, most)),
        "SmSA, mixed": ("id", _some(_indonesian(data), most)),
        **_absa(data, most),
    }


def _germeval(data: Path) -> Set:
    rows = [row for part in ("dev", "test_synchronic") for row in _rows(_germeval_path(data, part))]
    # A document has a row for each opinion in it.
    return list({row["id"]: (row["text"], row["sentiment"]) for row in rows}.values())


def _germeval_path(data: Path, part: str) -> Path:
    return data / "germeval2017_bahn" / f"{part}.csv.gz"


def _indonesian(data: Path) -> Set:
    return [(row["text"], row["label"]) for row in _rows(data / "indonesian_smsa/valid.csv.gz")]


def _absa(data: Path, most: int) -> dict[str, tuple[str, Set]]:
    """Sentences of hotels whose opinions are all of one polarity, translated into other languages."""
    found: dict[str, Set] = {}
    for row in _lines(data / "m_absa/hotel.jsonl.gz"):
        labels = {polarity for *_, polarity in row["triplets"]}
        if len(labels) == 1 and (label := labels.pop()) in CLASSES:
            found.setdefault(row["lang"], []).append((row["text"], label))
    return {f"M-ABSA hotels, translated, {code}": (code, _some(found[code], most)) for code in ("nl", "ja")}


def _translated(folder: Path, most: int) -> dict[str, list[str]]:
    found: dict[str, list[tuple[str, str]]] = {}
    for name in ("hotel", "laptop", "sight"):
        for row in _lines(folder / f"{name}.jsonl.gz"):
            if len(row["text"]) >= _SENTENCE:
                found.setdefault(row["lang"], []).append((row["text"], ""))
    return {code: [text for text, _ in _some(own, most)] for code, own in sorted(found.items())}


def _some(found: Set, most: int) -> Set:
    return sorted(found, key=lambda one: sha256(one[0].encode()).digest())[:most]


def _rows(path: Path) -> Iterator[dict[str, str]]:
    with gzip.open(path, "rt", encoding="utf-8") as file:
        yield from csv.DictReader(file)


def _lines(path: Path) -> Iterator[dict]:
    with gzip.open(path, "rt", encoding="utf-8") as file:
        yield from (json.loads(line) for line in file)


def interval(hits: int, n: int) -> str:
    low, high = wilson_limits(hits, n, 0.95)
    return f"{hits / n:.4f} [{low:.4f}, {high:.4f}]"


if __name__ == "__main__":
    main()
