"""A batch of comments, and what several readers need of it, worked out once."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from functools import cached_property

import numpy as np

from heedful.methods.language import Span, clauses, personal_data, redact, sentences
from heedful.methods.language.redaction import Redacted
from heedful.methods.language.turns import customer_words
from heedful.understand.words.encoder import Encoder, Floats
from heedful.understand.words.heads import base_of, changes_of
from heedful.understand.words.language import Language, language_of
from heedful.understand.words.mentions import Finder
from heedful.understand.words.model_files import Folder, models

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
        self._meanings: dict[tuple[str, int], tuple[Floats, Floats]] = {}

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
        new = [place for place in dict.fromkeys(places) if (model, place) not in self._meanings]
        for place, whole, parts in zip(new, *self._encoded(model, new), strict=True):
            self._meanings[model, place] = (whole, parts)
        kept = [self._meanings[model, place] for place in places]
        wholes = np.stack([whole for whole, _ in kept]) if kept else np.empty((0, 0), np.float32)
        return wholes, [parts for _, parts in kept]

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

    def _encoded(self, model: str, places: Sequence[int]) -> tuple[Floats, list[Floats]]:
        if not places:
            return np.empty((0, 0), np.float32), []
        wholes = [self.heard[place] for place in places]
        parts = [[span.of(self.heard[place]) for span in self.clauses[place]] for place in places]
        # A comment of one clause is that clause: encoded once.
        lone = [len(own) < 2 for own in parts]
        flat = [text for own, is_lone in zip(parts, lone, strict=True) if not is_lone for text in own]
        rows = self._encoder(model).encode([*wholes, *flat])
        heads, tail = rows[: len(wholes)], rows[len(wholes) :]
        ends = np.cumsum([0 if is_lone else len(own) for own, is_lone in zip(parts, lone, strict=True)])
        return heads, [
            heads[row : row + 1] if is_lone else own
            for row, (own, is_lone) in enumerate(zip(np.split(tail, ends[:-1]), lone, strict=True))
        ]

    def towards(self, model: str, asked: Sequence[tuple[int, Span]]) -> tuple[Floats, Floats]:
        """Encode parts of comments that are asked about where they stand, and the sentences they stand in."""
        return self._encoder(model).encode_parts([self._around(place, span) for place, span in asked])

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
