from django.utils.translation import gettext_noop

from heedful.understand.metrics.shapes import TopBox

KIND = TopBox(
    key="osat",
    label=gettext_noop("OSAT"),
    definition=gettext_noop(
        "Overall satisfaction: per cent of answers in the top boxes of the question's scale."
    ),
    question_kinds=("osat",),
)
