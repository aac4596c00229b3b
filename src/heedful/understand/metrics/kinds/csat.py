from django.utils.translation import gettext_noop

from heedful.understand.metrics.shapes import TopBox

KIND = TopBox(
    key="csat",
    label=gettext_noop("CSAT"),
    definition=gettext_noop("Customer satisfaction: per cent of answers in the top two boxes (4–5 on 1–5)."),
    question_kinds=("csat",),
)
