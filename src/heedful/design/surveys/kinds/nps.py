from __future__ import annotations

from heedful.design.surveys.kind import ScaleKind
from heedful.design.surveys.types import Scale

KIND = ScaleKind(
    key="nps",
    label="Likelihood to recommend (NPS)",
    default_scale=Scale(0, 10, top_box=(9, 10)),
    metric_keys=("nps", "mean", "top_box"),
    scales=((0, 10),),
)
