from __future__ import annotations

from heedful.design.surveys.kind import ChoiceKind

KIND = ChoiceKind(key="multiple_choice", label="Any of several options", several=True)
