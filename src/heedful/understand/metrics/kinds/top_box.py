from heedful.understand.metrics.shapes import SCALED_KINDS, TopBox

KIND = TopBox(
    key="top_box",
    label="Top box",
    definition="Per cent of answers in the question's top boxes (the two best steps where it has no rule).",
    question_kinds=SCALED_KINDS,
    needs_question=True,
    good="Top box",
    bad="Below",
)
