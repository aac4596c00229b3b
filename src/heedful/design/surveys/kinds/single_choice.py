from __future__ import annotations

from heedful.design.surveys.kind import ChoiceKind
from heedful.design.surveys.kind_settings import one_of, yes_or_no

KIND = ChoiceKind(
    key="single_choice",
    label="One of several options",
    several=False,
    settings={"shown_as": one_of("list", "dropdown"), "shuffle": yes_or_no},
)
