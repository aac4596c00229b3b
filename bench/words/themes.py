"""python -m bench.words.themes [FOLDER]      FOLDER: the public sets. No test part is looked at."""

from __future__ import annotations

import csv
import gzip
import json
import sys
from collections.abc import Iterator, Sequence
from dataclasses import replace
from pathlib import Path
from xml.etree import ElementTree as ET

import numpy as np
from tests.models import FOLDER, main as fetch

from heedful.methods.intervals.proportions import wilson_limits
from heedful.methods.language.themes import label_quality, single_quality
from heedful.understand.words.encoder import Encoder, Floats
from heedful.understand.words.model_files import Folder, models
from heedful.understand.words.themes.documents import TaxonomyDocument, Theme
from heedful.understand.words.themes.fitting import Labels, fit_described, learn, phrases_of
from heedful.understand.words.themes.heads import ThemeHead
from heedful.understand.words.themes.material import ENGLISH, LabelledComment, gather
from heedful.understand.words.themes.yaml_files import read_taxonomy

CACHE = Path(".cache/words")
RESTAURANTS = Path(__file__).with_name("restaurants.yaml")

type Rows = np.ndarray


class KeptEncoder(Encoder):
    """Keeps what it encoded on disk: the same sets are read again and again."""

    def __init__(self) -> None:
        super().__init__(Folder(FOLDER), models()[ENGLISH])
        self._file = CACHE / f"{ENGLISH}-deep.npz"
        self._kept: dict[str, Floats] = {}  # rows, and beside each its depths
        if self._file.exists():
            held = np.load(self._file)
            self._kept = dict(zip(json.loads(str(held["texts"])), held["rows"], strict=True))

    def encode(self, texts: Sequence[str]) -> Floats:
        return self.encode_deep(texts)[0]

    def encode_deep(self, texts: Sequence[str]) -> tuple[Floats, Floats]:
        new = [text for text in dict.fromkeys(texts) if text not in self._kept]
        if new:
            self._kept |= dict(zip(new, np.hstack(super().encode_deep(new)), strict=True))
        wide = np.stack([self._kept[text] for text in texts]) if texts else np.empty((0, 1536), np.float32)
        return wide[:, :768], wide[:, 768:]

    def keep(self) -> None:
        CACHE.mkdir(parents=True, exist_ok=True)
        np.savez(self._file, texts=json.dumps(list(self._kept)), rows=np.stack(list(self._kept.values())))


class Task:
    """A labelled set, encoded; what is fitted on some rows is judged on others."""

    def __init__(
        self,
        encoder: KeptEncoder,
        document: TaxonomyDocument,
        rows: Sequence[tuple[str, set]],
        *,
        is_single: bool,
    ) -> None:
        labels = [LabelledComment(text, frozenset(own)) for text, own in rows]
        folder, encoders = Folder(FOLDER), {ENGLISH: encoder}
        found = gather(document, (), labels, folder=folder, encoders=encoders, told=lambda *_: None)
        self.labels = found.labels[ENGLISH]
        encoder.keep()
        phrases, owners = phrases_of(document.leaves())
        self.head, self.usual = fit_described(
            encoder.encode(phrases), owners, self.labels.view, is_single=is_single
        )

    def __len__(self) -> int:
        return len(self.labels.view)

    def some(self, rows: Rows) -> Labels:
        return Labels(
            self.labels.view.some([int(row) for row in rows]),
            self.labels.truth[rows],
            self.labels.known[rows],
        )

    def learnt(self, rows: Rows) -> ThemeHead:
        return replace(self.head, learnt=learn(self.head, self.some(rows), self.usual))

    def said(self, head: ThemeHead, rows: Rows) -> Rows:
        return head.decisions(head.probabilities(self.some(rows).view))

    def folds(self, k: int = 5) -> list[Rows]:
        return np.array_split(np.random.default_rng(0).permutation(len(self)), k)


def main() -> None:
    fetch()
    data = Path(sys.argv[1] if sys.argv[1:] else "../shared/data")
    if not data.is_dir():
        print(f"(no public sets in {data}: themes were not measured)")
        return
    encoder = KeptEncoder()
    for part in (restaurants, banking, nhs, clinc):
        part(encoder, data)


def restaurants(encoder: KeptEncoder, data: Path) -> None:
    root = ET.fromstring(
        gzip.decompress((data / "semeval2014_task4/Restaurants_Train_v2.xml.gz").read_bytes())
    )
    rows = [
        (
            one.findtext("text") or "",
            {_key(mark.get("category") or "") for mark in one.iter("aspectCategory")},
        )
        for one in root.iter("sentence")
    ]
    task = Task(encoder, read_taxonomy(RESTAURANTS.read_text("utf-8")), rows, is_single=False)
    print(f"\nSemEval-2014 restaurants, training part, n {len(task):,}: five categories, several a sentence")
    everything = np.arange(len(task))
    _say_labels(
        "name, description, phrases (target 0.69)", task.said(task.head, everything), task.labels.truth
    )
    values = []
    for seed in range(5):
        own = _per_theme(task.labels.truth, 16, seed)
        rest = np.setdiff1d(everything, own)
        values.append(
            label_quality(task.said(task.learnt(own), rest), task.labels.truth[rest])["micro_f1"].value
        )
    print(
        f"  {'16 labels a theme (target 0.76)':44} micro-F1 {np.mean(values):.3f}, five draws "
        f"{min(values):.3f} to {max(values):.3f}, judged by all other sentences"
    )
    said = np.zeros_like(task.labels.truth)
    for fold in task.folds():
        said[fold] = task.said(task.learnt(np.setdiff1d(everything, fold)), fold)
    _say_labels("all labels, 5-fold (target 0.88)", said, task.labels.truth)


def banking(encoder: KeptEncoder, data: Path) -> None:
    rows = [(row["text"], {row["category"]}) for row in _table(data / "banking77/train.csv.gz")]
    task = _single(encoder, rows)
    judged, own = _split(task)
    print(f"\nbanking77, training part, n {len(task):,}, 77 classes; a fixed fifth judges")
    _say_single("four fifths of the labels (target 0.93)", task, task.learnt(own), judged)
    for seed in range(3):
        few = own[_per_theme(task.labels.truth[own], 10, seed)]
        _say_single(f"10 a class, draw {seed + 1} (target 0.86)", task, task.learnt(few), judged)


def nhs(encoder: KeptEncoder, data: Path) -> None:
    rows = [
        (row["feedback"], {row["label"]}) for row in _table(data / "nhs_three_trusts_themes/train.csv.gz")
    ]
    task = _single(encoder, rows)
    judged, own = _split(task)
    print(f"\nNHS, three trusts, training part, n {len(task):,}, 9 themes; a fixed fifth judges")
    _say_single("publisher on its test part: 0.712, MCC 0.631", task, task.learnt(own), judged)


def clinc(encoder: KeptEncoder, data: Path) -> None:
    held = json.loads(gzip.decompress((data / "clinc150/data_full_train_val.json.gz").read_bytes()))
    parts = {
        name: [(text, set() if label == "oos" else {label}) for text, label in held[name]] for name in held
    }
    learnt = parts["train"] + parts["oos_train"]
    task = _single(encoder, [*learnt, *parts["val"], *parts["oos_val"]])
    own, judged = np.arange(len(learnt)), np.arange(len(learnt), len(task))
    print(
        "\nCLINC150, learnt from train and oos_train, judged by val and oos_val; BERT: 0.969, 0.403 on test"
    )
    said, truth = _codes(task.said(task.learnt(own), judged)), _codes(task.labels.truth[judged])
    none = task.labels.truth.shape[1]
    for name, rows in (("in scope, accuracy", truth != none), ("none of these, recall", truth == none)):
        right, n = int((said[rows] == truth[rows]).sum()), int(rows.sum())
        low, high = wilson_limits(right, n, 0.95)
        print(f"  {name:44} {right / n:.3f} [{low:.3f}, {high:.3f}]  n {n:,}")


def _single(encoder: KeptEncoder, rows: Sequence[tuple[str, set]]) -> Task:
    names = sorted({label for _, own in rows for label in own})
    document = TaxonomyDocument("labels", tuple(Theme(name, name.replace("_", " ")) for name in names))
    return Task(encoder, document, rows, is_single=True)


def _split(task: Task) -> tuple[Rows, Rows]:
    judged, *rest = task.folds()
    return judged, np.sort(np.concatenate(rest))


def _per_theme(truth: Rows, n: int, seed: int) -> Rows:
    draw = np.random.default_rng(seed)
    drawn = [draw.permutation(np.flatnonzero(truth[:, theme]))[:n] for theme in range(truth.shape[1])]
    return np.unique(np.concatenate(drawn))


def _codes(flags: Rows) -> Rows:
    return np.where(flags.any(axis=1), flags.argmax(axis=1), flags.shape[1])


def _say_labels(name: str, said: Rows, truth: Rows) -> None:
    found = label_quality(said, truth)
    micro, macro = found["micro_f1"], found["macro_f1"]
    print(
        f"  {name:44} micro-F1 {micro.value:.3f} [{micro.low:.3f}, {micro.high:.3f}]  macro {macro.value:.3f}"
    )


def _say_single(name: str, task: Task, head: ThemeHead, judged: Rows) -> None:
    found = single_quality(_codes(task.said(head, judged)), _codes(task.labels.truth[judged]))
    right, mcc = found["accuracy"], found["mcc"]
    print(
        f"  {name:44} accuracy {right.value:.3f} [{right.low:.3f}, {right.high:.3f}]  "
        f"MCC {mcc.value:.3f}  n {len(judged):,}", flush=True,
    )  # fmt: skip


def _key(category: str) -> str:
    return "other" if category.startswith("anecdotes") else category


def _table(path: Path) -> Iterator[dict[str, str]]:
    with gzip.open(path, "rt", encoding="utf-8", newline="") as file:
        yield from csv.DictReader(file)


if __name__ == "__main__":
    main()
