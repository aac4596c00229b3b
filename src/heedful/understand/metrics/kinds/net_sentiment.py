from heedful.understand.metrics.words import NetSentiment

KIND = NetSentiment(
    key="net_sentiment",
    label="Net sentiment",
    definition="Per cent of read comments that are positive less per cent that are negative, in points.",
)
