from heedful.understand.metrics.shapes import TopBox

KIND = TopBox(
    key="smileys",
    label="Smileys",
    definition="Per cent of answers with a happy face (the question's top boxes).",
    question_kinds=("smileys",),
    good="Happy",
    bad="Not happy",
)
