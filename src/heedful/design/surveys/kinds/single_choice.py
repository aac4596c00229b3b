from __future__ import annotations

from heedful.design.surveys.kind import ChoiceKind

KIND = ChoiceKind(key="single_choice", label="One of several options", several=False)
