"""Trains what tells the languages that the detector's library does not know: heads/language-further.npz.

From sentences written for the project (``training/written/languages.tsv``, and others for the languages they
are in) and the translations of Django's messages into some eighty languages (BSD-3-Clause), which lie beside
Django. One message in four, by its English wording, is kept to set and to measure what is asked for a
language to be told. No other data is needed.
"""

from __future__ import annotations

import csv
import gettext
import hashlib
import re
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from random import Random

import django
import eldc
import numpy as np
import numpy.typing as npt
from scipy.sparse import csr_matrix
from sklearn.linear_model import SGDClassifier

from heedful.understand.words.further_languages import BITS, runs
from heedful.understand.words.heads import __file__ as heads_file
from heedful.understand.words.language import language_of

LANGUAGES = ("af", "cy", "ga", "hi-Latn", "kk", "ky", "mk", "mn", "sw", "tg", "uz")
# Learnt from as what a further language is not; nobody tells it: Galician is too near
# to Spanish, Nepali to Hindi.
STRANGE = ("gl", "ne")
# Told by neither; as what is not looked for they would only be in the way.
LEFT_OUT = set("ast br dsb hsb eo fy gd ia ig io kab km lb my os tk tt udm ug".split())
# What the detector calls them.
NAMES = {"nb": "no", "nn": "no", "id": "ms", "ckb": "ku", "bs": "hr", "sr_Latn": "hr"}
OWN_SHARE = 0.15  # what each language's own texts count beside all others
_BESIDES = re.compile(r"%\(?\w*\)?[sdi]?|\{[^}]*\}|<[^>]+>|&\w+;|[“”\"'«»]")
_DEVANAGARI = re.compile("[\u0900-\u097f]")


@dataclass(frozen=True, slots=True)
class Sample:
    language: str
    text: str
    is_kept: bool  # for development


def main() -> None:
    samples = list(_samples())
    train = list(_with_windows([one for one in samples if not one.is_kept], Random(1)))
    rows, bias = _fitted(train)
    _write(rows, bias)
    _say([one for one in samples if one.is_kept])


def _samples() -> Iterator[Sample]:
    for path in sorted(Path(django.__file__).parent.rglob("locale/*/LC_MESSAGES/django.mo")):
        if (locale := path.parent.parent.name) not in LEFT_OUT:
            yield from _messages(path, NAMES.get(locale, locale.split("_")[0]))
    for row in _written("languages.tsv"):
        yield Sample(row["language"], row["text"], is_kept=False)
    for name in ("posts.tsv", "sentiment-multilingual.tsv", "types.tsv"):
        for row in _written(name):
            is_latin = row["language"] == "hi" and not _DEVANAGARI.search(row["text"])
            yield Sample("hi-Latn" if is_latin else row["language"], row["text"], _is_kept(row["text"]))


def _messages(path: Path, language: str) -> Iterator[Sample]:
    with path.open("rb") as file:
        catalogue = vars(gettext.GNUTranslations(file))["_catalog"]  # there is no public way to list it
    for key, said in catalogue.items():
        if isinstance(key, str) and key and isinstance(said, str):
            own, english = _cleaned(said), _cleaned(key)
            if own and own != english and "|" not in own:
                yield Sample(language, own, _is_kept(english))


def _cleaned(text: str) -> str:
    return " ".join(_BESIDES.sub(" ", text).split())


def _written(name: str) -> Iterator[dict[str, str]]:
    path = Path(__file__).parents[1] / "written" / name
    with path.open(encoding="utf-8", newline="") as file:
        yield from csv.DictReader(file, delimiter="\t", quoting=csv.QUOTE_NONE)


def _is_kept(text: str) -> bool:
    return hashlib.sha256(text.encode()).digest()[0] % 4 == 0


def _with_windows(samples: Sequence[Sample], draw: Random) -> Iterator[Sample]:
    """Each text, and of a long one two windows of a few words: comments are short."""
    for one in samples:
        yield one
        words = one.text.split()
        for _ in range(2 if len(words) > 5 else 0):
            size = draw.randint(2, 5)
            start = draw.randrange(len(words) - size)
            yield Sample(one.language, " ".join(words[start : start + size]), one.is_kept)


def _fitted(samples: Sequence[Sample]) -> tuple[npt.NDArray[np.float64], npt.NDArray[np.float64]]:
    """Fit a row of weights for each language against all others."""
    table = _table([one.text for one in samples])
    codes = np.array([one.language for one in samples])
    counts = Counter(codes.tolist())
    levels = np.array([min(1.0, 600 / counts[code]) for code in codes.tolist()])
    rows, bias = [], []
    for language in LANGUAGES:
        own = codes == language
        shares = np.where(own, OWN_SHARE * len(own) / own.sum(), levels)
        model = SGDClassifier(
            loss="log_loss", alpha=2e-6, max_iter=12, tol=None, random_state=1, average=True
        ).fit(table, own, sample_weight=shares)
        rows.append(model.coef_[0])
        bias.append(model.intercept_[0])
    return np.array(rows), np.array(bias)


def _table(texts: Sequence[str]) -> csr_matrix:
    found = [runs(text) for text in texts]
    ends = np.cumsum([0, *(len(places) for places, _ in found)])
    places, shares = (np.concatenate(part) for part in zip(*found, strict=True))
    return csr_matrix((shares, places, ends), shape=(len(texts), 2**BITS))


def _write(rows: npt.NDArray[np.float64], bias: npt.NDArray[np.float64]) -> None:
    steps = (np.abs(rows).max(axis=1) / 127).astype(np.float32)
    whole = np.rint(rows / steps[:, None]).astype(np.int8)
    digest = hashlib.sha256(whole.tobytes() + bias.astype(np.float32).tobytes()).hexdigest()[:12]
    target = Path(heads_file).with_name("language-further.npz")
    np.savez_compressed(
        target,
        version=f"language-further-{digest}",
        languages=np.array(LANGUAGES),
        weights=whole,
        steps=steps,
        bias=bias.astype(np.float32),
    )
    print(f"language-further-{digest} → {target.name}, {target.stat().st_size / 1024:.0f} kB")


def _say(kept: Sequence[Sample]) -> None:
    """Print how often the language is right: of the detector's own, and of the further ones."""
    draw = Random(3)
    eldc.init()
    short = [window for one in kept if (window := _window(one, draw))]
    for name, part in {
        "40 letters and more": [one for one in kept if len(one.text) >= 40],
        "2-4 words": short,
    }.items():
        own = [one for one in part if one.language not in (*LANGUAGES, *STRANGE)]
        print(f"{name}: the detector's own, n {len(own):,}", end=" ")
        print(f"{_share(own, _is_right):.4f}, by it alone {_share(own, _is_right_alone):.4f}")
        for code in LANGUAGES:
            own = [one for one in part if one.language == code]
            print(f"  {code} n {len(own)} {_share(own, _is_right):.3f}")


def _share(samples: Sequence[Sample], is_right: Callable[[Sample], bool]) -> float:
    return sum(map(is_right, samples)) / len(samples)


def _window(one: Sample, draw: Random) -> Sample | None:
    words = one.text.split()
    if len(words) < 2:
        return None
    size = min(len(words), draw.randint(2, 4))
    start = draw.randrange(len(words) - size + 1)
    return Sample(one.language, " ".join(words[start : start + size]), one.is_kept)


def _is_right(one: Sample) -> bool:
    return _agrees(language_of(one.text).code, one)


def _is_right_alone(one: Sample) -> bool:
    return _agrees(eldc.detect(one.text), one)


def _agrees(code: str | None, one: Sample) -> bool:
    return NAMES.get(code or "", code) == one.language.partition("-")[0]


if __name__ == "__main__":
    main()
