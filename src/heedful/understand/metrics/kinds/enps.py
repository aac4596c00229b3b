from heedful.understand.metrics.shapes import NetScore

KIND = NetScore(
    key="enps",
    label="eNPS",
    definition="Employee NPS: per cent of employees answering 9–10 less per cent answering 0–6, in points.",
    question_kinds=("enps",),
)
