from django.utils.translation import gettext_noop

from heedful.understand.metrics.shapes import NetScore

KIND = NetScore(
    key="nps",
    label=gettext_noop("NPS"),
    definition=gettext_noop(
        "Net Promoter Score: per cent of answers 9–10 less per cent of answers 0–6, in points."
    ),
    question_kinds=("nps",),
)
