from __future__ import annotations

from typing import Any

import numpy as np
from django.utils.translation import gettext_noop

from heedful.understand.words.heads import Head
from heedful.understand.words.heads.reader import HeadsReader
from heedful.understand.words.types import Floats

HEADS = ("types-en", "types-xx")
# One clause is enough, for a wish to be called stands at the end of a long complaint. It must be a sure one:
# among ten clauses one says anything by chance.
_SURE = 0.8


def _types(by: Head, whole: Floats, parts: Floats, marks: dict[str, Any]) -> list[dict[str, Any]]:
    """Tell what a comment is: praise, a problem, a question … Several may hold at once, or none."""
    overall = by.probabilities(whole[None])[0]
    best = by.probabilities(parts).max(axis=0)
    likely = np.maximum(overall, best)
    holds = (overall >= np.array(by.thresholds)) | (best >= _SURE)
    held = [at for at in np.argsort(-likely) if holds[at]]
    return [{"label": by.classes[at], "confidence": round(float(likely[at]), 4), **marks} for at in held]


KIND = HeadsReader("types", gettext_noop("Kinds of comment"), HEADS, _types)
