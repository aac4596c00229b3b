from heedful.listen.fieldwork.types import Disposition
from heedful.understand.metrics.rates import AskRate

KIND = AskRate(
    key="decline_rate",
    label="Decline rate",
    definition="Per cent of everybody asked who declined or opted out (AAPOR REF2).",
    counted=frozenset({Disposition.DECLINED, Disposition.OPTED_OUT}),
)
