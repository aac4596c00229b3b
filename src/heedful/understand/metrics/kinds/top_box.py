from django.utils.translation import gettext_noop

from heedful.understand.metrics.shapes import SCALED_KINDS, TopBox

KIND = TopBox(
    key="top_box",
    label=gettext_noop("Top box"),
    definition=gettext_noop(
        "Per cent of answers in the question's top boxes (the two best steps where it has no rule)."
    ),
    question_kinds=SCALED_KINDS,
    needs_question=True,
    good=gettext_noop("Top box"),
    bad=gettext_noop("Below"),
)
