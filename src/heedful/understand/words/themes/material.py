"""What a finder is fitted from: comments and labels as the encoders see them."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from itertools import batched

import numpy as np

from heedful.understand.words.comments import Comments
from heedful.understand.words.encoder import Encoder
from heedful.understand.words.model_files import Folder, models
from heedful.understand.words.themes.documents import TaxonomyDocument
from heedful.understand.words.themes.fitting import Labels
from heedful.understand.words.themes.heads import View

ENGLISH = "bge-small-en"
MULTILINGUAL = "multilingual-e5-small"
_BATCH = 256
_MOST_COMMENTS = 2_000  # of those without labels: what is usual needs no more
_FOREIGN = 0.02  # share of comments in other languages from which they are learnt from too

type Told = Callable[[float, str], None]


@dataclass(frozen=True, slots=True)
class LabelledComment:
    """A comment with the themes that people found in it; none of ours is an answer too."""

    text: str
    themes: frozenset[str]
    unknown: frozenset[str] = frozenset()  # themes nobody was asked about for this comment
    response: str = ""  # uid of the one it stands in; what is learnt from a file has none


@dataclass
class Gathered:
    """By key of the encoder; ``keys`` are those that will read."""

    keys: tuple[str, ...]
    background: dict[str, View]
    labels: dict[str, Labels]
    folder: Folder
    encoders: dict[str, Encoder] = field(default_factory=dict)

    def encoder(self, key: str) -> Encoder:
        if key not in self.encoders:
            self.encoders[key] = Encoder(self.folder, models()[key])
        return self.encoders[key]


def is_english(comments: Comments, place: int) -> bool:
    """Say whether a comment is read as English; what cannot be told for sure is."""
    found = comments.languages[place]
    return found.code in {"en", None} or not (found.is_sure or found.is_expected)


def view_of(comments: Comments, key: str, places: Sequence[int], *, is_deep: bool = False) -> View:
    """Return some comments of a batch as an encoder sees them: redacted, whole and in clauses."""
    depths, clause_depths = comments.depths(key, places) if is_deep else (None, [])
    wholes, clauses = comments.meanings(key, places)
    texts = [comments.redacted[place].text for place in places]
    parts = [
        [span.of(text) for span in comments.clauses[place]] for place, text in zip(places, texts, strict=True)
    ]
    if depths is None or not depths.size:
        return View(texts, wholes, parts, clauses)
    return View(texts, wholes, parts, clauses, depths, clause_depths)


def gather(
    document: TaxonomyDocument,
    comments: Sequence[str],
    labels: Sequence[LabelledComment],
    *,
    folder: Folder,
    encoders: dict[str, Encoder],
    told: Told,
) -> Gathered:
    """Encode what there is; the labelled comments are comments too."""
    is_deep = bool(labels)  # what lower layers make of comments is of use to labels alone
    step = max(1, len(comments) // _MOST_COMMENTS)
    texts = [*(one.text for one in labels), *comments[::step][:_MOST_COMMENTS]]
    batches = [
        Comments(
            some, folder=folder, encoders=encoders, priors=[document.language] * len(some), is_deep=is_deep
        )
        for some in batched(texts, _BATCH, strict=False)
    ]
    readable = [_readable(one) for one in batches]
    keys = tuple(key for key in _wanted(document, batches) if folder.has(models()[key]))
    found = Gathered(keys, {}, {}, folder, encoders)
    for number, key in enumerate(keys):
        chosen = [
            [place for place in own if key == MULTILINGUAL or is_english(batch, place)]
            for batch, own in zip(batches, readable, strict=True)
        ]
        views = []
        for done, (batch, places) in enumerate(zip(batches, chosen, strict=True)):
            views.append(view_of(batch, key, places, is_deep=is_deep))
            told(0.8 * (number + (done + 1) / len(batches)) / len(keys), "encoding comments")
        rows = [base * _BATCH + place for base, places in enumerate(chosen) for place in places]
        found.background[key], found.labels[key] = _split(document, _joined(views), rows, labels)
    return found


def _readable(batch: Comments) -> list[int]:
    return [place for place in range(len(batch)) if batch.clauses[place] and batch.has_words[place]]


def _wanted(document: TaxonomyDocument, batches: Sequence[Comments]) -> list[str]:
    n = sum(map(len, batches))
    foreign = sum(not is_english(batch, place) for batch in batches for place in range(len(batch)))
    is_foreign = document.language != "en" or (foreign > _FOREIGN * n if n else True)
    return [
        key
        for key, is_wanted in ((ENGLISH, document.language == "en"), (MULTILINGUAL, is_foreign))
        if is_wanted and key in models()
    ]


def _joined(views: Sequence[View]) -> View:
    filled = [view for view in views if len(view)]
    if not filled:
        return View()
    depths = [view.depths for view in filled if view.depths is not None]
    return View(
        [text for view in filled for text in view.texts],
        np.vstack([view.wholes for view in filled]),
        [texts for view in filled for texts in view.clause_texts],
        [rows for view in filled for rows in view.clauses],
        np.vstack(depths) if len(depths) == len(filled) else None,
        [rows for view in filled for rows in view.clause_depths],
    )


def _split(
    document: TaxonomyDocument, view: View, rows: Sequence[int], labels: Sequence[LabelledComment]
) -> tuple[View, Labels]:
    themes = [theme.key for theme in document.leaves()]
    own = [place for place, row in enumerate(rows) if row < len(labels)]
    held = [labels[rows[place]] for place in own]
    shape = (len(held), len(themes))
    truth = np.array([[theme in one.themes for theme in themes] for one in held], np.bool_).reshape(shape)
    unknown = np.array([[theme in one.unknown for theme in themes] for one in held], np.bool_).reshape(shape)
    return view, Labels(view.some(own) if own else View(), truth, ~unknown)
