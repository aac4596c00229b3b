from heedful.understand.metrics.shapes import TopBox

KIND = TopBox(
    key="ces",
    label="CES",
    definition="Customer Effort Score 2.0: per cent who agree (5–7 on 1–7) that it was made easy for them.",
    question_kinds=("ces",),
    good="Easy",
    bad="Not easy",
    boxes=3,
)
