"""Themes of comments from their meaning as numbers: from a description alone, better with labels.

``space`` evens out what is usual in the customer's comments; ``described`` learns from phrases and from
the comments it is sure of; ``labelled`` learns from what people said; ``decisions`` makes probabilities and
thresholds of its scores; ``quality`` says how often they are right.
"""

from heedful.methods.language.themes.curve import CurvePoint, learning_curve
from heedful.methods.language.themes.decisions import (
    Calibration,
    calibrated,
    fit_calibration,
    fit_temperature,
    log_loss,
    rejection_threshold,
    softmax,
    theme_thresholds,
)
from heedful.methods.language.themes.described import Described, describe_themes
from heedful.methods.language.themes.labelled import Labelled, Material, Parts, learn_themes
from heedful.methods.language.themes.quality import (
    Quality,
    Summary,
    label_quality,
    single_quality,
    theme_quality,
)
from heedful.methods.language.themes.rules import WordRule, has_word, word_rule
from heedful.methods.language.themes.space import Space, fit_space
from heedful.methods.language.themes.words import Vocabulary, learn_vocabulary

__all__ = [
    "Calibration",
    "CurvePoint",
    "Described",
    "Labelled",
    "Material",
    "Parts",
    "Quality",
    "Space",
    "Summary",
    "Vocabulary",
    "WordRule",
    "calibrated",
    "describe_themes",
    "fit_calibration",
    "fit_space",
    "fit_temperature",
    "has_word",
    "label_quality",
    "learn_themes",
    "learn_vocabulary",
    "learning_curve",
    "log_loss",
    "rejection_threshold",
    "single_quality",
    "softmax",
    "theme_quality",
    "theme_thresholds",
    "word_rule",
]
