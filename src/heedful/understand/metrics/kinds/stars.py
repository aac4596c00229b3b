from heedful.understand.metrics.shapes import Mean

KIND = Mean(
    key="stars",
    label="Stars",
    definition="Mean number of stars given.",
    question_kinds=("stars",),
)
