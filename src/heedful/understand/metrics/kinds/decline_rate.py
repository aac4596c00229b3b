from django.utils.translation import gettext_noop

from heedful.listen.fieldwork.types import Disposition
from heedful.understand.metrics.rates import AskRate

KIND = AskRate(
    key="decline_rate",
    label=gettext_noop("Decline rate"),
    definition=gettext_noop("Per cent of everybody asked who declined or opted out (AAPOR REF2)."),
    counted=frozenset({Disposition.DECLINED, Disposition.OPTED_OUT}),
)
