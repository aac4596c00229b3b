from django.utils.translation import gettext_noop

from heedful.listen.fieldwork.types import Disposition
from heedful.understand.metrics.rates import AskRate

KIND = AskRate(
    key="completion_rate",
    label=gettext_noop("Completion rate"),
    definition=gettext_noop("Per cent of those who began to answer who reached the end."),
    counted=frozenset({Disposition.ANSWERED}),
    among=frozenset({Disposition.ANSWERED, Disposition.PARTIAL}),
)
