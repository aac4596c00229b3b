from heedful.understand.metrics.shapes import TopBox

KIND = TopBox(
    key="osat",
    label="OSAT",
    definition="Overall satisfaction: per cent of answers in the top boxes of the question's scale.",
    question_kinds=("osat",),
)
