from django.utils.translation import gettext_noop

from heedful.understand.metrics.shapes import Mean

KIND = Mean(
    key="stars",
    label=gettext_noop("Stars"),
    definition=gettext_noop("Mean number of stars given."),
    question_kinds=("stars",),
)
