from __future__ import annotations

from heedful.design.surveys.kind import ScaleKind
from heedful.design.surveys.types import Scale

KIND = ScaleKind(
    key="enps",
    label="Likelihood to recommend as an employer (eNPS)",
    default_scale=Scale(0, 10, top_box=(9, 10)),
    metric_keys=("enps", "mean", "top_box"),
    scales=((0, 10),),
)
