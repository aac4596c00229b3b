"""Finds themes in comments: from a name, a description and phrases alone, better with labels.

The arithmetic is pure and lives in ``heedful.methods.language.themes``; here it meets the encoders.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Mapping, Sequence
from dataclasses import asdict
from functools import cached_property
from typing import Any

import numpy as np
import numpy.typing as npt

from heedful.methods.language.themes import CurvePoint, WordRule, has_word, word_rule
from heedful.understand.words.comments import Comments
from heedful.understand.words.encoder import Encoder
from heedful.understand.words.mentions import FoundTheme
from heedful.understand.words.model_files import Folder
from heedful.understand.words.themes import material
from heedful.understand.words.themes.documents import TaxonomyDocument, Theme
from heedful.understand.words.themes.finder_files import read_heads, write_heads
from heedful.understand.words.themes.fitting import fit_described, fit_head, phrases_of
from heedful.understand.words.themes.heads import ThemeHead, View
from heedful.understand.words.themes.material import ENGLISH, MULTILINGUAL, LabelledComment, view_of
from heedful.understand.words.themes.measured import ThemeQuality, curve_of, qualities_of

__all__ = ["CurvePoint", "FoundTheme", "LabelledComment", "ThemeFinder", "ThemeQuality", "learning_curve_of"]

type Told = Callable[[float, str], None]
type Flags = npt.NDArray[np.bool_]


class ThemeFinder:
    """What was fitted: works on one taxonomy, is saved as bytes, and finds the same again from them.

    ``heads`` are by encoder: English comments are read by one, others by another where it is installed.
    ``qualities`` say, by the left-out labels, how often each theme is found rightly. ``responses`` are the
    uids of those whose comments it was fitted on; None: nobody wrote them down.
    """

    def __init__(
        self,
        document: TaxonomyDocument,
        heads: Mapping[str, ThemeHead],
        *,
        is_single: bool = False,
        qualities: Sequence[ThemeQuality] = (),
        responses: Sequence[str] | None = None,
    ) -> None:
        self.document = document
        self.heads = dict(heads)
        self.is_single = is_single
        self.qualities = tuple(qualities)
        self.responses = None if responses is None else tuple(responses)
        self.themes = tuple(theme.key for theme in document.leaves())

    @classmethod
    def fit(
        cls,
        document: TaxonomyDocument,
        *,
        folder: Folder,
        comments: Sequence[str] = (),
        labels: Sequence[LabelledComment] = (),
        is_single: bool = False,
        encoders: dict[str, Encoder] | None = None,
        told: Told = lambda _share, _what: None,
    ) -> ThemeFinder:
        """Fit on the customer's own comments (what is usual there) and on labels; both may be empty.

        ``is_single``: a comment has one theme, or none of these. ``told`` hears how far it is, from 0 to 1,
        and what is being done. Without any encoder the finder says of each comment that none is installed.
        """
        held = {} if encoders is None else encoders
        found = material.gather(document, comments, labels, folder=folder, encoders=held, told=told)
        phrases, owners = phrases_of(document.leaves())
        told(0.8, "learning")
        heads = {
            key: fit_head(
                found.encoder(key).encode(phrases),
                owners,
                found.background[key],
                found.labels[key],
                is_single=is_single,
            )
            for key in found.keys
        }
        finder = cls(document, heads, is_single=is_single)
        finder.qualities = qualities_of(finder.themes, heads, found.labels)
        told(1.0, "fitted")
        return cls.from_bytes(finder.to_bytes())  # what is found does not change when it is saved

    def why_not(self, comments: Comments, place: int) -> str:
        """Say why a comment cannot be read, nothing where it can be."""
        if not comments.clauses[place] or not comments.has_words[place]:
            return "no words"
        key = self._encoder_for(comments, place)
        if key is None:
            language = comments.languages[place].code or "unknown"
            if ENGLISH in self.heads:
                return f"themes are not read in this language ({language})"
            return f"the model {ENGLISH} is not installed: heedful models fetch"
        return "" if comments.is_installed(key) else f"the model {key} is not installed: heedful models fetch"

    def find(self, comments: Comments, places: Sequence[int]) -> list[list[FoundTheme]]:
        """Return the themes of some comments of a batch, surest first; no theme is an empty list."""
        found: dict[int, list[FoundTheme]] = {place: [] for place in places}
        for key, own in self._by_encoder(comments, places).items():
            view = self._view(comments, key, own)
            probabilities = self.heads[key].probabilities(view)
            said = self.heads[key].decisions(probabilities)
            for row, place in enumerate(own):
                modelled = self._modelled(self.heads[key], view, row, probabilities[row], said[row])
                ruled = self._ruled(view.clause_texts[row])
                found[place] = _placed(comments, place, self._merged(modelled, ruled))
        return [found[place] for place in places]

    def probabilities(self, comments: Comments, places: Sequence[int]) -> list[dict[str, float]]:
        """Return for each comment how probable each theme is; nothing where it cannot be read."""
        found: dict[int, dict[str, float]] = {place: {} for place in places}
        for key, own in self._by_encoder(comments, places).items():
            for place, row in zip(
                own, self.heads[key].probabilities(self._view(comments, key, own)), strict=True
            ):
                found[place] = {theme: float(p) for theme, p in zip(self.themes, row, strict=False)}
        return [found[place] for place in places]

    @property
    def is_deep(self) -> bool:
        """Say whether it looks at lower layers of an encoder too."""
        return any(head.is_deep for head in self.heads.values())

    def _view(self, comments: Comments, key: str, places: Sequence[int]) -> View:
        return view_of(comments, key, places, is_deep=self.heads[key].is_deep)

    def version(self) -> str:
        """Return the hash of what was fitted, the names of its encoders in it."""
        return self._version

    @cached_property
    def _version(self) -> str:
        return f"themes-{hashlib.sha256(self.to_bytes()).hexdigest()[:12]}"

    def to_bytes(self) -> bytes:
        """Return an .npz without pickled objects; the same finder is the same bytes."""
        facts: dict[str, Any] = {
            "document": asdict(self.document),
            "is_single": self.is_single,
            "qualities": [asdict(one) for one in self.qualities],
        }
        if self.responses is not None:
            facts["responses"] = self.responses
        return write_heads(facts, self.heads)

    @classmethod
    def from_bytes(cls, held: bytes) -> ThemeFinder:
        """Read what `to_bytes` wrote; what is none of ours raises `InvalidInput`."""
        facts, heads = read_heads(held)
        return cls(
            _document(facts["document"]),
            heads,
            is_single=facts["is_single"],
            qualities=[ThemeQuality(**one) for one in facts["qualities"]],
            responses=facts.get("responses"),
        )

    def _by_encoder(self, comments: Comments, places: Sequence[int]) -> dict[str, list[int]]:
        found: dict[str, list[int]] = {}
        for place in places:
            key = self._encoder_for(comments, place)
            if key is not None and not self.why_not(comments, place):
                found.setdefault(key, []).append(place)
        return found

    def _encoder_for(self, comments: Comments, place: int) -> str | None:
        if ENGLISH in self.heads and material.is_english(comments, place):
            return ENGLISH
        return MULTILINGUAL if MULTILINGUAL in self.heads else None

    def _modelled(
        self, head: ThemeHead, view: View, row: int, probabilities: npt.NDArray[np.float32], said: Flags
    ) -> list[tuple[str, int, float]]:
        """Return theme, clause and confidence; a clause with a word that forbids the theme is no evidence."""
        themes = np.flatnonzero(said)
        if not len(themes):
            return []
        texts = view.clause_texts[row]
        shown = head.probabilities(view.parts_of(row)) if len(texts) > 1 else probabilities[None, :]
        found = []
        for theme in themes:
            rule = self._never.get(self.themes[theme])
            allowed = [clause for clause, text in enumerate(texts) if not has_word(rule, text)]
            if allowed:
                best = max(allowed, key=lambda clause: float(shown[clause, theme]))
                found.append((self.themes[theme], best, float(probabilities[theme])))
        return found

    def _ruled(self, texts: Sequence[str]) -> list[tuple[str, int]]:
        return [
            (theme, clause)
            for theme, rule in self._must.items()
            for clause, text in enumerate(texts)
            if has_word(rule, text) and not has_word(self._never.get(theme), text)
        ]

    def _merged(
        self, modelled: Sequence[tuple[str, int, float]], ruled: Sequence[tuple[str, int]]
    ) -> list[tuple[str, int, float, str]]:
        """A theme is said once: where a rule finds it that clause is the evidence, and it is certain."""
        by_rule: dict[str, int] = {}
        for theme, clause in ruled:
            by_rule.setdefault(theme, clause)
        found = [(theme, clause, p, "model") for theme, clause, p in modelled if theme not in by_rule]
        if self.is_single and by_rule:
            found = []
        found += [(theme, clause, 1.0, "rule") for theme, clause in by_rule.items()]
        return sorted(found, key=lambda one: (-one[2], self.themes.index(one[0])))

    @cached_property
    def _must(self) -> dict[str, WordRule]:
        return _rules({theme.key: theme.must for theme in self.document.leaves()})

    @cached_property
    def _never(self) -> dict[str, WordRule]:
        return _rules({theme.key: theme.never for theme in self.document.leaves()})


def learning_curve_of(
    document: TaxonomyDocument,
    labels: Sequence[LabelledComment],
    *,
    folder: Folder,
    comments: Sequence[str] = (),
    is_single: bool = False,
    sizes: Sequence[int] = (),
    draws: int = 3,
    seed: int = 1,
    encoders: dict[str, Encoder] | None = None,
    told: Told = lambda _share, _what: None,
) -> tuple[CurvePoint, ...]:
    """Return micro-F1 by the number of labelled comments, each draw judged by the same fifth of them."""
    held = {} if encoders is None else encoders
    found = material.gather(document, comments, labels, folder=folder, encoders=held, told=told)
    if not found.keys:
        return ()
    key = found.keys[0]
    phrases, owners = phrases_of(document.leaves())
    rows = found.encoder(key).encode(phrases)
    head, usual = fit_described(rows, owners, found.background[key], is_single=is_single)
    return curve_of(head, usual, found.labels[key], sizes=sizes, draws=draws, seed=seed)


def _document(held: Mapping[str, Any]) -> TaxonomyDocument:
    """Read what was kept: keys may be labels of a file, which no taxonomy of a server would allow."""
    themes = []
    for one in held["themes"]:
        facts: dict[str, Any] = {
            name: tuple(value) if isinstance(value, list) else value for name, value in one.items()
        }
        themes.append(Theme(**facts))
    return TaxonomyDocument(**{**held, "themes": tuple(themes)})


def _rules(words: Mapping[str, Sequence[str]]) -> dict[str, WordRule]:
    rules = {theme: word_rule(own) for theme, own in words.items()}
    return {theme: rule for theme, rule in rules.items() if rule is not None}


def _placed(comments: Comments, place: int, found: Sequence[tuple[str, int, float, str]]) -> list[FoundTheme]:
    """Lead clauses of the redacted text back to the text as it was written."""
    spans, redacted = comments.clauses[place], comments.redacted[place]
    return [
        FoundTheme(theme, redacted.original_span(spans[clause]), confidence, source, clause)
        for theme, clause, confidence, source in found
    ]
