from __future__ import annotations

from heedful.design.surveys.kind import ChoiceKind
from heedful.design.surveys.kind_settings import whole, yes_or_no

KIND = ChoiceKind(
    key="multiple_choice",
    label="Any of several options",
    several=True,
    settings={"at_least": whole(1, 500), "at_most": whole(1, 500), "shuffle": yes_or_no},
)
