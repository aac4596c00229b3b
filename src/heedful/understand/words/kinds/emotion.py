from __future__ import annotations

from typing import Any

import numpy as np
from django.utils.translation import gettext_noop

from heedful.understand.words.heads import Head
from heedful.understand.words.heads.reader import HeadsReader
from heedful.understand.words.types import Floats

HEADS = ("emotion-en",)


def _emotion(by: Head, whole: Floats, parts: Floats, marks: dict[str, Any]) -> dict[str, Any]:
    """Tell the emotion that speaks from a comment as a whole; its clauses count half."""
    shares = (by.probabilities(whole[None])[0] + by.probabilities(parts).mean(axis=0)) / 2
    best = int(np.argmax(shares))
    return {"label": by.classes[best], "confidence": round(float(shares[best]), 4), **marks}


KIND = HeadsReader("emotion", gettext_noop("Emotion"), HEADS, _emotion)
