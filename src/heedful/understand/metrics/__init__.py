"""What a count means: scores with their base, interval, definition and where they come from.

Nouns: metric, score, breakdown, trend, verdict, provenance. Leaves pictures and pages to ``boards``.
"""
