"""A batch of comments, and what several readers need of it, worked out once."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from functools import cached_property

import numpy as np

from heedful.methods.language import Span, clauses, personal_data, redact, sentences
from heedful.methods.language.redaction import Redacted
from heedful.methods.language.turns import customer_words
from heedful.understand.words.encoder import Encoder
from heedful.understand.words.heads import base_of, changes_of
from heedful.understand.words.language import Language, language_of
from heedful.understand.words.mentions import Finder
from heedful.understand.words.model_files import Folder, models
from heedful.understand.words.types import Floats

MOST_READ = 20_000  # characters of one comment; what comes behind is kept but not read
MOST_CLAUSES = 200
_HALF_A_PAIR = re.compile("[\ud800-\udfff]")  # JSON can say half a character; no encoder takes it


class Comments:
    """``priors`` are the languages expected of each (of the survey or the contact), "" where none is."""

    def __init__(
        self,
        texts: Sequence[str],
        *,
        folder: Folder,
        priors: Sequence[str] = (),
        known: Sequence[Sequence[str]] = (),
        encoders: dict[str, Encoder] | None = None,
        finders: Mapping[str, Finder] | None = None,
        taxonomies: Sequence[str] = (),
        aspects: Sequence[str] = (),
        tier: str = "fast",
        is_deep: bool = False,
    ) -> None:
        self.texts = [_HALF_A_PAIR.sub("\ufffd", text[:MOST_READ]) for text in texts]
        self.is_cut = [len(text) > MOST_READ for text in texts]
        self._folder = folder
        self._priors = priors or [""] * len(texts)
        self._known = known or [()] * len(texts)
        self._encoders = {} if encoders is None else encoders
        self.finders = finders or {}
        self.taxonomies = taxonomies or [""] * len(texts)
        self.aspects = aspects or [""] * len(texts)
        self.tier = tier
        self.is_deep = is_deep or any(finder.is_deep for finder in self.finders.values())
        self._meanings: dict[tuple[str, int], tuple[Floats, Floats]] = {}
        self._depths: dict[tuple[str, int], tuple[Floats, Floats]] = {}

    def __len__(self) -> int:
        return len(self.texts)

    @cached_property
    def redacted(self) -> list[Redacted]:
        return [
            redact(text, personal_data(text, known=known))
            for text, known in zip(self.texts, self._known, strict=True)
        ]

    @cached_property
    def heard(self) -> list[str]:
        """What is read: the redacted texts, of a conversation only the customer's words, where they stood."""
        return [customer_words(one.text) for one in self.redacted]

    @cached_property
    def languages(self) -> list[Language]:
        return [language_of(text, prior) for text, prior in zip(self.texts, self._priors, strict=True)]

    @cached_property
    def has_words(self) -> list[bool]:
        """Whether there is a letter in it: numbers, signs and pictures alone are kept, not read."""
        return [any(letter.isalpha() for letter in text) for text in self.heard]

    @cached_property
    def clauses(self) -> list[tuple[Span, ...]]:
        """Clauses of the redacted texts: a model never sees who wrote."""
        return [clauses(text)[:MOST_CLAUSES] for text in self.heard]

    def meanings(self, model: str, places: Sequence[int]) -> tuple[Floats, list[Floats]]:
        """Encode some comments as wholes, and their clauses: a row each, and an array of rows each.

        What was encoded once is kept: sentiment, themes and polarity share it.
        """
        self._encode(model, [place for place in places if (model, place) not in self._meanings])
        return _stacked([self._meanings[model, place] for place in places])

    def depths(self, model: str, places: Sequence[int]) -> tuple[Floats, list[Floats]]:
        """Return of lower layers what ``meanings`` returns of the last: no more work where ``is_deep``."""
        self.is_deep = True
        self._encode(model, [place for place in places if (model, place) not in self._depths])
        return _stacked([self._depths[model, place] for place in places])

    def wholes(self) -> dict[str, tuple[list[int], Floats]]:
        """Return by model which comments were encoded, and the half of their rows that meanings lie in."""
        found: dict[str, tuple[list[int], list[Floats]]] = {}
        for (model, place), (whole, _parts) in sorted(self._meanings.items(), key=lambda one: one[0]):
            if model != base_of(model):
                continue  # fine-tuned to tell good from bad: what is alike is no longer near
            places, rows = found.setdefault(model, ([], []))
            places.append(place)
            rows.append(whole[: len(whole) // 2])
        return {model: (places, np.stack(rows)) for model, (places, rows) in found.items()}

    def _encode(self, model: str, places: Sequence[int]) -> None:
        new = list(dict.fromkeys(places))
        if not new:
            return
        wholes = [self.heard[place] for place in new]
        parts = [[span.of(self.heard[place]) for span in self.clauses[place]] for place in new]
        # A comment of one clause is that clause: encoded once.
        counts = [0 if len(own) < 2 else len(own) for own in parts]
        flat = [text for own, n in zip(parts, counts, strict=True) if n for text in own]
        texts, is_deep = [*wholes, *flat], self.is_deep and model == base_of(model)
        encoder = self._encoder(model)
        rows, depths = encoder.encode_deep(texts) if is_deep else (encoder.encode(texts), None)
        self._meanings |= zip([(model, place) for place in new], _laid_out(rows, counts), strict=True)
        if depths is not None:
            self._depths |= zip([(model, place) for place in new], _laid_out(depths, counts), strict=True)

    def towards(self, model: str, asked: Sequence[tuple[int, Span]]) -> Floats:
        """Encode parts of comments that are asked about, where they stand in their sentences."""
        return self._encoder(model).encode_parts([self._around(place, span) for place, span in asked])

    def sentences_around(self, model: str, asked: Sequence[tuple[int, Span]]) -> Floats:
        """Encode the sentences that parts of comments stand in, each of them once; a row for each part."""
        texts = [self._around(place, span)[0] for place, span in asked]
        rows = dict(zip(once := list(dict.fromkeys(texts)), self._encoder(model).encode(once), strict=True))
        return np.stack([rows[text] for text in texts])

    def _around(self, place: int, span: Span) -> tuple[str, Span]:
        """Return the sentences that hold a part, and where in them it is."""
        text = self.heard[place]
        around = [one for one in sentences(text) if one.meets(span)]
        whole = Span(around[0].start, around[-1].end) if around else Span(0, len(text))
        return whole.of(text), Span(span.start - whole.start, span.end - whole.start)

    def is_installed(self, model: str) -> bool:
        return model in self._encoders or self._folder.has(models()[base_of(model)])

    def _encoder(self, model: str) -> Encoder:
        if model not in self._encoders:
            base = models()[base_of(model)]
            self._encoders[model] = Encoder(self._folder, base, changes=changes_of(model))
        return self._encoders[model]


def _laid_out(rows: Floats, counts: Sequence[int]) -> list[tuple[Floats, Floats]]:
    """Return the row of each comment and those of its clauses; of one clause the comment's own."""
    heads, tail = rows[: len(counts)], rows[len(counts) :]
    parts = np.split(tail, np.cumsum(counts)[:-1])
    return [
        (heads[row], own if n else heads[row : row + 1])
        for row, (own, n) in enumerate(zip(parts, counts, strict=True))
    ]


def _stacked(kept: Sequence[tuple[Floats, Floats]]) -> tuple[Floats, list[Floats]]:
    wholes = np.stack([whole for whole, _ in kept]) if kept else np.empty((0, 0), np.float32)
    return wholes, [parts for _, parts in kept]
