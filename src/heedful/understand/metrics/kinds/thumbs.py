from heedful.understand.metrics.shapes import TopBox

KIND = TopBox(
    key="thumbs",
    label="Thumbs up",
    definition="Per cent of answers with the thumb up.",
    question_kinds=("thumbs",),
    good="Thumbs up",
    bad="Thumbs down",
    boxes=1,
)
