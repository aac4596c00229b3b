from django.utils.translation import gettext_noop

from heedful.understand.metrics.words import NetSentiment

KIND = NetSentiment(
    key="net_sentiment",
    label=gettext_noop("Net sentiment"),
    definition=gettext_noop(
        "Per cent of read comments that are positive less per cent that are negative, in points."
    ),
)
