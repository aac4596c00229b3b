from __future__ import annotations

from heedful.design.surveys.kind import ScaleKind
from heedful.design.surveys.types import Scale

KIND = ScaleKind(
    key="ces",
    label="Effort (CES 2.0)",
    default_scale=Scale(1, 7, top_box=(5, 6, 7)),
    metric_keys=("ces", "mean", "top_box"),
    scales=((1, 7),),
)
