from django.utils.translation import gettext_noop

from heedful.listen.fieldwork.types import Disposition
from heedful.understand.metrics.rates import AskRate

KIND = AskRate(
    key="response_rate",
    label=gettext_noop("Response rate"),
    definition=gettext_noop("Per cent of everybody asked who answered in whole or in part (AAPOR RR2)."),
    counted=frozenset({Disposition.ANSWERED, Disposition.PARTIAL}),
)
