from __future__ import annotations

from heedful.design.surveys.kind import ScaleKind
from heedful.design.surveys.types import Scale

KIND = ScaleKind(
    key="stars",
    label="Stars",
    default_scale=Scale(1, 5, top_box=(4, 5)),
    metric_keys=("stars", "mean", "top_box"),
    scales=((1, 5),),
    input="stars",
)
