from django.utils.translation import gettext_noop

from heedful.understand.metrics.shapes import SCALED_KINDS, Mean

KIND = Mean(
    key="mean",
    label=gettext_noop("Mean"),
    definition=gettext_noop("Arithmetic mean of the answers to one question, in its own steps."),
    question_kinds=(*SCALED_KINDS, "number"),
    needs_question=True,
)
