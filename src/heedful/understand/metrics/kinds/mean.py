from heedful.understand.metrics.shapes import SCALED_KINDS, Mean

KIND = Mean(
    key="mean",
    label="Mean",
    definition="Arithmetic mean of the answers to one question, in its own steps.",
    question_kinds=(*SCALED_KINDS, "number"),
    needs_question=True,
)
