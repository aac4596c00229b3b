from django.utils.translation import gettext_noop

from heedful.understand.metrics.shapes import TopBox

KIND = TopBox(
    key="ces",
    label=gettext_noop("CES"),
    definition=gettext_noop(
        "Customer Effort Score 2.0: per cent who agree (5–7 on 1–7) that it was made easy for them."
    ),
    question_kinds=("ces",),
    good=gettext_noop("Easy"),
    bad=gettext_noop("Not easy"),
    boxes=3,
)
