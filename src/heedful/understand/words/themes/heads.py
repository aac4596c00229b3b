"""What finds the themes of one taxonomy in one encoder's view of comments."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

import numpy as np
import numpy.typing as npt

from heedful.methods.language.themes import (
    Calibration,
    Described,
    Labelled,
    Material,
    Parts,
    Space,
    Vocabulary,
    calibrated,
    softmax,
)
from heedful.understand.words.types import Floats

# From descriptions alone: a theme is there from the first share on, the likeliest from the second.
DESCRIBED_THRESHOLD = 0.3
LIKELIEST_THRESHOLD = 0.2


@dataclass(frozen=True, slots=True)
class View:
    """Some comments as one encoder sees them."""

    texts: Sequence[str] = ()
    wholes: Floats = field(default_factory=lambda: np.empty((0, 0), np.float32))
    clause_texts: Sequence[Sequence[str]] = ()
    clauses: Sequence[Floats] = ()
    depths: Floats | None = None  # what lower layers make of each comment, and of its clauses
    clause_depths: Sequence[Floats] = ()

    def __len__(self) -> int:
        return len(self.texts)

    def some(self, rows: Sequence[int]) -> View:
        return View(
            [self.texts[row] for row in rows],
            self.wholes[list(rows)],
            [self.clause_texts[row] for row in rows],
            [self.clauses[row] for row in rows],
            None if self.depths is None else self.depths[list(rows)],
            [self.clause_depths[row] for row in rows] if self.clause_depths else (),
        )

    def parts_of(self, row: int) -> View:
        """Return the clauses of a comment as comments of their own."""
        return self.some([row]).split()

    def split(self) -> View:
        """Return all clauses as comments of their own."""
        rows = np.vstack(self.clauses)
        texts = [text for own in self.clause_texts for text in own]
        depths = np.vstack(self.clause_depths) if self.clause_depths else None
        deep = () if depths is None else list(depths[:, None])
        return View(texts, rows, [[text] for text in texts], list(rows[:, None]), depths, deep)


@dataclass(frozen=True, slots=True)
class Learnt:
    """What labels taught. ``themes`` are those with labels enough; of the others the descriptions speak.

    Where a comment has one theme, ``calibration.slope`` is the temperature, ``rejection`` the share below
    which the answer is none of these, and the last class none of these where labels said so. ``of_parts``
    is the share of the largest of its clauses' scores in a comment's, where it may have several themes.
    """

    space: Space
    vocabulary: Vocabulary | None
    labelled: Labelled
    calibration: Calibration
    thresholds: Floats
    themes: npt.NDArray[np.bool_]
    rejection: float = 0.0
    of_parts: float = 0.0
    depths: tuple[Space, ...] = ()  # of lower layers, where they are looked at


@dataclass(frozen=True, slots=True)
class ThemeHead:
    """Described in one space, learnt in another; probabilities and decisions of both."""

    space: Space
    described: Described
    learnt: Learnt | None
    is_single: bool

    @property
    def is_deep(self) -> bool:
        """Say whether lower layers are looked at too."""
        return self.learnt is not None and bool(self.learnt.depths)

    def guesses(self, view: View) -> Floats:
        """Return the shares of themes, and of none of them, that descriptions tell."""
        return self.described.of_comments(
            self.space.place(view.wholes), [self.space.place(rows) for rows in view.clauses]
        )

    def probabilities(self, view: View) -> Floats:
        """Return how probable each theme is, a row a comment; of single themes, none of these last."""
        guesses = self.guesses(view)
        if self.learnt is None:
            return guesses if self.is_single else guesses[:, :-1]
        scores = self._scores(self.learnt, view, guesses)
        if self.is_single:
            return softmax(scores * np.float32(self.learnt.calibration.slope))
        found = calibrated(scores, self.learnt.calibration)
        return np.where(self.learnt.themes, found, guesses[:, :-1]).astype(np.float32)

    def _scores(self, learnt: Learnt, view: View, guesses: Floats) -> Floats:
        """Return a row of scores a comment: of the whole, and a share of the largest of its clauses."""
        found = learnt.labelled.scores(
            material_of(learnt.space, learnt.vocabulary, learnt.depths, view, guesses)
        )
        several = [row for row, own in enumerate(view.clauses) if len(own) > 1]  # else it is the whole
        if not learnt.of_parts or not several:
            return found
        parts = parts_of(learnt.space, learnt.vocabulary, learnt.depths, view.some(several), self)
        largest = parts.largest(learnt.labelled.scores(parts.material))
        found[several] = blended(found[several], largest, learnt.of_parts)
        return found

    def decisions(self, probabilities: Floats) -> npt.NDArray[np.bool_]:
        """Return which themes are said to be there, a row a comment."""
        if self.is_single:
            return self._one(probabilities)
        described = probabilities >= DESCRIBED_THRESHOLD
        if self.learnt is not None:
            learnt = probabilities >= self.learnt.thresholds
            return np.where(self.learnt.themes, learnt, described)
        likeliest = probabilities >= np.maximum(probabilities.max(axis=1, keepdims=True), LIKELIEST_THRESHOLD)
        return described | likeliest

    def _one(self, shares: Floats) -> npt.NDArray[np.bool_]:
        n_themes = len(self.described.bias) - 1
        least = self.learnt.rejection if self.learnt else DESCRIBED_THRESHOLD
        best = shares.argmax(axis=1)
        said = np.zeros((len(shares), n_themes), np.bool_)
        is_said = (best < n_themes) & (shares.max(axis=1) >= least)
        said[np.flatnonzero(is_said), best[is_said]] = True
        return said


def material_of(
    space: Space, vocabulary: Vocabulary | None, depths: Sequence[Space], view: View, guesses: Floats
) -> Material:
    words = None if vocabulary is None else vocabulary.rows(view.texts)
    return Material(space.place(view.wholes), words, guesses, placed_depths(depths, view))


def placed_depths(spaces: Sequence[Space], view: View) -> tuple[Floats, ...]:
    if not spaces or view.depths is None:
        return ()
    layers = np.split(view.depths, len(spaces), axis=1)
    return tuple(space.place(rows) for space, rows in zip(spaces, layers, strict=True))


def parts_of(
    space: Space, vocabulary: Vocabulary | None, depths: Sequence[Space], view: View, head: ThemeHead
) -> Parts:
    """Return the clauses of comments, each seen as a comment of its own."""
    alone = view.split()
    owners = np.repeat(np.arange(len(view)), [len(own) for own in view.clauses])
    return Parts(material_of(space, vocabulary, depths, alone, head.guesses(alone)), owners.astype(np.int64))


def blended(wholes: Floats, parts: Floats, share: float) -> Floats:
    """Return scores of comments of which the largest of their clauses' have a share."""
    return ((1 - share) * wholes + share * parts).astype(np.float32)
