from heedful.understand.metrics.shapes import NetScore

KIND = NetScore(
    key="nps",
    label="NPS",
    definition="Net Promoter Score: per cent of answers 9–10 less per cent of answers 0–6, in points.",
    question_kinds=("nps",),
)
