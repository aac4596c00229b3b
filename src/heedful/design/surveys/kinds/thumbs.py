from __future__ import annotations

from heedful.design.surveys.kind import ScaleKind
from heedful.design.surveys.types import Scale

KIND = ScaleKind(
    key="thumbs",
    label="Thumb up or down",
    default_scale=Scale(0, 1, top_box=(1,)),
    metric_keys=("thumbs", "mean", "top_box"),
    scales=((0, 1),),
    input="thumbs",
)
