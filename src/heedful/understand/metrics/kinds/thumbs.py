from django.utils.translation import gettext_noop

from heedful.understand.metrics.shapes import TopBox

KIND = TopBox(
    key="thumbs",
    label=gettext_noop("Thumbs up"),
    definition=gettext_noop("Per cent of answers with the thumb up."),
    question_kinds=("thumbs",),
    good=gettext_noop("Thumbs up"),
    bad=gettext_noop("Thumbs down"),
    boxes=1,
)
