"""Fits what finds themes: descriptions first, then what people labelled."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np
import numpy.typing as npt

from heedful.methods.language.themes import (
    Calibration,
    Labelled,
    Material,
    Space,
    calibrated,
    describe_themes,
    fit_calibration,
    fit_space,
    fit_temperature,
    learn_themes,
    learn_vocabulary,
    log_loss,
    rejection_threshold,
    softmax,
    theme_thresholds,
)
from heedful.understand.words.themes.documents import Theme
from heedful.understand.words.themes.heads import (
    Learnt,
    ThemeHead,
    View,
    blended,
    material_of,
    parts_of,
)
from heedful.understand.words.types import Floats

type Flags = npt.NDArray[np.bool_]

LAYERS = 2  # on the way to an encoder's last, that are looked at too
FEWEST_LABELS = 4  # comments with a theme from which labels speak of it
_MOST_BACKGROUND = 2_000
_WORDS_FROM = 50
_SHARES_OF_PARTS = (0.0, 0.1, 0.2, 0.3)
_COST = 0.01  # share of right answers given up for "none of these"
_COST_WITH_NONE = 0.0025
# What people write who speak of nothing: else every comment would have a theme.
_NOTHING = (
    "Nothing.", "No comment.", "Thank you.", "Thanks!", "OK", "All good.", "It was fine.", "Great!", "n/a",
    "I don't know.", "Nothing to add.", "Yes.", "No.", "As I said above.", "Keep it up.", "Nichts.", "Danke.",
    "Alles gut.", "Rien.", "Merci.", "Nada.", "Gracias.",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Labels:
    """Labelled comments: whether each has a theme, and whether anybody looked; (n × themes)."""

    view: View
    truth: Flags
    known: Flags


def phrases_of(themes: Sequence[Theme]) -> tuple[list[str], npt.NDArray[np.int64]]:
    """Return what describes themes, and the theme of each; none of them comes last."""
    texts: list[str] = []
    owners: list[int] = []
    for place, theme in enumerate(themes):
        own = [
            theme.name,
            *([theme.description, f"{theme.name}: {theme.description}"] if theme.description else []),
        ]
        own += theme.phrases
        texts += own
        owners += [place] * len(own)
        texts += theme.counter_phrases
        owners += [len(themes)] * len(theme.counter_phrases)
    texts += _NOTHING
    owners += [len(themes)] * len(_NOTHING)
    return texts, np.array(owners, np.int64)


def fit_described(
    phrases: Floats, owners: npt.NDArray[np.int64], background: View, *, is_single: bool
) -> tuple[ThemeHead, Floats]:
    """Fit on descriptions; return also the meanings of what is usual in the comments."""
    few = background.some(_spread(len(background), _MOST_BACKGROUND)) if len(background) else background
    usual = np.vstack([few.wholes, *few.clauses]) if len(few) else phrases
    space = fit_space(usual, keep=1.0)
    described = describe_themes(space.place(phrases), owners, int(owners.max()) + 1)
    return ThemeHead(space, described, None, is_single), usual


def fit_head(
    phrases: Floats, owners: npt.NDArray[np.int64], background: View, labels: Labels, *, is_single: bool
) -> ThemeHead:
    """Fit on what one encoder sees."""
    head, usual = fit_described(phrases, owners, background, is_single=is_single)
    return replace(head, learnt=learn(head, labels, usual))


def learn(head: ThemeHead, labels: Labels, usual: Floats) -> Learnt | None:
    """Learn from labels; None where no theme has enough of them."""
    enough = (labels.truth & labels.known).sum(axis=0) >= FEWEST_LABELS
    if not enough.any():
        return None
    space = fit_space(np.vstack([usual, labels.view.wholes]), keep=1.0)
    vocabulary = learn_vocabulary(labels.view.texts) if len(labels.view) >= _WORDS_FROM else None
    depths = _spaces_of_depths(labels.view)
    material = material_of(space, vocabulary, depths, labels.view, head.guesses(labels.view))
    if head.is_single:
        labelled, calibration, rejection = _single(material, labels)
        thresholds = np.zeros(len(enough), np.float32)
        depths = depths if labelled.depths else ()
        return Learnt(space, vocabulary, labelled, calibration, thresholds, enough, rejection, depths=depths)
    targets = np.where(labels.truth, 1, -1).astype(np.float32)
    parts = parts_of(space, vocabulary, depths, labels.view, head)
    labelled = learn_themes(material, targets, labels.known, parts)
    labelled, calibration, of_parts = _with_parts(labelled, labels, enough)
    left_out = calibrated(labelled.left_out, calibration)
    thresholds = theme_thresholds(left_out, labels.truth, labels.known)
    depths = depths if labelled.depths else ()
    return Learnt(
        space, vocabulary, labelled, calibration, thresholds, enough, of_parts=of_parts, depths=depths
    )


def _spaces_of_depths(view: View) -> tuple[Space, ...]:
    """Centre each layer on what is usual in the labelled comments and their clauses."""
    if view.depths is None:
        return ()
    rows = np.vstack([view.depths, *view.clause_depths])
    return tuple(fit_space(own, keep=1.0) for own in np.split(rows, LAYERS, axis=1))


def _with_parts(labelled: Labelled, labels: Labels, enough: Flags) -> tuple[Labelled, Calibration, float]:
    """Choose the share of clauses by which the left-out probabilities are likeliest."""
    truth, known = labels.truth[:, enough], labels.known[:, enough]
    parts = labelled.left_out_parts
    tried = []
    for share in _SHARES_OF_PARTS if parts is not None else (0.0,):
        scores = labelled.left_out if parts is None else blended(labelled.left_out, parts, share)
        calibration = fit_calibration(scores[:, enough], truth, known)
        loss = log_loss(calibrated(scores[:, enough], calibration), truth, known)
        tried.append((loss, share, calibration, scores))
    _loss, share, calibration, scores = min(tried, key=lambda one: one[0])
    return replace(labelled, left_out=scores, left_out_parts=None), calibration, share


def _single(material: Material, labels: Labels) -> tuple[Labelled, Calibration, float]:
    """One theme a comment: none of these is a class of its own where comments were labelled so."""
    has_theme = labels.truth.any(axis=1)
    n_themes = labels.truth.shape[1]
    classes = np.where(has_theme, labels.truth.argmax(axis=1), n_themes)
    targets = np.eye(n_themes + 1, dtype=np.float32)[classes]
    if has_theme.all():
        targets = targets[:, :-1]
    labelled = learn_themes(material, targets, np.ones(targets.shape, np.bool_))
    temperature = fit_temperature(labelled.left_out, classes)
    shares = softmax(labelled.left_out * np.float32(temperature))
    own = np.where(has_theme, classes, -1)
    # Where labels say what has no theme, they teach it, and refusing the unsure is only to help.
    cost = _COST if has_theme.all() else _COST_WITH_NONE
    return labelled, Calibration(temperature, 0.0), rejection_threshold(shares, own, cost=cost)


def _spread(n: int, most: int) -> list[int]:
    if n <= most:
        return list(range(n))
    return [int(row) for row in np.linspace(0, n - 1, most)]
