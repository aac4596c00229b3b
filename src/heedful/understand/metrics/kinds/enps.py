from django.utils.translation import gettext_noop

from heedful.understand.metrics.shapes import NetScore

KIND = NetScore(
    key="enps",
    label=gettext_noop("eNPS"),
    definition=gettext_noop(
        "Employee NPS: per cent of employees answering 9–10 less per cent answering 0–6, in points."
    ),
    question_kinds=("enps",),
)
