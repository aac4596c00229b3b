from django.utils.translation import gettext_noop

from heedful.understand.metrics.shapes import TopBox

KIND = TopBox(
    key="smileys",
    label=gettext_noop("Smileys"),
    definition=gettext_noop("Per cent of answers with a happy face (the question's top boxes)."),
    question_kinds=("smileys",),
    good=gettext_noop("Happy"),
    bad=gettext_noop("Not happy"),
)
